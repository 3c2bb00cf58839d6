package equations

import (
	"math"
	"slices"
	"sync"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
)

// The arithmetics, and the constraints of formulas in them.
type (
	double  = gradcheck.Float64
	precise = gradcheck.Precise // 320 bits beside running errors
	big     = gradcheck.Big
	exact   = gradcheck.Exact
	rat     = gradcheck.Rat

	field[N any]  = gradcheck.Field[N]
	number[N any] = gradcheck.Number[N]
)

// probe is of some numbers at one point: a claim, and the references that decide.
type probe struct {
	name       string // of the point
	blocks     []gradcheck.Block
	claim      claim
	unit       float64 // of the claim's arithmetic
	references func() []gradcheck.Reference

	referenceName string // the name of the reference among the cross-checks

	// The fields below serve planted errors, other checkers and the order of convergence.
	cancellation func() []precise // of the plain formula, which loses digits; nil if the claim's formula is plain
	planted      bool             // whether mutants can answer it
	isPrint      bool             // whether the claim is the printed form
	model        *model           // the network, if there is one
	first, last  int              // the requested part of its θ
	x            []float64        // the point, if there is no network
	die          *die             // the die, if it is about that
	average      *average         // the sequence, if it is about averages
	rule         *rule            // the update rule and its setting, if it is about one
	setting      *setting
	epoch        *epochOf    // the pass over the data, if it is about one
	labels       []string    // the labels, if it is about those
	slopes       *derivative // the derivatives to which the numbers belong, if any
}

// compare compares an answer to the probe with the truth.
func (q *probe) compare(values []float64, hints gradcheck.Hints) gradcheck.Report {
	references := slices.Clone(q.references())
	for i := range references {
		references[i].Proven = !q.claim.bound && i < len(q.claim.formula) && q.isTruth(i, references[i])
	}
	return gradcheck.Compare(gradcheck.Claim{
		Name: q.name, Gradient: values, RunningErrors: runningErrors(q.claim.formula), Unit: q.unit, Blocks: q.blocks, At: q.parameters(), Hints: hints,
	}, references)
}

// isTruth reports whether number i by the claim's formula, in 320 bits, is the
// truth to 30 digits or a billionth of what its roundings may be.
func (q *probe) isTruth(i int, o gradcheck.Reference) bool {
	formula := q.claim.formula[i]
	gap := math.Abs(formula.Big.Sub(o.Truth).Float64())
	return gap <= 0x1p-30*formula.Running.Bound(gradcheck.Unit64)+0x1p-100*math.Abs(o.Truth.Float64())+0x1p-150
}

// parameters returns the parameters of the derivatives that are probed, or
// nil if the derivatives are in something else.
func (q *probe) parameters() []float64 {
	if q.last > q.first {
		return q.model.Theta[q.first:q.last]
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

// derivative is the choice of a function's derivatives in a probe.
type derivative struct {
	f    functions
	at   []float64
	pick [][2]int // output and input of each number
	all  func() [][]gradcheck.Reference
}

// differentiate returns the derivative of a function at a point, all of it, row by
// row.
func differentiate(f functions, at []float64) *derivative {
	d := &derivative{f: f, at: at, all: sync.OnceValue(func() [][]gradcheck.Reference { return f.References(at) })}
	for j := range f.Function(gradcheck.FromFloats[exact](at)) {
		for i := range at {
			d.pick = append(d.pick, [2]int{j, i})
		}
	}
	return d
}

// only returns the part for which keep is true.
func (d derivative) only(keep func(output, input int) bool) *derivative {
	d.pick = slices.DeleteFunc(slices.Clone(d.pick), func(p [2]int) bool { return !keep(p[0], p[1]) })
	return &d
}

func (d *derivative) references() []gradcheck.Reference {
	all := d.all()
	return matrix.Map(d.pick, func(p [2]int) gradcheck.Reference { return all[p[0]][p[1]] })
}

// probe returns the probe for derivatives.
func (d *derivative) probe(name string, c claim, blocks ...gradcheck.Block) *probe {
	return &probe{name: name, blocks: blocks, claim: c, unit: gradcheck.Unit64, references: d.references, referenceName: ByDifference, slopes: d}
}

// value returns the probe for values, of which the truth is an evaluation in 320 bits.
func value(name string, c claim, truth []big, blocks ...gradcheck.Block) *probe {
	return &probe{name: name, blocks: blocks, claim: c, unit: gradcheck.Unit64, referenceName: ByValue, references: func() []gradcheck.Reference {
		return matrix.Map(truth, gradcheck.Known)
	}}
}

// crossChecked is value with an evaluation in doubles that cross-checks the truth: its error may reach
// its running error.
func crossChecked(name string, c claim, truth []precise, blocks ...gradcheck.Block) *probe {
	q := value(name, c, inFull(truth), blocks...)
	known := q.references
	q.references = func() []gradcheck.Reference {
		references := known()
		for i, x := range truth {
			references[i].Double, references[i].Slack = x.Running.Value, x.Running.Bound(gradcheck.Unit64)
		}
		return references
	}
	return q
}

// fraction returns the probe for rational numbers: the truth is exact, and an
// evaluation in 320 bits cross-checks it.
func fraction(name string, c claim, truth []rat, crossCheck []big, blocks ...gradcheck.Block) *probe {
	return &probe{name: name, blocks: blocks, claim: c, unit: gradcheck.Unit64, referenceName: ByFraction, references: func() []gradcheck.Reference {
		references := make([]gradcheck.Reference, len(truth))
		for i, x := range truth {
			references[i] = gradcheck.Reference{Truth: x.Big(), Exact: crossCheck[i], HasExact: true, Double: math.NaN()}
		}
		return references
	}}
}

// of returns the probe with its network.
func (q *probe) of(m *model) *probe {
	q.model = m
	return q
}

// at returns the probe with its point.
func (q *probe) at(x ...float64) *probe {
	q.x = x
	return q
}

// single returns the same probe to a float32 program, which answers values.
func (q *probe) single(values []float64) *probe {
	s := *q
	s.name, s.unit, s.claim.values, s.claim.bound = q.name+", float32", gradcheck.Unit32, values, true
	return &s
}

// vector is the block of n numbers with a name.
func vector(name string, n int) gradcheck.Block { return gradcheck.Block{Name: name, Rows: 1, Cols: n} }

// array is the block of rows×cols numbers with a name.
func array(name string, rows, cols int) gradcheck.Block {
	return gradcheck.Block{Name: name, Rows: rows, Cols: cols}
}
