package nn_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
)

// goldenParams are parameters under the names of the paper's listing.
type goldenParams struct {
	W1 [][]float64 `json:"W1"`
	B1 []float64   `json:"b1"`
	W2 [][]float64 `json:"W2"`
	B2 []float64   `json:"b2"`
}

// flat returns them in the order of Parameters.Theta.
func (p goldenParams) flat() []float64 {
	var θ []float64
	for _, r := range p.W1 {
		θ = append(θ, r...)
	}
	θ = append(θ, p.B1...)
	for _, r := range p.W2 {
		θ = append(θ, r...)
	}
	return append(θ, p.B2...)
}

func readGolden(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

type goldenSnapshot struct {
	Step       int           `json:"step"`
	Params     goldenParams  `json:"params"`
	M          *goldenParams `json:"m"`
	V          *goldenParams `json:"v"`
	Gradient   *goldenParams `json:"gradient"` // used in the update of this step
	TestCost   float64       `json:"test_cost"`
	TrainCost  float64       `json:"train_cost"`
	TestError  float64       `json:"test_error"`
	TrainError float64       `json:"train_error"`
}

type goldenRun struct {
	Initial  goldenParams `json:"initial"`
	Loss     []float64    `json:"loss_curve_variant_i"`
	Error    []float64    `json:"error_curve_variant_i"`
	Variants map[string]struct {
		Hyper struct {
			Batches   int     `json:"n_batches"`
			Rate      float64 `json:"lr"`
			Beta1     float64 `json:"b1"`
			Beta2     float64 `json:"b2"`
			Epsilon   float64 `json:"eps"`
			EpsInside bool    `json:"eps_inside"`
		} `json:"hyper"`
		Snapshots []goldenSnapshot `json:"snapshots"`
	} `json:"variants"`
}

func TestInitialWeightsAreNumPys(t *testing.T) {
	var run goldenRun
	readGolden(t, "golden_run_seed7.json", &run)
	require.Equal(t, run.Initial.flat(), initial(7).Parameters().Theta, "bit for bit")
	require.NotEqual(t, run.Initial.flat(), initial(8).Parameters().Theta)
}

// watched is Adam with a memory for the gradient it got last.
type watched struct {
	*adam.Adam[float64]
	g []float64
}

func (w *watched) Update(θ, g []float64) {
	copy(w.g, g)
	w.Adam.Update(θ, g)
}

// Parameters, moments and gradients within 1e-11, costs within 1e-9, error rates
// exactly, at every snapshot of the four runs.
func TestTrainingReproducesTheGoldenRuns(t *testing.T) {
	var run goldenRun
	readGolden(t, "golden_run_seed7.json", &run)
	require.Len(t, run.Variants, 4)
	p := paperProblem(t)
	for name, v := range run.Variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			net := initial(7)
			h := v.Hyper
			rule, err := adam.For(net.Parameters().Theta, adam.Options{Rate: h.Rate, Beta1: h.Beta1,
				Beta2: h.Beta2, Epsilon: h.Epsilon, EpsilonInside: h.EpsInside})
			require.NoError(t, err)
			opt := &watched{rule, net.Gradient().Theta}
			snapshots := v.Snapshots
			require.Greater(t, len(snapshots), 5)
			s := net.Workspace(400)
			o := nn.Options{Epochs: 5000/h.Batches + 1, Batch: 50, Batches: h.Batches}
			for step, err := range nn.Train(t.Context(), net, opt, p.X, p.T, o) {
				require.NoError(t, err)
				if step.Number != snapshots[0].Step {
					continue
				}
				compareSnapshot(t, net, opt, s, p, snapshots[0])
				if snapshots = snapshots[1:]; len(snapshots) == 0 || testing.Short() && step.Number == 100 {
					return
				}
			}
			t.Fatalf("snapshots from step %d on were never reached", snapshots[0].Step)
		})
	}
}

func compareSnapshot(t *testing.T, net *nn.MLP[float64], opt *watched, s *nn.Workspace[float64], p paper, want goldenSnapshot) {
	t.Helper()
	within := func(name string, got []float64, want *goldenParams) {
		t.Helper()
		if want != nil {
			distance := furthest(t, got, want.flat())
			require.True(t, distance <= 1e-11, "%s: off by %v", name, distance)
		}
	}
	m, v := opt.Moments()
	within("θ", net.Parameters().Theta, &want.Params)
	within("g", opt.g, want.Gradient)
	within("m", m, want.M)
	within("v", v, want.V)
	cost, rate := evaluate(net, s, p.X, p.T, p.labels)
	require.InDelta(t, want.TrainCost, cost, 1e-9, "step %d", want.Step)
	require.Equal(t, want.TrainError, rate, "step %d", want.Step)
	cost, rate = evaluate(net, s, p.testX, p.testT, p.testLabels)
	require.InDelta(t, want.TestCost, cost, 1e-9, "step %d", want.Step)
	require.Equal(t, want.TestError, rate, "step %d", want.Step)
}

// The file has the gradients of the first two updates, of the tenth, whose batch is
// empty where an epoch has ten, and there of the one after; the comparison above
// tells each of them from the others, and from one that is off by 2e-11.
func TestTheGoldenGradientsAreToldApart(t *testing.T) {
	var run goldenRun
	readGolden(t, "golden_run_seed7.json", &run)
	for name, v := range run.Variants {
		var steps []int
		var gradients [][]float64
		for _, s := range v.Snapshots {
			if s.Gradient != nil {
				steps, gradients = append(steps, s.Step), append(gradients, s.Gradient.flat())
			}
		}
		for i, g := range gradients {
			isEmpty := v.Hyper.Batches == 10 && steps[i] == 10
			require.Equal(t, isEmpty, furthest(t, g, make([]float64, len(g))) == 0, "%s, step %d", name, steps[i])
			for _, other := range gradients[:i] {
				require.False(t, furthest(t, g, other) <= 1e-11)
			}
			for j := range g {
				wrong := slices.Clone(g)
				wrong[j] += 2e-11
				require.False(t, furthest(t, wrong, g) <= 1e-11)
			}
		}
		want := []int{1, 2, 10, 11}
		require.Equal(t, want[:len(steps)], steps, name)
		require.Equal(t, v.Hyper.Batches == 10, len(steps) == 4)
	}
}

// The curve that Code 13 prints: the test cost after batches 0 and 7 of every epoch.
func TestTrainingReproducesThePrintedCurve(t *testing.T) {
	var run goldenRun
	readGolden(t, "golden_run_seed7.json", &run)
	p := paperProblem(t)
	net := initial(7)
	rule, err := adam.For(net.Parameters().Theta, adam.Listing())
	require.NoError(t, err)
	s := net.Workspace(100)
	points := 0
	for step, err := range nn.Train(context.Background(), net, rule, p.X, p.T, nn.Options{Epochs: 500, Batch: 50, Batches: 10}) {
		require.NoError(t, err)
		if step.Batch%7 != 0 {
			continue
		}
		cost, rate := evaluate(net, s, p.testX, p.testT, p.testLabels)
		require.InDelta(t, run.Loss[points], cost, 1e-9)
		require.Equal(t, run.Error[points], rate)
		if points++; testing.Short() && points == 100 {
			return
		}
	}
	require.Equal(t, len(run.Loss), points)
	require.Equal(t, 1000, points)
}
