package equations

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// byDefault checks an answer to a probe for derivatives by the bound of the objective alone.
func (q *probe) byDefault(values []float64) gradcheck.Verdict {
	return gradcheck.Compare(gradcheck.Claim{Gradient: values, Unit: q.unit, Blocks: q.blocks}, q.references()).Verdict
}

// The bound of the objective alone accepts every gradient of the code, in both formats, and rejects every
// planted error. Of the formulas on trial it rejects some that lose digits by their form, as 1 − z² does where z is
// nearly 1: they need running errors of their own.
func TestTheObjectiveBoundsItsGradient(t *testing.T) {
	onStandardPoints(t)
	lossy := []string{"37", "38", "44", "45", "46", "47", "B.5", "B.6"}
	accepted, rejected, killed, total := 0, 0, 0, 0
	for i, trial := range All() {
		var controls []*probe
		for _, q := range probed()[i] {
			switch {
			case q.slopes == nil:
			case q.byDefault(q.claim.values) == gradcheck.PASS:
				accepted++
				controls = append(controls, q)
			default:
				rejected++
				require.Contains(t, lossy, trial.Number, q.name)
				require.False(t, q.claim.bound, "the code is rejected: %s %s", trial.Number, q.name)
				require.Equal(t, gradcheck.PASS, q.compare(q.claim.values, gradcheck.Hints{}).Verdict)
			}
		}
		for _, m := range mutantsOf(trial.Number) {
			if m.Equivalent == "" && m.answers(controls) {
				total++
				if slices.ContainsFunc(controls, func(q *probe) bool {
					values := m.answer(q)
					return q.unit == gradcheck.Unit64 && values != nil && q.byDefault(values) == gradcheck.FAIL
				}) {
					killed++
				}
			}
		}
	}
	t.Logf("accepted %d, rejected %d, killed %d of %d", accepted, rejected, killed, total)
	require.Equal(t, []int{1573, 25}, []int{accepted, rejected})
	require.Equal(t, total, killed)
	require.Greater(t, killed, 100)
}
