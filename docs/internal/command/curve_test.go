package command

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A curve is drawn as asciigraph draws it; what is not finite is left out.
func TestPlot(t *testing.T) {
	require.Equal(t, " 90 ┼╮\n 80 ┤│\n 70 ┤╰╮\n 59 ┤ │\n 49 ┤ ╰╮\n 39 ┤  │\n 28 ┤  │╭\n 18 ┤  ││\n  8 ┤  ╰╯\n       c\n", plot([]float64{90, 70, math.Inf(1), 50, 8, 30}, 19, "c"))
	require.Equal(t, " 7.0 ┼──\n      the cost\n", plot([]float64{7, math.NaN(), 7}, 17, "the cost"))
	require.Equal(t, " 0.030 ┼─╮\n 0.028 ┤ │\n", plot([]float64{0.03, 0.03, 0.01}, 17, "")[:len(" 0.030 ┼─╮\n 0.028 ┤ │\n")])
	require.Empty(t, plot([]float64{math.NaN()}, 80, "c"))
	require.Empty(t, plot(nil, 80, "c"))
}
