package tensor_test

import (
	"testing"

	"chainrule/tensor"
)

// Every shape from nothing to a little more than three tiles of the kernel, in every
// variant, with guard words around and between the rows: equal to the portable kernel
// bit for bit, which TestProductIsTheChain compares with the chain itself. The whole
// sweep has each shape with three k and variants, go test with one of these, and
// short tests a third of that at the edges of tiles and some sizes between.
func TestProductOfEveryShape(t *testing.T) {
	eachKernelInBoth(t, testProductOfEveryShape[float64], testProductOfEveryShape[float32])
}

func testProductOfEveryShape[F tensor.Float](t *testing.T) {
	rows, cols := tensor.Tile[F]()
	for _, m := range thinned(3*rows + 1) {
		for _, n := range thinned(3*cols + 1) {
			for i, k := range []int{1, 2, 5} {
				if (m/6+n+i)%sweep(9, 3, 1) > 0 {
					continue
				}
				v := variants[F]()[(m+n+i)%6]
				p := problem[F]{m: m, n: n, k: k, marginC: (m + n) % 3, marginA: m % 4, marginB: n % 4}
				v.requireDefinition(t, p, uint64(m+n), wide[F])
			}
		}
	}
}

// thinned returns 0 … n, or in short tests the edges of tiles and some between.
func thinned(n int) (sizes []int) {
	for i := range n + 1 {
		if !testing.Short() || i < 2 || i%7 == 1 || i%8 == 0 {
			sizes = append(sizes, i)
		}
	}
	return sizes
}

// Shapes that take each route: narrow and wide, one row, one column, transposed or
// not, across the blocks of rows, columns and steps. The whole sweep has all six
// variants of each, go test three of the large shapes, so that each operand is
// transposed once, and short tests leave those out.
func TestProductOnEveryRoute(t *testing.T) {
	eachKernelInBoth(t, testProductOnEveryRoute[float64], testProductOnEveryRoute[float32])
}

func testProductOnEveryRoute[F tensor.Float](t *testing.T) {
	K := tensor.BlockInner()
	shapes := [][3]int{
		{1, 5, 3}, {1, 300, 7}, {1, 129, 200}, {1, 600, 400}, {1, 40, 2 * K}, {3, 500, 100}, // few rows
		{1, 1203, 453}, // and a B beyond the cache, read by eight rows, four, one, whole vectors and a last
		{300, 1, 7}, {129, 1, 200}, {600, 1, 401}, {40, 1, 2 * K}, {15, 1, 9}, {16, 1, 10}, {17, 1, 11}, {25, 1, 12}, // one column
		{50, 2, 50}, {50, 3, 50}, {50, 4, 50}, {33, 3, 6}, {16, 4, 3}, {8, 2, 1}, {100, 5, 60}, {90, 10, 130}, {1000, 3, 70}, {1000, 9, 70}, // few columns
		{50, 50, 5}, {5, 50, 50}, {50, 50, 3}, {31, 100, 100}, {32, 100, 100}, {70, 40, 130}, // the paper's, and around the limits
		{64, 200, 90}, {64, 430, K + 5}, {100, 70, 2*K + 1}, {130, 130, 130}, {49, 97, 100}, {200, 49, 64}, {64, 800, 20},
	}
	for i, s := range shapes {
		for j, v := range variants[F]() {
			if s[0]*s[1]*s[2] > 50_000 && (testing.Short() || (i+j)%sweep(2, 2, 1) > 0) {
				continue
			}
			p := problem[F]{m: s[0], n: s[1], k: s[2], marginC: (i + j) % 3, marginA: i % 2, marginB: j % 3}
			v.requireDefinition(t, p, uint64(i), [...]source[F]{wide[F], moderate[F], special[F]}[(i+j)%3])
		}
	}
}

// requireDefinition poses the problem and requires that the kernel in use gives the bits of
// the portable kernel, writes no guard word, and leaves the operands as they were.
func (v variant[F]) requireDefinition(t *testing.T, p problem[F], seed uint64, elements source[F]) {
	t.Helper()
	p = p.pose(v, seed, elements)
	want, A, B := clone(p.C.Matrix), clone(p.A.Matrix), clone(p.B.Matrix)
	inUse := tensor.Kernel()
	restore, err := tensor.SetKernel("portable")
	if err != nil {
		t.Fatal(err)
	}
	v.run(want, A, B)
	restore()
	if tensor.Kernel() != inUse {
		t.Fatal("the kernel was not restored")
	}
	v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
	if d := matrixDifference(p.C.Matrix, want); d != "" {
		t.Fatalf("%s: %s", v.describe(p), d)
	}
	requireUntouched(t, v.describe(p), p.C, p.A, p.B)
	requireSame(t, A, p.A.Matrix, v.name, ": operand A was changed:")
	requireSame(t, B, p.B.Matrix, v.name, ": operand B was changed:")
}
