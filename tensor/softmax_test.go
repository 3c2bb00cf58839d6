package tensor_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// Values against math/big: plain rows, rows far from 0, and rows that are far apart
// in themselves.
func TestSoftmaxValues(t *testing.T) { both(t, testSoftmaxValues[float64], testSoftmaxValues[float32]) }

func testSoftmaxValues[F tensor.Float](t *testing.T) {
	worst := 0.0
	for _, a := range [][]F{
		{0}, {5}, {-20000}, {0, 0}, {1, 2, 3}, {1000, 1001, 1002}, {-20000, -20000, -20001}, {0, -800}, {0, -800, 1, -801}, {0, -2000, 2000},
		{0, -103, -104, -100}, {0, -745, -745.1, -708, -709, -740}, {0, -15, -30, -40}, {3, 3, 3, 3, 3, 3, 3, 3, 3}, {1e30, -1e30, 1e30},
	} {
		worst = max(worst, requireSoftmax(t, a))
	}
	r := newRandom(1)
	for _, offset := range []float64{0, 1e4, 1e6, 1e8, -1e4, -1e8} {
		for _, scale := range []F{0.001, 1, 10, 300} {
			for _, n := range []int{1, 2, 3, 7, 8, 9, 17, 40} {
				a := slice(r, n, moderate[F])
				for j := range a {
					a[j] = F(offset) + scale*a[j]
				}
				worst = max(worst, requireSoftmax(t, a))
			}
		}
	}
	t.Logf("at most %.3g of the bound", worst)
}

func TestSoftmaxOfLongRows(t *testing.T) {
	both(t, testSoftmaxOfLongRows[float64], testSoftmaxOfLongRows[float32])
}

func testSoftmaxOfLongRows[F tensor.Float](t *testing.T) {
	lengths := []int{1023, 1024, 1025, 2049, 5000}
	if testing.Short() {
		lengths = []int{1025}
	}
	for _, n := range lengths {
		requireSoftmax(t, slice(newRandom(uint64(n)), n, moderate[F]))
	}
	const n = 100_000 // the sum of ones is exact, and 1/n is rounded once
	A := tensor.New[F](1, n)
	tensor.Fill(A, -20000)
	lse := make([]F, 1)
	tensor.LogSumExp(lse, A)
	require.InDelta(t, -20000+math.Log(n), float64(lse[0]), 20000*2*unit[F]())
	tensor.Softmax(A, A)
	for _, y := range A.Row(0) {
		require.True(t, y == F(1)/n)
	}
}

// Softmax and LogSoftmax have the bits of the formula: exponentials of a − m, rounded to the type,
// their striped sum, a quotient; log(1 + r), with r the striped sum of all but the ones, plus the number of
// ones but one, rounded, and two differences.
func TestSoftmaxIsTheFormula(t *testing.T) {
	both(t, testSoftmaxIsTheFormula[float64], testSoftmaxIsTheFormula[float32])
}

func testSoftmaxIsTheFormula[F tensor.Float](t *testing.T) {
	for _, n := range lengths() {
		for _, elements := range []source[F]{moderate[F], wide[F]} {
			if n == 0 {
				continue
			}
			a := slice(newRandom(uint64(n)), n, elements)
			m, e, softmax, log := slices.Max(a), make([]F, n), make([]F, n), make([]F, n)
			for j := range a {
				e[j] = apply(tensor.Exp[F], a[j]-m)
			}
			s := stripedSum(e)
			others, ones := slices.Clone(e), F(0)
			for j := range others {
				if e[j] == 1 {
					others[j] = 0
					ones++
				}
			}
			l := apply(tensor.Log1p[F], (ones-1)+stripedSum(others))
			for j := range a {
				softmax[j], log[j] = e[j]/s, (a[j]-m)-l
			}
			C, lse := tensor.New[F](1, n), make([]F, 1)
			tensor.Softmax(C, tensor.FromRows(a))
			requireSameSlice(t, softmax, C.Row(0), "Softmax of ", n)
			tensor.LogSoftmax(C, tensor.FromRows(a))
			requireSameSlice(t, log, C.Row(0), "LogSoftmax of ", n)
			tensor.LogSumExp(lse, tensor.FromRows(a))
			requireSameSlice(t, []F{m + l}, lse, "LogSumExp of ", n)
		}
	}
}

// A row of results sums to 1 within γ of the sum, which all of them were divided
// by, and of the division: the exponentials and their errors cancel.
func TestSoftmaxRowsSumToOne(t *testing.T) {
	both(t, testSoftmaxRowsSumToOne[float64], testSoftmaxRowsSumToOne[float32])
}

func testSoftmaxRowsSumToOne[F tensor.Float](t *testing.T) {
	r, worst := newRandom(2), 0.0
	for _, n := range lengths() {
		if n == 0 {
			continue
		}
		for _, scale := range []F{0.01, 1, 30, 1000} {
			A := tensor.New[F](1, n)
			fill(r, A, moderate[F])
			tensor.Scale(A, scale, A)
			tensor.Softmax(A, A)
			sum, _ := sums(A.Row(0))
			bound := gamma[F](int(roundings[F](n)) + 1)
			bound.Add(bound, new(big.Rat).SetFloat64(float64(n)*math.SmallestNonzeroFloat32*(unit[F]()/0x1p-24)))
			one, _ := sum.Float64()
			used := share(one, big.NewRat(1, 1), bound)
			require.True(t, used <= 1, "a row of %d sums to %v", n, one)
			worst = max(worst, used)
		}
	}
	t.Logf("at most %.3g of the bound", worst)
}

// softmax(a + t) = softmax(a), in every bit if the addition is exact, and so for the
// logarithm; log-sum-exp moves by t.
func TestSoftmaxShiftInvariance(t *testing.T) {
	both(t, testSoftmaxShiftInvariance[float64], testSoftmaxShiftInvariance[float32])
}

func testSoftmaxShiftInvariance[F tensor.Float](t *testing.T) {
	for _, shift := range []F{1, -3, 1000, -20000, 65536, -65536} {
		A := random(newRandom(3), 5, 11, integers[F])
		tensor.Scale(A, 0.125, A)
		moved, C, D := tensor.New[F](5, 11), tensor.New[F](5, 11), tensor.New[F](5, 11)
		row := make([]F, 11)
		for j := range row {
			row[j] = shift
		}
		tensor.AddRow(moved, A, row)
		tensor.Softmax(C, A)
		tensor.Softmax(D, moved)
		requireSame(t, C, D, "Softmax shifted by ", shift)
		tensor.LogSoftmax(C, A)
		tensor.LogSoftmax(D, moved)
		requireSame(t, C, D, "LogSoftmax shifted by ", shift)
		c, d := make([]F, 5), make([]F, 5)
		tensor.LogSumExp(c, A)
		tensor.LogSumExp(d, moved)
		for i := range c {
			require.InDelta(t, float64(c[i]+shift), float64(d[i]), 4*unit[F]()*math.Abs(float64(shift)))
		}
	}
}

func TestSoftmaxOfSpecialRows(t *testing.T) {
	both(t, testSoftmaxOfSpecialRows[float64], testSoftmaxOfSpecialRows[float32])
}

func testSoftmaxOfSpecialRows[F tensor.Float](t *testing.T) {
	nan, inf := F(math.NaN()), F(math.Inf(1))
	for _, c := range []struct {
		a, softmax, log []F
		logSumExp       F
	}{
		{[]F{-inf, -inf}, []F{nan, nan}, []F{nan, nan}, -inf},
		{[]F{-inf}, []F{nan}, []F{nan}, -inf},
		{[]F{1, inf, 2}, []F{nan, nan, nan}, []F{nan, nan, nan}, inf},
		{[]F{inf, inf}, []F{nan, nan}, []F{nan, nan}, inf},
		{[]F{inf, -inf}, []F{nan, nan}, []F{nan, nan}, inf},
		{[]F{1, nan, 2}, []F{nan, nan, nan}, []F{nan, nan, nan}, nan},
		{[]F{nan, inf}, []F{nan, nan}, []F{nan, nan}, nan},
		{[]F{inf, nan}, []F{nan, nan}, []F{nan, nan}, nan},
		{[]F{-inf, 7}, []F{0, 1}, []F{-inf, 0}, 7},
		{[]F{7}, []F{1}, []F{0}, 7},
		{[]F{0, -800}, []F{1, 0}, []F{0, -800}, 0},
		{[]F{}, []F{}, []F{}, -inf},
	} {
		A, C, lse := tensor.FromRows(c.a), tensor.New[F](1, len(c.a)), make([]F, 1)
		tensor.Softmax(C, A)
		requireSameSlice(t, c.softmax, C.Row(0), "Softmax of ", c.a)
		tensor.LogSoftmax(C, A)
		requireSameSlice(t, c.log, C.Row(0), "LogSoftmax of ", c.a)
		tensor.LogSumExp(lse, A)
		requireSameSlice(t, []F{c.logSumExp}, lse, "LogSumExp of ", c.a)
	}
}

// Each row is its own: a row of NaN leaves the others as they are, and so does the
// order of the rows. In place gives the bits of out of place.
func TestSoftmaxOfRowsInPlace(t *testing.T) {
	both(t, testSoftmaxOfRowsInPlace[float64], testSoftmaxOfRowsInPlace[float32])
}

func testSoftmaxOfRowsInPlace[F tensor.Float](t *testing.T) {
	for name, f := range map[string]func(C, A tensor.Matrix[F]){"Softmax": tensor.Softmax[F], "LogSoftmax": tensor.LogSoftmax[F]} {
		for cols := range 20 {
			A, C := frame[F](7, cols, 1), frame[F](7, cols, 2)
			fill(newRandom(uint64(cols)), A.Matrix, moderate[F])
			if cols > 0 {
				A.Set(2, cols/2, F(math.NaN()))
				A.Set(4, cols-1, F(math.Inf(-1)))
				A.Set(5, 0, -20000)
			}
			f(C.Matrix, A.Matrix)
			for i := range A.Rows() {
				alone := clone(A.RowSlice(i, i+1))
				f(alone, alone)
				requireSameSlice(t, alone.Row(0), C.Row(i), name, " of row ", i)
			}
			f(A.Matrix, A.Matrix)
			requireSame(t, C.Matrix, A.Matrix, name, " in place")
			requireUntouched(t, name, A, C)
		}
	}
}
