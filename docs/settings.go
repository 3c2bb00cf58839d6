package main

import (
	"flag"
	"fmt"
	"math"
	"strings"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// settings are the flags of train.
type settings struct {
	data      string
	splitSeed uint32
	test      float64

	seed       uint32
	hidden     int
	activation string
	precision  string

	epochs, batch int
	shuffle       bool
	decay         float64
	decayBiases   bool

	optimizer string
	adam      adam.Options

	asPrinted bool
	json      bool
	save      string
}

// paperSettings are those of Codes 6, 7, 13 and 14, with ε outside the root as in (59).
func paperSettings() settings {
	o := adam.Listing()
	o.EpsilonInside = false
	return settings{splitSeed: 7, test: 0.2, seed: 7, hidden: 50, activation: "relu", precision: "float64",
		epochs: 500, batch: 50, decayBiases: true, optimizer: "adam", adam: o}
}

// flagSet returns the flags that set c.
func (c *settings) flagSet() *flag.FlagSet {
	f := flag.NewFlagSet("train", flag.ContinueOnError)
	f.StringVar(&c.data, "data", c.data, "CSV `file` with a header, the label last (default the paper's data)")
	seedVar(f, &c.splitSeed, "split-seed", "`number` that seeds the split into training and test rows")
	f.Float64Var(&c.test, "test", c.test, "share of the rows to test on")
	seedVar(f, &c.seed, "seed", "`number` that seeds the initial weights")
	f.IntVar(&c.hidden, "hidden", c.hidden, "hidden units, M")
	f.StringVar(&c.activation, "activation", c.activation, "σ `function`: relu, tanh or sigmoid")
	f.StringVar(&c.precision, "precision", c.precision, "`type`: float64 or float32")
	f.IntVar(&c.epochs, "epochs", c.epochs, "passes over the training rows")
	f.IntVar(&c.batch, "batch", c.batch, "rows of a batch")
	f.BoolVar(&c.shuffle, "shuffle", c.shuffle, "draw the order of the rows anew for each epoch")
	f.Float64Var(&c.decay, "decay", c.decay, "λ, added as λθ to the gradient of each batch")
	f.BoolVar(&c.decayBiases, "decay-biases", c.decayBiases, "b and c decay too")
	f.StringVar(&c.optimizer, "optimizer", c.optimizer, "`rule`: adam (59), rmsprop (55), momentum (48) or descent")
	f.Float64Var(&c.adam.Rate, "rate", c.adam.Rate, "learning rate η")
	f.Float64Var(&c.adam.Beta1, "beta1", c.adam.Beta1, "decay of the first moment")
	f.Float64Var(&c.adam.Beta2, "beta2", c.adam.Beta2, "decay of the second moment")
	f.Float64Var(&c.adam.Epsilon, "epsilon", c.adam.Epsilon, "ε")
	f.BoolVar(&c.adam.EpsilonInside, "epsilon-inside", c.adam.EpsilonInside, "√(v+ε) as in Code 13, instead of √v + ε")
	f.BoolVar(&c.asPrinted, "as-printed", c.asPrinted, "Code 13 exactly: ε inside the root, two empty batches an epoch")
	f.BoolVar(&c.json, "json", c.json, "JSON lines on standard output, progress on standard error")
	f.StringVar(&c.save, "save", c.save, "write W, b, V, c to this `file` in NumPy's npz format")
	return f
}

// check returns an error that names the first flag whose value can't be used.
func (c *settings) check() error {
	switch {
	case !(0 < c.test && c.test < 1):
		return unusable("train: -test %v: want a share between 0 and 1", c.test)
	case c.hidden < 1:
		return unusable("train: -hidden %d: want at least 1", c.hidden)
	case c.hidden > 1<<20:
		return unusable("train: -hidden %d: want at most %d", c.hidden, 1<<20)
	case c.precision != "float64" && c.precision != "float32":
		return unusable("train: -precision %q: want float64 or float32", c.precision)
	case c.epochs < 1 || c.epochs > 1e9:
		return unusable("train: -epochs %d: want at least 1 and at most 1000000000", c.epochs)
	case c.batch < 1:
		return unusable("train: -batch %d: want at least 1", c.batch)
	case !(c.decay >= 0) || math.IsInf(c.decay, 1):
		return unusable("train: -decay %v: want a finite number, not negative", c.decay)
	}
	if _, err := nn.ParseActivation(c.activation); err != nil {
		return unusable("train: -activation: %w", err)
	}
	_, err := adam.New[float64](0, c.adam) // checks rate, betas and epsilon
	if c.precision == "float32" {
		_, err = adam.New[float32](0, c.adam)
	}
	if err != nil {
		return unusable("train: -%s", strings.TrimPrefix(err.Error(), "adam: "))
	}
	_, err = newOptimizer[float64](c, 0) // knows the names of the rules
	return err
}

// newOptimizer returns the update rule for n parameters.
func newOptimizer[F tensor.Float](c *settings, n int) (nn.Optimizer[F], error) {
	var rule nn.Optimizer[F]
	var err error
	switch o := c.adam; c.optimizer {
	case "adam":
		rule, err = adam.New[F](n, o)
	case "rmsprop":
		rule, err = adam.NewRMSprop[F](n, adam.RMSpropOptions{Rate: o.Rate, Beta: o.Beta2, Epsilon: o.Epsilon, EpsilonInside: o.EpsilonInside})
	case "momentum":
		rule, err = adam.NewMomentum[F](n, o.Rate, o.Beta1)
	case "descent":
		rule, err = adam.NewDescent[F](o.Rate)
	default:
		err = unusable("train: -optimizer %q: want adam, rmsprop, momentum or descent", c.optimizer)
	}
	return rule, err
}

// free are the flags that the listing leaves open; any other may only repeat it.
var free = map[string]bool{"as-printed": true, "seed": true, "json": true, "save": true}

// setAsPrinted makes the settings those of the listing. A flag that was given
// another value is an error.
func (c *settings) setAsPrinted(flags *flag.FlagSet) error {
	listing := paperSettings()
	listing.adam = adam.Listing()
	want := listing.flagSet()
	var contradiction error
	flags.Visit(func(f *flag.Flag) {
		printed := want.Lookup(f.Name).Value.String()
		if contradiction == nil && !free[f.Name] && f.Value.String() != printed {
			contradiction = unusable("train: -%s %s contradicts -as-printed: the listing has %s", f.Name, f.Value, orNone(printed))
		}
	})
	listing.asPrinted, listing.seed, listing.json, listing.save = true, c.seed, c.json, c.save
	*c = listing
	return contradiction
}

// orNone names an empty value.
func orNone(value string) string {
	if value == "" {
		return "the paper's data"
	}
	return value
}

// batches returns the batches of an epoch for nn.Options: 0 for as many as the
// rows fill; as printed, what Code 13 computes from all rows, those of the test set
// among them.
func (c *settings) batches(allRows int) int {
	if c.asPrinted {
		return allRows / c.batch
	}
	return 0
}

// describe returns two lines about the run.
func (c *settings) describe(p *dataset.Problem) string {
	rule := map[string]string{
		"adam":     fmt.Sprintf("Adam, rate %v, β₁ %v, β₂ %v, ε %v", c.adam.Rate, c.adam.Beta1, c.adam.Beta2, c.adam.Epsilon),
		"rmsprop":  fmt.Sprintf("RMSprop, rate %v, β %v, ε %v", c.adam.Rate, c.adam.Beta2, c.adam.Epsilon),
		"momentum": fmt.Sprintf("momentum, rate %v, β %v", c.adam.Rate, c.adam.Beta1),
		"descent":  fmt.Sprintf("gradient descent, rate %v", c.adam.Rate),
	}[c.optimizer]
	if c.adam.EpsilonInside && (c.optimizer == "adam" || c.optimizer == "rmsprop") {
		rule += " inside the root"
	}
	return fmt.Sprintf("%s: %d training and %d test rows, %d classes\n%d-%d-%d, %s, %s; %s",
		printable(p.Name), p.X.Rows(), p.TestX.Rows(), len(p.Classes), p.X.Cols(), c.hidden, len(p.Classes), c.activation, c.precision, rule)
}
