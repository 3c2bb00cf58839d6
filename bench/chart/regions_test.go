package chart

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRegionsHaveCellsBySequenceAndPointsByLabel(t *testing.T) {
	layers := Cells{X1: 1, Y1: 1}.Regions([]int{0, 0, 1, 0}, []float64{1, 2, 3}, []float64{4, 5, 6}, []int{1, 0, 1}, []string{"a", "b"}, 3)
	require.Equal(t, []Layer{
		Cells{X1: 1, Y1: 1, Class: [][]int{{0, 0}, {1, 0}}},
		Points{Name: "class a", X: []float64{2}, Y: []float64{5}, Colour: Blue, Shape: Shape(0), Size: 3},
		Points{Name: "class b", X: []float64{1, 3}, Y: []float64{4, 6}, Colour: Vermillion, Shape: Shape(1), Size: 3},
	}, layers)
}
