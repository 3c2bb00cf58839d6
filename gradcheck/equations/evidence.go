package equations

import (
	"fmt"
	"slices"

	"chainrule/gradcheck"
)

// evidence collects the entries of a trial.
type evidence struct {
	claimed []float64
	truth   []gradcheck.Big
	bound   []float64
	where   []string
	exhibit map[int]float64 // differences in doubles, where there are any
}

// add enters one number: what is claimed, what is true, and the gauge of the claim.
func (e *evidence) add(claimed float64, truth gradcheck.Big, gauge gradcheck.Gauge, format string, where ...any) {
	e.claimed = append(e.claimed, claimed)
	e.truth = append(e.truth, truth)
	e.bound = append(e.bound, gauge.Bound(gradcheck.Unit64))
	e.where = append(e.where, fmt.Sprintf(format, where...))
}

// exact enters one number that needs no rounding: it must be the double nearest to
// the truth. The difference of a linear function errs by 2⁻²³⁰ of the values that
// are subtracted, which does not change the double nearest to a short number.
func (e *evidence) exact(claimed float64, truth gradcheck.Big, format string, where ...any) {
	e.add(claimed, gradcheck.BigOf(truth.Float64()), gradcheck.Gauge{}, format, where...)
}

// exhibits attaches the difference in doubles to the entry entered last.
func (e *evidence) exhibits(s gradcheck.Slope) {
	if e.exhibit == nil {
		e.exhibit = map[int]float64{}
	}
	e.exhibit[len(e.claimed)-1] = s.Value
}

// formula enters one number that is claimed by a formula alone: in float64, with
// the gauge of the same formula.
func (e *evidence) formula(claimed gradcheck.Float64, gauge gradcheck.Gauge, truth gradcheck.Big, format string, where ...any) {
	e.add(claimed.Float64(), truth, gauge, format, where...)
}

// judge returns the report on all of it.
func (e *evidence) judge(name string) gradcheck.Report {
	r := gradcheck.Judge(name, e.claimed, e.truth, e.bound, func(i int) string { return e.where[i] })
	e.show(&r.Worst)
	for i := range r.Failures {
		e.show(&r.Failures[i])
	}
	return r
}

// show puts the exhibit into an entry of the report, which has a name of its own.
func (e *evidence) show(entry *gradcheck.Entry) {
	i := slices.Index(e.where, entry.Where)
	if x, ok := e.exhibit[i]; ok {
		entry.Exhibit = x
	}
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
