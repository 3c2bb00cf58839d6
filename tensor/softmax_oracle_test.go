package tensor_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A softmaxRow holds the exact results of the operations for one row, and the
// quantities in their error bounds.
type softmaxRow struct {
	gaps         []float64    // m − a[j]
	softmax      []*big.Float // e^(a[j]−m)/s
	log          []*big.Float // (a[j]−m) − log s
	logSumExp    *big.Float   // m + log s
	logS, spread float64      // log s and Σ p[j]·(m − a[j])
	lead         float64      // the least of the gaps but the maximum's own
}

// bigSoftmax computes a row of finite elements from the definition.
func bigSoftmax[F tensor.Float](a []F) softmaxRow {
	m := a[0]
	for _, x := range a {
		m = max(m, x)
	}
	row, others := softmaxRow{lead: math.Inf(1)}, bigNew()
	differences := make([]*big.Float, len(a))
	top := slices.Index(a, m)
	for j, x := range a {
		differences[j] = new(big.Float).SetPrec(2200).Sub(bigOf(float64(x)), bigOf(float64(m)))
		gap, _ := differences[j].Float64()
		row.gaps = append(row.gaps, -gap)
		e := bigNew()
		if gap > -100_000 {
			e = bigExp(bigNew().Set(differences[j]))
		}
		row.softmax = append(row.softmax, e)
		if j != top {
			others.Add(others, e)
			row.lead = min(row.lead, -gap)
		}
	}
	sum, logS := bigNew().Add(others, bigOf(1)), bigLog1p(others)
	row.logS, _ = logS.Float64()
	row.logSumExp = bigNew().Add(bigOf(float64(m)), logS)
	for j, e := range row.softmax {
		e.Quo(e, sum)
		p, _ := e.Float64()
		if p > 0 {
			row.spread += p * row.gaps[j]
		}
		row.log = append(row.log, bigNew().Sub(differences[j], logS))
	}
	return row
}

// roundings returns the number of roundings that a term passes through in a striped sum of n:
// the first addition to a stripe, and the first block, round nothing.
func roundings[F tensor.Float](n int) float64 {
	S, logS := 8, 3
	if precision[F]() == 24 {
		S, logS = 16, 4
	}
	return float64((min(n, 1024)+S-1)/S - 1 + logS + (n+1023)/1024 - 1)
}

// The errors of the three operations, in units of u. For an exponential: the
// rounding of a−m moves it by |a−m|·u, its own error is 1.2·u at most (0.6 ulp). For
// the sum: the mean of the exponentials' errors, weighted by p, and one for each
// rounding. Products of errors are left out, and covered by the factor products.
const (
	exponential = 1.2
	products    = 1 + 1e-4
)

func (r softmaxRow) softmaxError(j int, roundings float64) float64 {
	return r.gaps[j] + exponential + r.spread + exponential + roundings + 1
}

// logSumError is the error of l = log s = log(1 + r): that of r, which one more rounding adds the ones
// to, is the same in l but for the factor 1/s, and the logarithm adds 1 ulp, at most 2·u·l.
func (r softmaxRow) logSumError(roundings float64) float64 {
	return r.spread - math.Expm1(-r.logS)*(exponential+roundings+1) + 2*r.logS
}

// The two subtractions add one rounding each.
func (r softmaxRow) logError(j int, roundings float64) float64 {
	return r.gaps[j] + r.logSumError(roundings) + (r.gaps[j] + r.logS)
}

func (r softmaxRow) logSumExpError(roundings float64) float64 {
	result, _ := r.logSumExp.Float64()
	return r.logSumError(roundings) + math.Abs(result)
}

// logBound is the documented factor of l in the errors of LogSoftmax and of LogSumExp, with r the
// sum of at most n terms that are not the maximum's.
func (r softmaxRow) logBound(stripes float64) float64 {
	if len(r.gaps) == 1 {
		return 0
	}
	return (r.lead + math.Log(float64(len(r.gaps))) + stripes + 9) * r.logS
}

// requireSoftmax requires that the three operations agree with math/big on a row within
// the errors above, which must themselves lie within the documented bounds.
func requireSoftmax[F tensor.Float](t *testing.T, a []F) (worst float64) {
	t.Helper()
	A, n := tensor.FromRows(a), float64(len(a))
	Y, L, lse := tensor.New[F](1, len(a)), tensor.New[F](1, len(a)), make([]F, 1)
	tensor.Softmax(Y, A)
	tensor.LogSoftmax(L, A)
	tensor.LogSumExp(lse, A)
	row, N, u := bigSoftmax(a), roundings[F](len(a)), unit[F]()
	smallest := math.SmallestNonzeroFloat64
	if precision[F]() == 24 {
		smallest = math.SmallestNonzeroFloat32
	}
	stripes := float64((len(a) + 7) / 8)
	if precision[F]() == 24 {
		stripes = float64((len(a) + 15) / 16)
	}
	for j := range a {
		p, _ := row.softmax[j].Float64()
		allowed := products*row.softmaxError(j, N)*u*p + 2*smallest
		require.LessOrEqual(t, row.softmaxError(j, N), row.gaps[j]+math.Log(n)+stripes+8, "the bound of Softmax")
		worst = max(worst, requireWithin(t, allowed, row.softmax[j], Y.At(0, j), "Softmax", a, j))

		require.LessOrEqual(t, row.logError(j, N), 2*row.gaps[j]+row.logBound(stripes), "the bound of LogSoftmax")
		worst = max(worst, requireWithin(t, products*row.logError(j, N)*u+2*n*smallest, row.log[j], L.At(0, j), "LogSoftmax", a, j))
	}
	result := math.Abs(float64(lse[0]))
	require.LessOrEqual(t, row.logSumExpError(N), result+row.logBound(stripes), "the bound of LogSumExp")
	return max(worst, requireWithin(t, products*row.logSumExpError(N)*u+2*n*smallest, row.logSumExp, lse[0], "LogSumExp", a, 0))
}

// requireWithin requires |got − exact| ≤ allowed and returns the used fraction of allowed.
func requireWithin[F tensor.Float](t *testing.T, allowed float64, exact *big.Float, got F, what string, a []F, j int) float64 {
	t.Helper()
	if got != got || math.IsInf(float64(got), 0) {
		t.Fatalf("%s: element %d of %v is %v, want %.20g", what, j, a[:min(len(a), 10)], got, exact)
	}
	err, _ := bigNew().Sub(bigOf(float64(got)), exact).Float64()
	if !(math.Abs(err) <= allowed) {
		t.Fatalf("%s: element %d of %v is %v, want %.20g within %.3g", what, j, a[:min(len(a), 10)], got, exact, allowed)
	}
	if allowed == 0 {
		return 0
	}
	return math.Abs(err) / allowed
}
