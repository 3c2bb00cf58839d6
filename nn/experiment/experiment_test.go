package experiment_test

import (
	"context"
	"math"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

func TestPaperRun(t *testing.T) {
	r := experiment.Trained(experiment.Paper(7))
	o := r.Evaluate()
	require.InDelta(t, 44.611307, o.TestCost, 5e-7)
	require.InDelta(t, 178.38, o.TrainCost, 5e-3)
	require.Equal(t, "2520c920def861ad34d3209f4184508a65780eaced57d11f858a1566e7212f2d", r.Hash())
	wrong := 0
	for n, k := range r.Predicted() {
		if k != experiment.PaperRows().TestLabels[n] {
			wrong++
		}
	}
	require.InDelta(t, o.ErrorRate, float64(wrong)/100, 1e-15)
}

func TestPrintedRun(t *testing.T) {
	r, err := experiment.RunPrinted(t.Context(), 7)
	require.NoError(t, err)
	require.Len(t, r.Curve, 1000)
	require.Equal(t, r.Curve[999], r.Last.TestCost)
	require.InDelta(t, 43.306165, r.Last.TestCost, 5e-7)
	require.InDelta(t, 43.301994, r.Final.TestCost, 5e-7)
	wrong := 0
	for _, w := range r.Wrong {
		if w {
			wrong++
		}
	}
	require.InDelta(t, r.Last.ErrorRate, float64(wrong)/100, 1e-15)

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = experiment.AllSeeds(ended, 3, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestAllSeedsAreThoseRuns(t *testing.T) {
	var done atomic.Int64
	runs, err := experiment.AllSeeds(t.Context(), 3, func() { done.Add(1) })
	require.NoError(t, err)
	require.EqualValues(t, 3, done.Load())
	one, err := experiment.RunPrinted(t.Context(), 2)
	require.NoError(t, err)
	require.Equal(t, one, runs[2])
	require.NotEqual(t, runs[0].Theta, runs[1].Theta)
}

func TestAdjustChangesTheGradient(t *testing.T) {
	c := experiment.Paper(7)
	c.Epochs = 1
	frozen, err := experiment.New[float32](c)
	require.NoError(t, err)
	before := frozen.Hash()
	frozen.Adjust = func(g *nn.Parameters[float32], _ *nn.Workspace[float32], _, _ tensor.Matrix[float32]) { clear(g.Theta) }
	require.Equal(t, before, frozen.Train().Hash())
	frozen.Adjust = nil
	require.NotEqual(t, before, frozen.Train().Hash())
}

func TestRules(t *testing.T) {
	for _, name := range experiment.Rules {
		r := experiment.Paper(0).Rule
		r.Name = name
		rule, err := experiment.NewOptimizer[float64](r, 1)
		require.NoError(t, err)
		θ := []float64{1}
		rule.Update(θ, []float64{1})
		require.Less(t, θ[0], 1.0, name)
		r.Rate = -1
		_, err = experiment.NewOptimizer[float64](r, 1)
		require.ErrorContains(t, err, "rate", name)
	}
	c := experiment.Paper(0)
	c.Rule.Name = "lion"
	_, err := experiment.New[float64](c)
	require.EqualError(t, err, `unknown optimizer "lion": want adam, rmsprop, momentum, classical, descent`)
	require.Panics(t, func() { experiment.Trained(c) })
	c = experiment.Paper(0)
	c.Hidden[0] = 0
	_, err = experiment.New[float64](c)
	require.EqualError(t, err, "0 hidden units: want at least 1")
	c = experiment.Paper(0)
	c.Epochs = 0
	require.Panics(t, func() { experiment.Trained(c) })
}

func TestOverflowPredictsNothing(t *testing.T) {
	r, err := experiment.New[float64](experiment.Paper(7))
	require.NoError(t, err)
	for i := range r.Net.Parameters().Theta {
		r.Net.Parameters().Theta[i] = math.MaxFloat64
	}
	cost, rate := r.Test()
	require.False(t, cost-cost == 0)
	require.True(t, math.IsNaN(rate))
}

func TestOnAllCoresCallsEachOnce(t *testing.T) {
	calls := make([]atomic.Int64, 100)
	experiment.OnAllCores(len(calls), func(i int) { calls[i].Add(1) })
	for i := range calls {
		require.EqualValues(t, 1, calls[i].Load())
	}
	experiment.OnAllCores(0, func(int) { panic("called") })
}

func TestStatistics(t *testing.T) {
	xs := []float64{4, 1, 3, 2}
	require.InDelta(t, 2.5, experiment.Mean(xs), 0)
	require.InDelta(t, math.Sqrt(5.0/3), experiment.Deviation(xs), 1e-15)
	for share, want := range map[float64]float64{0: 1, 1: 4, 0.5: 2.5, 0.25: 1.75} {
		require.InDelta(t, want, experiment.Quantile(xs, share), 0)
	}
	require.Equal(t, []float64{4, 1, 3, 2}, xs, "left in order")
}
