package dataset

import (
	"math"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A vector is a setting of classification_vectors.json.
type vector struct {
	What     string
	Settings Classification
	Y        []int
	X        [][]hexFloat
	SHA256   string
	NextWord uint32 `json:"next_word"`
}

// generated requires y and the number of words drawn to be scikit-learn's, and returns X.
func (v vector) generated(t *testing.T) tensor.Matrix[float64] {
	require.NoError(t, v.Settings.Validate())
	r := NewRandom(v.Settings.Seed)
	X, y := v.Settings.generate(r)
	require.Equal(t, v.Y, y, v.What)
	require.Equal(t, v.NextWord, r.Uint32(), v.What)
	return X
}

// readVectors returns one of the lists of classification_vectors.json.
func readVectors(t *testing.T, list string) []vector {
	var all struct {
		Exact, Long []vector
		OneColumn   []vector `json:"one_column"`
	}
	readJSON(t, "classification_vectors.json", &all)
	v := map[string][]vector{"exact": all.Exact, "one_column": all.OneColumn, "long": all.Long}[list]
	require.NotEmpty(t, v)
	return v
}

// TestOtherSettingsAreScikitLearns: every kind of column, every way to choose
// corners, in every bit.
func TestOtherSettingsAreScikitLearns(t *testing.T) {
	for _, v := range readVectors(t, "exact") {
		X := v.generated(t)
		for i, row := range v.X {
			require.NoError(t, sameBits(X.Row(i), floats(row)), v.What)
		}
		require.Equal(t, v.SHA256, digest(elements(X)), v.What)

		other := v.Settings
		other.Seed ^= 1
		X, _, err := other.Generate()
		require.NoError(t, err)
		require.NotEqual(t, v.SHA256, digest(elements(X)), "another seed, other data")
	}
}

// gamma returns γₖ = k·u/(1−k·u).
func gamma(k int) float64 { ku := float64(k) * 0x1p-53; return ku / (1 - ku) }

// TestOneRedundantColumnIsScikitLearnsWithinRounding. NumPy takes matrix times
// vector there and sums in another order: x = Σ vᵢ·bᵢ over the row's n informative
// elements v, with |bᵢ| ≤ 1. Either sum is within γₙ·Σ|vᵢ| of the exact one, so they
// differ by at most twice that, and Σ|vᵢ| ≤ the sum over the whole row. The other
// columns are equal in every bit.
func TestOneRedundantColumnIsScikitLearnsWithinRounding(t *testing.T) {
	for _, v := range readVectors(t, "one_column") {
		X := v.generated(t)
		differing := map[int]bool{}
		for i, row := range v.X {
			sum := 0.0
			for _, x := range row {
				sum += math.Abs(float64(x))
			}
			for j, x := range floats(row) {
				if d := math.Abs(X.At(i, j) - x); d != 0 {
					require.True(t, d <= 2*gamma(v.Settings.Informative)*sum, "%s: [%d,%d] %g", v.What, i, j, d)
					differing[j] = true
				}
			}
		}
		require.Len(t, differing, 1, v.What)
	}
}

// TestLongSumsAreScikitLearnsWithinRounding. OpenBLAS splits long sums. x = Σ vᵢ·aᵢ
// + centre with n normals v and |aᵢ| ≤ 1; with S the largest Σ|vᵢ| of a row the two
// sums differ by at most 2γₙ·S, and adding the centre rounds each by u·|x| at most.
func TestLongSumsAreScikitLearnsWithinRounding(t *testing.T) {
	for _, v := range readVectors(t, "long") {
		X, c := v.generated(t), v.Settings
		r := NewRandom(c.Seed)
		c.centres(r)
		S := 0.0
		for range c.Samples {
			sum := 0.0
			for range c.Informative {
				sum += math.Abs(r.Normal())
			}
			S = max(S, sum)
		}
		worst := 0.0
		for i, row := range v.X {
			for j, x := range floats(row) {
				d := math.Abs(X.At(i, j) - x)
				require.True(t, d <= 2*gamma(c.Informative)*S+0x1p-52*(math.Abs(x)+1), "%s: [%d,%d] %g", v.What, i, j, d)
				worst = max(worst, d)
			}
		}
		require.NotZero(t, worst, "if they agree now, they belong to the exact ones")
		require.True(t, worst < 0x1p-40, "a difference in a draw is larger")
	}
}

// TestSamplesAreScikitLearns: the two ways of choosing corners that draw one by one.
func TestSamplesAreScikitLearns(t *testing.T) {
	var v struct {
		Samples []struct {
			Method        string
			Population, N int
			Seed          uint32
			Values        []int
		}
	}
	readJSON(t, "classification_vectors.json", &v)
	require.Len(t, v.Samples, 4)
	methods := map[string]func(r *Random, population, n int) []int{
		"tracking_selection": track,
		"reservoir_sampling": reservoir,
	}
	for _, s := range v.Samples {
		require.Equal(t, s.Values, methods[s.Method](NewRandom(s.Seed), s.Population, s.N), s.Method)
	}
}
