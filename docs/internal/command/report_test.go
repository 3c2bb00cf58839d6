package command

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
)

// reporting returns a reporter of a run without flags, and where it writes. What it
// says at the start is not there.
func reporting(t *testing.T, change func(*settings)) (*reporter, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	c := paperSettings()
	change(&c)
	require.NoError(t, c.load())
	var out, errs bytes.Buffer
	r := newReporter(&c, cli.Streams{Out: &out, Err: &errs})
	out.Reset()
	errs.Reset()
	return r, &out, &errs
}

// after is the outcome after an epoch, counted from 0.
func after(epoch int) (nn.Step, experiment.Outcome) {
	step := nn.Step{Number: 8 * (epoch + 1), Epoch: epoch, Batch: 7, Rows: 50, LastOfEpoch: true}
	return step, experiment.Outcome{TrainCost: 150.25, TestCost: 51.5, ErrorRate: 0.25, TrainRows: 400, TestRows: 100}
}

// taken returns the output so far, once.
func taken(out *bytes.Buffer) string {
	defer out.Reset()
	return out.String()
}

// A terminal's line has the steps per second and the time left; the curve and the result
// take its place.
func TestRenewedLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, out, _ := reporting(t, func(*settings) {})
		r.progress.Terminal = true
		time.Sleep(40 * time.Second)
		require.NoError(t, r.record(after(124)))
		require.Equal(t, "\repoch 125/500  cost 150.25  test 51.5  error 25 %  25 steps/s  2m0s left\x1b[K", taken(out))
		step, outcome := after(249)
		require.NoError(t, r.record(step, outcome)) // too soon to be seen
		r.finish(step, outcome, [][]int{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, false)
		text := taken(out)
		require.True(t, strings.HasPrefix(text, "\r\x1b[K "), "%q", text)
		require.Contains(t, text, "┼")
		require.Contains(t, text, "test cost, summed over the test rows\nafter step 2000: ")
	})
}

// Without a terminal there is a line for each tenth of the epochs, and one after ten
// seconds of silence.
func TestPlainLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, out, errs := reporting(t, func(c *settings) { c.Epochs, c.json = 30, true })
		time.Sleep(time.Second)
		require.NoError(t, r.record(after(0)))
		require.Empty(t, taken(errs))
		time.Sleep(time.Second)
		require.NoError(t, r.record(after(2)))
		require.Equal(t, "epoch 3/30  cost 150.25  test 51.5  error 25 %  12 steps/s  18s left\n", taken(errs))
		time.Sleep(9999 * time.Millisecond)
		require.NoError(t, r.record(after(3)))
		require.Empty(t, taken(errs))
		time.Sleep(time.Millisecond)
		require.NoError(t, r.record(after(4)))
		require.Equal(t, "epoch 5/30  cost 150.25  test 51.5  error 25 %  3 steps/s  1m0s left\n", taken(errs))

		const object = `{"step":%d,"epoch":%d,"train_cost":150.25,"test_cost":51.5,"test_error":0.25}` + "\n" // and one for each
		require.Equal(t, fmt.Sprintf(object+object+object+object, 8, 0, 24, 2, 32, 3, 40, 4), taken(out))
	})
}

// As printed an epoch has ten batches, of which the progress shows that of j = 7.
func TestPlainLinesAsPrinted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, out, _ := reporting(t, func(c *settings) { require.NoError(t, c.setAsPrinted(c.flagSet())) })
		time.Sleep(time.Second)
		require.NoError(t, r.record(nn.Step{Number: 491, Epoch: 49, Batch: 0}, experiment.Outcome{}))
		require.Empty(t, taken(out))
		require.NoError(t, r.record(nn.Step{Number: 500, Epoch: 49, Batch: 7}, experiment.Outcome{}))
		require.Equal(t, "epoch 50/500  cost 0  test 0  error 0 %  500 steps/s  9s left\n", taken(out))
	})
}

func TestConfusionTable(t *testing.T) {
	const want = `test rows by class (down) and prediction (across):
                 0     1 seto…
           0    29     5     0
           1     3    24 12345
setosa\x1b[…     1     0     7
`
	table := [][]int{{29, 5, 0}, {3, 24, 12345}, {1, 0, 7}}
	require.Equal(t, want, confusionTable(table, []string{"0", "1", "setosa\x1b[31m red"}, 30))
	const numbered = `test rows by class (down) and prediction (across):
                        1     2     3  recall
    1 = Iris-setosa    29     5     0    85 %
2 = Iris-versicolor     3    24 12345     0 %
 3 = Iris-virginica     1     0     7    88 %
          precision  88 %  83 %   0 %
`
	require.Equal(t, numbered, confusionTable(table, []string{"Iris-setosa", "Iris-versicolor", "Iris-virginica"}, 80))
	require.Contains(t, confusionTable([][]int{{2, 0}, {0, 0}}, []string{"a", "b"}, 80), "           b     0     0       –\n   precision 100 %     –\n")
	require.Contains(t, confusionTable(table, []string{"Iris-setosa", "Iris-versicolor", "Iris-virginica"}, 29), "  Iris-setosa: 29 as Iris-setosa 5 as Iris-versicolor\n")
}

func TestPrintableRemovesWhatATerminalObeys(t *testing.T) {
	file := written(t, "bad\x1b[2J\r.csv", "a,b,y\n"+strings.Repeat("1,2,x\x1b[2J\n3,4,\u009bz\n", 10))
	out, errs, status := here(t, "train", "-data", file, "-epochs", "2")
	require.Equal(t, cli.ExitOK, status, errs)
	require.NotContains(t, out, "\x1b")
	require.NotContains(t, out, "\r")
	require.NotContains(t, out, "\u009b")
	require.Contains(t, out, "bad?[2J?.csv: 16 training and 4 test rows, 2 classes of column \"y\"\n")

	saved := filepath.Join(t.TempDir(), "bad\x1b[2J.npz")
	out, _, status = here(t, append(quick, "-save", saved)...)
	require.Equal(t, cli.ExitOK, status)
	require.Contains(t, out, "saved to "+cli.Printable(saved)+"\n")
}

func TestDescribe(t *testing.T) {
	p := &dataset.Problem{}
	for rule, want := range map[string]string{
		"adam": "; Adam, rate 0.5, β₁ 0.25, β₂ 0.75, ε 0.125 inside the root", "descent": "; gradient descent, rate 0.5",
		"rmsprop": "; RMSprop, rate 0.5, β 0.75, ε 0.125 inside the root", "momentum": "; momentum, rate 0.5, β 0.25",
	} {
		c := paperSettings()
		c.Rule = experiment.Rule{Name: rule, Options: adam.Options{Rate: 0.5, Beta1: 0.25, Beta2: 0.75, Epsilon: 0.125, EpsilonInside: true}}
		require.True(t, strings.HasSuffix(c.describe(p), want), c.describe(p))
	}
}

func TestCostsThatAreNotFiniteAreSaid(t *testing.T) {
	r, out, _ := reporting(t, func(*settings) {})
	r.printEnd(nn.Step{Number: 8}, experiment.Outcome{TrainCost: 1e300, TestCost: math.Inf(1), ErrorRate: math.NaN(), TrainRows: 400, TestRows: 100})
	require.Equal(t, "after step 8: training cost 1e+300, test cost +Inf, test error NaN %\nof a row: training cost 2.5e+297, test cost +Inf\n"+
		"the test cost is not finite: some test row makes the network overflow\n", out.String())
	r, out, _ = reporting(t, func(*settings) {})
	r.printEnd(nn.Step{Number: 8}, experiment.Outcome{TrainCost: 2e100, TestCost: 1, ErrorRate: 0.5})
	require.Contains(t, out.String(), "\nthe training went astray: a smaller -rate may help, or columns of a common scale\n")
}
