package tensor_test

import (
	"fmt"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// An operation of any shape, as one call on matrices that carry their shape only.
type misuse struct {
	want string
	call func()
}

func of(rows, cols int) tensor.Matrix[float64]   { return tensor.New[float64](rows, cols) }
func of32(rows, cols int) tensor.Matrix[float32] { return tensor.New[float32](rows, cols) }

// requireShapeErrors requires that each call panics with a *ShapeError of that text.
func requireShapeErrors(t *testing.T, calls []misuse) {
	t.Helper()
	for _, c := range calls {
		value := recovered(c.call)
		require.IsType(t, (*tensor.ShapeError)(nil), value, c.want)
		require.Equal(t, c.want, value.(error).Error())
	}
}

func TestShapesThatDoNotFit(t *testing.T) {
	x := func(n int) []float64 { return make([]float64, n) }
	requireShapeErrors(t, []misuse{
		{"tensor: Product: 2×2 ← 3×4 · 5×2", func() { tensor.Product(of(2, 2), of(3, 4), of(5, 2)) }},
		{"tensor: Product: 3×3 ← 3×4 · 4×2", func() { tensor.Product(of(3, 3), of(3, 4), of(4, 2)) }},
		{"tensor: Product: 2×2 ← 3×4 · 4×2", func() { tensor.Product(of(2, 2), of(3, 4), of(4, 2)) }},
		{"tensor: Product: 0×0 ← 3×0 · 0×2", func() { tensor.Product(of(0, 0), of(3, 0), of(0, 2)) }},
		{"tensor: ProductTN: 2×2 ← 4×3 · 5×2", func() { tensor.ProductTN(of(2, 2), of(3, 4), of(5, 2)) }},
		{"tensor: ProductNT: 2×2 ← 3×4 · 2×5", func() { tensor.ProductNT(of(2, 2), of(3, 4), of(5, 2)) }},
		{"tensor: AddProduct: 2×2 ← 3×4 · 5×2", func() { tensor.AddProduct(of32(2, 2), of32(3, 4), of32(5, 2)) }},
		{"tensor: AddProductTN: 2×2 ← 4×3 · 5×2", func() { tensor.AddProductTN(of(2, 2), of(3, 4), of(5, 2)) }},
		{"tensor: AddProductNT: 2×2 ← 3×4 · 2×5", func() { tensor.AddProductNT(of(2, 2), of(3, 4), of(5, 2)) }},
		{"tensor: Dot: 2 · 3", func() { tensor.Dot(x(2), x(3)) }},
		{"tensor: AddRow: 2×3 and a row of 2", func() { tensor.AddRow(of(2, 3), of(2, 3), x(2)) }},
		{"tensor: AddRow: 2×3 ← 3×2", func() { tensor.AddRow(of(2, 3), of(3, 2), x(3)) }},
		{"tensor: SetRows: 2×3 and a row of 4", func() { tensor.SetRows(of(2, 3), x(4)) }},
		{"tensor: Convert: 2×3 ← 3×2", func() { tensor.Convert(of32(2, 3), of(3, 2)) }},
		{"tensor: Add: 2×3 ← 2×3 + 3×2", func() { tensor.Add(of(2, 3), of(2, 3), of(3, 2)) }},
		{"tensor: Sub: 2×3 ← 3×3 − 2×3", func() { tensor.Sub(of(2, 3), of(3, 3), of(2, 3)) }},
		{"tensor: Mul: 2×3 ← 2×2 ⊙ 2×2", func() { tensor.Mul(of(2, 3), of(2, 2), of(2, 2)) }},
		{"tensor: Scale: 2×3 ← 2×2", func() { tensor.Scale(of(2, 3), 1, of(2, 2)) }},
		{"tensor: AddScaled: 2×3 ← 2×2", func() { tensor.AddScaled(of(2, 3), 1, of(2, 2)) }},
	})
}

func TestShapesThatDoNotFitReductions(t *testing.T) {
	x := func(n int) []float64 { return make([]float64, n) }
	requireShapeErrors(t, []misuse{
		{"tensor: RowSums: 3 ← 2×3", func() { tensor.RowSums(x(3), of(2, 3)) }},
		{"tensor: RowMaxima: 3 ← 2×3", func() { tensor.RowMaxima(x(3), of(2, 3)) }},
		{"tensor: RowMaxima: 2×0 has no columns", func() { tensor.RowMaxima(x(2), of(2, 0)) }},
		{"tensor: RowArgmax: 3 ← 2×3", func() { tensor.RowArgmax(make([]int, 3), of(2, 3)) }},
		{"tensor: RowArgmax: 2×0 has no columns", func() { tensor.RowArgmax(make([]int, 2), of(2, 0)) }},
		{"tensor: ColumnSums: 2 ← 2×3", func() { tensor.ColumnSums(x(2), of(2, 3)) }},
		{"tensor: AddColumnSums: 2 ← 2×3", func() { tensor.AddColumnSums(x(2), of(2, 3)) }},
		{"tensor: LogSumExp: 3 ← 2×3", func() { tensor.LogSumExp(x(3), of(2, 3)) }},
	})
}

// unary are the operations C ← f(A), elementwise or by rows.
func unary[F tensor.Float]() map[string]func(C, A tensor.Matrix[F]) {
	return map[string]func(C, A tensor.Matrix[F]){
		"Copy": tensor.Copy[F], "Exp": tensor.Exp[F], "Log": tensor.Log[F], "Tanh": tensor.Tanh[F], "Sigmoid": tensor.Sigmoid[F],
		"ReLU": tensor.ReLU[F], "TanhDerivative": tensor.TanhDerivative[F], "SigmoidDerivative": tensor.SigmoidDerivative[F],
		"ReLUDerivative": tensor.ReLUDerivative[F], "Softmax": tensor.Softmax[F], "LogSoftmax": tensor.LogSoftmax[F],
		"Scale":     func(C, A tensor.Matrix[F]) { tensor.Scale(C, 3, A) },
		"AddScaled": func(C, A tensor.Matrix[F]) { tensor.AddScaled(C, 3, A) },
		"AddRow":    func(C, A tensor.Matrix[F]) { tensor.AddRow(C, A, make([]F, C.Cols())) },
	}
}

func TestUnaryOperationsRefuseShapesAndPartialOverlap(t *testing.T) {
	both(t, testUnaryRefuse[float64], testUnaryRefuse[float32])
}

func testUnaryRefuse[F tensor.Float](t *testing.T) {
	for name, f := range unary[F]() {
		want := fmt.Sprintf("tensor: %s: 3×4 ← 4×3", name)
		requireShapeErrors(t, []misuse{{want, func() { f(tensor.New[F](3, 4), tensor.New[F](4, 3)) }}})

		M := random(newRandom(1), 6, 6, moderate[F])
		before := clone(M)
		want = "tensor: " + name + ": the destination overlaps A"
		require.Equal(t, want, message(func() { f(M.Slice(0, 3, 0, 3), M.Slice(1, 4, 0, 3)) }))
		require.Equal(t, want, message(func() { f(M.Slice(0, 3, 1, 4), M.Slice(0, 3, 0, 3)) }))
		requireSame(t, before, M, name, ": a refused operation wrote")
		require.NotPanics(t, func() { f(M.Slice(0, 3, 0, 3), M.Slice(0, 3, 3, 6)) }, name)
		require.NotPanics(t, func() { f(M.Slice(0, 3, 0, 3), M.Slice(0, 3, 0, 3)) }, name)
	}
}

func TestOverlapNamesOperationAndOperand(t *testing.T) {
	M := tensor.New[float64](6, 6)
	C, other, free, row := M.Slice(0, 3, 0, 3), M.Slice(1, 4, 1, 4), of(3, 3), make([]float64, 3)
	for want, call := range map[string]func(){
		"tensor: Add: the destination overlaps A":           func() { tensor.Add(C, other, free) },
		"tensor: Add: the destination overlaps B":           func() { tensor.Add(C, free, other) },
		"tensor: Sub: the destination overlaps B":           func() { tensor.Sub(C, C, other) },
		"tensor: Mul: the destination overlaps A":           func() { tensor.Mul(C, other, C) },
		"tensor: AddRow: the destination overlaps row":      func() { tensor.AddRow(C, free, C.Row(1)) },
		"tensor: SetRows: the destination overlaps row":     func() { tensor.SetRows(C, C.Row(0)) },
		"tensor: RowSums: the destination overlaps A":       func() { tensor.RowSums(C.Row(1), C) },
		"tensor: RowMaxima: the destination overlaps A":     func() { tensor.RowMaxima(C.Row(1), C) },
		"tensor: LogSumExp: the destination overlaps A":     func() { tensor.LogSumExp(C.Row(1), C) },
		"tensor: ColumnSums: the destination overlaps A":    func() { tensor.ColumnSums(C.Row(2), C) },
		"tensor: AddColumnSums: the destination overlaps A": func() { tensor.AddColumnSums(C.Row(2), C) },
		"tensor: Convert: the destination overlaps A":       func() { tensor.Convert(C, other) },
	} {
		require.Equal(t, want, message(call))
	}
	require.NotPanics(t, func() { tensor.AddRow(free, C, C.Row(1)) }, "the row may be one of A")
	require.NotPanics(t, func() { tensor.Convert(C, C) })
	require.NotPanics(t, func() { tensor.Add(C, C, C) })
	require.NotPanics(t, func() { tensor.SetRows(C, row) })
}
