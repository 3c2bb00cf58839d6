package dataset

import (
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// paperTable returns the paper's data as a table.
func paperTable(t testing.TB) *Table {
	X, y, err := Paper().Generate()
	require.NoError(t, err)
	labels := make([]string, len(y))
	for i, k := range y {
		labels[i] = strconv.Itoa(k)
	}
	return &Table{Name: "paper", Header: []string{"x0", "x1", "x2", "x3", "x4", "y"}, X: X, Labels: labels}
}

// TestPaperDataIsScikitLearns: the file that Python wrote is the text that WriteCSV
// writes, so every bit is the same.
func TestPaperDataIsScikitLearns(t *testing.T) {
	want, err := os.ReadFile("testdata/paper_dataset_fma.csv")
	require.NoError(t, err)
	var got strings.Builder
	table := paperTable(t)
	require.NoError(t, WriteCSV(&got, table))
	require.Equal(t, string(want), got.String())

	x := table.X.At(123, 4)
	table.X.Set(123, 4, math.Float64frombits(math.Float64bits(x)^1))
	got.Reset()
	require.NoError(t, WriteCSV(&got, table))
	require.NotEqual(t, string(want), got.String(), "one bit must show")
}

// A step is a stage of paper_steps.json.
type step struct {
	Stage string
	Words int `json:"u32_consumed_so_far"`
	Value any
}

func (s step) ints() []int {
	var x []int
	for _, v := range s.Value.([]any) {
		x = append(x, int(v.(float64)))
	}
	return x
}

// floats returns a list, or a list of lists in one.
func (s step) floats() []float64 {
	var x []float64
	for _, v := range s.Value.([]any) {
		switch v := v.(type) {
		case float64:
			x = append(x, v)
		case []any:
			x = append(x, step{Value: v}.floats()...)
		}
	}
	return x
}

// TestPaperDataStepByStep: values and numbers of words drawn, after each step.
func TestPaperDataStepByStep(t *testing.T) {
	var golden struct {
		Total  int    `json:"n_u32_total"`
		Steps  []step `json:"intermediate"`
		Counts []int  `json:"class_counts"`
	}
	readJSON(t, "paper_steps.json", &golden)
	steps := make(map[string]step)
	for _, s := range golden.Steps {
		steps[s.Stage] = s
	}
	c, r := Paper(), NewRandom(7)
	reach := func(stage string) step {
		require.Contains(t, steps, stage)
		at := skip(7, steps[stage].Words)
		require.Equal(t, at.position, r.position, stage)
		require.Equal(t, at.state, r.state, stage)
		return steps[stage]
	}
	require.Equal(t, reach("sizes").ints(), c.sizes())
	require.Equal(t, steps["vertex_codes"].ints(), vertices(NewRandom(7), 5, 6))
	centres := c.centres(r)
	require.NoError(t, sameBits(elements(centres), reach("centroids").floats()))
	normals := tensor.New[float64](500, 5)
	fillNormal(r, normals)
	require.NoError(t, sameBits(elements(normals)[:20], reach("normals_first20").floats()))
	A := tensor.New[float64](5, 5)
	for k := range 6 {
		fillSymmetric(r, A)
		require.NoError(t, sameBits(elements(A), reach("A"+strconv.Itoa(k)).floats()))
	}
	y := slices.Repeat([]int{-1}, 500)
	require.NoError(t, sameBits(draw(20, skip(7, steps["A5"].Words).Float64), steps["flip_u_first20"].floats()))
	c.flip(r, y)
	var rows, labels []int
	for i, k := range y {
		if k >= 0 {
			rows, labels = append(rows, i), append(labels, k)
		}
	}
	require.Equal(t, reach("flip_indices").ints(), rows)
	require.Equal(t, steps["flip_labels"].ints(), labels)
	p := steps["row_perm"].ints()
	require.Equal(t, p, r.Permutation(500)[:len(p)])
	reach("row_perm")
	require.Equal(t, steps["col_perm"].ints(), r.Permutation(5))
	reach("col_perm")

	r = NewRandom(7)
	_, y = c.generate(r)
	require.Equal(t, skip(7, golden.Total).Uint32(), r.Uint32())
	require.Equal(t, golden.Counts, countClasses(y, 3))
}

// TestOriginsMakeTheRows: the columns, but for their order, and the labels.
func TestOriginsMakeTheRows(t *testing.T) {
	for _, c := range []Classification{Paper(), {Samples: 40, Features: 9, Informative: 3, Redundant: 2, Repeated: 1, Classes: 2, Clusters: 2, Flip: 0.5, Separation: 1, Seed: 1}} {
		X, y, err := c.Generate()
		require.NoError(t, err)
		rows, A, centres := c.Origins()
		require.Len(t, rows, c.Samples)
		anew := 0
		for i, o := range rows {
			x := tensor.New[float64](1, c.Informative)
			tensor.Product(x, tensor.FromRows(o.Normals), A[o.Cluster])
			for j, z := range x.Row(0) {
				require.Contains(t, X.Row(i), z+centres.At(o.Cluster, j))
			}
			if o.Relabelled {
				anew++
			} else {
				require.Equal(t, o.Cluster%c.Classes, y[i])
			}
		}
		require.InDelta(t, c.Flip, float64(anew)/float64(c.Samples), 0.2)
		require.Positive(t, anew)
	}
}

func countClasses(y []int, K int) []int {
	n := make([]int, K)
	for _, k := range y {
		n[k]++
	}
	return n
}
