package tensor_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A rowOperation is an operation along rows, with its result as a matrix.
type rowOperation[F tensor.Float] struct {
	name string
	run  func(C, A, T tensor.Matrix[F])
}

func rowOperations[F tensor.Float]() []rowOperation[F] {
	perRow := func(f func(dst []F, A, T tensor.Matrix[F])) func(C, A, T tensor.Matrix[F]) {
		return func(C, A, T tensor.Matrix[F]) {
			dst := make([]F, A.Rows())
			f(dst, A, T)
			for i := range dst {
				for j := range C.Row(i) {
					C.Set(i, j, dst[i])
				}
			}
		}
	}
	return []rowOperation[F]{
		{"Softmax", func(C, A, _ tensor.Matrix[F]) { tensor.Softmax(C, A) }},
		{"LogSoftmax", func(C, A, _ tensor.Matrix[F]) { tensor.LogSoftmax(C, A) }},
		{"LogSumExp", perRow(func(dst []F, A, _ tensor.Matrix[F]) { tensor.LogSumExp(dst, A) })},
		{"CrossEntropy", perRow(func(dst []F, A, T tensor.Matrix[F]) { tensor.CrossEntropy(dst, A, T) })},
		{"CrossEntropyGradient", func(C, A, T tensor.Matrix[F]) { tensor.CrossEntropyGradient(C, A, T) }},
		{"SoftmaxSums", func(C, A, _ tensor.Matrix[F]) {
			m, s := make([]F, A.Rows()), make([]F, A.Rows())
			tensor.SoftmaxSums(C, A, m, s)
			for i := range m {
				if C.Cols() > 1 {
					C.Set(i, 0, m[i])
					C.Set(i, 1, s[i])
				}
			}
		}},
		{"CrossEntropyFromSums", perRow(func(dst []F, A, T tensor.Matrix[F]) {
			m := make([]F, A.Rows())
			tensor.SoftmaxSums(tensor.New[F](A.Rows(), A.Cols()), A, m, dst)
			tensor.CrossEntropyFromSums(dst, A, T, m, dst)
		})},
		{"RowSums", perRow(func(dst []F, A, _ tensor.Matrix[F]) { tensor.RowSums(dst, A) })},
		{"RowMaxima", perRow(func(dst []F, A, _ tensor.Matrix[F]) {
			if A.Cols() > 0 {
				tensor.RowMaxima(dst, A)
			}
		})},
		{"Dot", perRow(func(dst []F, A, T tensor.Matrix[F]) {
			for i := range dst {
				dst[i] = tensor.Dot(A.Row(i), T.Row(i))
			}
		})},
	}
}

// rowSources returns a source of rows by name. T is paired with A, and has one-hot rows, nearly
// one-hot rows and others.
func rowSources[F tensor.Float]() map[string]source[F] {
	zeros := []F{0, F(math.Copysign(0, -1))}
	return map[string]source[F]{
		"moderate": moderate[F], "wide": wide[F], "special": special[F], "any bits": anyBits[F],
		"integers":     integers[F],
		"underflowing": func(r *rand.Rand) F { return F(math.Ldexp(fraction[float64](r), -precision[F]()*10)) },
		"zeros":        func(r *rand.Rand) F { return zeros[r.IntN(2)] },
	}
}

// targets fills T with rows of several kinds.
func targets[F tensor.Float](T tensor.Matrix[F]) {
	r := newRandom(5)
	for i := range T.Rows() {
		row := T.Row(i)
		if len(row) == 0 {
			return
		}
		clear(row)
		switch i % 5 {
		case 0, 1:
			row[r.IntN(len(row))] = 1
		case 2:
			row[r.IntN(len(row))] = 1
			row[r.IntN(len(row))] = 0.5
		case 3:
			fill(r, T.RowSlice(i, i+1), moderate[F])
		case 4:
			row[r.IntN(len(row))] = F(math.NaN())
		}
	}
}

// Every kernel has the bits of the definition along rows of any length,
// and touches nothing around the matrices. The whole sweep has each length with every
// operation and kind of rows, go test every third of these pairs, and short tests every
// ninth.
func TestRowsEqualTheirDefinition(t *testing.T) {
	eachKernelInBoth(t, testRowsEqualDefinition[float64], testRowsEqualDefinition[float32])
}

func testRowsEqualDefinition[F tensor.Float](t *testing.T) {
	lengths := []int{100, 255, 256, 257, 1023, 1024, 1025, 1040, 2048, 2051}
	for n := range 50 {
		lengths = append(lengths, n)
	}
	for l, n := range lengths {
		for i, kind := range slices.Sorted(maps.Keys(rowSources[F]())) {
			elements := rowSources[F]()[kind]
			for j, op := range rowOperations[F]() {
				if (l+i+j)%sweep(9, 3, 1) > 0 {
					continue
				}
				what := fmt.Sprint(op.name, " of 5×", n, ", ", kind)
				margin := n % 3
				A, T, C, want := frame[F](5, n, margin), frame[F](5, n, 1), frame[F](5, n, margin), tensor.New[F](5, n)
				fill(newRandom(uint64(n)), A.Matrix, elements)
				targets(T.Matrix)
				byDefinition(t, func() { op.run(want, A.Matrix, T.Matrix) })
				op.run(C.Matrix, A.Matrix, T.Matrix)
				requireSame(t, want, C.Matrix, what)
				op.run(A.Matrix, A.Matrix, T.Matrix)
				requireSame(t, want, A.Matrix, what, " in place")
				requireUntouched(t, what, A, T, C)
			}
		}
	}
}

// Rows of a hundred thousand columns, and more rows than have their maxima at hand at once.
func TestRowsLongAndMany(t *testing.T) {
	eachKernelInBoth(t, testRowsLongAndMany[float64], testRowsLongAndMany[float32])
}

func testRowsLongAndMany[F tensor.Float](t *testing.T) {
	for _, shape := range [][2]int{{2, 100_000}, {1000, 3}, {300, 33}} {
		A, T := random(newRandom(8), shape[0], shape[1], moderate[F]), tensor.New[F](shape[0], shape[1])
		targets(T)
		for _, op := range rowOperations[F]() {
			C, want := tensor.New[F](shape[0], shape[1]), tensor.New[F](shape[0], shape[1])
			byDefinition(t, func() { op.run(want, A, T) })
			op.run(C, A, T)
			requireSame(t, want, C, op.name, shape)
		}
	}
}

// Without an exponential, from the sums that softmax found, the cross entropy is the same.
func TestCrossEntropyFromSumsIsCrossEntropy(t *testing.T) {
	eachKernelInBoth(t, testCrossEntropyFromSums[float64], testCrossEntropyFromSums[float32])
}

func testCrossEntropyFromSums[F tensor.Float](t *testing.T) {
	for _, n := range []int{0, 1, 3, 10, 33, 1024, 1500} {
		for kind, elements := range rowSources[F]() {
			A, T, Y := random(newRandom(4), 20, n, elements), tensor.New[F](20, n), tensor.New[F](20, n)
			targets(T)
			m, s, got, want := make([]F, 20), make([]F, 20), make([]F, 20), make([]F, 20)
			tensor.SoftmaxSums(Y, A, m, s)
			tensor.CrossEntropyFromSums(got, A, T, m, s)
			tensor.CrossEntropy(want, A, T)
			requireSameSlice(t, want, got, n, " ", kind)
		}
	}
}

func TestMisuseOfSums(t *testing.T) {
	A, C, x, y := of(2, 3), of(2, 3), make([]float64, 2), make([]float64, 3)
	for want, f := range map[string]func(){
		"tensor: SoftmaxSums: 3 and 2 sums ← 2×3":                  func() { tensor.SoftmaxSums(C, A, y, x) },
		"tensor: SoftmaxSums: the destination overlaps s":          func() { tensor.SoftmaxSums(C, A, x, x) },
		"tensor: SoftmaxSums: the destination overlaps C":          func() { tensor.SoftmaxSums(C, A, C.Row(0)[:2], x) },
		"tensor: CrossEntropyFromSums: the destination overlaps s": func() { tensor.CrossEntropyFromSums(y[1:], A, A, x, y[:2]) },
		"tensor: CrossEntropyFromSums: the destination overlaps m": func() { tensor.CrossEntropyFromSums(x, A, A, x, y[:2]) },
		"tensor: CrossEntropyFromSums: 2 ← 2×3, 2×3, 3 and 2 sums": func() { tensor.CrossEntropyFromSums(x, A, A, y, y[:2]) },
		"tensor: CrossEntropyFromSums: 2 ← 2×3, 3×2, 2 and 2 sums": func() { tensor.CrossEntropyFromSums(x, A, of(3, 2), y[:2], y[:2]) },
	} {
		require.Equal(t, want, message(f))
	}
}
