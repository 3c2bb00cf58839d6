package command

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

// What is not finite is left out, and nothing is wider than the terminal.
func TestPlot(t *testing.T) {
	require.Equal(t, " 90 ┼╮\n 80 ┤│\n 70 ┤╰╮\n 59 ┤ │\n 49 ┤ ╰╮\n 39 ┤  │\n 28 ┤  │╭\n 18 ┤  ││\n  8 ┤  ╰╯\n       c\n", plot([]float64{90, 70, math.Inf(1), 50, 8, 30}, 19, "c"))
	require.Empty(t, plot([]float64{math.NaN()}, 80, "c"))
	require.Empty(t, plot(nil, 80, "c"))
	for _, columns := range []int{40, 80} {
		for line := range strings.Lines(plot(make([]float64, 1000), columns, "the cost")) {
			require.LessOrEqual(t, cli.Columns(strings.TrimSpace(line)), columns)
		}
	}
}
