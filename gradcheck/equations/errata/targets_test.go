package errata_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// Targets and labels: Codes 8 and 12.
var targetErrata = []demonstration{
	{id: "E51", says: "targets fitted to the test labels are broadcast", show: showRefittedTargets},
	{id: "E52", says: "two classes have one column", show: showOneColumn, long: showTrainingOnOneColumn},
	{id: "E53", says: "an index is compared with a label", long: showRawLabels},
}

// binarize is scikit-learn's LabelBinarizer: fit_transform(fitted), then
// transform(labels). For two classes it makes one column.
func binarize(fitted, labels []int) (T [][]float64) {
	classes := slices.Compact(slices.Sorted(slices.Values(fitted)))
	if len(classes) == 2 {
		classes = classes[1:]
	}
	for _, label := range labels {
		row := make([]float64, len(classes))
		if k := slices.Index(classes, label); k >= 0 {
			row[k] = 1
		}
		T = append(T, row)
	}
	return T
}

// broadcastCost is Code 9 with NumPy's rule for t * np.log(p_y): one column is used for
// all, and any other number of columns must be that of p_y.
func broadcastCost(p, T [][]float64) (cost float64, err error) {
	for n := range p {
		if len(T[n]) != 1 && len(T[n]) != len(p[n]) {
			return 0, fmt.Errorf("operands of shapes (%d,%d) and (%d,%d)", len(T), len(T[n]), len(p), len(p[n]))
		}
		for k := range p[n] {
			cost -= float64(T[n][min(k, len(T[n])-1)] * math.Log(p[n][k]))
		}
	}
	return cost, nil
}

func showRefittedTargets(t *testing.T) {
	train, test := []int{0, 1, 2, 0, 1, 2}, []int{0, 2, 2, 0}
	refitted, right := binarize(test, test), binarize(train, test)
	require.Equal(t, [][]float64{{0}, {1}, {1}, {0}}, refitted)
	require.Equal(t, [][]float64{{1, 0, 0}, {0, 0, 1}, {0, 0, 1}, {1, 0, 0}}, right)
	labels := func(indices []int) (texts []string) {
		for _, k := range indices {
			texts = append(texts, strconv.Itoa(k))
		}
		return texts
	}
	encoder := must(dataset.FitLabels(labels(train)))
	require.Equal(t, right, rowsOf(encoder.OneHot(must(encoder.Indices(labels(test))))))

	p := [][]float64{{0.9, 0.05, 0.05}, {0.05, 0.05, 0.9}, {0.05, 0.05, 0.9}, {0.9, 0.05, 0.05}}
	requireDigits(t, "0.4214", must(broadcastCost(p, right)))
	requireDigits(t, "12.1937", must(broadcastCost(p, refitted)))
	log := func(x float64) float64 { return real320{}.Of(x).Log().Float64() }
	requireDigits(t, "0.4214", -4*log(0.9))
	requireDigits(t, "12.1937", -2*(log(0.9)+2*log(0.05)))

	four, missing := []int{0, 1, 2, 3}, []int{0, 1, 3, 0} // K = 4 without class 2
	_, err := broadcastCost([][]float64{{1, 1, 1, 1}}, binarize(missing, missing))
	require.Error(t, err)
	_, err = broadcastCost([][]float64{{1, 1, 1, 1}}, binarize(four, missing))
	require.NoError(t, err)
}

func showOneColumn(t *testing.T) {
	require.Equal(t, [][]float64{{0}, {1}}, binarize([]int{0, 1, 1}, []int{0, 1}))
	encoder := must(dataset.FitLabels([]string{"0", "1", "1"}))
	two := rowsOf(encoder.OneHot([]int{0, 1}))
	require.Equal(t, [][]float64{{1, 0}, {0, 1}}, two)
	a := []float64{0.25, -0.5}
	y := softmax(numbers[real320](a...))
	for class, T := range two { // Y − T, of two columns and of one, is to be the gradient of the loss
		truth := gradcheck.Differences(func(a []real320) real320 { return softmax(a)[class].Log().Neg() }, a)
		for k := range a {
			require.True(t, agree(y[k].Sub(y[k].Of(T[k])), truth[k]))
		}
		wrong := y[0].Sub(y[0].Of(T[1])).Sub(truth[0]) // the column of class 1 in the place of that of class 0
		require.True(t, agree(wrong, wrong.Of(float64(1-2*class))), "off by 1 in each row")
	}
}

// binaryData are 300 rows of two classes, split.
var binaryData = sync.OnceValue(func() *dataset.Problem {
	c := dataset.Paper()
	c.Samples, c.Classes = 300, 2
	return must(dataset.NewProblem(must(c.Table()), 0.2, 7))
})

// trainBinary trains Code 13 on them, np.random.seed(0), and returns what it prints
// last, at epoch 299 and j = 0.
func trainBinary(cut func(T matrix) [][]float64) (cost, rate float64) {
	p := binaryData()
	net := nn.NewMLP[float64](5, 50, 2, nn.ReLU)
	net.Initialize(dataset.NewRandom(0).Normal)
	model := mistaken{net, func(net *nn.MLP[float64], g parameters, s workspace, X, T matrix) {
		broadcastBackward(net, g, s, X, cut(T))
	}}
	rule := ruleFor(len(net.Parameters().Theta), adam.Listing())
	for step, err := range nn.Train(context.Background(), model, rule, p.X, p.T, nn.Options{Epochs: 300, Batch: 50, Batches: 300 / 50}) {
		if err != nil {
			panic(err)
		}
		if step.Epoch == 299 && step.Batch == 0 {
			break
		}
	}
	s, guessed := net.Workspace(60), make([]int, 60)
	net.Forward(s, p.TestX)
	nn.Predict(guessed, s.Y)
	return must(broadcastCost(rowsOf(s.Y), cut(p.TestT))), nn.ErrorRate(guessed, p.TestLabels)
}

// broadcastBackward is Code 11 with NumPy's rule for Y - T.
func broadcastBackward(net *nn.MLP[float64], g parameters, s workspace, X matrix, T [][]float64) {
	N, M := X.Rows(), s.Z.Cols()
	dA, dα := tensor.New[float64](N, 2), tensor.New[float64](N, M)
	for n := range N {
		for k := range 2 {
			dA.Set(n, k, s.Y.At(n, k)-T[n][min(k, len(T[n])-1)])
		}
	}
	tensor.ProductTN(g.V, s.Z, dA)
	tensor.ColumnSums(g.C, dA)
	tensor.ProductNT(dα, dA, net.Parameters().V)
	nn.Pullback(nn.ReLU, dα, dα, s.Alpha, g.B)
	tensor.ProductTN(g.W, X, dα)
}

func showTrainingOnOneColumn(t *testing.T) {
	cost, rate := trainBinary(func(T matrix) [][]float64 { return rowsOf(T.Slice(0, T.Rows(), 1, 2)) })
	requireDigits(t, "48.415", cost)
	requireDigits(t, "0.483", rate)
	cost, rate = trainBinary(rowsOf)
	requireDigits(t, "19.482", cost)
	requireDigits(t, "0.133", rate)
}

func showRawLabels(t *testing.T) {
	p := paperData()
	net := training{seed: 3, epochs: 200}.run() // np.random.seed(3)
	s, guessed := net.Workspace(p.TestX.Rows()), make([]int, p.TestX.Rows())
	net.Forward(s, p.TestX)
	nn.Predict(guessed, s.Y)
	var raw []int // the labels {1, 2, 3}
	for _, k := range p.TestLabels {
		raw = append(raw, k+1)
	}
	requireDigits(t, "0.25", nn.ErrorRate(guessed, p.TestLabels))
	requireDigits(t, "0.88", nn.ErrorRate(guessed, raw))
}
