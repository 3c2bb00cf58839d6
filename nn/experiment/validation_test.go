package experiment_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/experiment"
)

// validating returns a run with a fifth of the training rows held back and a rate at which it overfits.
func validating(t *testing.T) *experiment.Run[float64] {
	t.Helper()
	c := experiment.Paper(7)
	c.ValidationShare, c.Patience, c.Rule.Rate, c.Epochs = 0.2, 5, 1e-2, 100
	r, err := experiment.New[float64](c)
	require.NoError(t, err)
	return r
}

// Training ends with patience, which the last step shows, and with the parameters of the least cost.
func TestARunStopsEarly(t *testing.T) {
	r, epochs := validating(t), 0
	require.Equal(t, 320, r.X.Rows())
	var best []float64
	for step, err := range r.Steps(t.Context()) {
		require.NoError(t, err)
		if !step.LastOfEpoch {
			continue
		}
		epochs++
		require.Len(t, r.Validation.Curve, epochs, "measured before the step is yielded")
		if r.Validation.Best == epochs-1 {
			best = slices.Clone(r.Net.Parameters().Theta)
		}
	}
	require.Less(t, epochs, 100)
	require.Equal(t, epochs-1-5, r.Validation.Best)
	require.Equal(t, slices.Min(r.Validation.Curve), r.Validation.Curve[r.Validation.Best])
	require.Equal(t, best, r.Net.Parameters().Theta)
	cost := r.Validation.Curve[r.Validation.Best]
	r.Validation.Measure()
	require.Equal(t, cost, r.Validation.Curve[epochs])
	o := r.Evaluate()
	train, test := o.Means()
	require.Equal(t, []float64{o.TrainCost / 320, o.TestCost / 100}, []float64{train, test})
}

// However training ends, the best is kept, also where the caller breaks off.
func TestARunBrokenOffKeepsTheBest(t *testing.T) {
	r := validating(t)
	for step := range r.Steps(t.Context()) {
		if step.LastOfEpoch && len(r.Validation.Curve)-r.Validation.Best == 4 {
			require.NotEqual(t, r.Validation.Theta, r.Net.Parameters().Theta)
			break
		}
	}
	require.Equal(t, r.Validation.Theta, r.Net.Parameters().Theta)
}

// Class weights are in the targets of this run, and not in the problem's, which others share.
func TestClassWeightsAreTheRunsOwn(t *testing.T) {
	c := experiment.Paper(7)
	c.ClassWeights = nn.BalancedWeights(experiment.PaperRows().Labels, 3)
	r, err := experiment.New[float64](c)
	require.NoError(t, err)
	k := experiment.PaperRows().Labels[0]
	require.Equal(t, c.ClassWeights[k], r.T.At(0, k))
	require.Equal(t, 1.0, experiment.PaperRows().T.At(0, k))
	c.ClassWeights = []float64{1, 2}
	_, err = experiment.New[float64](c)
	require.EqualError(t, err, "2 class weights: want one for each of 3 classes")
	c = experiment.Paper(7)
	c.ValidationShare = 1
	_, err = experiment.New[float64](c)
	require.EqualError(t, err, "dataset: StratifiedSplit: the test fraction 1 is not between 0 and 1")
}

func TestARunMayBeDeep(t *testing.T) {
	c := experiment.Paper(7)
	c.Hidden, c.Epochs = []int{20, 10}, 50
	c.Rule.Rate = 1e-2
	r, err := experiment.New[float32](c)
	require.NoError(t, err)
	before := r.Evaluate()
	require.Less(t, r.Train().Evaluate().TrainCost, before.TrainCost/3)
	require.Equal(t, []int{5, 20, 10, 3}, r.Net.Widths())
}
