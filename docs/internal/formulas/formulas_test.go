package formulas

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/internal/markdown"
)

// read returns the committed table.
func read(t *testing.T) (text string, table Table) {
	t.Helper()
	data, err := os.ReadFile("../../formulas.json")
	require.NoError(t, err)
	table, err = Parse(data)
	require.NoError(t, err)
	return string(data), table
}

// run typesets formulas, or skips the test where they can't be.
func run(t *testing.T, all ...markdown.Formula) []Typeset {
	t.Helper()
	answers, err := Run(".", all)
	if err != nil {
		t.Skip(err)
	}
	return answers
}

func TestTheTableIsWhatTemmlMakes(t *testing.T) {
	_, table := read(t)
	again, all := New(), []markdown.Formula{}
	for tex := range table.Inline {
		all = append(all, markdown.Formula{TeX: tex})
	}
	for tex := range table.Display {
		all = append(all, markdown.Formula{TeX: tex, Display: true})
	}
	for i, answer := range run(t, all...) {
		require.Empty(t, answer.Error, all[i].TeX)
		again.Set(all[i], answer.MathML)
	}
	require.Equal(t, table, again)
}

func TestTheTableKeepsItsForm(t *testing.T) {
	text, table := read(t)
	require.Equal(t, text, table.String())
	require.Empty(t, table.MathML(markdown.Formula{TeX: "nothing"}))
	_, err := Parse([]byte("{"))
	require.ErrorContains(t, err, "docs/formulas.json: ")
}

// The server's policy forbids styles of a page's own: they are classes of the style sheet.
func TestStylesAreClasses(t *testing.T) {
	text, _ := read(t)
	require.NotContains(t, text, " style=")
	sheet, err := os.ReadFile("../site/style.css")
	require.NoError(t, err)
	for _, m := range regexp.MustCompile(`tml-(depth|pad)-\w+`).FindAllString(text, -1) {
		require.Contains(t, string(sheet), "."+m+" {")
	}
}

func TestWhatIsWrongWithAFormula(t *testing.T) {
	for tex, want := range map[string]string{
		`\frac{a`: "Unexpected end of input", `a}`: "got '}'", `\begin{x}`: "No such environment", `\left(a`: `Expected '\right'`, `a\right)`: "got '\\right'",
		`\nosuchthing x`: `Unsupported function name: \nosuchthing`, `\kern{3em} \raisebox{2em}{x}`: "no class for the style",
	} {
		answer := run(t, markdown.Formula{TeX: tex})[0]
		require.Contains(t, answer.Error, want)
		require.NotContains(t, answer.Error, "\n")
	}
}

func TestWithoutNodeOrTemml(t *testing.T) {
	run(t) // node is there
	_, err := Run(t.TempDir(), nil)
	require.EqualError(t, err, "the typesetter Temml is not installed: cd docs/internal/formulas && npm ci")
	t.Setenv("PATH", "")
	_, err = Run(".", nil)
	require.ErrorContains(t, err, "node is not installed: apt-get install nodejs npm")
}
