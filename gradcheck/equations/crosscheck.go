package equations

import (
	"math"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/mistake"
)

// CrossCheck is one of the references of a trial, or the formula of the claim in 320 bits.
type CrossCheck struct {
	Name    string
	Entries int     // number of its numbers
	Digits  float64 // digits to which it agrees with the reference; +Inf if exactly
}

// The names of cross-checks.
const (
	ByDifference = "difference" // the reference of derivatives: central differences in 320 bits
	ByValue      = "value"      // the reference of values: the forward side in 320 bits; cross-check of fractions
	ByFraction   = "fraction"   // the reference of rational values: fractions
	ByExact      = "exact"      // dual numbers in 320 bits
	ByDouble     = "double"     // the forward side in doubles
	ByFormula    = "formula"    // the claim's formula in 320 bits
)

// crossCheckNames has the names in words.
var crossCheckNames = map[string]string{
	ByDifference: "central differences in 320 bits",
	ByValue:      "the forward side of the paper in 320 bits",
	ByFraction:   "exact fractions",
	ByExact:      "dual numbers in 320 bits",
	ByDouble:     "the forward side of the paper in doubles",
	ByFormula:    "the analytic formula in 320 bits",
}

// CrossCheckName returns the name of cross-check i in words; the first is the reference.
func (r Result) CrossCheckName(i int) string {
	name := r.CrossChecks[i].Name
	if name == ByValue && r.CrossChecks[0].Name == ByFraction {
		return "the closed form in 320 bits"
	}
	return crossCheckNames[name]
}

// crossChecks compares the references of all probes. The digits are relative to the largest
// number of the trial.
func crossChecks(probes []*probe) []CrossCheck {
	compare := CrossCheck{Name: probes[0].referenceName, Digits: math.Inf(1)}
	others, gaps, scale := []CrossCheck{{Name: ByExact}, {Name: ByDouble}, {Name: ByFormula}}, [3]float64{}, 0.0
	sees := func(i int, gap float64) {
		others[i].Entries++
		gaps[i] = max(gaps[i], math.Abs(gap))
	}
	if compare.Name == ByFraction {
		others[0].Name = ByValue
	}
	for _, q := range probes {
		for i, o := range q.references() {
			compare.Entries++
			scale = max(scale, math.Abs(o.Truth.Float64()))
			if o.HasExact && !o.Kink {
				sees(0, o.Truth.Sub(o.Exact).Float64())
			}
			if !math.IsNaN(o.Double) && !o.Kink && !math.IsInf(o.Slack, 1) { // which is no value in doubles
				sees(1, o.Truth.Err(o.Double))
			}
			if !q.claim.bound {
				sees(2, o.Truth.Sub(q.claim.formula[i].Big).Float64())
			}
		}
	}
	all := []CrossCheck{compare}
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

// orderOf returns the order at the largest number of the first probe for
// derivatives of a function that is not linear there.
func orderOf(probes []*probe) (order Order) {
	order.Value = math.NaN()
	curved := false
	for _, q := range probes {
		if q.slopes == nil || q.unit != gradcheck.Unit64 || !math.IsNaN(order.Value) {
			continue
		}
		i := mistake.Largest(q.claim.values)
		curved = curved || q.claim.values[i] == 0 // about which nothing is known
		p := q.slopes.pick[i]
		order.Where = q.blockName(i)
		order.Value = q.slopes.f.Order(q.slopes.at, p[0], p[1], q.claim.values[i], q.claim.formula[i].Running.Bound(q.unit))
	}
	order.Linear = math.IsNaN(order.Value) && order.Where != "" && !curved
	return order
}

// blockName names number i.
func (q *probe) blockName(i int) string {
	return gradcheck.Claim{Gradient: q.claim.values, Blocks: q.blocks}.Entry(i) + " (" + q.name + ")"
}
