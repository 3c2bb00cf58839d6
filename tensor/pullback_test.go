package tensor_test

import (
	"fmt"
	"math"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// pullbacks pairs each with the derivative that it multiplies by.
func pullbacks[F tensor.Float]() map[string]struct {
	run   func(C, B, A tensor.Matrix[F], sums []F)
	slope func(C, A tensor.Matrix[F])
} {
	return map[string]struct {
		run   func(C, B, A tensor.Matrix[F], sums []F)
		slope func(C, A tensor.Matrix[F])
	}{
		"TanhPullback":    {tensor.TanhPullback[F], tensor.TanhDerivative[F]},
		"SigmoidPullback": {tensor.SigmoidPullback[F], tensor.SigmoidDerivative[F]},
		"ReLUPullback":    {tensor.ReLUPullback[F], tensor.ReLUDerivative[F]},
	}
}

// A pullback is its three parts, with every kernel: derivative, product, sums of columns.
func TestPullbackIsItsParts(t *testing.T) {
	eachKernelInBoth(t, testPullbackIsItsParts[float64], testPullbackIsItsParts[float32])
}

func testPullbackIsItsParts[F tensor.Float](t *testing.T) {
	for _, shape := range [][2]int{{0, 3}, {3, 0}, {1, 1}, {5, 7}, {4, 8}, {3, 16}, {50, 50}, {9, 33}, {2, 64}, {3, 67}, {2, 130}, {300, 41}, {2, 5000}} {
		for name, p := range pullbacks[F]() {
			for kind, elements := range map[string]source[F]{"moderate": moderate[F], "special": special[F]} {
				what := fmt.Sprint(name, shape, kind)
				A, B, C := frame[F](shape[0], shape[1], 3), frame[F](shape[0], shape[1], 2), frame[F](shape[0], shape[1], 1)
				fill(newRandom(1), A.Matrix, elements)
				fill(newRandom(2), B.Matrix, elements)
				sums, start := frame[F](1, shape[1], 0), slice(newRandom(3), shape[1], moderate[F])
				want, wantSums := tensor.New[F](shape[0], shape[1]), append([]F{}, start...)
				if shape[1] > 0 {
					copy(sums.Row(0), start)
				}
				byDefinition(t, func() {
					p.slope(want, A.Matrix)
					tensor.Mul(want, B.Matrix, want)
					tensor.ColumnSums(wantSums, want)
				})
				p.run(C.Matrix, B.Matrix, A.Matrix, nil)
				requireSame(t, want, C.Matrix, what, " without sums")
				p.run(C.Matrix, B.Matrix, A.Matrix, sums.Row(0))
				requireSame(t, want, C.Matrix, what)
				requireSameSlice(t, wantSums, sums.Row(0), what)
				requireUntouched(t, what, A, B, C, sums)
				p.run(B.Matrix, B.Matrix, A.Matrix, sums.Row(0))
				requireSame(t, want, B.Matrix, what, " in place of B")
				requireSameSlice(t, wantSums, sums.Row(0), what)
				fill(newRandom(2), B.Matrix, elements)
				p.run(A.Matrix, B.Matrix, A.Matrix, nil)
				requireSame(t, want, A.Matrix, what, " in place of A")
			}
		}
	}
}

// The elementwise operations on two matrices, with every kernel.
func TestCombinationsEqualTheirDefinition(t *testing.T) {
	eachKernelInBoth(t, testCombinations[float64], testCombinations[float32])
}

func testCombinations[F tensor.Float](t *testing.T) {
	for n := range 70 {
		for kind, elements := range map[string]source[F]{"moderate": moderate[F], "special": special[F], "wide": wide[F], "any bits": anyBits[F]} {
			for name, f := range map[string]func(C, A, B tensor.Matrix[F]){
				"Add": tensor.Add[F], "Sub": tensor.Sub[F], "Mul": tensor.Mul[F],
				"Scale":     func(C, A, B tensor.Matrix[F]) { tensor.Scale(C, B.At(0, 0), A) },
				"AddScaled": func(C, A, B tensor.Matrix[F]) { tensor.AddScaled(C, B.At(0, 0), A) },
				"AddRow":    func(C, A, B tensor.Matrix[F]) { tensor.AddRow(C, A, B.Row(0)) },
				"SetRows":   func(C, A, B tensor.Matrix[F]) { tensor.SetRows(C, B.Row(0)) },
			} {
				what := fmt.Sprint(name, n, kind)
				A, B, C, want := frame[F](3, n+1, n%2), frame[F](3, n+1, n%3), frame[F](3, n+1, n%2), tensor.New[F](3, n+1)
				fill(newRandom(1), A.Matrix, elements)
				fill(newRandom(2), B.Matrix, elements)
				fill(newRandom(3), C.Matrix, elements)
				tensor.Copy(want, C.Matrix)
				byDefinition(t, func() { f(want, A.Matrix, B.Matrix) })
				f(C.Matrix, A.Matrix, B.Matrix)
				requireSame(t, want, C.Matrix, what)
				requireUntouched(t, what, A, B, C)
			}
		}
	}
}

// A value that is not finite is found wherever it is, with every kernel.
func TestFirstNotFiniteAtEveryPlace(t *testing.T) {
	eachKernelInBoth(t, testFirstNotFiniteAt[float64], testFirstNotFiniteAt[float32])
}

func testFirstNotFiniteAt[F tensor.Float](t *testing.T) {
	for _, n := range []int{1, 7, 8, 9, 31, 33, 70} {
		for _, margin := range []int{0, 1} {
			A := frame[F](2, n, margin)
			fill(newRandom(1), A.Matrix, wide[F])
			A.Set(0, 0, rounded[F](1.7e308))
			_, _, found := tensor.FirstNotFinite(A.Matrix)
			require.False(t, found)
			for _, bad := range []F{F(math.NaN()), F(math.Inf(1)), F(math.Inf(-1))} {
				for at := range 2 * n {
					keep := A.At(at/n, at%n)
					A.Set(at/n, at%n, bad)
					i, j, found := tensor.FirstNotFinite(A.Matrix)
					require.True(t, found)
					require.Equal(t, at, i*n+j)
					A.Set(at/n, at%n, keep)
				}
			}
		}
	}
}

// The panic of a misused pullback names the operation.
func TestPullbackMisuse(t *testing.T) {
	A, B := of(2, 3), of(3, 2)
	require.PanicsWithError(t, "tensor: TanhPullback: 2×3 ← 2×3 ⊙ f′ 3×2", func() { tensor.TanhPullback(A, A, B, nil) })
	require.PanicsWithError(t, "tensor: ReLUPullback: 2 ← 2×3", func() { tensor.ReLUPullback(A, A, A, make([]float64, 2)) })
	sums := A.Row(0)
	copy(sums, []float64{1, 2, 3})
	require.PanicsWithError(t, "tensor: SigmoidPullback: the destination overlaps C", func() {
		tensor.SigmoidPullback(A, A, A, sums)
	})
	require.Equal(t, []float64{1, 2, 3}, sums, "nothing is written")
}
