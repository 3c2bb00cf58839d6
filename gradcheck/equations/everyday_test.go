package equations

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/internal/othercheckers"
)

// The rules beside which the everyday path is held.
var rivals = []string{"PyTorch, slow", "JAX, vjp", "SciPy check_derivative", "ChainRulesTestUtils", "Ceres"}

// catches counts the planted errors of derivatives that Check catches, misses though a rival catches them, and
// passes where a rival rejects them; and the right answers that it calls wrong or leaves open.
type catches struct{ total, caught, missed, passed, controls, alarms, open int }

// enter counts the errors and the right answers of one trial.
func (n *catches) enter(t *testing.T, trial derivativeTrial) {
	rules := []othercheckers.Rule{everyday}
	for _, r := range othercheckers.Rules() {
		if slices.Contains(rivals, r.Name) {
			rules = append(rules, r)
		}
	}
	caught := make([][]bool, len(trial.mutants)) // by rule
	for i := range caught {
		caught[i] = make([]bool, len(rules))
	}
	for _, q := range trial.probes {
		ours := map[int]float64{}
		for k, rule := range rules {
			compare := q.byChecker(rule, 0)
			right := compare(q.claim.values)
			if k == 0 {
				n.controls, n.alarms, n.open = n.controls+1, n.alarms+count(right > 1), n.open+count(right == 1)
			}
			for i, m := range trial.mutants {
				values := m.answer(q)
				if values == nil || !(right <= 1) {
					continue
				}
				ratio := decisive(compare(values))
				caught[i][k] = caught[i][k] || ratio > 1
				if k == 0 {
					ours[i] = ratio
				} else if passes, asked := ours[i]; asked && passes == 0 && ratio > 1 {
					n.passed++
					t.Logf("mutant %d passes at %s, where %s rejects it", m.ID, q.name, rule.Name)
				}
			}
		}
	}
	for _, by := range caught {
		n.total, n.caught, n.missed = n.total+1, n.caught+count(by[0]), n.missed+count(!by[0] && slices.Contains(by, true))
	}
}

var derivatives = sync.OnceValue(func() []derivativeTrial { return derivativeTrials(points()) })

func count(b bool) int { return map[bool]int{true: 1}[b] }

// In doubles Check catches each planted error that a rival catches, and more; none passes where a rival rejects
// it; and no right answer is called wrong.
func TestEverydayPathCatchesWhatOthersCatch(t *testing.T) {
	onStandardPoints(t)
	n, every := catches{}, sweep(1, 16, 1)
	for i := 0; i < len(derivatives()); i += every {
		n.enter(t, derivatives()[i])
	}
	t.Logf("%+v", n)
	require.Positive(t, n.caught)
	require.Zero(t, n.alarms+n.missed+n.passed, "%+v", n)
	if every == 1 {
		require.Equal(t, catches{total: 142, caught: 136, controls: 1187, open: 69}, n)
	}
}

// A Check that passes everything would be seen to miss errors, and one that fails everything to call right answers wrong.
func TestBluntAndShrillChecksAreSeen(t *testing.T) {
	onStandardPoints(t)
	sharp := everyday.Prepare
	defer func() { everyday.Prepare = sharp }()
	for _, ratio := range []float64{0, 2} {
		everyday.Prepare = func(othercheckers.Problem, uint64) othercheckers.Compare {
			return func([][]float64) float64 { return ratio }
		}
		n := catches{}
		n.enter(t, derivatives()[0])
		require.NotZero(t, n.missed)
		require.Equal(t, []bool{ratio == 0, ratio == 2}, []bool{n.passed > 0, n.alarms > 0}, "%+v", n)
	}
}
