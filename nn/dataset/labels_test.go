package dataset

import (
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

func TestClassesAreOrdered(t *testing.T) {
	for _, c := range []struct{ labels, want []string }{
		{[]string{"2", "10", "1", "2"}, []string{"1", "2", "10"}},      // by value, not by text
		{[]string{"1.0", "1", "0.5", "1e0"}, []string{"0.5", "1.0"}},   // one value, one class, first name
		{[]string{"-0", "0", "-1"}, []string{"-1", "-0"}},              // zeros are equal
		{[]string{"b", "a", "10", "9"}, []string{"10", "9", "a", "b"}}, // one text: all are texts
		{[]string{"1", "1.0", "NaN"}, []string{"1", "1.0", "NaN"}},     // not finite: texts
		{[]string{"1", "Inf", "01"}, []string{"01", "1", "Inf"}},       // likewise
		{[]string{"1", "1e999"}, []string{"1", "1e999"}},               // out of range: texts
		{[]string{"9007199254740993", "9007199254740992"}, // 2⁵³+1 is no float64
			[]string{"9007199254740992", "9007199254740993"}},
		{[]string{"1_0", "10", "0x1", "1"}, []string{"0x1", "1", "10", "1_0"}}, // no numbers in data files: texts
		{[]string{"Z", "a", "é"}, []string{"Z", "a", "é"}},                     // by bytes
		{[]string{"only"}, []string{"only"}},
	} {
		e, err := FitLabels(c.labels)
		require.NoError(t, err)
		require.Equal(t, c.want, e.Classes())
	}
	_, err := FitLabels(nil)
	require.EqualError(t, err, "dataset: FitLabels: no labels, so no classes")
}

// TestTestLabelsMeanWhatTrainingLabelsMean: E51. Class 1 is missing from the test
// rows, and class 2 keeps its column.
func TestTestLabelsMeanWhatTrainingLabelsMean(t *testing.T) {
	e, err := FitLabels([]string{"2", "0", "1", "1"})
	require.NoError(t, err)
	y, err := e.Indices([]string{"0", "2", "2.0", "0"})
	require.NoError(t, err)
	require.Equal(t, []int{0, 2, 2, 0}, y)
	require.Equal(t, []float64{1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0}, elements(e.OneHot(y)))

	refitted, err := FitLabels([]string{"0", "2", "2.0", "0"}) // as Code 8 does
	require.NoError(t, err)
	y, err = refitted.Indices([]string{"2"})
	require.NoError(t, err)
	require.Equal(t, []int{1}, y)
}

func TestUnknownLabelIsAnError(t *testing.T) {
	e, err := FitLabels([]string{"0", "1"})
	require.NoError(t, err)
	_, err = e.Indices([]string{"1", "0", "2"})
	require.EqualError(t, err, `dataset: Indices: labels[2] is "2", which is not among the 2 classes fitted`)
	_, err = e.Indices([]string{"one"})
	require.EqualError(t, err, `dataset: Indices: labels[0] is "one", which is not among the 2 classes fitted`)

	e, err = FitLabels([]string{"no", "yes"})
	require.NoError(t, err)
	_, err = e.Indices([]string{"yes", "Yes"})
	require.EqualError(t, err, `dataset: Indices: labels[1] is "Yes", which is not among the 2 classes fitted`)
}

// TestTwoClassesHaveTwoColumns: E52. One class has one column, no rows have no column.
func TestTwoClassesHaveTwoColumns(t *testing.T) {
	e, err := FitLabels([]string{"no", "yes"})
	require.NoError(t, err)
	require.Equal(t, []float64{0, 1, 1, 0}, elements(e.OneHot([]int{1, 0})))
	require.Equal(t, tensor.Shape{Rows: 0, Cols: 2}, e.OneHot(nil).Shape())
	requirePanic(t, "dataset: OneHot: indices[1] is 2, of 2 classes", func() { e.OneHot([]int{0, 2}) })
	requirePanic(t, "dataset: OneHot: indices[0] is -1, of 2 classes", func() { e.OneHot([]int{-1}) })
}

// TestOneHotInvertsByArgmax: row n of T has its one 1 at y[n].
func TestOneHotInvertsByArgmax(t *testing.T) {
	table := paperTable(t)
	e, err := FitLabels(table.Labels)
	require.NoError(t, err)
	require.Equal(t, []string{"0", "1", "2"}, e.Classes())
	y, err := e.Indices(table.Labels)
	require.NoError(t, err)
	argmax := make([]int, len(y))
	T := e.OneHot(y)
	tensor.RowArgmax(argmax, T)
	require.Equal(t, y, argmax)
	for n := range y {
		sum := 0.0
		for _, x := range T.Row(n) {
			sum += x
		}
		require.Equal(t, 1.0, sum)
	}
}

func TestClassesIsACopy(t *testing.T) {
	e, err := FitLabels([]string{"a", "b"})
	require.NoError(t, err)
	e.Classes()[0] = "c"
	require.Equal(t, []string{"a", "b"}, e.Classes())
}
