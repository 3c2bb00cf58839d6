package dataset

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// TestPaperSplitIsScikitLearns: each row's set and its place in it.
func TestPaperSplitIsScikitLearns(t *testing.T) {
	f, err := os.Open("testdata/paper_split.csv")
	require.NoError(t, err)
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	want := map[string][]int{"train": make([]int, 400), "test": make([]int, 100)}
	require.Len(t, records, 501)
	for _, r := range records[1:] {
		row, err := strconv.Atoi(r[0])
		require.NoError(t, err)
		place, err := strconv.Atoi(r[2])
		require.NoError(t, err)
		want[r[1]][place] = row
	}
	train, testing, err := Split(500, 0.2, 7)
	require.NoError(t, err)
	require.Equal(t, want["train"], train)
	require.Equal(t, want["test"], testing)

	other, _, err := Split(500, 0.2, 8)
	require.NoError(t, err)
	require.NotEqual(t, want["train"], other)
}

// TestPaperSplitIsNotStratified: the counts of E50.
func TestPaperSplitIsNotStratified(t *testing.T) {
	var golden struct {
		Split struct {
			Train   []int `json:"train_class_counts"`
			Testing []int `json:"test_class_counts"`
		}
	}
	readJSON(t, "paper_steps.json", &golden)
	_, y, err := Paper().Generate()
	require.NoError(t, err)
	train, testing, err := Split(500, 0.2, 7)
	require.NoError(t, err)
	classes := func(rows []int) (k []int) {
		for _, i := range rows {
			k = append(k, y[i])
		}
		return k
	}
	require.Equal(t, golden.Split.Train, countClasses(classes(train), 3))
	require.Equal(t, golden.Split.Testing, countClasses(classes(testing), 3))
	require.Equal(t, []int{39, 31, 30}, golden.Split.Testing)
}

// TestOtherSplitsAreScikitLearns: fractions that do not divide, the smallest parts.
func TestOtherSplitsAreScikitLearns(t *testing.T) {
	var v struct {
		Splits []struct {
			N              int
			Test           float64
			Seed           uint32
			Train, Testing []int
		}
	}
	readJSON(t, "classification_vectors.json", &v)
	require.NotEmpty(t, v.Splits)
	for _, s := range v.Splits {
		train, testing, err := Split(s.N, s.Test, s.Seed)
		require.NoError(t, err)
		require.Equal(t, s.Train, train, "%d rows, %v", s.N, s.Test)
		require.Equal(t, s.Testing, testing, "%d rows, %v", s.N, s.Test)
	}
}

// TestSplitIsAPartition, and the parts can grow without touching each other.
func TestSplitIsAPartition(t *testing.T) {
	for n := 2; n < 60; n++ {
		train, testing, err := Split(n, 0.37, uint32(n))
		require.NoError(t, err)
		_ = append(testing, -1)
		all := slices.Concat(train, testing)
		slices.Sort(all)
		for i := range n {
			require.Equal(t, i, all[i])
		}
	}
}

func TestSplitRefusesEmptyParts(t *testing.T) {
	for _, c := range []struct {
		n    int
		test float64
		want string
	}{
		{1, 0.5, "dataset: Split: 1 rows: their number must be in 2..4294967296"},
		{-4, 0.5, "dataset: Split: -4 rows: their number must be in 2..4294967296"},
		{10, -0.1, "dataset: Split: the test fraction -0.1 is not between 0 and 1"},
		{10, 1, "dataset: Split: the test fraction 1 is not between 0 and 1"},
		{10, math.NaN(), "dataset: Split: the test fraction NaN is not between 0 and 1"},
		{10, math.Inf(1), "dataset: Split: the test fraction +Inf is not between 0 and 1"},
		{10, 0.95, "dataset: Split: the test fraction 0.95 of 10 rows leaves none to train on"},
	} {
		train, testing, err := Split(c.n, c.test, 7)
		require.EqualError(t, err, c.want)
		require.Nil(t, train)
		require.Nil(t, testing)
	}
	_, testing, err := Split(10, math.SmallestNonzeroFloat64, 7)
	require.NoError(t, err)
	require.Len(t, testing, 1, "the fraction is rounded up")
	train, testing, err := Split(4, 0, 7)
	require.NoError(t, err)
	require.Empty(t, testing)
	require.Equal(t, []int{0, 1, 2, 3}, train, "all rows in their order")
	train, testing, err = StratifiedSplit([]int{1, 1, 0, 1}, 0, 7)
	require.NoError(t, err)
	require.Empty(t, testing)
	require.Len(t, train, 4)
}

func TestGatherCopies(t *testing.T) {
	X := tensor.FromRows([]float64{1, 2}, []float64{3, 4}, []float64{5, 6})
	A := Gather(X, []int{2, 0, 2})
	require.Equal(t, []float64{5, 6, 1, 2, 5, 6}, elements(A))
	A.Set(0, 0, 9)
	require.Equal(t, []float64{1, 2, 3, 4, 5, 6}, elements(X))
	require.Equal(t, 9.0, A.At(0, 0))
	require.Equal(t, 5.0, A.At(2, 0))

	require.Equal(t, []float64{4}, elements(Gather(X.Slice(1, 3, 1, 2), []int{0})), "of a view")
	require.Equal(t, tensor.Shape{Rows: 0, Cols: 2}, Gather(X, nil).Shape())
	requirePanic(t, "dataset: Gather: rows[1] is 3, of a matrix of 3 rows", func() { Gather(X, []int{0, 3}) })
	requirePanic(t, "dataset: Gather: rows[0] is -1, of a matrix of 3 rows", func() { Gather(X, []int{-1}) })
}
