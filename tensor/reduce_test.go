package tensor_test

import (
	"math"
	"math/big"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// striped states the order of a sum along a row once more: the terms of a block of
// 1024 are dealt to 8 stripes in float64 and 16 in float32; add continues a stripe,
// from 0, by the term with index j; the upper half of the stripes is added to the
// lower half until one is left; the sums of the blocks are added in order.
func striped[F tensor.Float](n int, add func(stripe F, j int) F) F {
	width := map[int]int{53: 8, 24: 16}[precision[F]()]
	var blocks []F
	for first := 0; first < n; first += 1024 {
		stripes := make([]F, width)
		for s := range stripes {
			for j := first + s; j < min(first+1024, n); j += width {
				stripes[s] = add(stripes[s], j)
			}
		}
		blocks = append(blocks, folded(stripes))
	}
	if len(blocks) == 0 {
		return 0
	}
	total := blocks[0]
	for _, b := range blocks[1:] {
		total += b
	}
	return total
}

// folded adds the upper half to the lower half until one is left.
func folded[F tensor.Float](x []F) F {
	if len(x) == 1 {
		return x[0]
	}
	half := len(x) / 2
	sums := make([]F, half)
	for i := range sums {
		sums[i] = x[i] + x[half+i]
	}
	return folded(sums)
}

func stripedSum[F tensor.Float](x []F) F {
	return striped(len(x), func(s F, j int) F { return s + x[j] })
}

func stripedDot[F tensor.Float](x, y []F) F {
	return striped(len(x), func(s F, j int) F { return oracleFma(x[j], y[j], s) })
}

// lengths returns the lengths at which the order of a sum changes.
func lengths() []int {
	all := upTo(40)
	if testing.Short() {
		return append(all, 1025, 2049)
	}
	return append(all, 1023, 1024, 1025, 1026, 2047, 2048, 2049, 2050, 5000)
}

func TestSumAndDotAreStriped(t *testing.T) {
	both(t, testSumAndDotAreStriped[float64], testSumAndDotAreStriped[float32])
}

func testSumAndDotAreStriped[F tensor.Float](t *testing.T) {
	r := newRandom(1)
	for _, n := range lengths() {
		for _, elements := range []source[F]{moderate[F], wide[F], integers[F], special[F]} {
			x, y := slice(r, n, elements), slice(r, n, elements)
			requireSameSlice(t, []F{stripedSum(x)}, []F{tensor.Sum(x)}, "Sum of ", n)
			requireSameSlice(t, []F{stripedDot(x, y)}, []F{tensor.Dot(x, y)}, "Dot of ", n)
			requireSameSlice(t, []F{tensor.Sum(x)}, []F{tensor.Dot(x, slice(nil, n, one[F]))}, "Dot with ones of ", n)
		}
	}
}

// The order matters to these data: one long sum has other bits, so that the test
// above can tell.
func TestSumDiffersFromOneChain(t *testing.T) {
	x := slice(newRandom(1), 5000, moderate[float64])
	chain := 0.0
	for _, xi := range x {
		chain += xi
	}
	require.NotEqual(t, chain, tensor.Sum(x))
}

// Negative products that are too small for any number round to −0, also where a
// block begins; a stripe that has no term stays +0 and makes the sum +0.
func TestDotOfVanishingProducts(t *testing.T) {
	both(t, testDotOfVanishing[float64], testDotOfVanishing[float32])
}

func testDotOfVanishing[F tensor.Float](t *testing.T) {
	for n, want := range map[int]F{1: 0, 7: 0, 16: F(math.Copysign(0, -1)), 1024: F(math.Copysign(0, -1)), 1025: 0} {
		x, y := make([]F, n), make([]F, n)
		for j := range x {
			x[j] = rounded[F](math.SmallestNonzeroFloat64)
			y[j] = -x[j]
		}
		require.True(t, sameBits(want, tensor.Dot(x, y)), "of length %d", n)
		require.True(t, sameBits(stripedDot(x, y), tensor.Dot(x, y)), "of length %d", n)
	}
}

func TestRowSumsAreSums(t *testing.T) { both(t, testRowSums[float64], testRowSums[float32]) }

func testRowSums[F tensor.Float](t *testing.T) {
	r := newRandom(2)
	for _, n := range lengths() {
		A := frame[F](3, n, 2)
		fill(r, A.Matrix, moderate[F])
		dst := frame[F](1, 3, 0)
		tensor.RowSums(dst.Row(0), A.Matrix)
		for i, got := range dst.Row(0) {
			require.True(t, sameBits(stripedSum(A.Row(i)), got), "row %d of length %d", i, n)
		}
		requireUntouched(t, "RowSums", A, dst)
	}
}

// |computed − exact| ≤ γ·Σ|x| with the γ of ⌈min(n,1024)/S⌉ + log₂S + b roundings,
// the most that a term passes through.
func TestSumErrorBound(t *testing.T) {
	both(t, testSumErrorBound[float64], testSumErrorBound[float32])
}

func testSumErrorBound[F tensor.Float](t *testing.T) {
	r, worst := newRandom(3), 0.0
	for _, n := range lengths() {
		for _, elements := range []source[F]{moderate[F], wide[F], positive[F]} {
			x := slice(r, n, elements)
			exact, absolute := sums(x)
			used := share(float64(tensor.Sum(x)), exact, absolute.Mul(absolute, sumGamma[F](n)))
			require.True(t, used <= 1, "length %d: %v times the error allowed", n, used)
			worst = max(worst, used)
		}
	}
	t.Logf("at most %.3g of the bound", worst)
}

// sumGamma returns the γ of a striped sum of n terms.
func sumGamma[F tensor.Float](n int) *big.Rat {
	S, logS := 8, 3
	if precision[F]() == 24 {
		S, logS = 16, 4
	}
	return gamma[F]((min(n, 1024)+S-1)/S + logS + (n+1023)/1024)
}

func TestColumnSumsFollowTheRows(t *testing.T) {
	both(t, testColumnSums[float64], testColumnSums[float32])
}

func testColumnSums[F tensor.Float](t *testing.T) {
	for _, shape := range shapes(9, 9, 0) {
		rows, cols := shape[0], shape[1]
		A, dst := frame[F](rows, cols, 1), frame[F](1, cols, 3)
		fill(newRandom(uint64(rows)), A.Matrix, special[F])
		fill(newRandom(uint64(cols)), dst.Matrix, moderate[F])
		sums, continued := make([]F, cols), clone(dst.Matrix)
		for i := range rows {
			for j := range cols {
				sums[j] += A.At(i, j)
				continued.Set(0, j, continued.At(0, j)+A.At(i, j))
			}
		}
		tensor.AddColumnSums(dst.Row(0), A.Matrix)
		requireSameSlice(t, continued.RowSlice(0, 1).Row(0), dst.Row(0), "AddColumnSums")
		tensor.ColumnSums(dst.Row(0), A.Matrix)
		requireSameSlice(t, sums, dst.Row(0), "ColumnSums")
		requireUntouched(t, "ColumnSums", A, dst)
	}
}

func TestRowMaxima(t *testing.T) { both(t, testRowMaxima[float64], testRowMaxima[float32]) }

func testRowMaxima[F tensor.Float](t *testing.T) {
	nan, inf, minus := F(math.NaN()), F(math.Inf(1)), F(math.Copysign(0, -1))
	for _, c := range []struct {
		row     []F
		maximum F
		argmax  int
	}{
		{[]F{3}, 3, 0}, {[]F{-3}, -3, 0}, {[]F{nan}, nan, 0}, {[]F{1, 2, 2}, 2, 1}, {[]F{-20000, -20001}, -20000, 0},
		{[]F{1, nan, 3, nan}, nan, 1}, {[]F{inf, nan}, nan, 1}, {[]F{nan, inf}, nan, 0}, {[]F{1, inf, inf}, inf, 1},
		{[]F{-inf, -inf}, -inf, 0}, {[]F{-inf, -1e30, -inf}, -1e30, 1},
		{[]F{minus, 0}, 0, 0}, {[]F{0, minus}, 0, 0}, {[]F{minus, minus}, minus, 0}, {[]F{-1, minus}, minus, 1},
	} {
		maximum, argmax := make([]F, 1), make([]int, 1)
		tensor.RowMaxima(maximum, tensor.FromRows(c.row))
		tensor.RowArgmax(argmax, tensor.FromRows(c.row))
		require.True(t, sameBits(c.maximum, maximum[0]), "maximum of %v is %v", c.row, maximum[0])
		require.Equal(t, c.argmax, argmax[0], "argmax of %v", c.row)
	}
}

func TestReductionsOfNothing(t *testing.T) {
	both(t, testReductionsOfNothing[float64], testReductionsOfNothing[float32])
}

func testReductionsOfNothing[F tensor.Float](t *testing.T) {
	require.True(t, sameBits(0, tensor.Sum[F](nil)))
	require.True(t, sameBits(0, tensor.Dot[F](nil, nil)))
	x := []F{7, 8}
	tensor.RowSums(x, tensor.New[F](2, 0))
	requireSameSlice(t, []F{0, 0}, x)
	tensor.AddColumnSums(x, tensor.New[F](0, 2))
	requireSameSlice(t, []F{0, 0}, x)
	x = []F{7, 8}
	tensor.ColumnSums(x, tensor.New[F](0, 2))
	requireSameSlice(t, []F{0, 0}, x)
	tensor.LogSumExp(x, tensor.New[F](2, 0))
	requireSameSlice(t, []F{F(math.Inf(-1)), F(math.Inf(-1))}, x)
	for _, empty := range []tensor.Matrix[F]{{}, tensor.New[F](0, 5)} {
		tensor.RowSums(nil, empty)
		tensor.RowMaxima(nil, empty)
		tensor.RowArgmax(nil, empty)
		tensor.LogSumExp(nil, empty)
	}
}
