package chapters

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations/errata"
)

func TestNumbersHaveNamesOfTheirOwn(t *testing.T) {
	require.PanicsWithValue(t, "two numbers of the name one.twice", func() {
		collect("one", func(show Show) { show("twice", "%d", 1); show("twice", "%d", 2) })
	})
}

func TestNumberIsPrintedByAVerb(t *testing.T) {
	n := Number{0.125, "%.1e"}
	require.Equal(t, "1.2e-01", n.Text(""))
	require.Equal(t, "0.12", n.Text("%.2f"))
	for digits, verb := range map[string]string{"-0.596": "%.3f", "2.2e-4": "%.1e", "38": "%.0f"} {
		require.Equal(t, verb, errata.Value{Digits: digits}.Verb())
	}
}

func TestProse(t *testing.T) {
	require.Equal(t, "−1.6·10⁻²⁹⁸", fmt.Sprintf("%.1e", prose{-1.6e-298}))
	require.Equal(t, "10⁻¹⁴", fmt.Sprintf("%.0e", prose{1e-14}))
	require.Equal(t, "27\u202f500 and 1234", fmt.Sprintf("%v", prose{"27500 and 1234"}))
	require.Equal(t, "9\u202f007\u202f199\u202f254\u202f741\u202f006", fmt.Sprintf("%d", prose{int64(9007199254741006)}))
	require.Equal(t, "0.6931471805599453 100\u202f958.34", fmt.Sprintf("%s", prose{"0.6931471805599453 100958.34"}))
	require.Equal(t, "1.00, −2.50", fmt.Sprintf("%.2f", prose{[]float64{1, -2.5}}))
}

func TestCommittedFiles(t *testing.T) {
	require.Contains(t, committed("go.mod"), "module chainrule")
	require.Panics(t, func() { committed("none.txt") })
	require.Equal(t, []string{"module chainrule", "chainrule"}, found("go.mod", `module (\w+)`))
	require.PanicsWithValue(t, "go.mod has no module x", func() { found("go.mod", "module x") })
	t.Chdir(t.TempDir())
	_, err := Root()
	require.ErrorContains(t, err, "not in the module")
	require.Panics(t, func() { committed("go.mod") })
}
