package main

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"sync"
)

// The constants of the functions in single precision, see narrow.go.

// A narrowEntry of the exponential's tables is a float32 near 2^(j/entries), of so many bits, and the logarithm of 2^(j/entries) less
// that of the float32.
type narrowEntry struct{ power, rest float64 }

// narrowPowers returns the table of so many entries, a power of 2, of numbers with so many bits.
func narrowPowers(entries int, bits uint) []narrowEntry {
	root := number(2)
	for n := entries; n > 1; n /= 2 {
		root.Sqrt(root)
	}
	table := make([]narrowEntry, entries)
	exact := number(1)
	for j := range table {
		table[j].power, _ = new(big.Float).SetPrec(bits).Set(exact).Float64()
		table[j].rest = single(logOf(quo(exact, number(table[j].power))))
		exact.Mul(exact, root)
	}
	return table
}

// single returns the float32 nearest to x.
func single(x *big.Float) float64 {
	y, _ := x.Float32()
	return float64(y)
}

// splitSingle returns the float32 nearest to x and the one nearest to the rest.
func splitSingle(x *big.Float) (hi, lo float64) {
	hi = single(x)
	return hi, single(newFloat().Sub(x, number(hi)))
}

// narrowLsb is the last bit of the high part of a logarithm in single precision: k·ln2 + log z with |k| < 2⁷ then has its high parts' sum exact.
const narrowLsb = -16

// A narrowLog belongs to an interval of the significand: inverse is near 1/z in it, and hi + lo is −log inverse.
type narrowLog struct{ inverse, hi, lo float64 }

// narrowInterval returns the bounds of interval j of 32: sixteen below 1, from 3/4 on, and sixteen above, to 3/2. Their numbers are
// five bits of the significand.
func narrowInterval(j int) (lo, hi float64) {
	if j < 16 {
		return 1 + float64(j)/32, 1 + float64(j+1)/32
	}
	return 0.5 + float64(j)/64, 0.5 + float64(j+1)/64
}

// narrowLogTable chooses for each interval the inverse with the least largest |r|, r = z·inverse − 1, among those for
// which r is exact: its last bit is 2⁻²⁴ or 2⁻²³, that of z, times that of inverse.
func narrowLogTable() (table [32]narrowLog) {
	for j := range table {
		lo, hi := narrowInterval(j)
		lsb := 0x1p-23
		if lo < 1 {
			lsb = 0x1p-24
		}
		best := math.Inf(1)
		for m := 40.0; m <= 88; m++ {
			inverse := m / 64
			last := lsb / 64
			if math.Mod(m, 2) == 0 {
				last = lsb / 32
			}
			r := max(math.Abs(lo*inverse-1), math.Abs(hi*inverse-1))
			if r < best && r <= last*0x1p24 {
				best = r
				table[j].inverse = inverse
			}
		}
		if lo == 1 || hi == 1 {
			table[j].inverse = 1
		}
		minus := logOf(number(table[j].inverse))
		table[j].hi, table[j].lo = cut(minus.Neg(minus), narrowLsb)
		table[j].lo = float64(float32(table[j].lo))
	}
	return table
}

// narrowReach returns the least and the largest r of all intervals.
func narrowReach() (least, largest float64) {
	for j, t := range narrowLogTable() {
		lo, hi := narrowInterval(j)
		least = math.Min(least, lo*t.inverse-1)
		largest = math.Max(largest, hi*t.inverse-1)
	}
	return least, largest
}

// Constants in single precision, coefficients from the lowest power on.
type narrowConstants struct {
	inverse, expHi, expLo float64   // 32/ln2, ln2/32
	exp                   []float64 // (eʳ − 1 − r)/r²
	tanh                  []float64 // (tanh ρ − ρ)/ρ³, in powers of ρ²
	ln2hi, ln2lo          float64
	log                   []float64 // −2(log(1+r) − r + r²/2)/r³
}

// Bounds of the fast ways. Below narrowExpLeast a rest of the exponential would be subnormal, which is slow. Of the sigmoid S
// is below 2²⁴ from narrowSigmoidReach on, and the result 1 from narrowSigmoidEnd on, and before. Of tanh S is below 2²⁴ up to narrowTanhReach,
// and the result 1 at the end of a gap above that, and at narrowTanhEnd.
const (
	narrowExpLeast     = -50
	narrowExpMost      = 88
	narrowSigmoidReach = -16.6
	narrowSigmoidEnd   = 30
	narrowTanhReach    = 8.3
	narrowTanhEnd      = 9.2
)

// narrowTanhGap is the number of float32 from narrowTanhReach to 9.02.
var narrowTanhGap = uint64(math.Float32bits(9.02) - math.Float32bits(narrowTanhReach))

// Doubts of the rounding tests: see narrow.go.
const (
	expDoubt     = 0x1.4p-11
	logDoubt     = 0x1p-9
	tanhDoubt    = 0x1.4p-12
	sigmoidDoubt = 0x1.4p-11
)

var narrow = sync.OnceValue(func() (c narrowConstants) {
	step := newFloat().SetMantExp(ln2(), -5)
	c.inverse = single(quo(number(1), step))
	c.expHi, c.expLo = splitSingle(step)
	h := c.expHi / 2
	c.exp = singles(interpolate(expTerm, -h, h, 2))
	c.tanh = singles(interpolate(tanhTerm, 0, h*h, 1))
	c.ln2hi, c.ln2lo = cut(ln2(), narrowLsb)
	c.ln2lo = float64(float32(c.ln2lo))
	least, largest := narrowReach()
	for _, x := range interpolate(logTerm, least, largest, 3) {
		c.log = append(c.log, -2*x)
	}
	c.log = singles(c.log)
	return c
})

func singles(c []float64) []float64 {
	for i := range c {
		c[i] = float64(float32(c[i]))
	}
	return c
}

// tanhTerm is coefficient i of the series (tanh ρ − ρ)/ρ³ = −1/3 + 2ρ²/15 − 17ρ⁴/315 + … up to the last that matters.
func tanhTerm(i int) *big.Float {
	terms := [][2]float64{{-1, 3}, {2, 15}, {-17, 315}, {62, 2835}}
	if i >= len(terms) {
		return newFloat()
	}
	return quo(number(terms[i][0]), number(terms[i][1]))
}

// narrowFile returns the Go file that declares the tables in single precision. From the bits of a power its index is
// subtracted where shifting the index brings it: see raised.
func narrowFile() string {
	var columns [6][]uint32
	put := func(i int, x float64) { columns[i] = append(columns[i], math.Float32bits(float32(x))) }
	for j, t := range narrowPowers(32, 24) {
		columns[0] = append(columns[0], math.Float32bits(float32(t.power))-uint32(j)<<18)
		put(1, t.rest)
	}
	sixteen := narrowPowers(16, 23)
	for j, t := range sixteen {
		columns[2] = append(columns[2], math.Float32bits(float32(t.power))-uint32(j)<<19)
	}
	for _, t := range sixteen {
		put(2, t.rest/2)
	}
	for _, t := range narrowLogTable() {
		put(3, t.inverse)
		put(4, t.hi)
		put(5, t.lo)
	}
	var s strings.Builder
	s.WriteString("// Code generated by tensor/internal/asmgen. DO NOT EDIT.\n\n//go:build !purego\n\npackage tensor\n\n" +
		"// narrowTables has the bits of 32 singles each: powers of two and what their rounding leaves, those of tanh, and\n" +
		"// of the logarithm the inverses and their logarithms as hi and lo.\n//\n" +
		"//lint:ignore U1000 read by assembly\nvar narrowTables = [6][32]uint32{\n")
	for _, column := range columns {
		s.WriteString("\t{\n")
		for bits := range slices.Chunk(column, 8) {
			fmt.Fprintf(&s, "\t\t%s,\n", strings.Trim(strings.ReplaceAll(fmt.Sprintf("%#08x", bits), " ", ", "), "[]"))
		}
		s.WriteString("\t},\n")
	}
	s.WriteString("}\n")
	return formatted(s.String())
}
