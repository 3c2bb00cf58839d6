package equations

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// The equations that the paper prints wrongly.
var misprinted = []string{"28", "29", "39", "44", "45", "46", "47", "51"}

func TestEveryEquationPasses(t *testing.T) {
	last := 0
	for _, trial := range All() {
		number, err := strconv.Atoi(trial.Number)
		require.NoError(t, err)
		require.Greater(t, number, last, "in order, each once")
		last = number
		t.Run(trial.Number, func(t *testing.T) {
			r := trial.Run()
			require.Equal(t, gradcheck.PASS, r.Verdict(), "%v", r.Report)
			want := gradcheck.PASS
			if slices.Contains(misprinted, trial.Number) {
				want = gradcheck.FAIL
				require.Equal(t, Corrected, trial.Status)
				require.Greater(t, r.Printed.Worst.Ratio(), 1e6, "a misprint is no rounding error")
			}
			require.Equal(t, want, r.PrintedVerdict(), "%v", r.Printed)
			require.NotEmpty(t, trial.Section)
			require.NotEmpty(t, trial.Statement)
			if trial.Status == Corrected {
				require.NotEmpty(t, trial.Errata)
			}
		})
	}
}

func TestFind(t *testing.T) {
	trial, err := Find("46")
	require.NoError(t, err)
	require.Equal(t, "2.3.5", trial.Section)
	_, err = Find("60")
	require.EqualError(t, err, `no trial of equation "60": there are 4–8, 16–23, 26–35, 39–51, 54–59`)
}

// The trials are of all three activations, of one-hot targets and others, and no
// pre-activation lies on the kink of ReLU.
func TestInstancesCoverWhatTheyShould(t *testing.T) {
	seen := map[nn.Activation]int{}
	saturated, certain := 0, 0
	for _, in := range instances() {
		seen[in.σ]++
		c := networkClaims(in)
		for n := range in.N {
			if y := slices.Max(c.Y[n]); in.targets == "one-hot" && y > 1-1e-9 {
				certain++
			}
			for m, α := range c.α[n] {
				kink := c.gauge.α[n][m].Bound(gradcheck.Unit64)
				require.True(t, α > kink || α < -kink, "%v: rounding may decide the sign of α[%d,%d]", in, n, m)
				if α > 20 || α < -20 {
					saturated++
				}
			}
		}
		for _, x := range in.θ {
			require.Equal(t, x*1024, float64(int(x*1024)), "multiples of 2⁻¹⁰")
		}
	}
	require.Equal(t, map[nn.Activation]int{nn.Sigmoid: 3, nn.Tanh: 3, nn.ReLU: 3}, seen)
	require.Greater(t, saturated, 10)
	require.Greater(t, certain, 3)
	require.Len(t, asPrinted(all...), 3)
}

// The formula of the claims gives in doubles what nn gives, so that its gauges are
// about the right computation.
func TestFormulaIsThatOfTheCode(t *testing.T) {
	for _, in := range instances() {
		c := networkClaims(in)
		p := compute(in, gradcheck.FromFloats[gradcheck.Float64](in.θ))
		for i, g := range p.gradient {
			bound := 2 * c.gauge.gradient[i].Bound(gradcheck.Unit64)
			require.InDelta(t, c.gradient[i], g.Float64(), bound, "%s (%v)", in.where(i), in)
		}
		require.InDelta(t, c.loss, p.loss.Float64(), 2*c.gauge.loss.Bound(gradcheck.Unit64))
	}
}

func TestPlacesHaveNames(t *testing.T) {
	in := instances()[0]
	W, b, V, c, end := in.blocks()
	require.Equal(t, "W[0,0]", in.where(W))
	require.Equal(t, "W[3,4]", in.where(b-1))
	require.Equal(t, "b[0]", in.where(b))
	require.Equal(t, "V[1,2]", in.where(V+5))
	require.Equal(t, "c[2]", in.where(end-1))
	require.Equal(t, "?", in.where(end))
	require.Equal(t, c, end-3)
}
