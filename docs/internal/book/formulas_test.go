package book

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
)

// Writing typesets the formulas that the table lacks, also in generated text, and
// drops the ones that no page has. What it can't do is said, and the pages are written.
func TestFormulasAreTypesetWhenTheyAreMissing(t *testing.T) {
	root := made(t)
	edit(t, root, chapter, "$`a_1`$", "$`b`$ and $`b`$")
	edit(t, root, "docs/decisions/01.md", "# Why", "# Why $`c`$")
	b := opened(t, root)
	var asked string
	var answers []formulas.Typeset
	b.temml = func(_ string, all []markdown.Formula) ([]formulas.Typeset, error) {
		if asked = fmt.Sprint(all); answers == nil {
			return nil, errors.New("no node")
		}
		return answers, nil
	}
	changed, findings, err := b.Write()
	require.NoError(t, err)
	require.Contains(t, changed, chapter)
	place := at(t, root, chapter, "$`b`$ and")
	require.Equal(t, []Finding{{formulas.File, 0, "lacks 3 formulas, the first b at " + place + "no node"}}, findings)

	answers = []formulas.Typeset{{MathML: "<math>b</math>"}, {MathML: "<math>b</math>"}, {Error: "no c"}}
	_, findings, err = b.Write()
	require.NoError(t, err)
	line := strings.Trim(strings.TrimPrefix(place, chapter), ": ")
	require.Equal(t, "[{"+line+" b false} {"+line+" b false} {1 c false}]", asked)
	require.Equal(t, []Finding{{"docs/decisions/01.md", 1, "the formula c: no c"}}, findings)
	text := get(t, root, formulas.File)
	require.Contains(t, text, `"b": "<math>b</math>"`)
	require.NotContains(t, text, "a_1")
}
