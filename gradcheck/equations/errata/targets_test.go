package errata

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// Targets and labels: Codes 8 and 12.
var targetErrata = []demonstration{
	{id: "E51", says: "targets fitted to the test labels are broadcast", show: func(e *Evidence) {
		train, test := []int{0, 1, 2, 0, 1, 2}, []int{0, 2, 2, 0}
		refitted, right := binarize(test, test), binarize(train, test)
		e.equal("one column", [][]float64{{0}, {1}, {1}, {0}}, refitted)
		e.equal("three", [][]float64{{1, 0, 0}, {0, 0, 1}, {0, 0, 1}, {1, 0, 0}}, right)
		encoder := must(dataset.FitLabels([]string{"0", "1", "2", "0", "1", "2"}))
		e.equal("ours", right, rowsOf(encoder.OneHot(must(encoder.Indices([]string{"0", "2", "2", "0"})))))

		p := [][]float64{{0.9, 0.05, 0.05}, {0.05, 0.05, 0.9}, {0.05, 0.05, 0.9}, {0.9, 0.05, 0.05}}
		log := func(x float64) float64 { return real320{}.Of(x).Log().Float64() }
		e.IsEach([]string{"0.4214", "0.4214"}, must(broadcastCost(p, right)), -4*log(0.9))
		e.IsEach([]string{"12.1937", "12.1937"}, must(broadcastCost(p, refitted)), -2*(log(0.9)+2*log(0.05)))

		four, missing := []int{0, 1, 2, 3}, []int{0, 1, 3, 0} // K = 4 without class 2
		_, err := broadcastCost([][]float64{{1, 1, 1, 1}}, binarize(missing, missing))
		e.Holds("three columns are refused", err != nil)
		_, err = broadcastCost([][]float64{{1, 1, 1, 1}}, binarize(four, missing))
		e.Holds("four are not", err == nil)
	}},
	{id: "E52", says: "two classes have one column", show: func(e *Evidence) {
		e.equal("one column", [][]float64{{0}, {1}}, binarize([]int{0, 1, 1}, []int{0, 1}))
		two := rowsOf(must(dataset.FitLabels([]string{"0", "1", "1"})).OneHot([]int{0, 1}))
		e.equal("two", [][]float64{{1, 0}, {0, 1}}, two)
		a := []float64{0.25, -0.5}
		y := paper.Softmax(numbers[real320](a...))
		for class, T := range two { // Y − T, of two columns and of one, is to be the gradient of the loss
			truth := gradcheck.Differences(func(a []real320) real320 { return paper.Softmax(a)[class].Log().Neg() }, a)
			e.agree("two columns", []real320{y[0].Sub(y[0].Of(T[0])), y[1].Sub(y[1].Of(T[1]))}, truth)
			wrong := y[0].Sub(y[0].Of(T[1])).Sub(truth[0]) // the column of class 1 in the place of that of class 0
			e.Holds("off by 1 in each row", agree(wrong, wrong.Of(float64(1-2*class))))
		}
	}, long: func(e *Evidence) {
		cost, rate := trainBinary(func(T matrix) matrix { // the column of class 1 for both
			B := tensor.New[float64](T.Rows(), 2)
			tensor.Copy(B.Slice(0, T.Rows(), 0, 1), T.Slice(0, T.Rows(), 1, 2))
			tensor.Copy(B.Slice(0, T.Rows(), 1, 2), T.Slice(0, T.Rows(), 1, 2))
			return B
		})
		e.IsEach([]string{"48.415", "0.483"}, cost, rate)
		cost, rate = trainBinary(func(T matrix) matrix { return T })
		e.IsEach([]string{"19.482", "0.133"}, cost, rate)
	}},
	{id: "E53", says: "an index is compared with a label", long: func(e *Evidence) {
		c := experiment.Paper(3) // np.random.seed(3)
		c.Epochs = 200
		r := experiment.Trained(c)
		e.Is("", "0.25", r.Evaluate().ErrorRate)
		var raw []int // the labels {1, 2, 3}
		for _, k := range experiment.PaperRows().TestLabels {
			raw = append(raw, k+1)
		}
		e.Is("", "0.88", nn.ErrorRate(r.Predicted(), raw))
	}},
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

// binaryData are 300 rows of two classes, split.
var binaryData = sync.OnceValue(func() *dataset.Problem {
	c := dataset.Paper()
	c.Samples, c.Classes = 300, 2
	return must(dataset.NewProblem(must(c.Table()), 0.2, 7))
})

// trainBinary trains Code 13 on them, np.random.seed(0), with targets that a broadcast makes
// of the right ones, and returns what is printed last, at epoch 299 and j = 0.
func trainBinary(broadcast func(T matrix) matrix) (cost, rate float64) {
	c := experiment.Paper(0)
	c.Problem, c.Epochs, c.Batches = binaryData(), 300, 300/50
	r := begin(c)
	r.Adjust = func(g parameters, s workspace, X, T matrix) { // Code 11, negated
		p := position{θ: r.Net.Parameters(), s: s, X: X, T: broadcast(T)}
		R, _ := p.upstream()
		W, b := p.ascent(reluForm)
		copy(g.Theta, append(W, b...))
		tensor.ProductTN(g.V, s.Z, R)
		tensor.ColumnSums(g.C, R)
		for i := range g.Theta {
			g.Theta[i] = -g.Theta[i]
		}
	}
	for step, err := range r.Steps(context.Background()) {
		if must(step, err); step.Epoch == 299 && step.Batch == 0 {
			break
		}
	}
	s := r.Net.Workspace(60)
	r.Net.Forward(s, r.TestX)
	return must(broadcastCost(rowsOf(s.Y), rowsOf(broadcast(r.TestT)))), r.Evaluate().ErrorRate
}

// Of 250 seeds few reach the paper's cost, and none has it. With CHAINRULE_FULL=1 all are
// trained, else the seeds 50 to 52.
func TestNoSeedHasThePaperCost(t *testing.T) {
	if testing.Short() {
		t.Skip("trains")
	}
	full, lo, n := os.Getenv("CHAINRULE_FULL") == "1", 0, 250
	if !full {
		lo, n = 50, 3
		t.Log("seeds 50 to 52 only: CHAINRULE_FULL=1 trains 0 to 249")
	}
	printed, meant := make([]float64, n), make([]float64, n)
	experiment.OnAllCores(n, func(i int) {
		run, err := experiment.RunPrinted(t.Context(), uint32(lo+i))
		if err == nil {
			printed[i], meant[i] = run.Last.TestCost, trained(experiment.Paper(uint32(lo+i))).TestCost
		}
	})
	e := &Evidence{}
	for _, cost := range slices.Concat(printed, meant) {
		e.Holds(fmt.Sprint(cost), cost > 30 && math.Abs(cost-experiment.PaperCost) > 1e-6)
	}
	if full {
		e.equal("as high, as printed", 2, reach(printed))
		e.equal("as high, as meant", 6, reach(meant))
		e.Is("", "2.09", score(meant))
	}
	require.Empty(t, failures(e))
}

// reach counts the costs that are no less than the paper's.
func reach(costs []float64) (count int) {
	for _, cost := range costs {
		if cost >= experiment.PaperCost {
			count++
		}
	}
	return count
}
