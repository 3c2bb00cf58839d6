package equations

import (
	"fmt"

	"chainrule/gradcheck"
)

// evidence collects the entries of a trial.
type evidence struct {
	claimed []float64
	truth   []gradcheck.Big
	bound   []float64
	where   []string
}

// add enters one number: what is claimed, what is true, and the gauge of the claim.
func (e *evidence) add(claimed float64, truth gradcheck.Big, gauge gradcheck.Gauge, format string, where ...any) {
	e.claimed = append(e.claimed, claimed)
	e.truth = append(e.truth, truth)
	e.bound = append(e.bound, gauge.Bound(gradcheck.Unit64))
	e.where = append(e.where, fmt.Sprintf(format, where...))
}

// formula enters one number that is claimed by a formula alone: in float64, with
// the gauge of the same formula.
func (e *evidence) formula(claimed gradcheck.Float64, gauge gradcheck.Gauge, truth gradcheck.Big, format string, where ...any) {
	e.add(claimed.Float64(), truth, gauge, format, where...)
}

// judge returns the report on all of it.
func (e *evidence) judge(name string) gradcheck.Report {
	return gradcheck.Judge(name, e.claimed, e.truth, e.bound, func(i int) string { return e.where[i] })
}

// matrix enters the elements of a matrix of claims.
func (e *evidence) matrix(name string, in *instance, claimed [][]float64, gauges [][]gradcheck.Gauge, truth func(n int) []gradcheck.Big) {
	for n := range claimed {
		exact := truth(n)
		for j := range claimed[n] {
			e.add(claimed[n][j], exact[j], gauges[n][j], "%s[%d,%d] (%v)", name, n, j, in)
		}
	}
}
