package dataset

import (
	"math"
	"slices"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// TestVerticesAreDistinct in each of the three ways, which draw differently.
func TestVerticesAreDistinct(t *testing.T) {
	for _, c := range []struct{ dimensions, n, words int }{
		{5, 6, -1}, {5, 30, -1}, {8, 3, -1}, {8, 253, -1}, // permutation
		{10, 3, 3}, {8, 2, 2}, // tracking
		{2, 4, 0}, {5, 32, 0}, {7, 127, 1}, // reservoir
	} {
		r := NewRandom(7)
		v := vertices(r, c.dimensions, c.n)
		require.Len(t, v, c.n)
		if c.words < 0 {
			require.Equal(t, NewRandom(7).Permutation(1 << c.dimensions)[:c.n], v)
		} else {
			require.Equal(t, skip(7, c.words).Uint32(), r.Uint32(), "%v", c)
		}
		slices.Sort(v)
		require.Len(t, slices.Compact(v), c.n, "%v", c)
		require.True(t, v[0] >= 0 && v[len(v)-1] < 1<<c.dimensions)
	}
	require.Equal(t, []int{0, 1, 2, 3}, vertices(NewRandom(7), 2, 4))
	require.Len(t, track(NewRandom(7), 2, 2), 2, "it must skip repetitions")
}

// TestCentresAreCorners: ±Separation, no two the same.
func TestCentresAreCorners(t *testing.T) {
	c := Classification{Informative: 33, Classes: 3, Clusters: 2, Separation: 1.5}
	A := c.centres(NewRandom(7))
	seen := map[string]bool{}
	for i := range A.Rows() {
		for _, x := range A.Row(i) {
			require.Equal(t, 1.5, math.Abs(x))
		}
		seen[printed(A.Row(i)[3:])] = true
	}
	require.Len(t, seen, 6)
}

// TestSizesAddUp: N in all, never apart by more than one.
func TestSizesAddUp(t *testing.T) {
	for samples := 1; samples < 200; samples++ {
		for _, c := range []Classification{{Classes: 3, Clusters: 2}, {Classes: 49, Clusters: 1}, {Classes: 1, Clusters: 7}} {
			c.Samples = samples
			n, sum := c.sizes(), 0
			for _, k := range n {
				sum += k
			}
			require.Equal(t, samples, sum)
			require.LessOrEqual(t, slices.Max(n)-slices.Min(n), 1)
			require.True(t, slices.IsSortedFunc(n, func(a, b int) int { return b - a }))
		}
	}
}

func TestValidateNamesFieldAndValue(t *testing.T) {
	for _, v := range []struct {
		change func(c *Classification)
		want   string
	}{
		{func(c *Classification) { c.Samples = 0 }, "Samples is 0, but it must be in 1..2147483647"},
		{func(c *Classification) { c.Features = -5 }, "Features is -5, but it must be in 1..2147483647"},
		{func(c *Classification) { c.Informative = -1 }, "Informative is -1, but it must be in 1..2147483647"},
		{func(c *Classification) { c.Redundant = -1 }, "Redundant is -1, but it must be in 0..2147483647"},
		{func(c *Classification) { c.Repeated = -1 }, "Repeated is -1, but it must be in 0..2147483647"},
		{func(c *Classification) { c.Classes = 0 }, "Classes is 0, but it must be in 1..2147483647"},
		{func(c *Classification) { c.Clusters = 0 }, "Clusters is 0, but it must be in 1..2147483647"},
		{func(c *Classification) { c.Repeated = 1 }, "Features is 5, but Informative + Redundant + Repeated is more"},
		{
			func(c *Classification) { c.Informative = 2 },
			"Informative is 2, but the corners of a cube of so few dimensions are fewer than Classes·Clusters",
		},
		{
			func(c *Classification) { c.Samples = math.MaxInt32 },
			"Samples is 2147483647, but Samples·Features is too many elements",
		},
		{
			func(c *Classification) { c.Informative, c.Features, c.Samples = 46341, 46341, 1 },
			"Informative is 46341, but Informative² is too many elements",
		},
		{
			func(c *Classification) { c.Informative, c.Redundant, c.Features, c.Samples = 1001, 2147483, 2148484, 1 },
			"Redundant is 2147483, but Informative·Redundant is too many elements",
		},
		{
			func(c *Classification) {
				c.Informative, c.Features, c.Classes, c.Clusters = 31, 31, math.MaxInt32, math.MaxInt32
			},
			"Clusters is 2147483647, but Classes·Clusters·Informative is too many elements",
		},
		{func(c *Classification) { c.Flip = math.NaN() }, "Flip is NaN, but a fraction is in [0,1]"},
		{func(c *Classification) { c.Flip = 1.5 }, "Flip is 1.5, but a fraction is in [0,1]"},
		{func(c *Classification) { c.Flip = -0.1 }, "Flip is -0.1, but a fraction is in [0,1]"},
		{func(c *Classification) { c.Separation = math.NaN() }, "Separation is NaN, but its magnitude is at most 1e300"},
		{
			func(c *Classification) { c.Separation = math.Inf(-1) },
			"Separation is -Inf, but its magnitude is at most 1e300",
		},
		{func(c *Classification) { c.Separation = 1e301 }, "Separation is 1e+301, but its magnitude is at most 1e300"},
	} {
		c := Paper()
		v.change(&c)
		require.EqualError(t, c.Validate(), "dataset: Classification: "+v.want)
		X, y, err := c.Generate()
		require.EqualError(t, err, "dataset: Classification: "+v.want)
		require.Zero(t, X.Rows())
		require.Nil(t, y)
	}
	require.NoError(t, Paper().Validate())
}

// TestValidateTakesNoCountForAProduct: wild counts are refused one by one, whatever
// their products wrap to.
func TestValidateTakesNoCountForAProduct(t *testing.T) {
	wild := []int{math.MinInt, math.MinInt + 1, -1, 0, 1, 31, 1 << 16, math.MaxInt32, math.MaxInt - 1, math.MaxInt}
	r := NewRandom(5)
	pick := func() int { return wild[r.Intn(len(wild))] }
	for range 5000 {
		c := Classification{pick(), pick(), pick(), pick(), pick(), pick(), pick(), 0, 1, 0}
		if c.Validate() == nil {
			require.LessOrEqual(t, c.Samples, math.MaxInt32/c.Features)
			require.LessOrEqual(t, c.Classes, math.MaxInt32/c.Clusters)
			require.LessOrEqual(t, c.Informative, c.Features)
		}
	}
}

// TestTheLargestSeparationStaysFinite, redundant columns included.
func TestTheLargestSeparationStaysFinite(t *testing.T) {
	c := Classification{Samples: 50, Features: 60, Informative: 40, Redundant: 20, Classes: 3, Clusters: 2}
	c.Separation = maxSeparation
	X, _, err := c.Generate()
	require.NoError(t, err)
	_, _, found := tensor.FirstNotFinite(X)
	require.False(t, found)
}

func BenchmarkGenerate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Paper().Generate(); err != nil {
			b.Fatal(err)
		}
	}
}
