package book

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/internal/chapters"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// synthetic is a small module with a book, of which the blocks are empty.
var synthetic = map[string]string{
	"README.md":               "# Top\n\nSee [the book](docs/README.md) and [a line](nn/mlp.go#L3).\n",
	"bench/results/README.md": "# Results\n",
	"bench/results/a.txt":     "machine: any\nfast 1 ns\nslow 2 ns\nfast 3 ns\n",
	"docs/README.md":          "# The book\n\n<!-- begin contents -->\n<!-- end -->\n",
	"docs/equations.md":       "# All\n\n<!-- begin index -->\n<!-- end -->\n",
	"docs/formulas.json":      "{\n\t\"inline\": {\n\t\t\"a_1\": \"<math>a</math>\"\n\t},\n\t\"display\": {\n\t\t\"\\\\frac{1}{2}\\n\": \"<math>½</math>\"\n\t}\n}\n",
	"docs/decisions/01.md":    "# Why\n\nSee [why](../chapters/01-w.md#eq-46), [here](#why).\n",

	"gradcheck/equations/registry.txt": "# On trial:\n\n\n\ntrial 46 | 2.3.5\ntrial 2.1.2 | 2.1.2\n",
	"nn/dataset/labels.go":             "package dataset\n\nfunc (e *Encoder) OneHot() {}\n",
	"docs/errata.md":                   "# The errata\n\n<!-- begin list -->\n<!-- end -->\n",
	"nn/mlp.go": "package nn\n\n// Backward computes gradients.\n//\n// Equation (46).\nfunc (p *MLP[F]) Backward() {\n" +
		"\tfirst()\n\tif true {\n\t\tsecond()\n\t}\n}\n\n// N is how many.\nconst N = 4\n\nvar (\n\tA = 1 // a\n\tB = 2\n)\n\nfunc one() int { return 1 }\n",
	"nn/mlp_test.go": "package nn\n\nfunc ExampleTrain() {\n\ttrain()\n\t// Output:\n\t// one\n\t//\n\t// two\n}\n\nfunc ExampleMute() {\n\ttrain()\n}\n",

	"docs/chapters/01-w.md": "# 1. Words\n\n<a id=\"eq-46\"></a>\n## (46) The gradient\n\n```math\n\\frac{1}{2}\n```\n\n" +
		block("code nn/mlp.go MLP.Backward") + block("code nn/mlp.go MLP.Backward body") +
		block("code nn/mlp.go MLP.Backward lines /if true/ /second/") + block("code nn/mlp.go N") + block("code nn/mlp.go B") +
		block("code bench/results/a.txt lines /slow/") + block("trial 46") + block("output verify -equation 46") +
		block("result a.txt /^fast/") + block("example nn ExampleTrain") + block("errata E25 E1") +
		"The number is <!--=w.half-->?<!--/--> and $`a_1`$, see [code](../../nn/mlp.go#L6-L11).\n\n![a line](../figures/line.svg)\n\n" +
		"<a id=\"example-2-1-2\"></a>\n### An example\n\n" + block("trial 2.1.2") + "## What you know now\n\n## Exercises\n\nNext: nothing.\n",
}

// block returns an empty block.
func block(mark string) string { return "<!-- begin " + mark + " -->\n<!-- end -->\n\n" }

// made is the synthetic module, written to a folder.
func made(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range synthetic {
		put(t, root, name, text)
	}
	return root
}

func put(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

func get(t *testing.T, root, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	require.NoError(t, err)
	return string(text)
}

// edit replaces a text that a file has once.
func edit(t *testing.T, root, name, old, new string) {
	t.Helper()
	text := get(t, root, name)
	require.Equal(t, 1, strings.Count(text, old), "%q in %s", old, name)
	put(t, root, name, strings.Replace(text, old, new, 1))
}

// half is the only number.
var half = map[string]chapters.Number{"half": {Value: 0.5, Verb: "%.1f"}}

// opened opens the book in a folder, with which nothing is wrong so far.
func opened(t *testing.T, root string) *Book {
	t.Helper()
	b, found := read(t, root)
	require.Empty(t, found)
	return b
}

// read reads the book in a folder: two trials, one number, one figure.
func read(t *testing.T, root string) (*Book, []Finding) {
	t.Helper()
	b := &Book{
		root:    root,
		numbers: map[string]func() map[string]chapters.Number{"w": func() map[string]chapters.Number { return half }},
		figures: map[string]func() ([]byte, error){"line": func() ([]byte, error) { return []byte("<svg/>"), nil }},
		command: func(args []string) (string, error) { return "printed " + strings.Join(args, " ") + "\n", nil },
	}
	for _, number := range []string{"46", "2.1.2"} {
		trial, err := equations.Find(number)
		require.NoError(t, err)
		b.trials = append(b.trials, trial)
	}
	b.prepare(tried)
	return b, b.readPages()
}

// tried returns a made-up result, the same for every trial.
func tried(t equations.Trial) equations.Result {
	return equations.Result{
		Trial:       t,
		Report:      gradcheck.Report{Name: t.Title(), Verdict: gradcheck.PASS, Entries: 9, Worst: gradcheck.Entry{Where: "W[0,1]", Error: 3e-16, Rounding: 1e-16, Bound: 7e-16}},
		Printed:     gradcheck.Report{Name: "print", Entries: 4, Failed: 3, Verdict: gradcheck.FAIL},
		CrossChecks: []equations.CrossCheck{{Name: equations.ByDifference, Entries: 9}, {Name: equations.ByExact, Entries: 9, Digits: 53.2}},
		Score:       equations.Score{Killed: 5, Total: 5},
		Order:       equations.Order{Value: math.NaN()},
	}
}

// written writes the book in a folder and returns what has changed.
func written(t *testing.T, root string) []string {
	t.Helper()
	changed, found, err := opened(t, root).Write()
	require.NoError(t, err)
	require.Empty(t, found)
	return changed
}

// checked returns the findings on the book in a folder.
func checked(t *testing.T, root string) (lines []string) {
	t.Helper()
	b, found := read(t, root)
	if len(found) == 0 {
		found = b.Check()
	}
	for _, f := range found {
		lines = append(lines, f.String())
	}
	return lines
}

// at returns file:line of where a text that a file has once ends.
func at(t *testing.T, root, name, text string) string {
	t.Helper()
	before, after, found := strings.Cut(get(t, root, name), text)
	require.True(t, found, "%q in %s", text, name)
	require.NotContains(t, after, text)
	return fmt.Sprintf("%s:%d: ", name, 1+strings.Count(before+text, "\n"))
}
