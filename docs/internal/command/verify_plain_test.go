package command

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// The sentence says of a right answer that rounding explains the difference, of a wrong
// one that it does not, and nothing where there is no one difference.
func TestPlainWords(t *testing.T) {
	report := func(v gradcheck.Verdict, e, bound float64) gradcheck.Report {
		return gradcheck.Report{Verdict: v, Worst: gradcheck.Entry{Where: "W[2,3]", Analytic: 2, Numeric: 3, Error: e, Bound: bound}}
	}
	for want, r := range map[string]gradcheck.Report{
		"The code's answer for W[2,3] differs from the derivative, 3, by 1e-16. Rounding alone can cause 4e-16 there, so the difference " +
			"is no sign of a mistake; no other answer comes nearer to its limit.": report(gradcheck.PASS, 1e-16, 4e-16),
		"The code's answers are the derivatives, without any difference.": report(gradcheck.PASS, 0, 0),
		"The code's answer for W[2,3] is 2, and the derivative is 3. They differ by 1, where rounding can cause no more than 4e-16: " +
			"the code is wrong.": report(gradcheck.FAIL, 1, 4e-16),
	} {
		require.Equal(t, want, plain("code", "derivative", r))
	}
	require.Empty(t, plain("code", "derivative", report(gradcheck.FAIL, 0, 1)), "the formula failed, not the entry")
	require.Empty(t, plain("code", "derivative", report(gradcheck.FAIL, math.NaN(), 1)))
	require.Empty(t, plain("code", "derivative", report(gradcheck.KINK, 1, 2)))
	require.Empty(t, plain("code", "derivative", report(gradcheck.ReferenceMismatch, 1, 2)))
}
