package command

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// direct trains by package experiment, three epochs, and returns the last line that the command should print.
func direct[F tensor.Float](t *testing.T, change func(c *experiment.Config)) line {
	t.Helper()
	c := experiment.Paper(7)
	c.Rule.EpsilonInside, c.DecayBiases, c.Epochs = false, true, 3
	change(&c)
	r, err := experiment.New[F](c)
	require.NoError(t, err)
	var end nn.Step
	for step, err := range r.Steps(t.Context()) {
		require.NoError(t, err)
		end = step
	}
	o := r.Evaluate()
	return line{
		Step: end.Number, Epoch: end.Epoch, TrainCost: o.TrainCost, TestCost: o.TestCost, TestError: o.ErrorRate,
		Final: true, Kernel: tensor.Kernel(), SHA256: r.Hash(),
		TrainRows: r.X.Rows(), TestRows: r.TestX.Rows(), Classes: r.Problem.Classes,
		Confusion: nn.Confusion(r.Predicted(), r.Problem.TestLabels, len(r.Problem.Classes)),
	}
}

// trained runs the command with the flags, three epochs.
func trained(t *testing.T, flags ...string) line {
	t.Helper()
	out, errs, status := here(t, append([]string{"train", "-json", "-epochs", "3"}, flags...)...)
	require.Equal(t, cli.ExitOK, status, errs)
	return last(t, out)
}

// A file whose labels are words is a problem of package experiment, in every bit of the result.
func TestFileIsTheProblem(t *testing.T) {
	words := dataset.Paper()
	words.Samples, words.Classes = 90, 2
	table, err := words.Table()
	require.NoError(t, err)
	for i, label := range table.Labels {
		table.Labels[i] = map[string]string{"0": "no", "1": "yes"}[label]
	}
	var text bytes.Buffer
	require.NoError(t, dataset.WriteCSV(&text, table))
	p, err := dataset.NewProblem(table, 0.2, 7)
	require.NoError(t, err)
	want := direct[float64](t, func(c *experiment.Config) { c.Problem = p })
	paper := strings.Fields("-standardize=false -shuffle=false -hidden 50 -batch 50 -rate 1e-4 -beta1 0.99 -decay 0 -decay-biases -data")
	require.Equal(t, want, trained(t, append(paper, written(t, "data.csv", text.String()))...))
}

func TestPrecisionFloat32IsTheSameInFloat32(t *testing.T) {
	want := direct[float32](t, func(*experiment.Config) {})
	require.NotEqual(t, want, trained(t))
	file := filepath.Join(t.TempDir(), "model.npz")
	require.Equal(t, want, trained(t, "-precision", "float32", "-save", file))
	require.Equal(t, want.SHA256, hashOf(t, readModel(t, file)))
	require.Contains(t, read(t, file), "'descr': '<f4'")
}
