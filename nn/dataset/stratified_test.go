package dataset

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/tensor"
)

func TestStratifiedSplitsAreScikitLearns(t *testing.T) {
	var cases []struct {
		Classes, Train, Testing []int
		Test                    float64
		Seed                    uint32
	}
	readJSON(t, "stratified.json", &cases)
	require.Len(t, cases, 30)
	for i, c := range cases {
		train, testing, err := StratifiedSplit(c.Classes, c.Test, c.Seed)
		require.NoError(t, err)
		require.Equal(t, c.Train, train, "case %d", i)
		require.Equal(t, c.Testing, testing, "case %d", i)
		plain, _, err := Split(len(c.Classes), c.Test, c.Seed)
		require.NoError(t, err)
		require.NotEqual(t, plain, train, "the classes matter")
	}
}

// Each class has its share of both parts to within a row, as each part is apportioned by itself; the names
// of the classes may have gaps.
func TestStratifiedSplitIsAPartitionInProportion(t *testing.T) {
	for n := 12; n < 80; n++ {
		classes := make([]int, n)
		for i := range classes {
			classes[i] = 3 * (i * i % 4) // of squares: 0 and 3
		}
		train, testing, err := StratifiedSplit(classes, 0.37, uint32(n))
		require.NoError(t, err)
		all := slices.Sorted(slices.Values(slices.Concat(train, testing)))
		counts, share := [2]int{}, float64(len(testing))/float64(n)
		for i := range n {
			require.Equal(t, i, all[i])
			counts[classes[i]/3]++
		}
		for _, row := range testing {
			counts[classes[row]/3]--
		}
		for k, left := range counts {
			total := (n + 1 - k) / 2
			require.InDelta(t, float64(total)*(1-share), float64(left), 1)
		}
	}
}

func TestStratifiedSplitRefusesWhatCannotBeDivided(t *testing.T) {
	for want, c := range map[string]struct {
		classes []int
		test    float64
	}{
		"1 rows: their number must be in 2..4294967296":            {[]int{0}, 0.5},
		"the test fraction 2 is not between 0 and 1":               {[]int{0, 0, 1, 1}, 2},
		"class 7 has a single row, which cannot be on both sides":  {[]int{0, 0, 7, 0}, 0.5},
		"1 rows of 4 on one side are too few for 2 classes":        {[]int{0, 0, 1, 1}, 0.25},
		"2 rows of 7 on one side are too few for 3 classes":        {[]int{0, 0, 1, 1, 2, 2, 2}, 0.6},
		"the test fraction 0.95 of 4 rows leaves none to train on": {[]int{0, 0, 1, 1}, 0.95},
	} {
		_, _, err := StratifiedSplit(c.classes, c.test, 7)
		require.EqualError(t, err, "dataset: StratifiedSplit: "+want)
	}
	requirePanic(t, "dataset: StratifiedSplit: classes[1] is -1", func() { _, _, _ = StratifiedSplit([]int{0, -1}, 0.5, 1) })
}

// Rounded returns the same matrix if nothing is to be rounded.
func TestGatherAndRoundedHaveBothTypes(t *testing.T) {
	X := tensor.FromRows([]float64{0.1, 0.2}, []float64{0.3, 0.4})
	require.Equal(t, []float32{0.3, 0.4}, Gather(Rounded[float32](X), []int{1}).Row(0))
	Rounded[float64](X).Set(0, 0, 9)
	require.Equal(t, 9.0, X.At(0, 0))
}
