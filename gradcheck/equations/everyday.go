package equations

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/gradcheck/internal/othercheckers"
)

// everyday is [gradcheck.Check] in the form of the other checkers' rules: each row of a Jacobian is the gradient of
// an output in doubles. The ratio of a row that fails is above 1; of one that is undecided or at a kink it is 1, and of
// one that passes 0.
var everyday = othercheckers.Rule{Name: "Check, in doubles", Prepare: func(p othercheckers.Problem, _ uint64) othercheckers.Compare {
	ratios := map[string]float64{} // of the rows met before
	return func(J [][]float64) (most float64) {
		for j, row := range J {
			key := fmt.Sprint(j, row)
			if _, known := ratios[key]; !known {
				ratios[key] = rejection(gradcheck.Check(func(x []float64) float64 { return p.F(x)[j] }, row, p.At))
			}
			most = max(most, ratios[key])
		}
		return most
	}
}}

// rejection returns the error/bound of a report that fails, at least the smallest ratio that rejects.
func rejection(r gradcheck.Report) float64 {
	switch {
	case r.Verdict == gradcheck.PASS:
		return 0
	case r.Verdict == gradcheck.FAIL && len(r.Failures) == 0:
		return math.Inf(1) // not comparable
	case r.Verdict == gradcheck.FAIL:
		return max(decisive(r.Worst.Ratio()), math.Nextafter(1, 2))
	}
	return 1
}
