package tensor_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/tensor"
)

// The cost of a right class that leads by λ is log(1 + r), r = e^−λ with two classes, which
// log Σ e^(a−m) loses.

// relativeErrorOf returns |got − exact|/exact less what a number below the normal ones may lose, in
// units of u.
func relativeErrorOf[F tensor.Float](got F, exact *big.Float, n int) float64 {
	smallest := math.SmallestNonzeroFloat64
	if precision[F]() == 24 {
		smallest = math.SmallestNonzeroFloat32
	}
	d := bigNew().Sub(bigOf(float64(got)), exact)
	d.Sub(d.Abs(d), bigOf(2*float64(n)*smallest))
	share, _ := d.Quo(d, exact).Float64()
	return share / unit[F]()
}

// leadOf returns the least gap of the first element to another.
func leadOf[F tensor.Float](a []F) float64 {
	lead := math.Inf(1)
	for _, x := range a[1:] {
		lead = min(lead, float64(a[0])-float64(x))
	}
	return lead
}

// costOf returns log Σⱼ e^(a[j]−a[0]), with some 240 bits.
func costOf[F tensor.Float](a []F) *big.Float {
	r := bigNew()
	for _, x := range a[1:] {
		r.Add(r, bigExp(bigNew().Sub(bigOf(float64(x)), bigOf(float64(a[0])))))
	}
	return bigLog1p(r)
}

// A leader is a row whose first element is its maximum: its cost by each of the operations, and its bound.
type leader[F tensor.Float] struct {
	a     []F
	bound float64 // λ + log n + ⌈n/S⌉ + 9
	costs [3]F
}

// lead fills a row with a lead between 0 and the greatest that shows, and others below it.
func lead[F tensor.Float](k uint64) (row leader[F]) {
	r := newRandom(k)
	reach, n := 745.0, 2
	if precision[F]() == 24 {
		reach = 103
	}
	if r.IntN(4) == 0 {
		n = 2 + r.IntN(20)
	}
	λ, top := reach*r.Float64(), F(moderate[float64](r))
	switch r.IntN(4) {
	case 0:
		λ = math.Ldexp(r.Float64(), -r.IntN(60))
	case 1:
		top = 0
	}
	row.a = []F{top}
	for range n - 1 {
		row.a = append(row.a, min(top, top-F(λ)))
		λ += r.Float64() * 3
	}
	row.bound = leadOf(row.a) + math.Log(float64(n)) + math.Ceil(float64(n)/(64/float64(precision[F]()/24*4))) + 9
	A, T, Y := tensor.FromRows(row.a), tensor.New[F](1, n), tensor.New[F](1, n)
	T.Set(0, 0, 1)
	m, s := make([]F, 1), make([]F, 1)
	tensor.CrossEntropy(row.costs[:1], A, T)
	tensor.SoftmaxSums(Y, A, m, s)
	tensor.CrossEntropyFromSums(row.costs[1:2], A, T, m, s)
	tensor.LogSoftmax(Y, A)
	row.costs[2] = -Y.At(0, 0)
	return row
}

// The relative errors of CrossEntropy, CrossEntropyFromSums and LogSoftmax of a leading class stay
// below the documented bound, from a lead of 0 to one where the exponential is 0: in a million rows of
// either type with -exhaustive. The log has the largest share of the bound.
func TestCostOfALeadingClassKeepsItsDigits(t *testing.T) {
	both(t, testCostOfALeadingClass[float64], testCostOfALeadingClass[float32])
}

func testCostOfALeadingClass[F tensor.Float](t *testing.T) {
	rows := uint64(sweep(500, 3000, 50_000))
	if *exhaustiveFlag {
		rows = 1_000_000
	}
	var next atomic.Uint64
	var worst summits
	var group sync.WaitGroup
	var lock sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			var own summits
			for k := next.Add(1); k <= rows; k = next.Add(1) {
				row := lead[F](k)
				exact := costOf(row.a)
				for _, cost := range row.costs {
					own.normal.enter(relativeErrorOf(cost, exact, len(row.a))/row.bound, leadOf(row.a))
				}
			}
			lock.Lock()
			worst.merge(own)
			lock.Unlock()
		})
	}
	group.Wait()
	top := worst.normal.top()
	t.Logf("%d rows: at most %.3f of the bound, at a lead of %v", rows, top.ulps, top.at)
	require.LessOrEqual(t, top.ulps, 1.0)
}

// The logarithm of the sum loses what is found here.
func TestLogarithmOfTheSumLosesTheCost(t *testing.T) {
	for _, c := range []struct{ lead, least float64 }{{15, 2e-10}, {30, 1e-4}, {37, 1}, {700, 1}} {
		exact := costOf([]float64{c.lead, 0})
		textbook := apply(tensor.Log[float64], 1+apply(tensor.Exp[float64], -c.lead))
		require.GreaterOrEqual(t, relativeErrorOf(textbook, exact, 2)*0x1p-53, c.least)
		dst := make([]float64, 1)
		tensor.CrossEntropy(dst, tensor.FromRows([]float64{c.lead, 0}), tensor.FromRows([]float64{1, 0}))
		require.LessOrEqual(t, relativeErrorOf(dst[0], exact, 2), c.lead+math.Ln2+10)
	}
	for _, lead := range []float32{15, 16.6, 30, 80} {
		exact := costOf([]float32{lead, 0})
		require.GreaterOrEqual(t, relativeErrorOf(apply(tensor.Log[float32], 1+apply(tensor.Exp[float32], -lead)), exact, 2)*0x1p-24, 0.1)
		dst := make([]float32, 1)
		tensor.CrossEntropy(dst, tensor.FromRows([]float32{lead, 0}), tensor.FromRows([]float32{1, 0}))
		require.LessOrEqual(t, relativeErrorOf(dst[0], exact, 2), float64(lead)+math.Ln2+10)
	}
}

// Ties stay in the sum: of n equal logits the cost is log n.
func TestCostOfTies(t *testing.T) {
	eachKernelInBoth(t, testCostOfTies[float64], testCostOfTies[float32])
}

func testCostOfTies[F tensor.Float](t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 9, 17, 100, 1024, 1025, 4000} {
		A, C := tensor.New[F](3, n), tensor.New[F](3, n)
		tensor.Fill(A, 1000)
		A.Set(1, n-1, 900) // beside the ties, e^−100
		tensor.LogSoftmax(C, A)
		require.Equal(t, -apply(tensor.Log1p[F], F(n-1)), C.At(0, 0), n)
		if n > 1 {
			require.Equal(t, -apply(tensor.Log1p[F], F(n-2)+apply(tensor.Exp[F], -100)), C.At(1, 0), n)
		}
	}
}

// log(1 + r) is within 1 ulp, in float32 within 0.5001, and every kernel has the bits of its definition.
func TestLog1p(t *testing.T) {
	eachKernelInBoth(t, testLog1p[float64], testLog1p[float32])
}

func testLog1p[F tensor.Float](t *testing.T) {
	bound := map[int]float64{53: 1, 24: bound32}[precision[F]()]
	f := function{name: "Log1p", exact: bigLog1p, strata: []stratum{
		{"by exponent", func(r *rand.Rand) float64 { return math.Ldexp(1+r.Float64(), r.IntN(1100)-1074) }},
		{"near the unit", func(r *rand.Rand) float64 { return math.Ldexp(1+r.Float64(), r.IntN(12)-57) }},
		{"about 1", func(r *rand.Rand) float64 { return math.Ldexp(1+r.Float64(), r.IntN(20)-12) }},
	}}
	trial(t, f, tensor.Log1p[F], bound, bound)
	for n := range 70 {
		A, C, want := frame[F](1, n, 0), frame[F](1, n, 1), tensor.New[F](1, n)
		fill(newRandom(uint64(n)), A.Matrix, func(r *rand.Rand) F { return F(math.Ldexp(1+r.Float64(), r.IntN(1100)-1074)) })
		for j := range n {
			if j%9 == 5 {
				A.Set(0, j, F(math.NaN()))
			}
		}
		byDefinition(t, func() { tensor.Log1p(want, A.Matrix) })
		tensor.Log1p(C.Matrix, A.Matrix)
		requireSame(t, want, C.Matrix, n)
		requireUntouched(t, "Log1p", A, C)
	}
	require.Zero(t, apply(tensor.Log1p[F], 0))
}
