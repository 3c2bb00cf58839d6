package tensor_test

import (
	"math"
	"math/big"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// The tests of this file test the tests: each comparison must be seen to reject.

func TestSameBitsTellsBitsApart(t *testing.T) {
	both(t, testSameBits[float64], testSameBits[float32])
}

func testSameBits[F tensor.Float](t *testing.T) {
	minus, inf, nan, u := F(math.Copysign(0, -1)), F(math.Inf(1)), F(math.NaN()), F(2*unit[F]())
	for _, c := range []struct {
		x, y F
		same bool
	}{
		{1, 1, true}, {0, 0, true}, {minus, minus, true}, {inf, inf, true}, {nan, nan, true}, {nan, -nan, true}, {nan, guard[F](), true},
		{1, 1 + u, false}, {1, 1 - u/2, false}, {0, minus, false}, {minus, 0, false}, {inf, -inf, false}, {nan, 0, false}, {inf, nan, false}, {1, -1, false},
	} {
		require.Equal(t, c.same, sameBits(c.x, c.y), "%v and %v", c.x, c.y)
		require.Equal(t, c.same, sameBits(c.y, c.x), "%v and %v", c.y, c.x)
	}
}

func TestDifferenceFindsOneBit(t *testing.T) {
	A := random(newRandom(1), 5, 7, moderate[float64])
	require.Empty(t, matrixDifference(A, clone(A)))
	for i := range 5 {
		for j := range 7 {
			B := clone(A)
			B.Set(i, j, math.Nextafter(B.At(i, j), 0))
			require.NotEmpty(t, matrixDifference(A, B), "a flipped bit at [%d,%d]", i, j)
		}
	}
	B := clone(A)
	B.Set(2, 3, A.At(2, 4))
	B.Set(2, 4, A.At(2, 3))
	require.NotEmpty(t, matrixDifference(A, B), "a swapped pair")
	require.NotEmpty(t, matrixDifference(of(1, 2), tensor.FromRows([]float64{0, math.Copysign(0, -1)})), "the sign of zero")
	require.NotEmpty(t, matrixDifference(of(2, 3), of(3, 2)), "the shape")
	require.NotEmpty(t, difference([]float64{1}, []float64{1, 2}), "the length")
	require.NotEmpty(t, difference([]float64{math.NaN()}, []float64{1}), "NaN in the place of a number")
}

// Each word of the array that is not an element is a guard word, and each of them
// is watched; the elements are not.
func TestGuardWordsAreWatched(t *testing.T) {
	both(t, testGuardWords[float64], testGuardWords[float32])
}

func testGuardWords[F tensor.Float](t *testing.T) {
	for _, shape := range [][3]int{{3, 4, 2}, {1, 1, 0}, {2, 3, 0}, {0, 3, 1}, {3, 0, 1}, {0, 0, 0}} {
		f := frame[F](shape[0], shape[1], shape[2])
		require.Empty(t, f.touched())
		guards := 0
		for i := range f.whole {
			before := f.whole[i]
			isGuard := bitsOf(before) == bitsOf(guard[F]())
			for _, value := range []F{0, 1, F(math.NaN())} {
				f.whole[i] = value
				require.Equal(t, isGuard, f.touched() != "", "word %d of %v", i, shape)
			}
			f.whole[i] = before
			if isGuard {
				guards++
			}
		}
		require.Equal(t, len(f.whole)-shape[0]*shape[1], guards)
	}
}

// The comparison with the chain notices every known kind of wrong
// product.
func TestChainRejectsWrongProducts(t *testing.T) {
	v := variants[float64]()[0]
	p := problem[float64]{m: 6, n: 7, k: 9, marginA: 1, marginB: 1, marginC: 1}.pose(v, 1, moderate[float64])
	want := v.chain(p.C.Matrix, p.A.Matrix, p.B.Matrix)
	for name, wrong := range map[string]func(c, a, b float64, q int) float64{
		"two roundings":   func(c, a, b float64, _ int) float64 { return c + float64(a*b) },
		"a term left out": func(c, a, b float64, q int) float64 { return math.FMA(a, b*float64(min(q, 1)), c) },
		"a term doubled":  func(c, a, b float64, q int) float64 { return math.FMA(a, b*float64(1+q/8), c) },
		"in single":       func(c, a, b float64, _ int) float64 { return float64(float32(math.FMA(a, b, c))) },
	} {
		got := tensor.New[float64](6, 7)
		for i := range 6 {
			for j := range 7 {
				c := 0.0
				for q := range 9 {
					c = wrong(c, p.A.At(i, q), p.B.At(q, j), q)
				}
				got.Set(i, j, c)
			}
		}
		require.NotEmpty(t, matrixDifference(got, want), name)
	}
	backwards := tensor.New[float64](6, 7)
	for i := range 6 {
		for j := range 7 {
			for q := 8; q >= 0; q-- {
				backwards.Set(i, j, math.FMA(p.A.At(i, q), p.B.At(q, j), backwards.At(i, j)))
			}
		}
	}
	require.NotEmpty(t, matrixDifference(backwards, want), "the reverse order")
}

// A column of zeros appended to A, and a row to B, change the sign of a zero; by
// that sign a padded inner dimension is found.
func TestChainRejectsPaddedInnerDimension(t *testing.T) {
	v := variants[float64]()[3]
	start := tensor.FromRows([]float64{math.Copysign(0, -1)})
	require.Equal(t, "AddProduct", v.name)
	exact := v.chain(start, tensor.FromRows([]float64{-1}), tensor.FromRows([]float64{0}))
	padded := v.chain(start, tensor.FromRows([]float64{-1, 0}), tensor.FromRows([]float64{0}, []float64{0}))
	require.NotEmpty(t, matrixDifference(padded, exact))
}

// A bound must fail by a little and hold by a little, and never hold for NaN.
func TestShareDecidesExactly(t *testing.T) {
	exact, bound := big.NewRat(1, 1), new(big.Rat).SetFloat64(0x1p-52)
	require.LessOrEqual(t, share(1+0x1p-52, exact, bound), 1.0)
	require.LessOrEqual(t, share(1, exact, bound), 0.0)
	require.Greater(t, share(1+0x1p-51, exact, bound), 1.0)
	require.Greater(t, share(1-0x1.8p-52, exact, bound), 1.0)
	nearly := new(big.Rat).Sub(bound, new(big.Rat).SetFloat64(0x1p-200))
	require.Greater(t, share(1+0x1p-52, exact, nearly), 1.0)
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		require.False(t, share(bad, exact, bound) <= 1)
	}
	require.False(t, share(1.5, exact, new(big.Rat)) <= 1, "a bound of 0")
	require.Zero(t, share(1, exact, new(big.Rat)), "no error at a bound of 0")
}

// The statement of the order of a sum differs, on the data of the tests, from the
// orders that come to mind.
func TestStripedRejectsOtherOrders(t *testing.T) {
	x := slice(newRandom(1), 5000, moderate[float64])
	sequential, pairs := 0.0, folded(append(make([]float64, 8192-5000), x...))
	sixteen := striped(5000, func(s float32, j int) float32 { return s + float32(x[j]) })
	for _, xi := range x {
		sequential += xi
	}
	for _, other := range []float64{sequential, pairs, float64(sixteen)} {
		require.False(t, sameBits(other, stripedSum(x)))
	}
}

func TestVacuousAnswersAreNoticed(t *testing.T) {
	A := random(newRandom(1), 10, 10, moderate[float64])
	require.Empty(t, vacuous(A))
	tensor.Fill(A.RowSlice(0, 2), math.NaN())
	require.Equal(t, "not finite", vacuous(A))
	tensor.Fill(A, 1)
	require.Equal(t, "not distinct", vacuous(A))
	require.Equal(t, "no elements", vacuous(of(0, 3)))
}

// Panics are told from silence, and from panics with other values.
func TestMessageTellsPanics(t *testing.T) {
	require.Nil(t, recovered(func() {}))
	require.Empty(t, message(func() {}))
	require.Empty(t, message(func() { panic("no error") }))
	require.Equal(t, "tensor: X: 1×2", message(func() { panic(&tensor.ShapeError{Op: "X", Formula: "1×2"}) }))
}
