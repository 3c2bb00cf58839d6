package equations

import (
	"math"
	"slices"
	"sync"

	"chainrule/gradcheck"
)

// The arithmetics, and the constraints of formulas in them.
type (
	double = gradcheck.Float64
	gauge  = gradcheck.Gauge
	big    = gradcheck.Big
	exact  = gradcheck.Exact
	dual   = gradcheck.Dual[gradcheck.Big]
	rat    = gradcheck.Rat

	field[N any]  = gradcheck.Field[N]
	number[N any] = gradcheck.Number[N]
)

// question asks for some numbers at one point: a claim, and the oracles that decide.
type question struct {
	name    string // of the point
	blocks  []gradcheck.Block
	claim   claim
	unit    float64 // of the claim's arithmetic
	oracles func() []gradcheck.Oracle

	judgedBy string // the name of the judge among the examiners

	// The fields below serve planted errors, anchors and the order of convergence.
	textbook    func() []gauge // of the plain formula, which loses digits; nil if the claim's formula is plain
	planted     bool           // whether mutants can answer it
	isPrint     bool           // whether the claim is the printed form
	in          *instance      // the network, if there is one
	first, last int            // the requested part of its θ
	x           []float64      // the point, if there is no network
	die         *die           // the die, if it is about that
	average     *average       // the sequence, if it is about averages
	rule        *rule          // the update rule and its setting, if it is about one
	setting     *setting
	epoch       *epochOf    // the pass over the data, if it is about one
	labels      []string    // the labels, if it is about those
	slopes      *derivative // the derivatives to which the numbers belong, if any
}

// claim is an answer to a question, with the errors and the values of its formula.
type claim struct {
	values  []float64
	gauges  []gauge
	formula []big // the formula in 320 bits; nil if it was not written down
}

// part returns the claim on the numbers from first to last.
func (c claim) part(first, last int) claim {
	p := claim{values: c.values[first:last], gauges: c.gauges[first:last]}
	if c.formula != nil {
		p.formula = c.formula[first:last]
	}
	return p
}

// negated returns the claim that all numbers are the opposite.
func (c claim) negated() claim {
	n := claim{gauges: c.gauges}
	for _, x := range c.values {
		n.values = append(n.values, -x)
	}
	for _, x := range c.formula {
		n.formula = append(n.formula, x.Neg())
	}
	return n
}

// byFormula is the claim of a formula alone: in float64, with its gauges.
func byFormula[P any](p P, float func(P) []double, gauges func(P) []gauge, formula func(P) []big) claim {
	return claim{floats(float(p)), gauges(p), formula(p)}
}

// exactly is the claim of numbers that need no rounding.
func exactly(values []float64) claim {
	return claim{values, make([]gauge, len(values)), gradcheck.FromFloats[big](values)}
}

func floats[N field[N]](xs []N) []float64 {
	ys := make([]float64, len(xs))
	for i, x := range xs {
		ys[i] = x.Float64()
	}
	return ys
}

// judge compares an answer to the question with the truth.
func (q *question) judge(values []float64, hints gradcheck.Hints) gradcheck.Report {
	oracles := slices.Clone(q.oracles())
	for i := range oracles {
		oracles[i].Proven = i < len(q.claim.formula) && q.isTruth(i, oracles[i])
	}
	return gradcheck.Compare(gradcheck.Claim{
		Name: q.name, Gradient: values, Gauges: q.claim.gauges, Unit: q.unit, Blocks: q.blocks, At: q.parameters(), Hints: hints,
	}, oracles)
}

// isTruth reports whether number i by the claim's formula, in 320 bits, is the
// truth to 30 digits or a billionth of what its roundings may be.
func (q *question) isTruth(i int, o gradcheck.Oracle) bool {
	gap := math.Abs(q.claim.formula[i].Sub(o.Truth).Float64())
	return gap <= 0x1p-30*q.claim.gauges[i].Bound(gradcheck.Unit64)+0x1p-100*math.Abs(o.Truth.Float64())+0x1p-150
}

// parameters returns the parameters of the derivatives in question, or
// nil if the derivatives are in something else.
func (q *question) parameters() []float64 {
	if q.in != nil && q.last > q.first {
		return q.in.θ[q.first:q.last]
	}
	return nil
}

// functions are a function in dual numbers, and in doubles for the checkers of others.
type functions struct {
	gradcheck.Function
	double func([]float64) []float64
}

// function returns the functions of something given.
func function[P any](p P, e func(P, []exact) []exact, f func(P, []double) []double) functions {
	return functions{
		func(x []exact) []exact { return e(p, x) },
		func(x []float64) []float64 { return floats(f(p, gradcheck.FromFloats[double](x))) },
	}
}

// derivative is the choice of a function's derivatives in a question.
type derivative struct {
	f    functions
	at   []float64
	pick [][2]int // output and input of each number
	all  func() [][]gradcheck.Oracle
}

// differentiate returns the derivative of a function at a point, all of it, row by
// row.
func differentiate(f functions, at []float64) *derivative {
	d := &derivative{f: f, at: at, all: sync.OnceValue(func() [][]gradcheck.Oracle { return f.Oracles(at) })}
	for j := range f.Function(gradcheck.FromFloats[exact](at)) {
		for i := range at {
			d.pick = append(d.pick, [2]int{j, i})
		}
	}
	return d
}

// only returns the part for which keep is true.
func (d derivative) only(keep func(output, input int) bool) *derivative {
	var some [][2]int
	for _, p := range d.pick {
		if keep(p[0], p[1]) {
			some = append(some, p)
		}
	}
	d.pick = some
	return &d
}

func (d *derivative) oracles() []gradcheck.Oracle {
	all, picked := d.all(), make([]gradcheck.Oracle, len(d.pick))
	for i, p := range d.pick {
		picked[i] = all[p[0]][p[1]]
	}
	return picked
}

// ask returns the question for derivatives.
func (d *derivative) ask(name string, c claim, blocks ...gradcheck.Block) *question {
	return &question{name: name, blocks: blocks, claim: c, unit: gradcheck.Unit64, oracles: d.oracles, judgedBy: ByDifference, slopes: d}
}

// value returns the question for values. One evaluation in 320 bits is the
// truth, and one in doubles, which may be missing, examines it: its error may reach the
// gauges of its formula.
func value(name string, c claim, truth []big, examiner []double, slack []gauge, blocks ...gradcheck.Block) *question {
	return &question{name: name, blocks: blocks, claim: c, unit: gradcheck.Unit64, judgedBy: ByValue, oracles: func() []gradcheck.Oracle {
		oracles := make([]gradcheck.Oracle, len(truth))
		for i, x := range truth {
			oracles[i] = gradcheck.Known(x)
			if examiner != nil {
				oracles[i].Double, oracles[i].Slack = examiner[i].Float64(), slack[i].Bound(gradcheck.Unit64)
			}
		}
		return oracles
	}}
}

// fraction returns the question for rational numbers: the truth is exact, and an
// evaluation in 320 bits examines it.
func fraction(name string, c claim, truth []rat, examiner []big, blocks ...gradcheck.Block) *question {
	return &question{name: name, blocks: blocks, claim: c, unit: gradcheck.Unit64, judgedBy: ByFraction, oracles: func() []gradcheck.Oracle {
		oracles := make([]gradcheck.Oracle, len(truth))
		for i, x := range truth {
			oracles[i] = gradcheck.Oracle{Truth: x.Big(), Exact: examiner[i], HasExact: true, Double: math.NaN()}
		}
		return oracles
	}}
}

// of returns the question with the network at which it is asked.
func (q *question) of(in *instance) *question {
	q.in = in
	return q
}

// at returns the question with the point at which it is asked.
func (q *question) at(x ...float64) *question {
	q.x = x
	return q
}

// single returns the same question to a float32 program, which answers values.
func (q *question) single(values []float64) *question {
	s := *q
	s.name, s.unit, s.claim.values, s.claim.formula = q.name+", float32", gradcheck.Unit32, values, nil
	return &s
}

// flat returns the rows one after the other.
func flat[E any](rows [][]E) (all []E) {
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}

// vector is the block of n numbers with a name.
func vector(name string, n int) gradcheck.Block { return gradcheck.Block{Name: name, Rows: 1, Cols: n} }

// array is the block of rows×cols numbers with a name.
func array(name string, rows, cols int) gradcheck.Block {
	return gradcheck.Block{Name: name, Rows: rows, Cols: cols}
}
