package command

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/nn/file"
)

// csvFlags defines the flags that say how a CSV file is written.
func csvFlags(f *flag.FlagSet, c *dataset.CSV) {
	f.StringVar(&c.Label, "label", c.Label, "`name` of the label's column, or its number from 1 (default the last)")
	f.Var((*runeValue)(&c.Separator), "separator", "`character` between fields (default a comma); tab for a tabulator")
	f.Var((*runeValue)(&c.Decimal), "decimal", "`character` before the decimals (default a point)")
	f.BoolVar(&c.NoHeader, "no-header", c.NoHeader, "the first line is a row")
}

// runeValue is the flag of a character.
type runeValue rune

func (v *runeValue) String() string {
	if *v == 0 {
		return ""
	}
	return string(*v)
}

func (v *runeValue) Set(text string) error {
	switch r, size := utf8.DecodeRuneInString(text); {
	case text == "": // the default
		*v = 0
	case text == "tab" || text == `\t`:
		*v = '\t'
	case size != len(text):
		return fmt.Errorf("want one character, or tab")
	default:
		*v = runeValue(r)
	}
	return nil
}

// maxParameters limits a network: 1 GiB in float64, and Adam has three such blocks more.
const maxParameters = 1 << 27

// load reads the data, the paper's if there is no name, splits it, codes the labels, standardises, and sets
// what depends on the rows: the decay, the weights of classes, the schedule.
func (c *settings) load() (err error) {
	c.table = experiment.PaperTable()
	if c.data != "" {
		c.table, err = c.csv.ReadFile(c.data)
	}
	if err == nil {
		c.Problem, err = c.problem()
	}
	if err != nil {
		return err
	}
	widths, n := c.widths(c.Problem), 0.0
	for l := range widths[1:] {
		n += float64(widths[l]+1) * float64(widths[l+1])
	}
	if n > maxParameters {
		return fmt.Errorf("-hidden %s: a %s network has %.3g parameters, want at most %d", (*widthsValue)(&c.Hidden), joined(widths), n, maxParameters)
	}
	if c.standardize {
		c.scaler = c.Problem.Standardize()
	}
	if c.data != "" && !c.hasDecay {
		c.Decay = experiment.Default(c.Problem.X.Rows(), 0).Decay
	}
	if c.ClassWeights, err = c.weights(); err != nil {
		return err
	}
	c.Rate, err = c.rates()
	return err
}

// problem splits the table, and codes the labels by the training rows.
func (c *settings) problem() (*dataset.Problem, error) {
	t := c.table
	if c.precision == "float32" {
		if err := t.CheckFloat32(); err != nil {
			return nil, err
		}
	}
	if c.testData != "" {
		D, form := t.X.Cols(), c.csv
		form.Features, form.Known = t.Header[:D], t.Header[D]
		test, err := form.ReadFile(c.testData)
		if err == nil && test.Labels == nil {
			err = fmt.Errorf("%s: no column %s with the labels to test by", cli.Printable(c.testData), file.Quote(t.Header[D]))
		}
		if err != nil {
			return nil, err
		}
		return dataset.NewTestProblem(t, test)
	}
	if c.stratify {
		return dataset.NewStratifiedProblem(t, c.test, c.splitSeed)
	}
	return dataset.NewProblem(t, c.test, c.splitSeed)
}

// weights returns the weight of each class, nil for none.
func (c *settings) weights() ([]float64, error) {
	p := c.Problem
	switch c.classWeight {
	case "":
		return nil, nil
	case "balanced":
		return nn.BalancedWeights(p.Labels, len(p.Classes)), nil
	}
	weights := slices.Repeat([]float64{1}, len(p.Classes))
	for part := range strings.SplitSeq(c.classWeight, ",") {
		name, value, _ := strings.Cut(part, "=")
		w, err := strconv.ParseFloat(value, 64)
		k := slices.Index(p.Classes, name)
		if err != nil || k < 0 || !(w >= 0) || math.IsInf(w, 1) {
			return nil, fmt.Errorf("-class-weight %s: want balanced, or a class, = and a number that is not negative; the classes are %s", file.Short(part), list(p.Classes))
		}
		weights[k] = w
	}
	return weights, nil
}

// rates returns the schedule, nil for a constant rate. A tenth of the rate after each third of the steps is
// a usual choice of steps.
func (c *settings) rates() (s nn.Schedule, err error) {
	name, warmUp, _ := strings.Cut(c.schedule, ",")
	steps := c.Epochs * c.EpochSteps(c.trainingRows())
	switch name {
	case "constant":
		s = nn.Constant(c.Rule.Rate)
	case "step":
		s = nn.StepDecay(c.Rule.Rate, 0.1, (steps+2)/3)
	case "cosine":
		s = nn.Cosine(c.Rule.Rate, c.Rule.Rate/100, steps)
	default:
		return nil, fmt.Errorf("-schedule %s: want constant, step or cosine", file.Quote(c.schedule))
	}
	if warmUp == "" {
		if name == "constant" {
			return nil, nil
		}
		return s, nil
	}
	n, err := strconv.Atoi(warmUp)
	if err != nil || n < 1 {
		return nil, fmt.Errorf("-schedule %s: want a number of steps after the comma", file.Quote(c.schedule))
	}
	return s.WarmUp(n), nil
}

// trainingRows returns the number of rows that are left to train on.
func (c *settings) trainingRows() int {
	N := c.Problem.X.Rows()
	return N - int(math.Ceil(c.ValidationShare*float64(N)))
}

// hash returns the SHA-256 of a table, which tells whether two files have the same content.
func hash(t *dataset.Table) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q", t.Header, t.Labels)
	for i := range t.X.Rows() {
		binary.Write(h, binary.LittleEndian, t.X.Row(i)) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil))
}
