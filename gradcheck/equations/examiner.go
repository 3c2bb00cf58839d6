package equations

import (
	"math"

	"chainrule/gradcheck"
)

// Examiner is one of the oracles of a trial, or the formula of the claim in 320 bits.
type Examiner struct {
	Name    string
	Entries int     // number of its numbers
	Digits  float64 // digits to which it agrees with the judge; +Inf if exactly
}

// The names of examiners.
const (
	ByDifference = "difference" // the judge of derivatives: central differences in 320 bits
	ByValue      = "value"      // the judge of values: the forward side in 320 bits; cross-examiner of fractions
	ByFraction   = "fraction"   // the judge of rational values: fractions
	ByExact      = "exact"      // dual numbers in 320 bits
	ByDouble     = "double"     // the forward side in doubles
	ByFormula    = "formula"    // the claim's formula in 320 bits
)

// examine compares the oracles of all questions. The digits are relative to the largest
// number of the trial.
func examine(questions []*question) []Examiner {
	judge := Examiner{Name: questions[0].judgedBy, Digits: math.Inf(1)}
	others, gaps, scale := []Examiner{{Name: ByExact}, {Name: ByDouble}, {Name: ByFormula}}, [3]float64{}, 0.0
	sees := func(i int, gap float64) {
		others[i].Entries++
		gaps[i] = max(gaps[i], math.Abs(gap))
	}
	if judge.Name == ByFraction {
		others[0].Name = ByValue
	}
	for _, q := range questions {
		for i, o := range q.oracles() {
			judge.Entries++
			scale = max(scale, math.Abs(o.Truth.Float64()))
			if o.HasExact && !o.Kink {
				sees(0, o.Truth.Sub(o.Exact).Float64())
			}
			if !math.IsNaN(o.Double) && !o.Kink && !math.IsInf(o.Slack, 1) { // which is no witness
				sees(1, o.Truth.Err(o.Double))
			}
			if q.claim.formula != nil {
				sees(2, o.Truth.Sub(q.claim.formula[i]).Float64())
			}
		}
	}
	all := []Examiner{judge}
	for i, e := range others {
		if e.Digits = math.Log10(scale) - math.Log10(gaps[i]); e.Entries > 0 {
			all = append(all, e)
		}
	}
	return all
}

// Order is the order of convergence of central differences to the claimed value: 2,
// and 0 where the claim is not the derivative.
type Order struct {
	Where  string  // the entry
	Value  float64 // NaN if undefined
	Linear bool    // none, as the function is linear at all entries looked at
}

// orderOf returns the order at the largest number of the first question for
// derivatives of a function that is not linear there.
func orderOf(questions []*question) (order Order) {
	order.Value = math.NaN()
	curved := false
	for _, q := range questions {
		if q.slopes == nil || q.unit != gradcheck.Unit64 || !math.IsNaN(order.Value) {
			continue
		}
		i := largest(q.claim.values)
		curved = curved || q.claim.values[i] == 0 // about which nothing is known
		p := q.slopes.pick[i]
		order.Where = q.blockName(i)
		order.Value = q.slopes.f.Order(q.slopes.at, p[0], p[1], q.claim.values[i], q.claim.gauges[i].Bound(q.unit))
	}
	order.Linear = math.IsNaN(order.Value) && order.Where != "" && !curved
	return order
}

// blockName names number i.
func (q *question) blockName(i int) string {
	return gradcheck.Claim{Gradient: q.claim.values, Blocks: q.blocks}.Entry(i) + " (" + q.name + ")"
}

// largest returns the index of the largest number.
func largest(xs []float64) (at int) {
	for i, x := range xs {
		if math.Abs(x) > math.Abs(xs[at]) {
			at = i
		}
	}
	return at
}
