package nn_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
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

// furthest returns the largest distance between elements, NaN if any is NaN.
func furthest(t *testing.T, got, want []float64) float64 {
	t.Helper()
	require.Len(t, got, len(want))
	require.NotEmpty(t, want)
	worst := 0.0
	for i := range got {
		worst = max(worst, math.Abs(got[i]-want[i]))
	}
	return worst
}

// elements returns the elements of A row by row.
func elements(A tensor.Matrix[float64]) []float64 {
	var all []float64
	for i := range A.Rows() {
		all = append(all, A.Row(i)...)
	}
	return all
}

type gradientCase struct {
	Activation string       `json:"activation"`
	Targets    string       `json:"targets"`
	X, T, Y, Z [][]float64  // lower-case names do not occur in the file
	Params     goldenParams `json:"params"`
	Loss       float64      `json:"loss"`
	Grad       goldenParams `json:"grad_loss"`
}

func TestGradientsEqualThoseOf60Digits(t *testing.T) {
	var cases []gradientCase
	readGolden(t, "gradient_cases.json", &cases)
	require.Len(t, cases, 9)
	for _, c := range cases {
		t.Run(c.Activation+"/"+c.Targets, func(t *testing.T) {
			σ, err := nn.ParseActivation(c.Activation)
			require.NoError(t, err)
			X, T := tensor.FromRows(c.X...), tensor.FromRows(c.T...)
			net := nn.NewMLP[float64](X.Cols(), len(c.Params.B1), T.Cols(), σ)
			copy(net.Parameters().Theta, c.Params.flat())
			s, g := net.Workspace(X.Rows()), net.Gradient()
			net.Forward(s, X)
			loss := net.Loss(s, T)
			net.Backward(g, s, X, T)

			near := func(got, want []float64) {
				t.Helper()
				require.Len(t, got, len(want))
				for i := range got {
					bound := 1e-14 * max(1, math.Abs(want[i]))
					require.True(t, math.Abs(got[i]-want[i]) <= bound, "[%d]: %v, want %v", i, got[i], want[i])
				}
			}
			near([]float64{loss}, []float64{c.Loss})
			near(elements(s.Y), elements(tensor.FromRows(c.Y...)))
			near(elements(s.Z), elements(tensor.FromRows(c.Z...)))
			near(g.Theta, c.Grad.flat())

			g.Theta[0] *= 1 + 1e-12
			require.Greater(t, furthest(t, g.Theta, c.Grad.flat()), 1e-15, "the comparison sees a changed digit")
		})
	}
}

// paper is the paper's problem: data, split, one-hot targets.
type paper struct {
	X, T, testX, testT tensor.Matrix[float64]
	labels, testLabels []int
}

func paperProblem(t testing.TB) paper {
	t.Helper()
	X, y, err := dataset.Paper().Generate()
	require.NoError(t, err)
	train, test, err := dataset.Split(X.Rows(), 0.2, 7)
	require.NoError(t, err)
	p := paper{X: dataset.Gather(X, train), testX: dataset.Gather(X, test)}
	p.T, p.labels = oneHot(y, train)
	p.testT, p.testLabels = oneHot(y, test)
	return p
}

func oneHot(y, rows []int) (tensor.Matrix[float64], []int) {
	T, labels := tensor.New[float64](len(rows), 3), make([]int, len(rows))
	for i, r := range rows {
		labels[i] = y[r]
		T.Set(i, y[r], 1)
	}
	return T, labels
}

// initial returns the paper's network with weights from the seed.
func initial(seed uint32) *nn.MLP[float64] {
	net := nn.NewMLP[float64](5, 50, 3, nn.ReLU)
	net.Initialize(dataset.NewRandom(seed).Normal)
	return net
}

// evaluate returns cost and error rate.
func evaluate(net *nn.MLP[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64], labels []int) (cost, rate float64) {
	net.Forward(s, X)
	predicted := make([]int, X.Rows())
	nn.Predict(predicted, s.Y)
	return net.Loss(s, T), nn.ErrorRate(predicted, labels)
}

type goldenSnapshot struct {
	Step       int           `json:"step"`
	Params     goldenParams  `json:"params"`
	M          *goldenParams `json:"m"`
	V          *goldenParams `json:"v"`
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

// Parameters within 1e-11, costs within 1e-9, error rates exactly, at every
// snapshot of the four runs.
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
			rule, err := adam.New[float64](len(net.Parameters().Theta), adam.Options{Rate: h.Rate, Beta1: h.Beta1,
				Beta2: h.Beta2, Epsilon: h.Epsilon, EpsilonInside: h.EpsInside})
			require.NoError(t, err)
			snapshots := v.Snapshots
			require.NotEmpty(t, snapshots)
			if testing.Short() {
				snapshots = snapshots[:4]
			}
			s := net.Workspace(400)
			o := nn.Options{Epochs: 5000/h.Batches + 1, Batch: 50, Batches: h.Batches}
			for step, err := range nn.Train(t.Context(), net, rule, p.X, p.T, o) {
				require.NoError(t, err)
				if step.Number != snapshots[0].Step {
					continue
				}
				compareSnapshot(t, net, rule, s, p, snapshots[0])
				if snapshots = snapshots[1:]; len(snapshots) == 0 {
					return
				}
			}
			t.Fatalf("snapshots from step %d on were never reached", snapshots[0].Step)
		})
	}
}

func compareSnapshot(t *testing.T, net *nn.MLP[float64], rule *adam.Adam[float64], s *nn.Workspace[float64], p paper, want goldenSnapshot) {
	t.Helper()
	require.LessOrEqual(t, furthest(t, net.Parameters().Theta, want.Params.flat()), 1e-11, "step %d", want.Step)
	if want.M != nil {
		m, v := rule.Moments()
		require.LessOrEqual(t, furthest(t, m, want.M.flat()), 1e-11, "step %d", want.Step)
		require.LessOrEqual(t, furthest(t, v, want.V.flat()), 1e-11, "step %d", want.Step)
	}
	cost, rate := evaluate(net, s, p.X, p.T, p.labels)
	require.InDelta(t, want.TrainCost, cost, 1e-9, "step %d", want.Step)
	require.Equal(t, want.TrainError, rate, "step %d", want.Step)
	cost, rate = evaluate(net, s, p.testX, p.testT, p.testLabels)
	require.InDelta(t, want.TestCost, cost, 1e-9, "step %d", want.Step)
	require.Equal(t, want.TestError, rate, "step %d", want.Step)
}

// What Code 13 prints: the test cost after batches 0 and 7 of every epoch.
func TestTrainingReproducesThePrintedCurve(t *testing.T) {
	var run goldenRun
	readGolden(t, "golden_run_seed7.json", &run)
	p := paperProblem(t)
	net := initial(7)
	rule, err := adam.New[float64](len(net.Parameters().Theta), adam.Listing())
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
