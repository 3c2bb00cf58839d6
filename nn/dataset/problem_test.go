package dataset_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn/dataset"
	"chainrule/tensor"
)

func TestProblemIsThePapers(t *testing.T) {
	table, err := dataset.Paper().Table()
	require.NoError(t, err)
	p, err := dataset.NewProblem(table, 0.2, 7)
	require.NoError(t, err)
	require.Equal(t, []string{"0", "1", "2"}, p.Classes)
	require.Equal(t, 500, p.Rows)
	train, testing, err := dataset.Split(500, 0.2, 7)
	require.NoError(t, err)
	_, y, err := dataset.Paper().Generate()
	require.NoError(t, err)
	for i, row := range train {
		require.Equal(t, table.X.Row(row), p.X.Row(i))
		require.Equal(t, y[row], p.Labels[i])
		require.Equal(t, 1.0, p.T.At(i, y[row]))
		require.Equal(t, 1.0, tensor.Sum(p.T.Row(i)))
	}
	for i, row := range testing {
		require.Equal(t, table.X.Row(row), p.TestX.Row(i))
		require.Equal(t, y[row], p.TestLabels[i])
		require.Equal(t, 1.0, p.TestT.At(i, y[row]))
	}
}

func TestProblemRefusesLabelsItCannotCode(t *testing.T) {
	labelled := func(label func(i int) string) *dataset.Table {
		table := &dataset.Table{Name: "t.csv", Header: []string{"x", "y"}, X: tensor.New[float64](20, 1)}
		for i := range 20 {
			table.Labels = append(table.Labels, label(i))
		}
		return table
	}
	_, err := dataset.NewProblem(labelled(func(int) string { return "a" }), 0.2, 7)
	require.EqualError(t, err, `t.csv: all training rows have the label "a": want at least two classes`)
	_, err = dataset.NewProblem(labelled(func(i int) string { return fmt.Sprint("c", i) }), 0.2, 7)
	require.EqualError(t, err, "t.csv: 16 classes in 16 training rows: is \"y\" the column of the label (-label)?")
	_, testing, err := dataset.Split(20, 0.2, 7)
	require.NoError(t, err)
	rare := labelled(func(i int) string { return string("ab"[i%2]) })
	rare.Labels[testing[2]] = "rare"
	_, err = dataset.NewProblem(rare, 0.2, 7)
	require.EqualError(t, err, fmt.Sprintf(`t.csv: row %d after the header has the label "rare" and fell to the test rows, `+
		`but no training row has it; another seed of the split may do`, testing[2]+1))
	for i := range 8 {
		rare.Labels[i+4] = fmt.Sprint("c", i)
	}
	rare.Labels[testing[2]] = "rare"
	_, err = dataset.NewProblem(rare, 0.2, 7)
	require.ErrorContains(t, err, ` training rows: is "y" the column of the label (-label)?`)
	_, err = dataset.NewProblem(rare, 2, 7)
	require.ErrorContains(t, err, "t.csv: dataset: Split: the test fraction 2")
	_, err = dataset.Classification{}.Table()
	require.Error(t, err)
}
