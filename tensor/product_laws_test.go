package tensor_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// identity returns the n×n identity.
func identity[F tensor.Float](n int) tensor.Matrix[F] {
	I := tensor.New[F](n, n)
	for i := range n {
		I.Set(i, i, 1)
	}
	return I
}

// A·I = A and I·B = B, with equality: fma(0, x, c) = c and fma(1, x, 0) = x.
func TestProductIdentity(t *testing.T) {
	eachKernelInBoth(t, testProductIdentity[float64], testProductIdentity[float32])
}

func testProductIdentity[F tensor.Float](t *testing.T) {
	for n := range 20 {
		A := random(newRandom(uint64(n)), n, n, wide[F])
		for _, v := range variants[F]() {
			C := tensor.New[F](n, n)
			v.run(C, A, identity[F](n))
			want := A
			if v.transA {
				want = transpose(A)
			}
			requireSame(t, want, C, v.name, " with I on the right:")

			C = tensor.New[F](n, n)
			v.run(C, identity[F](n), A)
			want = A
			if v.transB {
				want = transpose(A)
			}
			requireSame(t, want, C, v.name, " with I on the left:")
		}
	}
}

// With k = 0 the start of the chain remains: 0, or C as it was, down to the sign of zero.
func TestProductOfNothingIsTheStart(t *testing.T) {
	eachKernelInBoth(t, testProductOfNothing[float64], testProductOfNothing[float32])
}

func testProductOfNothing[F tensor.Float](t *testing.T) {
	negativeZero := F(math.Copysign(0, -1))
	for _, v := range variants[F]() {
		p := problem[F]{m: 3, n: 5, marginC: 1}.pose(v, 1, moderate[F])
		p.C.Set(1, 1, negativeZero)
		p.C.Set(2, 2, F(math.NaN()))
		want := tensor.New[F](3, 5)
		if v.continues {
			want = clone(p.C.Matrix)
		}
		v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
		requireSame(t, want, p.C.Matrix, v.name)
		requireUntouched(t, v.name, p.C)
	}
}

// One element with k = 1, in each variant: zero, sign and infinity follow IEEE 754.
func TestProductFollowsIEEE(t *testing.T) {
	eachKernelInBoth(t, testProductFollowsIEEE[float64], testProductFollowsIEEE[float32])
}

func testProductFollowsIEEE[F tensor.Float](t *testing.T) {
	nan, inf, minus := F(math.NaN()), F(math.Inf(1)), F(math.Copysign(0, -1))
	for _, c := range []struct{ start, a, b, want F }{
		{0, 0, nan, nan}, {0, nan, 0, nan}, {1, 0, nan, nan}, {nan, 1, 1, nan},
		{0, 0, inf, nan}, {0, inf, 0, nan}, {0, minus, inf, nan},
		{0, 1, inf, inf}, {0, -1, inf, -inf}, {inf, 1, -inf, nan}, {inf, -1, inf, nan}, {-inf, 2, -inf, -inf},
		{minus, 0, 0, 0}, {minus, 0, -1, minus}, {minus, minus, 1, minus}, {0, minus, 1, 0}, {0, 0, -1, 0}, {minus, 0, minus, minus},
	} {
		for _, v := range variants[F]() {
			want := c.want
			if !v.continues {
				want = oracleFma(c.a, c.b, 0)
			}
			C := tensor.FromRows([]F{c.start})
			v.run(C, tensor.FromRows([]F{c.a}), tensor.FromRows([]F{c.b}))
			require.True(t, sameBits(want, C.At(0, 0)), "%s: fma(%v, %v, %v) = %v, want %v", v.name, c.a, c.b, c.start, C.At(0, 0), want)
		}
	}
}

// A NaN in row i of A makes row i of C NaN and nothing else, and likewise a column
// by B, though all other elements are zeros.
func TestProductSpreadsNaNAlongRowsAndColumns(t *testing.T) {
	eachKernelInBoth(t, testProductSpreadsNaN[float64], testProductSpreadsNaN[float32])
}

func testProductSpreadsNaN[F tensor.Float](t *testing.T) {
	const m, n, k = 7, 9, 5
	for _, poison := range []F{F(math.NaN()), F(math.Inf(1))} {
		for _, v := range variants[F]() {
			for at := range m {
				rows, cols := stored(v.transA, m, k)
				A := tensor.New[F](rows, cols)
				i, p := stored(v.transA, at, at%k)
				A.Set(i, p, poison)
				rows, cols = stored(v.transB, k, n)
				C := tensor.New[F](m, n)
				v.run(C, A, tensor.New[F](rows, cols))
				requireNaNOnly(t, C, func(i, _ int) bool { return i == at })
			}
			for at := range n {
				rows, cols := stored(v.transB, k, n)
				B := tensor.New[F](rows, cols)
				p, j := stored(v.transB, at%k, at)
				B.Set(p, j, poison)
				rows, cols = stored(v.transA, m, k)
				C := tensor.New[F](m, n)
				v.run(C, tensor.New[F](rows, cols), B)
				requireNaNOnly(t, C, func(_, j int) bool { return j == at })
			}
		}
	}
}

// requireNaNOnly requires NaN at the places named and +0 at the others.
func requireNaNOnly[F tensor.Float](t *testing.T, C tensor.Matrix[F], named func(i, j int) bool) {
	t.Helper()
	for i := range C.Rows() {
		for j := range C.Cols() {
			want := F(0)
			if named(i, j) {
				want = F(math.NaN())
			}
			require.True(t, sameBits(want, C.At(i, j)), "[%d,%d] is %v, want %v", i, j, C.At(i, j), want)
		}
	}
}

// |computed − exact| ≤ γₖ·(|start| + Σₚ|a[i,p]|·|b[p,j]|), γₖ = k·u/(1−k·u): every
// fma makes one relative error of at most u; the start passes through all k of
// them, the product with index p through k−p. Nothing underflows here. All but
// the last step is exact. The whole sweep has every variant, go test
// every other and no more than 100 products, short tests no more than 40.
func TestProductErrorBound(t *testing.T) {
	eachKernelInBoth(t, testProductErrorBound[float64], testProductErrorBound[float32])
}

func testProductErrorBound[F tensor.Float](t *testing.T) {
	lengths := sweep([]int{1, 3, 40}, []int{1, 2, 3, 10, 100}, []int{1, 2, 3, 10, 100, 400})
	for name, elements := range map[string]source[F]{"moderate": moderate[F], "wide": wide[F], "positive": positive[F]} {
		worst := 0.0
		for i, k := range lengths {
			for j, v := range variants[F]() {
				if (i+j)%sweep(2, 2, 1) > 0 {
					continue
				}
				p := problem[F]{m: 3, n: 5, k: k}.pose(v, uint64(k), elements)
				scaleRowsAndColumns(p, v)
				start := clone(p.C.Matrix)
				v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
				worst = max(worst, requireProductBound(t, v, p, start))
			}
		}
		t.Logf("%s: at most %.3g of the bound", name, worst)
	}
}

func positive[F tensor.Float](r *rand.Rand) F { return max(moderate[F](r), 0x1p-3) }

// scaleRowsAndColumns makes D₁·A·D and D⁻¹·B·D₂ of A and B, with powers of 2 in the
// diagonals, whose sizes a bound that is not elementwise would confuse.
func scaleRowsAndColumns[F tensor.Float](p problem[F], v variant[F]) {
	power := func(i int) F { return F(math.Ldexp(1, (i*7)%11-5)) }
	for i := range p.A.Rows() {
		for j := range p.A.Cols() {
			row, inner := stored(v.transA, i, j)
			p.A.Set(i, j, p.A.At(i, j)*power(row)*power(inner))
		}
	}
	for i := range p.B.Rows() {
		for j := range p.B.Cols() {
			inner, col := stored(v.transB, i, j)
			p.B.Set(i, j, p.B.At(i, j)/power(inner)*power(col))
		}
	}
}

// requireProductBound requires the bound for each element of C and returns the
// largest part of it that was used. A result that is off by the bound must fail.
func requireProductBound[F tensor.Float](t *testing.T, v variant[F], p problem[F], start tensor.Matrix[F]) float64 {
	t.Helper()
	worst := 0.0
	for i := range p.m {
		for j := range p.n {
			exact, absolute := new(big.Rat), new(big.Rat)
			if v.continues {
				exact.SetFloat64(float64(start.At(i, j)))
				absolute.Abs(exact)
			}
			for q := range p.k {
				a := new(big.Rat).SetFloat64(float64(element(v.transA, p.A.Matrix, i, q)))
				term := a.Mul(a, new(big.Rat).SetFloat64(float64(element(v.transB, p.B.Matrix, q, j))))
				exact.Add(exact, term)
				absolute.Add(absolute, new(big.Rat).Abs(term))
			}
			bound := absolute.Mul(absolute, gamma[F](p.k))
			used := share(float64(p.C.At(i, j)), exact, bound)
			if !(used <= 1) {
				t.Fatalf("%s: [%d,%d] has %v times the error allowed", v.describe(p), i, j, used)
			}
			worst = max(worst, used)
		}
	}
	return worst
}
