package errata_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// What Code 13 prints.
var printErrata = []demonstration{
	{id: "E58", says: "the last cost printed is not the last", show: showPrints, long: showLastPrint},
	{id: "E72", says: "not every batch is printed", show: showPrintsOfBatches},
}

// printedRun is Code 13 as printed, from a seed: ten batches an epoch, of which two are
// empty, and the test cost after batches 0 and 7.
type printedRun struct {
	curve []float64 // the costs printed
	last  outcome   // at the last print
	final outcome   // after the last update
	θ     []float64
}

func printsOf(seed uint32) (r printedRun) {
	p := paperData()
	s := begin(seed).Workspace(p.TestX.Rows())
	net := training{seed: seed, batches: 10, observe: func(net *nn.MLP[float64], step nn.Step) {
		if !printed(step.Batch) {
			return
		}
		net.Forward(s, p.TestX)
		r.curve = append(r.curve, net.Loss(s, p.TestT))
		if step.Epoch == 499 && step.Batch == 7 {
			r.last = outcomeOf(net)
		}
	}}.run()
	r.final, r.θ = outcomeOf(net), net.Parameters().Theta
	return r
}

// printed is the condition of Code 13, j % self.print_period == 0.
func printed(j int) bool { return j%7 == 0 }

// asPrinted are the runs of seeds 0 to 49, asPrinted7 is that of seed 7.
var asPrinted = sync.OnceValue(func() []printedRun {
	runs := make([]printedRun, 50)
	forSeeds(0, 50, func(seed uint32) { runs[seed] = printsOf(seed) })
	return runs
})

var asPrinted7 = sync.OnceValue(func() printedRun { return printsOf(7) })

// prints counts the prints of 500 epochs under a condition on i and j, in a training of
// ten batches an epoch, two of them empty, as Code 13 has them.
func prints(t *testing.T, condition func(i, j int) bool) (count int) {
	t.Helper()
	net := nn.NewMLP[float64](1, 1, 2, nn.ReLU)
	rule, err := adam.NewDescent[float64](0x1p-10)
	require.NoError(t, err)
	X, T := tensor.New[float64](8, 1), tensor.New[float64](8, 2)
	for n := range 8 {
		T.Set(n, n%2, 1)
	}
	for step, err := range nn.Train(t.Context(), net, rule, X, T, nn.Options{Epochs: 500, Batch: 1, Batches: 10}) {
		require.NoError(t, err)
		if condition(step.Epoch, step.Batch) {
			count++
		}
	}
	return count
}

func showPrints(t *testing.T) {
	require.Equal(t, 1000, prints(t, func(_, j int) bool { return printed(j) }))
	require.Equal(t, 72, prints(t, func(i, j int) bool { return i%7 == 0 && j == 9 }), "every 7th i, 0 to 497")
}

func showLastPrint(t *testing.T) {
	require.Len(t, asPrinted7().curve, 1000)
	requireDigits(t, "43.306165", asPrinted7().curve[999])
	requireDigits(t, "43.301994", asPrinted7().final.cost)
}

func showPrintsOfBatches(t *testing.T) {
	require.Equal(t, 5000, prints(t, func(_, _ int) bool { return true }), "for every batch")
	require.Equal(t, 1000, prints(t, func(_, j int) bool { return printed(j) }))
}
