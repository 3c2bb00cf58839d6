package command

import (
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"

	"chainrule/adam"
	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/nn/file"
)

// settings are the flags of train.
type settings struct {
	experiment.Config
	activation, precision string
	shuffle               bool

	data      string
	splitSeed uint32
	test      float64

	asPrinted bool
	json      bool
	save      string
}

// paperSettings are the settings of Codes 6, 7, 13 and 14, with ε outside the root as in
// (59).
func paperSettings() settings {
	c := settings{Config: experiment.Paper(7), splitSeed: 7, test: 0.2, activation: "relu", precision: "float64"}
	c.Rule.EpsilonInside, c.DecayBiases = false, true
	return c
}

// flagSet returns the flags that set c.
func (c *settings) flagSet() *flag.FlagSet {
	f := flag.NewFlagSet("train", flag.ContinueOnError)
	f.StringVar(&c.data, "data", c.data, "CSV `file` with a header, the label last, or - (default the paper's data)")
	seedVar(f, &c.splitSeed, "split-seed", "`number` that seeds the split into training and test rows")
	f.Float64Var(&c.test, "test", c.test, "share of the rows to test on")
	seedVar(f, &c.Seed, "seed", "`number` that seeds the initial weights")
	f.IntVar(&c.Hidden[0], "hidden", c.Hidden[0], "hidden units, M")
	f.StringVar(&c.activation, "activation", c.activation, "σ `function`: relu, tanh or sigmoid")
	f.StringVar(&c.precision, "precision", c.precision, "`type`: float64 or float32")
	f.IntVar(&c.Epochs, "epochs", c.Epochs, "passes over the training rows")
	f.IntVar(&c.Batch, "batch", c.Batch, "rows of a batch")
	f.BoolVar(&c.shuffle, "shuffle", c.shuffle, "draw the order of the rows anew for each epoch")
	f.Float64Var(&c.Decay, "decay", c.Decay, "λ, added as λθ to the gradient of each batch")
	f.BoolVar(&c.DecayBiases, "decay-biases", c.DecayBiases, "b and c decay too")
	f.StringVar(&c.Rule.Name, "optimizer", c.Rule.Name, "`rule`: adam (59), rmsprop (55), momentum (48) or descent")
	f.Float64Var(&c.Rule.Rate, "rate", c.Rule.Rate, "learning rate η")
	f.Float64Var(&c.Rule.Beta1, "beta1", c.Rule.Beta1, "decay of the first moment")
	f.Float64Var(&c.Rule.Beta2, "beta2", c.Rule.Beta2, "decay of the second moment")
	f.Float64Var(&c.Rule.Epsilon, "epsilon", c.Rule.Epsilon, "ε")
	f.BoolVar(&c.Rule.EpsilonInside, "epsilon-inside", c.Rule.EpsilonInside, "√(v+ε) as in Code 13, instead of √v + ε")
	f.BoolVar(&c.asPrinted, "as-printed", c.asPrinted, "Code 13 exactly: ε inside the root, two empty batches an epoch")
	f.BoolVar(&c.json, "json", c.json, "JSON lines on standard output, progress on standard error")
	f.StringVar(&c.save, "save", c.save, "write W, b, V, c to this `file` in NumPy's npz format")
	return f
}

// check returns an error that names the first flag whose value can't be used.
func (c *settings) check() (err error) {
	for _, limit := range []struct {
		flag, value string
		isKept      bool
		want        string
	}{
		{"test", fmt.Sprint(c.test), 0 < c.test && c.test < 1, "a share between 0 and 1"},
		{"hidden", fmt.Sprint(c.Hidden[0]), c.Hidden[0] >= 1, "at least 1"},
		{"hidden", fmt.Sprint(c.Hidden[0]), c.Hidden[0] <= 1<<20, "at most 1048576"},
		{"precision", file.Quote(c.precision), c.precision == "float64" || c.precision == "float32", "float64 or float32"},
		{"epochs", fmt.Sprint(c.Epochs), 1 <= c.Epochs && c.Epochs <= 1e9, "at least 1 and at most 1000000000"},
		{"batch", fmt.Sprint(c.Batch), c.Batch >= 1, "at least 1"},
		{"decay", fmt.Sprint(c.Decay), 0 <= c.Decay && c.Decay <= math.MaxFloat64, "a finite number, not negative"},
		{"optimizer", file.Quote(c.Rule.Name), c.rule() != "", "adam, rmsprop, momentum or descent"},
	} {
		if !limit.isKept {
			return cli.Unusable("train: -%s %s: want %s", limit.flag, limit.value, limit.want)
		}
	}
	if c.Activation, err = nn.ParseActivation(c.activation); err != nil {
		return cli.Unusable("train: -activation: %w", err)
	}
	_, err = adam.New[float64](0, c.Rule.Options) // checks rate, betas and epsilon
	if c.precision == "float32" {
		_, err = adam.New[float32](0, c.Rule.Options)
	}
	if err != nil {
		return cli.Unusable("train: -%s", strings.TrimPrefix(err.Error(), "adam: "))
	}
	return nil
}

// free are the flags that the listing leaves open; any other may only repeat it.
var free = []string{"as-printed", "seed", "json", "save"}

// setAsPrinted sets the values of the listing. A flag that was given another value is an
// error.
func (c *settings) setAsPrinted(flags *flag.FlagSet) error {
	listing := paperSettings()
	listing.Rule.EpsilonInside = true
	want := listing.flagSet()
	var contradiction error
	flags.Visit(func(f *flag.Flag) {
		printed := want.Lookup(f.Name).Value.String()
		if contradiction == nil && !slices.Contains(free, f.Name) && f.Value.String() != printed {
			if printed == "" {
				printed = "the paper's data"
			}
			contradiction = cli.Unusable("train: -%s %s contradicts -as-printed: the listing has %s", f.Name, f.Value, printed)
		}
	})
	listing.asPrinted, listing.Seed, listing.json, listing.save = true, c.Seed, c.json, c.save
	listing.Batches = experiment.Printed(c.Seed).Batches
	*c = listing
	return contradiction
}

// batches returns the number of batches of an epoch, and says which it is of the two that
// Code 13 may have.
func (c *settings) batches(p *dataset.Problem) (n int, text string) {
	n = (p.X.Rows()-1)/c.Batch + 1
	switch {
	case c.asPrinted:
		return c.Batches, fmt.Sprintf("as printed in Code 13: %d batches an epoch, the last %d empty", c.Batches, c.Batches-n)
	case c.data == "" && c.Batch == experiment.PaperBatch:
		return n, fmt.Sprintf("as Code 13 means: %d batches an epoch (-as-printed has two empty ones more)", n)
	}
	return n, fmt.Sprintf("%d batches an epoch", n)
}

// describe returns two lines about the run.
func (c *settings) describe(p *dataset.Problem) string {
	of := ""
	if c.data != "" {
		of = " of column " + file.Quote(p.Label)
	}
	return fmt.Sprintf("%s: %d training and %d test rows, %d classes%s\n%d-%d-%d, %s, %s; %s",
		cli.Printable(p.Name), p.X.Rows(), p.TestX.Rows(), len(p.Classes), of, p.X.Cols(), c.Hidden[0], len(p.Classes), c.activation, c.precision, c.rule())
}

// rule describes the update rule. It is empty if there is none of the name.
func (c *settings) rule() string {
	o, place := c.Rule, ""
	if o.EpsilonInside {
		place = " inside the root"
	}
	return map[string]string{
		"adam":     fmt.Sprintf("Adam, rate %v, β₁ %v, β₂ %v, ε %v%s", o.Rate, o.Beta1, o.Beta2, o.Epsilon, place),
		"rmsprop":  fmt.Sprintf("RMSprop, rate %v, β %v, ε %v%s", o.Rate, o.Beta2, o.Epsilon, place),
		"momentum": fmt.Sprintf("momentum, rate %v, β %v", o.Rate, o.Beta1),
		"descent":  fmt.Sprintf("gradient descent, rate %v", o.Rate),
	}[o.Name]
}
