//go:build unix

package tensor_test

import (
	"fmt"
	"testing"
	"unsafe"

	"chainrule/tensor"
)

// A yard hands out matrices and vectors, each in a fence of its own: they begin where it
// does or, if last, end where it ends.
type yard[F tensor.Float] struct {
	fences []fence
	used   int
	last   bool
	margin int // elements between rows
	store  []F // elements to begin with
}

// place returns n elements within the next fence, from the yard's store.
func (y *yard[F]) place(n int) []F {
	f := y.fences[y.used]
	y.used++
	first := 0
	if y.last {
		first = len(f) - n*int(unsafe.Sizeof(F(0)))
	}
	if n == 0 {
		return nil
	}
	x := unsafe.Slice((*F)(unsafe.Pointer(&f[first])), n)
	for i := range x {
		x[i] = y.store[(i+97*y.used)%len(y.store)]
	}
	return x
}

func (y *yard[F]) matrix(rows, cols int) tensor.Matrix[F] {
	stride := cols + y.margin
	return tensor.FromStrided(rows, cols, stride, y.place((rows-1)*stride+cols))
}

// A fenced operation makes operands in a yard and returns the call and the matrices that it writes.
type fenced[F tensor.Float] struct {
	name string
	make func(y *yard[F], m, n int) (call func(), written []tensor.Matrix[F])
}

func asRow[F tensor.Float](x []F) tensor.Matrix[F] { return tensor.FromSlice(1, len(x), x) }

// An adder takes in another operation.
type adder[F tensor.Float] func(name string, f func(y *yard[F], m, n int) (func(), []tensor.Matrix[F]))

// fencedOperations are all that go by vectors, but products.
func fencedOperations[F tensor.Float]() (all []fenced[F]) {
	add := func(name string, f func(y *yard[F], m, n int) (func(), []tensor.Matrix[F])) {
		all = append(all, fenced[F]{name, f})
	}
	fencedElementwise(add)
	fencedReductions(add)
	fencedSteps(add)
	return all
}

func fencedElementwise[F tensor.Float](add adder[F]) {
	type matrix = tensor.Matrix[F]
	for _, name := range []string{"Exp", "Log", "Tanh", "Sigmoid", "TanhDerivative", "SigmoidDerivative", "ReLU", "ReLUDerivative",
		"Softmax", "LogSoftmax", "Copy", "Scale", "AddScaled"} {
		f := unary[F]()[name]
		add(name, func(y *yard[F], m, n int) (func(), []matrix) {
			C, A := y.matrix(m, n), y.matrix(m, n)
			return func() { f(C, A) }, []matrix{C}
		})
		add(name+" in place", func(y *yard[F], m, n int) (func(), []matrix) {
			C := y.matrix(m, n)
			return func() { f(C, C) }, []matrix{C}
		})
	}
	for name, f := range map[string]func(C, A, B matrix){"Add": tensor.Add[F], "Sub": tensor.Sub[F], "Mul": tensor.Mul[F],
		"CrossEntropyGradient": tensor.CrossEntropyGradient[F]} {
		add(name, func(y *yard[F], m, n int) (func(), []matrix) {
			C, A, B := y.matrix(m, n), y.matrix(m, n), y.matrix(m, n)
			return func() { f(C, A, B) }, []matrix{C}
		})
		add(name+" into B", func(y *yard[F], m, n int) (func(), []matrix) {
			A, B := y.matrix(m, n), y.matrix(m, n)
			return func() { f(B, A, B) }, []matrix{B}
		})
	}
	add("CrossEntropyGradient, one-hot", func(y *yard[F], m, n int) (func(), []matrix) {
		C, A, T := y.matrix(m, n), y.matrix(m, n), y.matrix(m, n)
		tensor.Fill(T, 0)
		for i := range m {
			T.Set(i, n-1, 1)
		}
		return func() { tensor.CrossEntropyGradient(C, A, T) }, []matrix{C}
	})
	add("AddRow", func(y *yard[F], m, n int) (func(), []matrix) {
		C, A, row := y.matrix(m, n), y.matrix(m, n), y.place(n)
		return func() { tensor.AddRow(C, A, row) }, []matrix{C}
	})
	add("SetRows", func(y *yard[F], m, n int) (func(), []matrix) {
		C, row := y.matrix(m, n), y.place(n)
		return func() { tensor.SetRows(C, row) }, []matrix{C}
	})
}

func fencedReductions[F tensor.Float](add adder[F]) {
	type matrix = tensor.Matrix[F]
	for name, f := range map[string]func(dst []F, A matrix){"RowSums": tensor.RowSums[F], "RowMaxima": tensor.RowMaxima[F], "LogSumExp": tensor.LogSumExp[F]} {
		add(name, func(y *yard[F], m, n int) (func(), []matrix) {
			dst, A := y.place(m), y.matrix(m, n)
			return func() { f(dst, A) }, []matrix{asRow(dst)}
		})
	}
	for name, f := range map[string]func(dst []F, A matrix){"ColumnSums": tensor.ColumnSums[F], "AddColumnSums": tensor.AddColumnSums[F]} {
		add(name, func(y *yard[F], m, n int) (func(), []matrix) {
			dst, A := y.place(n), y.matrix(m, n)
			return func() { f(dst, A) }, []matrix{asRow(dst)}
		})
	}
	add("Sum, Dot, FirstNotFinite", func(y *yard[F], m, n int) (func(), []matrix) {
		A, B, dst := y.matrix(m, n), y.matrix(m, n), y.place(2*m)
		return func() {
			for i := range m {
				dst[i], dst[m+i] = tensor.Sum(A.Row(i)), tensor.Dot(A.Row(i), B.Row(i))
			}
			if _, _, found := tensor.FirstNotFinite(A); found {
				dst[0] = 1
			}
		}, []matrix{asRow(dst)}
	})
	add("CrossEntropy", func(y *yard[F], m, n int) (func(), []matrix) {
		dst, A, T := y.place(m), y.matrix(m, n), y.matrix(m, n)
		return func() { tensor.CrossEntropy(dst, A, T) }, []matrix{asRow(dst)}
	})
	add("SoftmaxSums, CrossEntropyFromSums", func(y *yard[F], m, n int) (func(), []matrix) {
		C, A, T, x, s, dst := y.matrix(m, n), y.matrix(m, n), y.matrix(m, n), y.place(m), y.place(m), y.place(m)
		return func() {
			tensor.SoftmaxSums(C, A, x, s)
			tensor.CrossEntropyFromSums(dst, A, T, x, s)
		}, []matrix{C, asRow(x), asRow(s), asRow(dst)}
	})
}

// fencedSteps adds the operations of a training step.
func fencedSteps[F tensor.Float](add adder[F]) {
	type matrix = tensor.Matrix[F]
	for name, p := range pullbacks[F]() {
		add(name, func(y *yard[F], m, n int) (func(), []matrix) {
			C, B, A, sums := y.matrix(m, n), y.matrix(m, n), y.matrix(m, n), y.place(n)
			return func() { p.run(C, B, A, sums) }, []matrix{C, asRow(sums)}
		})
		add(name+" in place", func(y *yard[F], m, n int) (func(), []matrix) {
			B, A, sums := y.matrix(m, n), y.matrix(m, n), y.place(n)
			return func() { p.run(B, B, A, sums) }, []matrix{B, asRow(sums)}
		})
		add(name+" without sums", func(y *yard[F], m, n int) (func(), []matrix) {
			C, A := y.matrix(m, n), y.matrix(m, n)
			return func() { p.run(C, C, A, nil) }, []matrix{C}
		})
	}
	for _, rule := range rules[F]() {
		add(rule.name, func(y *yard[F], m, n int) (func(), []matrix) {
			θ, g, u, v := y.place(m*n), y.place(m*n), y.place(m*n), y.place(m*n)
			return func() { rule.run(θ, g, u, v) }, []matrix{asRow(θ), asRow(u), asRow(v)}
		})
	}
	for _, k := range []int{1, 2, 5, 19} {
		add(fmt.Sprint("Affine, k = ", k), func(y *yard[F], m, n int) (func(), []matrix) {
			C, A, B, row := y.matrix(m, n), y.matrix(m, k), y.matrix(k, n), y.place(n)
			return func() { tensor.Affine(C, A, B, row) }, []matrix{C}
		})
	}
}

// Vector kernels read and write nothing beyond their matrices and vectors either, and
// have the bits of the definition inside. The whole sweep has each shape with and without
// a margin, go test with one of them in turn, and short tests leave out the large.
func TestRowsStayWithinTheirMatrices(t *testing.T) {
	eachKernelInBoth(t, testRowsStayWithin[float64], testRowsStayWithin[float32])
}

func testRowsStayWithin[F tensor.Float](t *testing.T) {
	const pages = 340
	y := yard[F]{store: slice(newRandom(1), 1021, moderate[F])}
	for range 6 {
		y.fences = append(y.fences, newFence(t, pages))
	}
	var shapes [][2]int
	for n := 1; n <= 40; n++ {
		shapes = append(shapes, [2]int{1 + n%9, n})
	}
	shapes = append(shapes, [][2]int{{1, 1}, {2, 1}, {3, 2}, {4, 3}, {5, 3}, {2, 4}, {6, 3}, {7, 2}, {8, 3}, {9, 4}, {11, 1}, {13, 3}, {14, 4}, {7, 10}, {61, 3}, {61, 7}, {33, 16}, {33, 12}, {50, 17}, {40, 25}, {3, 63}, {4, 65}, {2, 127}, {3, 130}, {2, 515},
		{1, 1023}, {2, 1025}, {3, 1030}, {1, 8200}}...)
	for _, op := range fencedOperations[F]() {
		for j, s := range shapes {
			if testing.Short() && s[0]*s[1] > 200 {
				continue
			}
			for _, last := range []bool{false, true} {
				for _, margin := range []int{0, 3} {
					if (len(op.name)+j+margin)%sweep(2, 2, 1) > 0 {
						continue
					}
					var results [2][]tensor.Matrix[F]
					run := func(into *[]tensor.Matrix[F]) {
						y.used, y.last, y.margin = 0, last, margin
						call, written := op.make(&y, s[0], s[1])
						call()
						for _, M := range written {
							*into = append(*into, clone(M))
						}
					}
					byDefinition(t, func() { run(&results[0]) })
					run(&results[1])
					for i := range results[0] {
						requireSame(t, results[0][i], results[1][i], op.name, s, last, margin, i)
					}
				}
			}
		}
	}
}
