package tensor_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/tensor"
)

// stripedTerms returns −Σ t·logY in the documented order: stripes of 8, blocks of 1024,
// upper half of the stripes onto the lower half, a term with t = 0 left out.
func stripedTerms(t, logY []float64) float64 {
	total := 0.0
	for lo := 0; lo < len(t); lo += 1024 {
		var s [8]float64
		for j := lo; j < min(lo+1024, len(t)); j++ {
			if t[j] != 0 {
				s[j%8] = math.FMA(-t[j], logY[j], s[j%8])
			}
		}
		total += ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
	}
	return total
}

func TestCrossEntropyIsTheStripedSumOfItsTerms(t *testing.T) {
	for _, n := range []int{1, 2, 3, 8, 9, 31, 1023, 1024, 1025, 2500} {
		A, T, logY := tensor.New[float64](2, n), tensor.New[float64](2, n), tensor.New[float64](2, n)
		for j := range n {
			A.Set(0, j, math.Sin(float64(7*j)))
			A.Set(1, j, 800*math.Sin(float64(3*j)))
			T.Set(0, j, float64(j%4))
			T.Set(1, j, float64((j+1)%5)/8)
		}
		dst := make([]float64, 2)
		tensor.CrossEntropy(dst, A, T)
		tensor.LogSoftmax(logY, A)
		for i := range dst {
			require.Equal(t, stripedTerms(T.Row(i), logY.Row(i)), dst[i], "n = %d", n)
		}
	}
}

func TestCrossEntropyOfImpossibleClasses(t *testing.T) {
	inf, nan := math.Inf(-1), math.NaN()
	for _, c := range []struct{ a, t, want float64 }{
		{-800, 1, 800}, {-800, 0, 0}, {inf, 0, 0}, {inf, 1, math.Inf(1)}, {nan, 1, nan}, {1e300, 0, 1e300},
	} {
		dst := make([]float64, 1)
		tensor.CrossEntropy(dst, tensor.FromRows([]float64{0, c.a}), tensor.FromRows([]float64{1 - c.t, c.t}))
		if math.IsNaN(c.want) {
			require.True(t, math.IsNaN(dst[0]))
			continue
		}
		require.Equal(t, c.want, dst[0], "a = %v, t = %v", c.a, c.t)
	}
	dst := make([]float64, 1)
	tensor.CrossEntropy(dst, tensor.FromRows([]float64{0, nan}), tensor.FromRows([]float64{1, 0}))
	require.True(t, math.IsNaN(dst[0]), "NaN anywhere in the row is not swallowed")
	tensor.CrossEntropy(dst, tensor.New[float64](1, 0), tensor.New[float64](1, 0))
	require.Zero(t, dst[0])
}

// One-hot rows keep all digits where y − 1 has lost them; other rows are s⊙Y − T.
func TestCrossEntropyGradientKeepsItsDigits(t *testing.T) {
	A := tensor.FromRows([]float64{50, 0, -1}, []float64{50, 0, -1}, []float64{1, 2, 3}, []float64{1, 2, 3})
	T := tensor.FromRows([]float64{1, 0, 0}, []float64{0.5, 0.5, 0}, []float64{2, 0, 1}, []float64{0, 0, 0})
	Y, D := tensor.New[float64](4, 3), tensor.New[float64](4, 3)
	tensor.Softmax(Y, A)
	tensor.CrossEntropyGradient(D, Y, T)
	require.Zero(t, Y.At(0, 0)-1)
	require.Equal(t, -(Y.At(0, 1) + Y.At(0, 2)), D.At(0, 0))
	require.Equal(t, Y.At(0, 1), D.At(0, 1))
	for i := 1; i < 4; i++ {
		s := tensor.Sum(T.Row(i))
		for j := range 3 {
			require.Equal(t, float64(s*Y.At(i, j))-T.At(i, j), D.At(i, j))
		}
	}
	tensor.CrossEntropyGradient(Y, Y, T)
	require.Equal(t, D.Row(0), Y.Row(0), "D may be Y")
}

// NaN and ∞ at the one of a row are not lost, in rows of any length and by every kernel.
func TestCrossEntropyGradientHidesNothing(t *testing.T) {
	eachKernelInBoth(t, testGradientHidesNothing[float64], testGradientHidesNothing[float32])
}

func testGradientHidesNothing[F tensor.Float](t *testing.T) {
	for _, n := range []int{1, 3, 8, 9, 40, 1025} {
		for _, bad := range []F{F(math.NaN()), F(math.Inf(1)), F(math.Inf(-1))} {
			Y, T, D := tensor.New[F](2, n), tensor.New[F](2, n), tensor.New[F](2, n)
			tensor.Fill(Y, 0.25)
			T.Set(0, n/2, 1)
			T.Set(1, n/2, 1)
			Y.Set(0, n/2, bad)
			tensor.CrossEntropyGradient(D, Y, T)
			require.True(t, D.At(0, n/2) != D.At(0, n/2), "%v of %d is %v", bad, n, D.At(0, n/2))
			require.Equal(t, -F(n-1)/4, D.At(1, n/2))
		}
	}
}

func TestCrossEntropyMisuse(t *testing.T) {
	A := tensor.New[float64](2, 3)
	require.PanicsWithError(t, "tensor: CrossEntropy: 3 ← 2×3", func() { tensor.CrossEntropy(make([]float64, 3), A, A) })
	require.PanicsWithError(t, "tensor: CrossEntropy: 2 ← 2×3, 2×2", func() {
		tensor.CrossEntropy(make([]float64, 2), A, tensor.New[float64](2, 2))
	})
	square := tensor.New[float64](2, 2)
	require.PanicsWithError(t, "tensor: CrossEntropy: the destination overlaps T", func() {
		tensor.CrossEntropy(square.Row(1), tensor.New[float64](2, 2), square)
	})
	require.PanicsWithError(t, "tensor: CrossEntropyGradient: 2×3 ← 2×3 − 2×2", func() {
		tensor.CrossEntropyGradient(A, A, tensor.New[float64](2, 2))
	})
	dst, T, Y := make([]float64, 2), tensor.New[float64](2, 3), tensor.New[float64](2, 3)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		tensor.CrossEntropy(dst, A, T)
		tensor.CrossEntropyGradient(A, Y, T)
	}))
}
