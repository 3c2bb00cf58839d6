package command

import (
	"bytes"
	"flag"
	"fmt"
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

// direct trains by package experiment, three epochs unless change says otherwise, and
// returns the last line that the command should print.
func direct[F tensor.Float](t *testing.T, shuffle bool, change func(c *experiment.Config)) line {
	t.Helper()
	c := experiment.Paper(7)
	c.Rule.EpsilonInside, c.DecayBiases, c.Epochs = false, true, 3
	change(&c)
	r, err := experiment.New[F](c)
	require.NoError(t, err)
	if shuffle { // from the stream that drew the weights
		r.Permute = r.Random.Permute
	}
	var end nn.Step
	for step, err := range r.Steps(t.Context()) {
		require.NoError(t, err)
		end = step
	}
	o := r.Evaluate()
	return line{
		Step: end.Number, Epoch: end.Epoch, TrainCost: o.TrainCost, TestCost: o.TestCost, TestError: o.ErrorRate,
		Final: true, Kernel: tensor.Kernel(), SHA256: r.Hash(),
	}
}

// problem returns a table split.
func problem(table *dataset.Table, test float64, seed uint32) *dataset.Problem {
	p, err := dataset.NewProblem(table, test, seed)
	if err != nil {
		panic(err)
	}
	return p
}

// ruled returns a change of the rule.
func ruled(name string, rate, beta1, beta2, epsilon float64, inside bool) func(c *experiment.Config) {
	return func(c *experiment.Config) {
		c.Rule.Name, c.Rule.Rate, c.Rule.Beta1, c.Rule.Beta2, c.Rule.Epsilon, c.Rule.EpsilonInside = name, rate, beta1, beta2, epsilon, inside
	}
}

// flagRows are flags of train with what they change.
var flagRows = []struct {
	flags  string
	change func(c *experiment.Config)
}{
	{"", func(*experiment.Config) {}},
	{"-data FILE", func(c *experiment.Config) { c.Problem = problem(wordy(), 0.2, 7) }},
	{"-split-seed 8", func(c *experiment.Config) { c.Problem = problem(experiment.PaperTable(), 0.2, 8) }},
	{"-test 0.3", func(c *experiment.Config) { c.Problem = problem(experiment.PaperTable(), 0.3, 7) }},
	{"-seed 8", func(c *experiment.Config) { c.Seed = 8 }},
	{"-hidden 7", func(c *experiment.Config) { c.Hidden = 7 }},
	{"-activation tanh", func(c *experiment.Config) { c.Activation = nn.Tanh }},
	{"-activation sigmoid", func(c *experiment.Config) { c.Activation = nn.Sigmoid }},
	{"-epochs 4", func(c *experiment.Config) { c.Epochs = 4 }},
	{"-batch 64", func(c *experiment.Config) { c.Batch = 64 }},
	{"-shuffle", func(*experiment.Config) {}},
	{"-decay 0.5", func(c *experiment.Config) { c.Decay = 0.5 }},
	{"-decay 0.5 -decay-biases=false", func(c *experiment.Config) { c.Decay, c.DecayBiases = 0.5, false }},
	{"-rate 1e-3", ruled("adam", 1e-3, 0.99, 0.999, 1e-8, false)},
	{"-beta1 0.8", ruled("adam", 1e-4, 0.8, 0.999, 1e-8, false)},
	{"-beta2 0.9", ruled("adam", 1e-4, 0.99, 0.9, 1e-8, false)},
	{"-epsilon 0.01", ruled("adam", 1e-4, 0.99, 0.999, 0.01, false)},
	{"-epsilon-inside", ruled("adam", 1e-4, 0.99, 0.999, 1e-8, true)},
	{"-optimizer rmsprop", ruled("rmsprop", 1e-4, 0, 0.999, 1e-8, false)},
	{"-optimizer rmsprop -beta1 0.8 -beta2 0.9 -epsilon 0.01 -epsilon-inside -rate 1e-3", ruled("rmsprop", 1e-3, 0, 0.9, 0.01, true)},
	{"-optimizer momentum", ruled("momentum", 1e-4, 0.99, 0, 0, false)},
	{"-optimizer momentum -beta1 0.8 -beta2 0.9 -rate 1e-3", ruled("momentum", 1e-3, 0.8, 0, 0, false)},
	{"-optimizer descent -beta1 0.8", ruled("descent", 1e-4, 0, 0, 0, false)},
	{"-optimizer descent -rate 1e-3", ruled("descent", 1e-3, 0, 0, 0, false)},
}

// wordy is a table whose labels are words.
func wordy() *dataset.Table {
	c := dataset.Paper()
	c.Samples, c.Classes = 90, 2
	table, err := c.Table()
	if err != nil {
		panic(err)
	}
	for i, label := range table.Labels {
		table.Labels[i] = map[string]string{"0": "no", "1": "yes"}[label]
	}
	return table
}

// trained runs the command with the flags, three epochs unless they say otherwise.
func trained(t *testing.T, flags string) line {
	t.Helper()
	if strings.Contains(flags, "FILE") {
		var text bytes.Buffer
		require.NoError(t, dataset.WriteCSV(&text, wordy()))
		flags = strings.ReplaceAll(flags, "FILE", written(t, "data.csv", text.String()))
	}
	out, errs, status := here(t, strings.Fields("train -json -epochs 3 "+flags)...)
	require.Equal(t, cli.ExitOK, status, errs)
	return last(t, out)
}

// A flag of train is a setting of package experiment, in every bit of the result, and makes
// a difference.
func TestEachFlagIsItsArgument(t *testing.T) {
	seen := map[string]string{}
	for _, row := range flagRows {
		want := direct[float64](t, row.flags == "-shuffle", row.change)
		require.NotContains(t, seen, want.SHA256, "%q and %q are the same", row.flags, seen[want.SHA256])
		seen[want.SHA256] = row.flags
		require.Equal(t, want, trained(t, row.flags), "%q", row.flags)
	}
	rows, c := fmt.Sprint(flagRows)+" -precision -as-printed -json -save ", paperSettings() // which other tests have
	c.flagSet().VisitAll(func(f *flag.Flag) { require.Regexp(t, "-"+f.Name+"[ =}]", rows, "no row") })
}

func TestPrecisionFloat32IsTheSameInFloat32(t *testing.T) {
	want := direct[float32](t, false, func(*experiment.Config) {})
	require.Equal(t, want, trained(t, "-precision float32"))
	require.NotEqual(t, want, trained(t, ""))

	file := filepath.Join(t.TempDir(), "model.npz")
	require.Equal(t, want, trained(t, "-precision float32 -save "+file))
	require.Equal(t, want.SHA256, hashOf(t, readModel(t, file)))
	require.Contains(t, read(t, file), "'descr': '<f4'")
}
