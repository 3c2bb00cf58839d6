package tensor_test

import (
	"math"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// Each test of this file is a defect that a published library had or has.

// A softmax without the shift by the maximum is NaN from logits of 710 on
// (pa-m/sklearn, basemlp64.go).
func TestDefectSoftmaxWithoutShift(t *testing.T) {
	requireSoftmax(t, []float64{1000, 1001, 1002})
	requireSoftmax(t, []float32{1000, 1001, 1002})
	requireSoftmax(t, []float64{709, 710, 711})
}

// A search for the maximum that begins at −10000 makes 0/0 of a row below it (llm.c,
// train_gpt2.c; llm.go, math.go).
func TestDefectMaximumSeededWithMinus10000(t *testing.T) {
	requireSoftmax(t, []float64{-20000, -20000, -20000})
	requireSoftmax(t, []float32{-20000, -20001, -20002})
	maximum := make([]float64, 1)
	tensor.RowMaxima(maximum, tensor.FromRows([]float64{-20002, -20001}))
	require.Equal(t, -20001.0, maximum[0])
}

// One maximum for the whole batch makes zeros of a row far below it, whose
// logarithm is −∞ (crysx_nn, issue 7).
func TestDefectMaximumOfTheBatch(t *testing.T) {
	A := tensor.FromRows([]float64{2000, 2001}, []float64{0, 1}, []float64{-2000, -1999})
	C, L := of(3, 2), of(3, 2)
	tensor.Softmax(C, A)
	tensor.LogSoftmax(L, A)
	for i := range 3 {
		requireSameSlice(t, C.Row(0), C.Row(i))
		requireSameSlice(t, L.Row(0), L.Row(i))
	}
	require.InDelta(t, 1/(1+math.E), C.At(2, 0), 1e-15)
}

// The logarithm of a softmax that has underflowed is −∞; clipping it at some ε makes
// −800 about −36 (llm.c, go-deep, pa-m/sklearn; scikit-learn's log_loss).
func TestDefectLogOfUnderflownSoftmax(t *testing.T) {
	both(t, testLogOfUnderflown[float64], testLogOfUnderflown[float32])
}

func testLogOfUnderflown[F tensor.Float](t *testing.T) {
	A := tensor.FromRows([]F{-800, 0, -1000}, []F{200, 1000, -3000})
	tensor.LogSoftmax(A, A)
	requireSameSlice(t, []F{-800, 0, -1000}, A.Row(0))
	requireSameSlice(t, []F{-800, 0, -4000}, A.Row(1))
}

// x − (m + log s) in place of (x − m) − log s loses the logarithm where m is large
// (pytorch issue 11752; MLX pull requests 4169 and 4188).
func TestDefectLogSoftmaxOfLargeOffset(t *testing.T) {
	for _, offset := range []float64{1e4, 1e6, 1e8, 1e15} {
		L := of(1, 2)
		tensor.LogSoftmax(L, tensor.FromRows([]float64{offset, offset}))
		require.Equal(t, []float64{-math.Ln2, -math.Ln2}, L.Row(0))
		lost := offset - (offset + math.Ln2)
		require.NotEqual(t, -math.Ln2, lost, "the other order passes too")
	}
}

// An exponential that is good to 10⁻⁶ or 10⁻⁷ only, in float64 (tphakala/simd,
// go-highway).
func TestDefectFloat64ExponentialOfFloat32Accuracy(t *testing.T) {
	require.Equal(t, math.E, exp(1))
	for n := -700; n <= 700; n += 7 {
		require.Less(t, ulps(exp(float64(n)), bigExp(bigOf(float64(n)))), 0.6)
	}
}

// A fast exponential clamps its argument, so that infinity and NaN become numbers
// (gomlx, fastmath; tphakala/simd).
func TestDefectExponentialSwallowsInfinityAndNaN(t *testing.T) {
	C := tensor.FromRows([]float32{float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), 100, -200})
	tensor.Exp(C, C)
	requireSameSlice(t, []float32{float32(math.Inf(1)), 0, float32(math.NaN()), float32(math.Inf(1)), 0}, C.Row(0))
}

// A compiler that fuses x·c − m makes the term of the maximum e^(rounding error), which
// is not 1 and for large x infinite (XLA on CPU, softmax of x/T).
func TestDefectFusedScaleAndShift(t *testing.T) {
	x, c := 0x1.fffffffffffffp+70, 0x1.5555555555555p-02
	require.NotZero(t, math.FMA(x, c, -float64(x*c)), "the rounding error of x·c does not show")
	A := tensor.FromRows([]float64{x, x, -x})
	tensor.Scale(A, c, A)
	tensor.Softmax(A, A)
	requireSameSlice(t, []float64{0.5, 0.5, 0}, A.Row(0))
}

// A product that skips zeros of A loses 0·NaN, in some of its variants (gonum,
// dgemm.go, issue 1698).
func TestDefectZeroTimesNaNDependsOnTranspose(t *testing.T) {
	both(t, testZeroTimesNaN[float64], testZeroTimesNaN[float32])
}

func testZeroTimesNaN[F tensor.Float](t *testing.T) {
	for _, v := range variants[F]() {
		for _, bad := range []F{F(math.NaN()), F(math.Inf(-1))} {
			C := tensor.New[F](2, 2)
			v.run(C, tensor.New[F](2, 2), tensor.FromRows([]F{bad, bad}, []F{bad, bad}))
			requireNaNOnly(t, C, func(int, int) bool { return true })
		}
	}
}

// Rows that are equal give unequal results where a tile ends, since the edge is
// summed in another order (oneDNN issue 1486).
func TestDefectEqualRowsDifferAtTileEdges(t *testing.T) {
	both(t, testEqualRows[float64], testEqualRows[float32])
}

func testEqualRows[F tensor.Float](t *testing.T) {
	const m, n, k = 23, 29, 301
	x, y := slice(newRandom(1), k, moderate[F]), slice(newRandom(2), k, moderate[F])
	A, B, C := tensor.New[F](m, k), tensor.New[F](n, k), tensor.New[F](m, n)
	tensor.SetRows(A, x)
	tensor.SetRows(B, y)
	for _, product := range []func(){
		func() { tensor.ProductNT(C, A, B) }, func() { tensor.Product(C, A, transpose(B)) }, func() { tensor.ProductTN(C, transpose(A), transpose(B)) },
	} {
		product()
		for i := range m {
			for j := range n {
				require.True(t, sameBits(C.At(0, 0), C.At(i, j)), "[%d,%d] differs from [0,0]", i, j)
			}
		}
	}
	sums := make([]F, m)
	tensor.RowSums(sums, A)
	for _, s := range sums {
		require.True(t, sameBits(sums[0], s))
	}
}

// The relative error of 1 − tanh²x grows beyond bounds with |x|, and a test that
// waives it lets it pass (oneDNN, benchdnn).
func TestDefectDerivativeOfTanhCancels(t *testing.T) {
	for _, x := range []float64{5, 10, 18, 19, 100, 300} {
		got, exact := apply(tensor.TanhDerivative[float64], x), bigTanhDerivative(bigOf(x))
		require.Less(t, ulps(got, exact), 3.0)
		y := apply(tensor.Tanh[float64], x)
		require.Greater(t, ulps(1-float64(y*y), exact), 1e3, "the textbook form is as good")
	}
}
