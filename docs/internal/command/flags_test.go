package command

import (
	"bytes"
	"flag"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// direct is a training by package nn, with every setting written out.
type direct[F tensor.Float] struct {
	table       *dataset.Table
	test        float64
	split, seed uint32
	hidden      int
	σ           nn.Activation
	options     nn.Options
	shuffle     bool
	rule        func(n int) (nn.Optimizer[F], error)
}

// paperDirect is the default run, but of three epochs.
func paperDirect[F tensor.Float](t *testing.T) direct[F] {
	t.Helper()
	table, err := dataset.Paper().Table()
	require.NoError(t, err)
	return direct[F]{
		table: table, test: 0.2, split: 7, seed: 7, hidden: 50, σ: nn.ReLU,
		options: nn.Options{Epochs: 3, Batch: 50, DecayBiases: true},
		rule:    adamRule[F](adam.Options{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8}),
	}
}

func adamRule[F tensor.Float](o adam.Options) func(int) (nn.Optimizer[F], error) {
	return func(n int) (nn.Optimizer[F], error) { return adam.New[F](n, o) }
}

func rmsprop(o adam.RMSpropOptions) func(int) (nn.Optimizer[float64], error) {
	return func(n int) (nn.Optimizer[float64], error) { return adam.NewRMSprop[float64](n, o) }
}

func momentum(η, β float64) func(int) (nn.Optimizer[float64], error) {
	return func(n int) (nn.Optimizer[float64], error) { return adam.NewMomentum[float64](n, η, β) }
}

func descent(η float64) func(int) (nn.Optimizer[float64], error) {
	return func(int) (nn.Optimizer[float64], error) { return adam.NewDescent[float64](η) }
}

// converted returns A in the type F.
func converted[F tensor.Float](A tensor.Matrix[float64]) tensor.Matrix[F] {
	C := tensor.New[F](A.Rows(), A.Cols())
	tensor.Convert(C, A)
	return C
}

// train returns the last line that the command should print.
func (d direct[F]) train(t *testing.T) line {
	t.Helper()
	p, err := dataset.NewProblem(d.table, d.test, d.split)
	require.NoError(t, err)
	random := dataset.NewRandom(d.seed)
	net := nn.NewMLP[F](p.X.Cols(), d.hidden, len(p.Classes), d.σ)
	net.Initialize(random.Normal)
	if d.shuffle { // from the stream that drew the weights
		d.options.Permute = random.Permute
	}
	rule, err := d.rule(len(net.Parameters().Theta))
	require.NoError(t, err)
	X, T := converted[F](p.X), converted[F](p.T)
	var end nn.Step
	for step, err := range nn.Train(t.Context(), net, rule, X, T, d.options) {
		require.NoError(t, err)
		end = step
	}
	s := net.Workspace(p.Rows)
	net.Forward(s, X)
	trainCost := float64(net.Loss(s, T))
	net.Forward(s, converted[F](p.TestX))
	predicted := make([]int, p.TestX.Rows())
	nn.Predict(predicted, s.Y)
	return line{
		Step: end.Number, Epoch: end.Epoch, TrainCost: trainCost, TestCost: float64(net.Loss(s, converted[F](p.TestT))),
		TestError: nn.ErrorRate(predicted, p.TestLabels), Final: true, Kernel: tensor.Kernel(), SHA256: hashOf(t, widened(net)),
	}
}

// widened returns the network in float64.
func widened[F tensor.Float](net *nn.MLP[F]) *nn.MLP[float64] {
	wide := nn.NewMLP[float64](net.D, net.M, net.K, net.Activation())
	for i, x := range net.Parameters().Theta {
		wide.Parameters().Theta[i] = float64(x)
	}
	return wide
}

// flagRows are flags of train with what they change.
var flagRows = []struct {
	flags  string
	change func(d *direct[float64])
}{
	{"", func(*direct[float64]) {}},
	{"-data FILE", func(d *direct[float64]) { d.table = wordy() }},
	{"-split-seed 8", func(d *direct[float64]) { d.split = 8 }},
	{"-test 0.3", func(d *direct[float64]) { d.test = 0.3 }},
	{"-seed 8", func(d *direct[float64]) { d.seed = 8 }},
	{"-hidden 7", func(d *direct[float64]) { d.hidden = 7 }},
	{"-activation tanh", func(d *direct[float64]) { d.σ = nn.Tanh }},
	{"-activation sigmoid", func(d *direct[float64]) { d.σ = nn.Sigmoid }},
	{"-epochs 4", func(d *direct[float64]) { d.options.Epochs = 4 }},
	{"-batch 64", func(d *direct[float64]) { d.options.Batch = 64 }},
	{"-shuffle", func(d *direct[float64]) { d.shuffle = true }},
	{"-decay 0.5", func(d *direct[float64]) { d.options.Decay = 0.5 }},
	{"-decay 0.5 -decay-biases=false", func(d *direct[float64]) { d.options.Decay, d.options.DecayBiases = 0.5, false }},
	{"-rate 1e-3", func(d *direct[float64]) {
		d.rule = adamRule[float64](adam.Options{Rate: 1e-3, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8})
	}},
	{"-beta1 0.8", func(d *direct[float64]) {
		d.rule = adamRule[float64](adam.Options{Rate: 1e-4, Beta1: 0.8, Beta2: 0.999, Epsilon: 1e-8})
	}},
	{"-beta2 0.9", func(d *direct[float64]) {
		d.rule = adamRule[float64](adam.Options{Rate: 1e-4, Beta1: 0.99, Beta2: 0.9, Epsilon: 1e-8})
	}},
	{"-epsilon 0.01", func(d *direct[float64]) {
		d.rule = adamRule[float64](adam.Options{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 0.01})
	}},
	{"-epsilon-inside", func(d *direct[float64]) {
		d.rule = adamRule[float64](adam.Options{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8, EpsilonInside: true})
	}},
	{"-optimizer rmsprop", func(d *direct[float64]) {
		d.rule = rmsprop(adam.RMSpropOptions{Rate: 1e-4, Beta: 0.999, Epsilon: 1e-8})
	}},
	{"-optimizer rmsprop -beta1 0.8 -beta2 0.9 -epsilon 0.01 -epsilon-inside -rate 1e-3", func(d *direct[float64]) {
		d.rule = rmsprop(adam.RMSpropOptions{Rate: 1e-3, Beta: 0.9, Epsilon: 0.01, EpsilonInside: true})
	}},
	{"-optimizer momentum", func(d *direct[float64]) { d.rule = momentum(1e-4, 0.99) }},
	{"-optimizer momentum -beta1 0.8 -beta2 0.9 -rate 1e-3", func(d *direct[float64]) { d.rule = momentum(1e-3, 0.8) }},
	{"-optimizer descent -beta1 0.8", func(d *direct[float64]) { d.rule = descent(1e-4) }},
	{"-optimizer descent -rate 1e-3", func(d *direct[float64]) { d.rule = descent(1e-3) }},
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

// A flag of train is an argument of package nn, in every bit of the result, and makes
// a difference.
func TestEachFlagIsItsArgument(t *testing.T) {
	seen := map[string]string{}
	for _, row := range flagRows {
		d := paperDirect[float64](t)
		row.change(&d)
		want := d.train(t)
		require.NotContains(t, seen, want.SHA256, "%q and %q are the same", row.flags, seen[want.SHA256])
		seen[want.SHA256] = row.flags
		require.Equal(t, want, trained(t, row.flags), "%q", row.flags)
	}
}

func TestPrecisionFloat32IsTheSameInFloat32(t *testing.T) {
	want := paperDirect[float32](t).train(t)
	require.Equal(t, want, trained(t, "-precision float32"))
	require.NotEqual(t, want, trained(t, ""))

	file := filepath.Join(t.TempDir(), "model.npz")
	require.Equal(t, want, trained(t, "-precision float32 -save "+file))
	require.Equal(t, want.SHA256, hashOf(t, readModel(t, file)))
	require.Contains(t, read(t, file), "'descr': '<f4'")
}

func TestEveryFlagHasARow(t *testing.T) {
	elsewhere := map[string]bool{"precision": true, "as-printed": true, "json": true, "save": true}
	rows := map[string]bool{}
	for _, row := range flagRows {
		for _, match := range regexp.MustCompile(`-([a-z][a-z0-9-]*)`).FindAllStringSubmatch(row.flags, -1) {
			rows[match[1]] = true
		}
	}
	c := paperSettings()
	c.flagSet().VisitAll(func(f *flag.Flag) {
		require.True(t, rows[f.Name] || elsewhere[f.Name], "no row for -%s", f.Name)
	})
}
