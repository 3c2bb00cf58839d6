package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheTableHasEveryShapeOnce(t *testing.T) {
	require.Len(t, table, 34)
	seen := map[shape]bool{}
	for _, r := range table {
		require.False(t, seen[r.shape], r.shape)
		seen[r.shape] = true
		rows, explicit, err := parseShapes(r.String() + ":" + r.variant)
		require.NoError(t, err)
		require.True(t, explicit)
		require.Equal(t, []row{r}, rows, "a row is found by its name")
	}
}

func TestShapesAreParsed(t *testing.T) {
	rows, explicit, err := parseShapes("paper,64,7x8×9,3x4x5:NT,2")
	require.NoError(t, err)
	require.False(t, explicit)
	require.Len(t, rows, 9)
	require.Equal(t, shape{50, 50, 5, "NN"}, rows[0].shape)
	require.Equal(t, row{"squares", shape{64, 64, 64, "NN"}, target{ratio: 0.97}, target{ratio: 0.97}}, rows[5])
	require.Equal(t, row{shape: shape{7, 8, 9, "NN"}}, rows[6])
	require.Equal(t, row{shape: shape{3, 4, 5, "NT"}}, rows[7])
	require.Equal(t, row{shape: shape{2, 2, 2, "NN"}}, rows[8])
	rows, _, err = parseShapes("all")
	require.NoError(t, err)
	require.Equal(t, table, rows)
	for _, bad := range []string{"", "circles", "0", "-4", "3x4", "3x4x5x6", "3x4x5:TT", "3x4x5:", "3xx5", "64,", "40000x40000x1", "1x1x2000000000", "99999999999999999999"} {
		_, _, err := parseShapes(bad)
		require.ErrorContains(t, err, "-shapes: ", "%q", bad)
	}
}

func TestTargetsOnSeveralCoresAndAgainstGonum(t *testing.T) {
	find := func(name string) row {
		rows, _, err := parseShapes(name)
		require.NoError(t, err)
		return rows[0]
	}
	require.True(t, find("512").several() && find("2048").several())
	require.False(t, find("256").several() || find("1x512x512").several() || find("700").several())
	require.Equal(t, target{ratio: 10}, find("64").gonumTarget())
	require.Equal(t, target{}, find("32").gonumTarget())
	require.Equal(t, target{}, find("1x64x64").gonumTarget())
	require.Equal(t, target{ratio: 0.95}, find("1024x1x1024").float32)
	require.Equal(t, target{}, find("512x1x512").float64)
}

func TestFlops(t *testing.T) {
	require.Equal(t, 2.0*2*3*4, shape{2, 3, 4, "NT"}.flops())
}
