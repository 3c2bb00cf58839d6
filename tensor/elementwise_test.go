package tensor_test

import (
	"math"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A loop is an elementwise operation together with its formula for one element of each
// operand.
type loop[F tensor.Float] struct {
	name string
	run  func(C, A, B tensor.Matrix[F])
	one  func(c, a, b F) F
}

func loops[F tensor.Float]() []loop[F] {
	return []loop[F]{
		{"Add", tensor.Add[F], func(_, a, b F) F { return a + b }},
		{"Sub", tensor.Sub[F], func(_, a, b F) F { return a - b }},
		{"Mul", tensor.Mul[F], func(_, a, b F) F { return F(a * b) }},
		{"Copy", func(C, A, _ tensor.Matrix[F]) { tensor.Copy(C, A) }, func(_, a, _ F) F { return a }},
		{"Convert", func(C, A, _ tensor.Matrix[F]) { tensor.Convert(C, A) }, func(_, a, _ F) F { return a }},
		{"Fill", func(C, _, _ tensor.Matrix[F]) { tensor.Fill(C, 7) }, func(_, _, _ F) F { return 7 }},
		{"Scale", func(C, A, _ tensor.Matrix[F]) { tensor.Scale(C, -3.7, A) }, func(_, a, _ F) F { return F(-3.7 * a) }},
		{"AddScaled", func(C, A, _ tensor.Matrix[F]) { tensor.AddScaled(C, -3.7, A) }, func(c, a, _ F) F { return oracleFma(-3.7, a, c) }},
		{"ReLU", func(C, A, _ tensor.Matrix[F]) { tensor.ReLU(C, A) }, func(_, a, _ F) F {
			if a < 0 {
				return 0
			}
			return a
		}},
		{"ReLUDerivative", func(C, A, _ tensor.Matrix[F]) { tensor.ReLUDerivative(C, A) }, func(_, a, _ F) F {
			switch {
			case a != a:
				return a
			case a > 0:
				return 1
			}
			return 0
		}},
	}
}

// Each operation is its loop, in any shape, among guard words, and in place: the
// destination may be either operand.
func TestElementwiseIsTheLoop(t *testing.T) {
	both(t, testElementwiseIsTheLoop[float64], testElementwiseIsTheLoop[float32])
}

func testElementwiseIsTheLoop[F tensor.Float](t *testing.T) {
	for _, l := range loops[F]() {
		for seed, shape := range shapes(5, 17, 0) {
			r, rows, cols := newRandom(uint64(seed)), shape[0], shape[1]
			C, A, B := frame[F](rows, cols, 1), frame[F](rows, cols, 3), frame[F](rows, cols, 0)
			fill(r, C.Matrix, special[F])
			fill(r, A.Matrix, special[F])
			fill(r, B.Matrix, special[F])
			inA, inB := l.want(A.Matrix, A.Matrix, B.Matrix), l.want(B.Matrix, A.Matrix, B.Matrix)
			want := l.want(C.Matrix, A.Matrix, B.Matrix)
			a, b := clone(A.Matrix), clone(B.Matrix)
			l.run(C.Matrix, A.Matrix, B.Matrix)
			requireSame(t, want, C.Matrix, l.name)
			requireSame(t, a, A.Matrix, l.name, ": operand A")
			requireSame(t, b, B.Matrix, l.name, ": operand B")

			copied := clone(A.Matrix)
			l.run(A.Matrix, A.Matrix, B.Matrix)
			requireSame(t, inA, A.Matrix, l.name, " in A")
			l.run(B.Matrix, copied, B.Matrix)
			requireSame(t, inB, B.Matrix, l.name, " in B")
			requireUntouched(t, l.name, A, B, C)
		}
	}
}

// want returns the result of the formula for each element of the matrices.
func (l loop[F]) want(C, A, B tensor.Matrix[F]) tensor.Matrix[F] {
	want := tensor.New[F](C.Rows(), C.Cols())
	for i := range C.Rows() {
		for j := range C.Cols() {
			want.Set(i, j, l.one(C.At(i, j), A.At(i, j), B.At(i, j)))
		}
	}
	return want
}

// One matrix in all three places.
func TestElementwiseOfOneMatrix(t *testing.T) {
	A := tensor.FromRows([]float64{1, 2, 3})
	tensor.Add(A, A, A)
	require.Equal(t, []float64{2, 4, 6}, A.Row(0))
	tensor.Mul(A, A, A)
	require.Equal(t, []float64{4, 16, 36}, A.Row(0))
	tensor.AddScaled(A, 0.5, A)
	require.Equal(t, []float64{6, 24, 54}, A.Row(0))
	tensor.Sub(A, A, A)
	require.Equal(t, []float64{0, 0, 0}, A.Row(0))
}

// The product in AddScaled is not rounded: −1 + (1 + 2⁻³⁰)(1 − 2⁻³⁰) is −2⁻⁶⁰, and
// 0 with two roundings.
func TestAddScaledRoundsOnce(t *testing.T) {
	s, a := 1+0x1p-30, 1-0x1p-30 // s·a = 1 − 2⁻⁶⁰
	C := tensor.FromRows([]float64{-1})
	tensor.AddScaled(C, s, tensor.FromRows([]float64{a}))
	require.Equal(t, -0x1p-60, C.At(0, 0))

	D := tensor.FromRows([]float32{tieC})
	tensor.AddScaled(D, tieA, tensor.FromRows([]float32{tieB}))
	require.Equal(t, float32(1+0x1p-23), D.At(0, 0))
}

func TestAddRowAndSetRows(t *testing.T) { both(t, testAddRow[float64], testAddRow[float32]) }

func testAddRow[F tensor.Float](t *testing.T) {
	for seed, shape := range shapes(5, 17, 0) {
		r := newRandom(uint64(seed))
		A, C, row := frame[F](shape[0], shape[1], 1), frame[F](shape[0], shape[1], 2), slice(r, shape[1], special[F])
		fill(r, A.Matrix, special[F])
		sum, rows := tensor.New[F](shape[0], shape[1]), tensor.New[F](shape[0], shape[1])
		for i := range shape[0] {
			for j := range shape[1] {
				sum.Set(i, j, A.At(i, j)+row[j])
				rows.Set(i, j, row[j])
			}
		}
		tensor.AddRow(C.Matrix, A.Matrix, row)
		requireSame(t, sum, C.Matrix, "AddRow")
		tensor.AddRow(A.Matrix, A.Matrix, row)
		requireSame(t, sum, A.Matrix, "AddRow in place")
		tensor.SetRows(C.Matrix, row)
		requireSame(t, rows, C.Matrix, "SetRows")
		requireUntouched(t, "rows", A, C)
	}
}

// To float32 each element is rounded to the nearest, ties to even, beyond the
// largest to infinity; to float64 it is exact, so that there and back is nothing.
func TestConvertRounds(t *testing.T) {
	for x, want := range map[float64]float32{
		0: 0, 1: 1, 0.1: 0.1, 1 + 0x1p-24: 1, 1 + 0x1p-24 + 0x1p-50: 1 + 0x1p-23, 1 + 3*0x1p-24: 1 + 0x1p-22,
		math.MaxFloat64: float32(math.Inf(1)), math.Inf(-1): float32(math.Inf(-1)), math.MaxFloat32: math.MaxFloat32,
		math.MaxFloat32 + 0x1p102: math.MaxFloat32, math.MaxFloat32 + 0x1p103: float32(math.Inf(1)), // the tie rounds to even: up
		0x1p-149: 0x1p-149, 0x1p-150: 0, 0x1.8p-149: 0x1p-148, -0x1.1p-150: -0x1p-149, 1e-300: 0, math.NaN(): float32(math.NaN()),
	} {
		C := tensor.New[float32](1, 1)
		tensor.Convert(C, tensor.FromRows([]float64{x}))
		require.True(t, sameBits(want, C.At(0, 0)), "%x becomes %x, want %x", x, C.At(0, 0), want)
	}
	A, B, C := random(newRandom(1), 9, 7, anyBits[float32]), of(9, 7), of32(9, 7)
	tensor.Convert(B, A)
	tensor.Convert(C, B)
	requireSame(t, A, C, "there and back")
	frame64, frame32 := frame[float64](3, 5, 2), frame[float32](3, 5, 1)
	fill(newRandom(2), frame64.Matrix, moderate[float64])
	tensor.Convert(frame32.Matrix, frame64.Matrix)
	tensor.Convert(frame64.Matrix, frame32.Matrix)
	requireUntouched(t, "Convert", frame32)
	requireUntouched(t, "Convert", frame64)
}

func TestFirstNotFinite(t *testing.T) {
	both(t, testFirstNotFinite[float64], testFirstNotFinite[float32])
}

func testFirstNotFinite[F tensor.Float](t *testing.T) {
	A := frame[F](4, 9, 1) // the guard words are NaN
	fill(newRandom(1), A.Matrix, anyFinite[F])
	_, _, found := tensor.FirstNotFinite(A.Matrix)
	require.False(t, found)
	for at := 4*9 - 1; at >= 0; at-- { // each bad element stands before those already there
		bad := []F{F(math.NaN()), F(math.Inf(1)), F(math.Inf(-1))}[at%3]
		A.Set(at/9, at%9, bad)
		i, j, found := tensor.FirstNotFinite(A.Matrix)
		require.Equal(t, []any{at / 9, at % 9, true}, []any{i, j, found})
	}
}
