package tensor_test

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// useProcs sets GOMAXPROCS, and the work from which on products are shared, until the
// test ends.
func useProcs(t *testing.T, procs, work int) {
	previous, restore := runtime.GOMAXPROCS(procs), tensor.SetParallelThreshold(work)
	t.Cleanup(func() {
		runtime.GOMAXPROCS(previous)
		restore()
	})
}

// A product, however small, has the same bits for any number of goroutines,
// and writes no element outside C. The whole sweep has all variants of each
// shape, go test two, and short tests smaller shapes and fewer processors.
func TestProductBitsAreThoseOfAnyGOMAXPROCS(t *testing.T) {
	eachKernelInBoth(t, testProductOfAnyGOMAXPROCS[float64], testProductOfAnyGOMAXPROCS[float32])
}

func testProductOfAnyGOMAXPROCS[F tensor.Float](t *testing.T) {
	shapes := [][3]int{{60, 70, 31}, {1, 500, 40}, {500, 1, 40}, {300, 3, 20}, {3, 300, 20}, {64, 2, 9}, {9, 64, 2}, {97, 203, 64}, {2, 2, 500}}
	if testing.Short() {
		shapes = [][3]int{{60, 40, 5}, {1, 500, 4}, {500, 1, 4}, {90, 3, 8}}
	}
	for procs := 1; procs <= 8; procs++ {
		if testing.Short() && procs > 2 && procs < 8 {
			continue
		}
		t.Run(fmt.Sprint(procs), func(t *testing.T) {
			useProcs(t, procs, 1000)
			for i, s := range shapes {
				for j, v := range variants[F]() {
					if (i+j+procs)%sweep(3, 3, 1) > 0 {
						continue
					}
					p := problem[F]{m: s[0], n: s[1], k: s[2], marginC: 1 + j%2, marginA: i % 2, marginB: 1}
					requireShared(t, v, p, uint64(i), procs)
				}
			}
		})
	}
}

// requireShared compares the product in one goroutine with the product shared.
func requireShared[F tensor.Float](t *testing.T, v variant[F], p problem[F], seed uint64, procs int) {
	t.Helper()
	p = p.pose(v, seed, moderate[F])
	want := clone(p.C.Matrix)
	runtime.GOMAXPROCS(1)
	v.run(want, p.A.Matrix, p.B.Matrix)
	runtime.GOMAXPROCS(procs)
	v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
	requireSame(t, want, p.C.Matrix, v.describe(p))
	requireUntouched(t, v.describe(p), p.C, p.A, p.B)
}

// A product of the size at which sharing begins in earnest.
func TestLargeProductIsShared(t *testing.T) {
	if testing.Short() {
		t.Skip("a large product by the portable kernel takes seconds")
	}
	eachKernelInBoth(t, testLargeProduct[float64], testLargeProduct[float32])
}

func testLargeProduct[F tensor.Float](t *testing.T) {
	useProcs(t, 4, 1<<21)
	for i, v := range variants[F]() {
		p := problem[F]{m: 200 + i, n: 131 - i, k: 90, marginC: 1, marginA: 1, marginB: 2}
		requireShared(t, v, p, uint64(i), 4)
	}
}

// Many goroutines multiply at once, each with a destination of its own, some of them
// sharing their product with further ones.
func TestConcurrentProducts(t *testing.T) {
	eachKernel(t, func(t *testing.T) {
		useProcs(t, 4, 20_000)
		r := newRandom(8)
		A, B, narrow := random(r, 40, 30, moderate[float64]), random(r, 30, 45, moderate[float64]), random(r, 45, 3, moderate[float64])
		wantC, wantD := tensor.New[float64](40, 45), tensor.New[float64](40, 3)
		tensor.Product(wantC, A, B)
		tensor.Product(wantD, wantC, narrow)
		var group sync.WaitGroup
		results := make([]string, 16)
		for i := range results {
			group.Go(func() {
				C, D := tensor.New[float64](40, 45), tensor.New[float64](40, 3)
				for range 20 {
					tensor.Product(C, A, B)
					tensor.Product(D, C, narrow)
					if results[i] = matrixDifference(C, wantC) + matrixDifference(D, wantD); results[i] != "" {
						return
					}
				}
			})
		}
		group.Wait()
		for _, d := range results {
			require.Empty(t, d)
		}
	})
}

// Once the buffers exist no product allocates, whatever its route and size, shared or
// not. AllocsPerRun would set GOMAXPROCS to 1, so the mallocs are counted here. The
// whole sweep has all variants of each shape, go test three and not the largest shape,
// and short tests leave out all large ones.
func TestNoProductAllocates(t *testing.T) {
	eachKernelInBoth(t, testNoProductAllocates[float64], testNoProductAllocates[float32])
}

func testNoProductAllocates[F tensor.Float](t *testing.T) {
	shapes := [][3]int{{4, 4, 4}, {50, 50, 5}, {50, 3, 50}, {64, 64, 8}, {50, 50, 3}, {1, 300, 200}, {300, 1, 200}, {64, 64, 64}, {128, 10, 100}, {90, 100, 80}}
	shapes = shapes[:sweep(4, 9, 10)]
	for _, procs := range []int{1, 2, 4} {
		useProcs(t, procs, 30_000)
		for i, s := range shapes {
			for j, v := range variants[F]() {
				if (i+j+procs/2)%sweep(2, 2, 1) > 0 {
					continue
				}
				p := problem[F]{m: s[0], n: s[1], k: s[2]}.pose(v, 1, moderate[F])
				allowed := 0.0
				if procs > 1 && s[0]*s[1]*s[2] >= 30_000 {
					allowed = 0.5
				}
				perRun := mallocsPerRun(allowed, func() { v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix) })
				require.LessOrEqual(t, perRun, allowed, "%s with %d processors", v.describe(p), procs)
			}
		}
	}
	require.GreaterOrEqual(t, mallocsPerRun(0, func() { kept = tensor.New[F](3, 3) }), 1.0, "the count does not count")
}

// mallocsPerRun returns the mean number of allocations in a run of f: that of the first
// try with no more than is allowed, or else the least of several, since the first may
// make buffers. Where f starts goroutines the runtime
// allocates a few of them for itself, until each processor has spare ones: less
// than one in a run, while a product that allocates needs at least one.
func mallocsPerRun(allowed float64, f func()) float64 {
	const runs = 20
	var before, after runtime.MemStats
	least := math.Inf(1)
	for try := 0; try < 10 && least > allowed; try++ {
		runtime.ReadMemStats(&before)
		for range runs {
			f()
		}
		runtime.ReadMemStats(&after)
		least = min(least, float64(after.Mallocs-before.Mallocs)/runs)
	}
	return least
}
