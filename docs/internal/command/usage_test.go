package command

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/docs/cli"
	"chainrule/nn/experiment"
)

// misuse is a command line that can't be used, and a part of what is said of it.
type misuse struct {
	want string
	args []string
}

// misuses are command lines that need no files.
var misuses = []misuse{
	{`unknown command "trian"`, []string{"trian"}},
	{`flag provided but not defined: -x`, []string{"train", "-x"}},
	{`unexpected argument "more"`, []string{"train", "more"}},
	{`invalid value "many" for flag -epochs`, []string{"train", "-epochs", "many"}},
	{`-epochs 0: want at least 1`, []string{"train", "-epochs", "0"}},
	{`-batch -5: want at least 1`, []string{"train", "-batch", "-5"}},
	{`invalid value "0" for flag -hidden: want whole numbers from 1 to 1048576, with commas between`, []string{"train", "-hidden", "0"}},
	{`-rate 0: want a finite number above 0`, []string{"train", "-rate", "0"}},
	{`-rate -1: want a finite number above 0`, []string{"train", "-rate", "-1", "-optimizer", "descent"}},
	{`-rate NaN: want a finite number above 0`, []string{"train", "-rate", "NaN"}},
	{`-beta1 1: want at least 0 and less than 1`, []string{"train", "-beta1", "1"}},
	{`-beta2 1.5: want at least 0 and less than 1`, []string{"train", "-beta2", "1.5"}},
	{`-epsilon -1: want a finite number, not negative`, []string{"train", "-epsilon", "-1"}},
	{`-decay -0.5: want a finite number, not negative`, []string{"train", "-decay", "-0.5"}},
	{`-test 1: want a share from 0 to 1, without 1`, []string{"train", "-test", "1"}},
	{`-test NaN: want a share`, []string{"train", "-test", "NaN"}},
	{`-seed: want a whole number from 0 to 4294967295`, []string{"train", "-seed", "4294967296"}},
	{`-activation: unknown activation "gelu"`, []string{"train", "-activation", "gelu"}},
	{`-optimizer "sgd": want adam`, []string{"train", "-optimizer", "sgd"}},
	{`-precision "float16": want float64`, []string{"train", "-precision", "float16"}},
	{`no such file or directory`, []string{"train", "-data", "missing.csv"}},
	{`-save`, append(quick, "-save", "/nowhere/at/all.npz")},
	{`-epochs 3 contradicts -as-printed: the listing has 500`, []string{"train", "-as-printed", "-epochs", "3"}},
	{`contradicts -as-printed: the listing has the paper's data`, []string{"train", "-as-printed", "-data", "x.csv"}},
	{`docs: dataset: -informative is 5, but`, []string{"dataset", "-classes", "600"}},
	{`docs: dataset: -samples is 0, but`, []string{"dataset", "-samples", "0"}},
	{`docs: dataset: -redundant is -1, but`, []string{"dataset", "-redundant", "-1"}},
	{`docs: dataset: -repeated is -1, but`, []string{"dataset", "-repeated", "-1"}},
	{`docs: dataset: -clusters is -1, but`, []string{"dataset", "-clusters", "-1"}},
	{`docs: dataset: -flip is 2, but`, []string{"dataset", "-flip", "2"}},
	{`docs: dataset: -sep is 1e+301, but`, []string{"dataset", "-sep", "1e301"}},
	{`-port 65536: want 0 to 65535`, []string{"serve", "-port", "65536"}},
	{`-port -1: want 0 to 65535`, []string{"serve", "-port", "-1"}},
	{`no trial of "60"`, []string{"verify", "-equation", "60"}},
	{`no trial of ""`, []string{"verify", "-equation", ""}},
	{`unexpected argument "all"`, []string{"write", "all"}},
	{`flag provided but not defined: -fix`, []string{"check", "-fix"}},
}

// filesMisused returns command lines with files that can't be used.
func filesMisused(t *testing.T) []misuse {
	const head = "a,b,y\n"
	rows := strings.Repeat("1,2,x\n3,4,z\n", 10)
	train := func(name, content string) []string { return []string{"train", "-data", written(t, name, content)} }
	return []misuse{
		{`data.csv:3:2: "abc" is not a number`, train("data.csv", head+"1,2,x\n1,abc,x\n")},
		{`nan.csv:2:1: NaN is not allowed`, train("nan.csv", head+"nan,2,x\n")},
		{`short.csv:3: 2 fields, but the header has 3`, train("short.csv", head+"1,2,x\n1,2\n")},
		{`empty.csv: the file is empty`, train("empty.csv", "")},
		{`have the label "x": want at least two classes`, train("one.csv", head+strings.Repeat("1,2,x\n", 9))},
		{`but no training row has it`, train("rare.csv", head+rows+distinct(20))},
		{`classes in`, train("distinct.csv", head+distinct(20))},
	}
}

// distinct returns rows of which each has a label of its own.
func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d,%d,label%d\n", i, -i, i)
	}
	return b.String()
}

func TestUnusableInputGetsOneLineAndStatus2(t *testing.T) {
	for _, c := range append(misuses, filesMisused(t)...) {
		out, errs, status := docs(t, c.args...)
		require.Equal(t, cli.ExitUsage, status, "%v: %s%s", c.args, out, errs)
		require.Empty(t, out, "%v", c.args)
		require.Contains(t, errs, c.want)
		requireOneLine(t, errs)
	}
}

// requireOneLine demands that the errors are one line of the command's.
func requireOneLine(t *testing.T, errs string) {
	t.Helper()
	require.Equal(t, 1, strings.Count(errs, "\n"), "one line: %q", errs)
	require.True(t, strings.HasPrefix(errs, "docs: "), errs)
}

// listing are the flags of which Codes 13 and 14 have a value, with that and another.
var listing = map[string]struct{ printed, other string }{
	"data": {"", "x.csv"}, "split-seed": {"7", "8"}, "test": {"0.2", "0.3"}, "hidden": {"50", "51"},
	"activation": {"relu", "tanh"}, "precision": {"float64", "float32"}, "epochs": {"500", "499"}, "batch": {"50", "49"},
	"shuffle": {"false", "true"}, "decay": {"0", "0.1"}, "decay-biases": {"true", "false"}, "optimizer": {"adam", "rmsprop"},
	"rate": {"1e-4", "1e-3"}, "beta1": {"0.99", "0.9"}, "beta2": {"0.999", "0.99"}, "epsilon": {"1e-8", "1e-7"},
	"epsilon-inside": {"true", "false"}, "label": {"", "y"}, "separator": {"", ";"}, "decimal": {"", ","}, "no-header": {"false", "true"},
	"test-data": {"", "x.csv"}, "stratify": {"false", "true"}, "standardize": {"false", "true"}, "validation": {"0", "0.1"},
	"patience": {"0", "3"}, "class-weight": {"", "balanced"}, "schedule": {"constant", "cosine"},
}

func TestAsPrintedRefusesWhatContradictsTheListing(t *testing.T) {
	for name, value := range listing {
		out, errs, status := here(t, "train", "-as-printed", "-"+name+"="+value.other)
		require.Equal(t, cli.ExitUsage, status, name)
		require.Empty(t, out)
		require.Regexp(t, "^docs: train: -"+name+" .* contradicts -as-printed: the listing has ", errs)
		requireOneLine(t, errs)
	}
}

// A value of the listing may be said again. The listing is run: ε inside the root, all else
// as without the flag.
func TestAsPrintedIsTheListing(t *testing.T) {
	free := []string{"-as-printed", "-seed=8", "-json", "-save=model.npz", "-checkpoint=c", "-every=3", "-resume="}
	c := paperSettings()
	flags := c.flagSet()
	args := append([]string{}, free...)
	for name, value := range listing {
		args = append(args, "-"+name+"="+value.printed)
	}
	require.NoError(t, flags.Parse(args))
	flags.VisitAll(func(f *flag.Flag) { require.True(t, cli.Given(flags, f.Name), "this test leaves out -%s", f.Name) })

	want := settings{
		Config: experiment.Printed(8), activation: "relu", precision: "float64", splitSeed: 7, test: 0.2,
		asPrinted: true, json: true, save: "model.npz", checkpoint: "c", every: 3, schedule: "constant",
	}
	want.DecayBiases = true
	require.Equal(t, adam.Options{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8, EpsilonInside: true}, want.Rule.Options)
	require.NoError(t, c.setAsPrinted(flags))
	require.Equal(t, want, c)

	c = paperSettings() // none of them said
	flags = c.flagSet()
	require.NoError(t, flags.Parse(free))
	require.NoError(t, c.setAsPrinted(flags))
	require.Equal(t, want, c)
	batches, text := c.batches(experiment.PaperRows())
	require.Equal(t, 10, batches)
	require.Equal(t, "as printed in Code 13: 10 batches an epoch, the last 2 empty", text)
}
