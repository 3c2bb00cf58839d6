package book

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fault is an edit of a written book, in a chapter unless a file is named; the place where
// it is found, as file and text that ends in the line, and a part of what is said.
type fault struct{ file, old, new, where, line, what string }

func (f fault) requireFound(t *testing.T, root string) {
	t.Helper()
	written(t, root)
	edit(t, root, cmp.Or(f.file, chapter), f.old, f.new)
	where := f.where + ": "
	if f.line != "" {
		where = at(t, root, f.where, f.line)
	}
	found := checked(t, root)
	require.True(t, slices.ContainsFunc(found, func(line string) bool {
		return strings.HasPrefix(line, where) && strings.Contains(line, f.what)
	}), "%s%s\n%s", where, f.what, strings.Join(found, "\n"))
}

// faults are not repaired by writing.
var faults = []fault{
	{"", "begin trial 2.1.2", "begin trail 2.1.2", chapter, "trail 2.1.2", `no block of the kind "trail"`},
	{"", "\n<!-- begin result", "\n\n<!-- begin result a.txt -->\n<!-- begin result", chapter, "result a.txt -->", "a block that is not closed"},
	{"nn/mlp.go", ") Backward() {", ") Back() {", chapter, "MLP.Backward -->", "nn/mlp.go declares no MLP.Backward"},
	{"", "MLP.Backward body", "one body", chapter, "one body -->", "one has no body on lines of its own"},
	{"nn/mlp.go", "() {\n\tfirst()\n\tif true {\n\t\tsecond()\n\t}\n}", "()", chapter, "MLP.Backward body -->", "has no body on lines of its own"},
	{"nn/mlp.go", "second()", "third()", chapter, "/if true/ /second/", "no line matches /second/"},
	{"nn/mlp.go", "// Equation (46).", "// No more.", "docs/equations.md", "<a id=\"eq-46\">", "the block \"index\" has"},
	{"nn/mlp.go", "// Equation (46).", "// No more.", "gradcheck/equations", "", "no code of Equation (46)"},
	{"nn/mlp_test.go", "ExampleTrain", "ExampleRun", chapter, "begin example", "no ExampleTrain in the tests of nn"},
	{"nn/mlp_test.go", "// Output:", "// Out:", chapter, "begin example", "ExampleTrain has no output"},
	{"bench/results/a.txt", "slow", "SLOW", chapter, "/slow/", "no line matches /slow/"},

	{"", "begin trial 46", "begin trial 146", chapter, "trial 146", `no trial of "146"`},
	{"", "begin errata E25 E1", "begin errata E99", chapter, "errata E99", `no erratum "E99"`},
	{"", "begin output verify", "begin output check", chapter, "output check", "want verify, train or dataset"},
	{"", "<!--=w.half-->", "<!--=w.third-->", chapter, "w.third", `no number "w.third"`},
	{"", "The number is <!--=w.half-->0.5<!--/-->", "The number is a half", "docs/internal/chapters", "", `the number "w.half" is in no chapter`},
	{"", "<!--=w.half-->", "<!--=w.half %.2f-->", chapter, "w.half", `w.half is "0.5" here: want "0.50"`},
	{"", "<!--=w.half-->", "<!--=half-->", chapter, "=half", `no number "half"`},
	{"", "The number is <!--", "<!--", chapter, "w.half", "a line that begins with a comment"},
	{"", "0.5<!--/-->", "0.5", chapter, "w.half", "a mark that stands alone"},

	{"", "![a line](../figures/line.svg)", "", "docs/figures/line.svg", "", "no chapter shows it"},
	{"", "figures/line.svg)", "figures/lime.svg)", chapter, "lime.svg", `no figure "lime"`},
	{"", "see [code](../../nn/mlp.go#L6-L11)", "see [code](../../nn/mlp.go#L6-L111)", chapter, "L111", "nn/mlp.go has the lines 1 to"},
	{"", "see [code](../../nn/mlp.go#L6-L11)", "see [code](../../nn/mpl.go)", chapter, "mpl.go", "no file nn/mpl.go"},
	{"", "see [code](../../nn/mlp.go#L6-L11)", "see [index](../equations.md#eq-64)", chapter, "eq-64", "has no anchor eq-64"},
	{"", "see [code](../../nn/mlp.go#L6-L11)", "see [E25](../errata.md#E24)", chapter, "[E25](../errata.md#E24)", "want the entry of E25 in docs/errata.md"},
	{"README.md", "docs/README.md", "docs/chapters.md", "README.md", "docs/chapters.md", "no file docs/chapters.md"},
	{"docs/decisions/01.md", "(#why)", "(#how)", "docs/decisions/01.md", "#how", "has no anchor how"},
	{"bench/results/README.md", "# Results", "# Results\n\n[a](b.txt)", "bench/results/README.md", "b.txt", "no file bench/results/b.txt"},

	{"", "```math", "```text", chapter, `<a id="eq-46">`, "is not a statement in mathematics"},
	{"", "## (46) The gradient", "## The gradient", chapter, `<a id="eq-46">`, "does not name (46)"},
	{"", "### An example\n", "", chapter, `<a id="example-2-1-2">`, "want a heading right after"},
	{"", `<a id="example-2-1-2">`, `<a id="example-2-1-3">`, chapter, "example-2-1-3", "nothing on trial has the anchor"},
	{"", "begin trial 2.1.2", "begin trial 46", chapter, `<a id="example-2-1-2">`, "the trial of 46, line"},
	{"", "### An example\n", "### An example\n\n" + block("trial 2.1.2"), chapter, `<a id="example-2-1-2">`, "the trial of 2.1.2 again"},
	{"", `<a id="example-2-1-2"></a>`, "", "docs/chapters", "", "no section of 2.1.2: want the anchor example-2-1-2"},
	{"", "\n<!-- begin errata", "\n<a id=\"eq-46\"></a> \n### (46)\n```math\n```\n<!-- begin errata", chapter, "<a id=\"eq-46\"></a> ", "the anchor eq-46 again"},

	{"", `\frac{1}{2}`, `\frac{1}{2`, chapter, "```math", `the formula \frac{1}{2 is not typeset: run go run ./docs write`},
	{"", "$`a_1`$", "$`a_1}`$", chapter, "a_1}", "the formula a_1} is not typeset"},
	{"", `\frac{1}{2}`, `\tag{1}`, chapter, "```math", `\tag is not for every reader`},
	{"", `\frac{1}{2}`, `\begin{x}`, chapter, "```math", `the formula \begin{x} is not typeset`},
	{"", "$`a_1`$", "$a_1$", chapter, "$a_1$", "a dollar"},
	{"docs/formulas.json", "a_1", "a_2", chapter, "$`a_1", "the formula a_1 is not typeset: run go run ./docs write"},
	{"docs/formulas.json", "a_1", "a_2", "docs/formulas.json", "", "is not what is written"},
	{"docs/formulas.json", "inline", "", "docs/formulas.json", "", "docs/formulas.json:"},
	{"", "## Exercises", "## Exercise", chapter, "", "want ## Exercises"},
	{"", "Next: nothing", "-5 is next", chapter, "", "want Next:"},
	{"", "Next: nothing.", "Next: -5.", chapter, "Next: -5", "-5: want a minus sign"},
	{"", "Next: nothing.", "Next: 2e-5.", chapter, "Next: 2e-5", "2e-5: want a power of ten"},
	{"", "Next: nothing.", "Next: 20000.", chapter, "Next: 20000", "20000: want narrow spaces"},
	{"", `\frac{1}{2}`, `X^T Y`, chapter, "```math", `X^T: want \top`},
	{"", "The number is", "The <b>number", chapter, "<b>", "HTML that pages don't show: <b>"},
}

// Short tests have every third fault.
func TestFaultsAreFoundAtTheirLine(t *testing.T) {
	for i, f := range faults {
		if !testing.Short() || i%3 == 0 {
			f.requireFound(t, made(t))
		}
	}
}

// While anything is wrong nothing is written, whatever else has changed.
func TestNothingIsWrittenWhileAnythingIsWrong(t *testing.T) {
	root := made(t)
	edit(t, root, chapter, "begin trial 46", "begin trial 146")
	edit(t, root, "docs/formulas.json", "{\n\t\"inline", "\"inline")
	changed, found, err := opened(t, root).Write()
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Empty(t, changed)
	require.Equal(t, synthetic["docs/README.md"], get(t, root, "docs/README.md"))
}

func TestMarksThatAreNotPaired(t *testing.T) {
	for text, want := range map[string]string{
		"a\n<!-- begin errata E1 -->\nb\n":                               "p:2: a block that is not closed: errata E1",
		"<!-- begin errata E1 -->\n<!-- begin index -->\n<!-- end -->\n": "p:1: a block that is not closed before the next: errata E1",
		"a\n<!-- end -->\n":                                              "p:2: a mark that stands alone or is not well formed: <!-- end",
		"text <!-- begin index -->\n":                                    "p:1: a mark that stands alone or is not well formed: <!-- begin",
		"a <!--=n_1-->1<!--/-->\n":                                       "p:1: a mark that stands alone or is not well formed: <!--=",
		"- <!--=n-->1<!--/--> is one\n":                                  "p:1: a line that begins with a comment is not Markdown: put a word before <!--=n-->",
		"a `x` and $`x <!--=n-->1<!--/-->`$\n":                           "p:1: a comment within a code span or a formula is shown: <!--=n-->",
		"a\n<!-- begin index ->\nb\n<!-- end -->\n":                      "p:2: a mark that stands alone or is not well formed: <!-- begin",
		"a <!--=n->1\n":                                                  "p:1: a mark that stands alone or is not well formed: <!--=",
		"<!-- begin index -->\n<!-- end ->\nb\n<!-- begin errata -->\n<!-- end -->\n": "p:1: a block that is not closed before the next: index ",
		"<!-- begin -->\n<!-- end -->\n":                                              "p:1: a mark that stands alone or is not well formed: <!-- begin",
	} {
		var f findings
		parse("p", text, &f)
		require.NotEmpty(t, f, text)
		require.Equal(t, want, f[0].String())
	}
	var f findings
	p := parse("p", "```\n<!-- end -->\n```\n| <!--=a-->1<!--/--> | x <!--=b-->2<!--/--> |", &f)
	require.Empty(t, f, "marks in a fenced block are text")
	require.Len(t, p.pieces, 5)
}
