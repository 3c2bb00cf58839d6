package command

import (
	"flag"
	"fmt"
	"math"
	"slices"
	"strconv"
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
	shuffle, standardize  bool
	schedule, classWeight string

	data, testData string
	csv            dataset.CSV
	splitSeed      uint32
	test           float64
	stratify       bool

	asPrinted, json          bool
	save, checkpoint, resume string
	every                    int

	hasDecay bool          // given on the command line or by a checkpoint
	settings string        // all flags and the data's hash, for the model's file
	saved    savedSettings // of the checkpoint to go on from
	table    *dataset.Table
	scaler   dataset.Scaler
}

// paperSettings are the settings of Codes 6, 7, 13 and 14, with ε outside the root as in
// (59).
func paperSettings() settings {
	c := settings{Config: experiment.Paper(7), splitSeed: 7, test: 0.2, activation: "relu", precision: "float64", every: 10, schedule: "constant"}
	c.Rule.EpsilonInside, c.DecayBiases = false, true
	return c
}

// ownSettings are the settings for data of one's own. Their decay depends on the number of rows.
func ownSettings() settings {
	c := paperSettings()
	c.Config, c.shuffle, c.standardize = experiment.Default(1, 7), true, true
	return c
}

// setOwn sets every flag that was not given to its value for data of one's own.
func (c *settings) setOwn(flags *flag.FlagSet) {
	data, own := c.data, ownSettings()
	values := own.flagSet()
	flags.VisitAll(func(f *flag.Flag) {
		if !cli.Given(flags, f.Name) {
			f.Value.Set(values.Lookup(f.Name).Value.String()) // which has the form that Set reads
		}
	})
	c.data = data
}

// flagSet returns the flags that set c.
func (c *settings) flagSet() *flag.FlagSet {
	f := flag.NewFlagSet("train", flag.ContinueOnError)
	f.StringVar(&c.data, "data", c.data, "CSV `file` of one's own, - for standard input (default the paper's data)")
	csvFlags(f, &c.csv)
	f.StringVar(&c.testData, "test-data", c.testData, "CSV `file` with the rows to test on, instead of a share")
	f.BoolVar(&c.stratify, "stratify", c.stratify, "split so that each class has its share of both parts")
	f.BoolVar(&c.standardize, "standardize", c.standardize, "features to mean 0 and variance 1 over the training rows (default with -data)")
	f.Float64Var(&c.ValidationShare, "validation", c.ValidationShare, "share of the training rows to validate on; the best epoch's weights are kept")
	f.IntVar(&c.Patience, "patience", c.Patience, "`epochs` without a better validation cost after which training stops")
	f.StringVar(&c.classWeight, "class-weight", c.classWeight, "`weights` of the classes' rows: balanced, or NAME=W,NAME=W")
	f.StringVar(&c.schedule, "schedule", c.schedule, "learning `rate`: constant, step or cosine; cosine,100 warms up for 100 steps")
	seedVar(f, &c.splitSeed, "split-seed", "`number` that seeds the split into training and test rows")
	f.Float64Var(&c.test, "test", c.test, "share of the rows to test on; 0 for none")
	seedVar(f, &c.Seed, "seed", "`number` that seeds the initial weights")
	f.Var((*widthsValue)(&c.Hidden), "hidden", "hidden `units`, M; 64,32 for two layers")
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
	f.StringVar(&c.save, "save", c.save, "write the model to this `file`, in the safetensors format, or, if its name ends in .npz, its weights in NumPy's")
	f.StringVar(&c.checkpoint, "checkpoint", c.checkpoint, "`file` to write the model and the state of its training to, as training goes")
	f.IntVar(&c.every, "every", c.every, "`epochs` between two checkpoints")
	f.StringVar(&c.resume, "resume", c.resume, "`file` of a checkpoint to go on from, with its settings")
	return f
}

// check returns an error that names the first flag whose value can't be used.
func (c *settings) check() (err error) {
	for _, limit := range []struct {
		flag, value string
		isKept      bool
		want        string
	}{
		{"test", fmt.Sprint(c.test), 0 <= c.test && c.test < 1, "a share from 0 to 1, without 1"},
		{"validation", fmt.Sprint(c.ValidationShare), 0 <= c.ValidationShare && c.ValidationShare < 1, "a share from 0 to 1, without 1"},
		{"patience", fmt.Sprint(c.Patience), c.Patience >= 0, "at least 0"},
		{"patience", fmt.Sprint(c.Patience), c.Patience == 0 || c.ValidationShare > 0, "a -validation share too"},
		{"every", fmt.Sprint(c.every), c.every >= 1, "at least 1"},
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
	return fmt.Sprintf("%s: %d training and %d test rows, %d classes%s\n%s, %s, %s; %s%s",
		cli.Printable(p.Name), p.X.Rows(), p.TestX.Rows(), len(p.Classes), of, joined(c.widths(p)), c.activation, c.precision, c.rule(), c.more())
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

// tests reports whether there are rows to test on.
func (c *settings) tests() bool { return c.test > 0 || c.testData != "" }

// widths returns the widths of all layers.
func (c *settings) widths(p *dataset.Problem) []int {
	return slices.Concat([]int{p.X.Cols()}, c.Hidden, []int{len(p.Classes)})
}

// joined joins widths as 5-50-3.
func joined(widths []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(widths), " ", "-"), "[]")
}

// more describes what else there is, for data of one's own.
func (c *settings) more() (text string) {
	if c.data == "" {
		return ""
	}
	text = fmt.Sprintf(", decay %.3g", c.Decay)
	for _, part := range []struct {
		is   bool
		text string
	}{
		{c.schedule != "constant", "schedule " + c.schedule}, {c.standardize, "features standardised"}, {!c.standardize, "features as they are"},
		{c.ValidationShare > 0, fmt.Sprintf("%.3g %% of the training rows held back to validate", 100*c.ValidationShare)},
	} {
		if part.is {
			text += ", " + part.text
		}
	}
	return text
}

// widthsValue is the flag of the widths of the hidden layers.
type widthsValue []int

func (v *widthsValue) String() string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(*v), " ", ","), "[]")
}

func (v *widthsValue) Set(text string) error {
	var widths []int
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 1 || n > 1<<20 {
			return fmt.Errorf("want whole numbers from 1 to 1048576, with commas between")
		}
		widths = append(widths, n)
	}
	*v = widths
	return nil
}
