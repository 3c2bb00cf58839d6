package errata

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"sync"
)

// Evidence shows an erratum: numbers with the digits that they must have, and statements
// that must hold. A test asserts both; the book prints the numbers.
type Evidence struct {
	Values []Value
	Claims []Claim
}

// Value is a number of an evidence.
type Value struct {
	Name   string
	Digits string   // as printed
	X      *big.Rat // nil if it is NaN or infinite
}

// Claim is a statement of an evidence.
type Claim struct {
	Says  string
	Holds bool
}

// Is enters a number that must read as the digits, rounded to as many.
func (e *Evidence) Is(name, digits string, x float64) {
	var r *big.Rat
	if !math.IsNaN(x) && !math.IsInf(x, 0) {
		r = new(big.Rat).SetFloat64(x)
	}
	e.IsRat(name, digits, r)
}

// IsRat enters a fraction that must read as the digits.
func (e *Evidence) IsRat(name, digits string, x *big.Rat) {
	e.Values = append(e.Values, Value{name, digits, x})
}

// IsEach enters numbers without names.
func (e *Evidence) IsEach(digits []string, xs ...float64) {
	for i, d := range digits {
		e.Is("", d, xs[i])
	}
}

// Holds enters a statement that must hold.
func (e *Evidence) Holds(says string, holds bool) { e.Claims = append(e.Claims, Claim{says, holds}) }

// Reads reports whether the number, rounded to the digits printed, is them: whether the two
// differ by at most half a unit of the last digit. The comparison is big.
func (v Value) Reads() bool {
	printed, ok := new(big.Rat).SetString(v.Digits)
	if !ok || v.X == nil {
		return false
	}
	half := lastUnit(v.Digits)
	half.Quo(half, big.NewRat(2, 1))
	printed.Sub(printed, v.X)
	return printed.Abs(printed).Cmp(half) <= 0
}

// Float64 returns the number, NaN if it has no finite value.
func (v Value) Float64() float64 {
	if v.X == nil {
		return math.NaN()
	}
	x, _ := v.X.Float64()
	return x
}

// Verb returns the verb of package fmt that prints a number with as many digits.
func (v Value) Verb() string {
	mantissa, _, isPower := strings.Cut(v.Digits, "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	return fmt.Sprintf("%%.%d%s", len(decimals), map[bool]string{true: "e", false: "f"}[isPower])
}

// lastUnit returns one unit of the last printed digit.
func lastUnit(printed string) *big.Rat {
	mantissa, exponent, _ := strings.Cut(printed, "e")
	if exponent == "" {
		exponent = "0"
	}
	unit, _ := new(big.Rat).SetString("1e" + exponent)
	_, decimals, _ := strings.Cut(mantissa, ".")
	for range decimals {
		unit.Quo(unit, big.NewRat(10, 1))
	}
	return unit
}

// demonstration shows an erratum: it computes what the paper prints and what is right,
// checks the latter by an independent truth, and says by how much the former is wrong.
type demonstration struct {
	id   string
	says string            // what it shows
	show func(e *Evidence) // nil if only training shows it
	long func(e *Evidence) // trains for thousands of steps; nil if that shows no more
}

// evidence returns the evidence of the demonstration, with training or without.
func (d demonstration) evidence(trains bool) *Evidence {
	e := &Evidence{}
	if d.show != nil {
		d.show(e)
	}
	if trains && d.long != nil {
		d.long(e)
	}
	return e
}

// demonstrations has the errata whose numbers the book shows; a test has the others.
var demonstrations = slices.Concat(gradientErrata, optimizerErrata, averageErrata, trainingErrata)

// EvidenceOf returns the evidence of an erratum, computed once, nil if it has none here.
func EvidenceOf(id string) *Evidence {
	once, _ := shown.LoadOrStore(id, sync.OnceValue(func() *Evidence {
		i := slices.IndexFunc(demonstrations, func(d demonstration) bool { return d.id == id })
		if i < 0 {
			return nil
		}
		return demonstrations[i].evidence(true)
	}))
	return once.(func() *Evidence)()
}

var shown sync.Map // of func() *Evidence, by ID
