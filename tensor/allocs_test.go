package tensor_test

import (
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// operations returns a call of each operation of the package on matrices that are
// made once, of a shape that needs all loops and edges of the product.
func operations[F tensor.Float]() map[string]func() {
	const m, n, k = 13, 17, 300
	r := newRandom(1)
	A, B, C := random(r, m, k, moderate[F]), random(r, k, n, moderate[F]), tensor.New[F](m, n)
	TA, TB, S := random(r, k, m, moderate[F]), random(r, n, k, moderate[F]), random(r, m, n, positive[F])
	narrow, wider := tensor.New[float32](m, n), tensor.New[float64](m, n)
	rows, cols, indices := make([]F, m), make([]F, n), make([]int, m)
	others, third, fourth := make([]F, m), make([]F, m), make([]F, m)
	var sink F
	calls := map[string]func(){
		"Product": func() { tensor.Product(C, A, B) }, "AddProduct": func() { tensor.AddProduct(C, A, B) },
		"ProductTN": func() { tensor.ProductTN(C, TA, B) }, "AddProductTN": func() { tensor.AddProductTN(C, TA, B) },
		"ProductNT": func() { tensor.ProductNT(C, A, TB) }, "AddProductNT": func() { tensor.AddProductNT(C, A, TB) },
		"Add": func() { tensor.Add(C, S, C) }, "Sub": func() { tensor.Sub(C, C, S) }, "Mul": func() { tensor.Mul(C, S, S) },
		"Fill": func() { tensor.Fill(C, 1) }, "SetRows": func() { tensor.SetRows(C, cols) },
		"Convert narrow": func() { tensor.Convert(narrow, S) }, "Convert wide": func() { tensor.Convert(wider, S) },
		"Sum": func() { sink += tensor.Sum(rows) }, "Dot": func() { sink += tensor.Dot(rows, rows) },
		"RowSums": func() { tensor.RowSums(rows, S) }, "RowMaxima": func() { tensor.RowMaxima(rows, S) },
		"RowArgmax": func() { tensor.RowArgmax(indices, S) }, "LogSumExp": func() { tensor.LogSumExp(rows, S) },
		"ColumnSums": func() { tensor.ColumnSums(cols, S) }, "AddColumnSums": func() { tensor.AddColumnSums(cols, S) },
		"FirstNotFinite": func() { tensor.FirstNotFinite(S) },
		"views":          func() { sink += S.Slice(1, 5, 2, 7).RowSlice(1, 3).Row(1)[2] + S.At(1, 1) },
		"headers":        func() { tensor.Fill(tensor.FromSlice(1, m, rows), 2) },
		"CrossEntropy":   func() { tensor.CrossEntropy(rows, C, S) }, "SoftmaxSums": func() { tensor.SoftmaxSums(C, S, rows, others) },
		"CrossEntropyFromSums": func() { tensor.CrossEntropyFromSums(others, C, S, rows, others) },
		"CrossEntropyGradient": func() { tensor.CrossEntropyGradient(C, C, S) },
		"TanhPullback":         func() { tensor.TanhPullback(C, C, S, cols) }, "SigmoidPullback": func() { tensor.SigmoidPullback(C, C, S, nil) },
		"ReLUPullback": func() { tensor.ReLUPullback(C, C, S, cols) }, "Affine": func() { tensor.Affine(C, A, B, cols) },
		"UpdateDescent": func() { tensor.UpdateDescent(rows, others, 1) }, "UpdateMomentum": func() { tensor.UpdateMomentum(rows, others, third, 1, 1, 1) },
		"UpdateClassicalMomentum": func() { tensor.UpdateClassicalMomentum(rows, others, third, 1, 1) },
		"UpdateRMSprop":           func() { tensor.UpdateRMSprop(rows, others, third, 1, 1, 1, 1, true) },
		"UpdateAdam":              func() { tensor.UpdateAdam(rows, others, third, fourth, tensor.AdamNumbers[F]{Epsilon: 1}) },
	}
	for name, f := range unary[F]() {
		if name != "AddRow" { // whose closure makes its row
			calls[name] = func() { f(C, S) }
		}
	}
	calls["AddRow"] = func() { tensor.AddRow(C, S, cols) }
	return calls
}

// No operation allocates.
func TestNoOperationAllocates(t *testing.T) {
	both(t, testNoOperationAllocates[float64], testNoOperationAllocates[float32])
}

func testNoOperationAllocates[F tensor.Float](t *testing.T) {
	calls := operations[F]()
	require.Len(t, calls, 51)
	for name, call := range calls {
		require.Zero(t, testing.AllocsPerRun(10, call), name)
	}
	require.Positive(t, testing.AllocsPerRun(10, func() { kept = tensor.New[F](3, 3) }), "the count does not count")
}

var kept any
