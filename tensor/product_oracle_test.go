package tensor_test

import (
	"fmt"
	"testing"

	"chainrule/tensor"
)

// A variant is one of the six products.
type variant[F tensor.Float] struct {
	name           string
	run            func(C, A, B tensor.Matrix[F])
	transA, transB bool
	continues      bool // starts from the present value of C
}

func variants[F tensor.Float]() []variant[F] {
	return []variant[F]{
		{name: "Product", run: tensor.Product[F]},
		{name: "ProductTN", run: tensor.ProductTN[F], transA: true},
		{name: "ProductNT", run: tensor.ProductNT[F], transB: true},
		{name: "AddProduct", run: tensor.AddProduct[F], continues: true},
		{name: "AddProductTN", run: tensor.AddProductTN[F], transA: true, continues: true},
		{name: "AddProductNT", run: tensor.AddProductNT[F], transB: true, continues: true},
	}
}

// stored returns the shape of an operand that is rows×cols after its transposition.
func stored(transposed bool, rows, cols int) (int, int) {
	if transposed {
		return cols, rows
	}
	return rows, cols
}

// element returns op(M)[i,j].
func element[F tensor.Float](transposed bool, M tensor.Matrix[F], i, j int) F {
	if transposed {
		return M.At(j, i)
	}
	return M.At(i, j)
}

// chain returns the defined result of the variant for C, A and B: each element is
// c = fma(a[i,p], b[p,j], c) for p = 0, 1, …, k−1, from 0 or the element of C.
func (v variant[F]) chain(C, A, B tensor.Matrix[F]) tensor.Matrix[F] {
	want := tensor.New[F](C.Rows(), C.Cols())
	k := A.Cols()
	if v.transA {
		k = A.Rows()
	}
	for i := range want.Rows() {
		for j := range want.Cols() {
			var c F
			if v.continues {
				c = C.At(i, j)
			}
			for p := range k {
				c = oracleFma(element(v.transA, A, i, p), element(v.transB, B, p, j), c)
			}
			want.Set(i, j, c)
		}
	}
	return want
}

// A problem is a product of given shape, whose matrices lie among guard words.
type problem[F tensor.Float] struct {
	m, n, k                   int
	marginC, marginA, marginB int
	C, A, B                   framed[F]
}

// pose makes the matrices of a problem for the variant, from the source.
func (p problem[F]) pose(v variant[F], seed uint64, element source[F]) problem[F] {
	r := newRandom(seed)
	rows, cols := stored(v.transA, p.m, p.k)
	p.A = frame[F](rows, cols, p.marginA)
	rows, cols = stored(v.transB, p.k, p.n)
	p.B = frame[F](rows, cols, p.marginB)
	p.C = frame[F](p.m, p.n, p.marginC)
	fill(r, p.A.Matrix, element)
	fill(r, p.B.Matrix, element)
	fill(r, p.C.Matrix, element)
	return p
}

// requireChain runs the variant on the problem and requires the chain, bit for
// bit, no guard word written, and the operands as they were.
func (v variant[F]) requireChain(t *testing.T, p problem[F]) {
	t.Helper()
	want, A, B := v.chain(p.C.Matrix, p.A.Matrix, p.B.Matrix), clone(p.A.Matrix), clone(p.B.Matrix)
	v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
	if d := matrixDifference(p.C.Matrix, want); d != "" {
		t.Fatalf("%s: %s", v.describe(p), d)
	}
	requireUntouched(t, v.name, p.C, p.A, p.B)
	requireSame(t, A, p.A.Matrix, v.name, ": operand A was changed:")
	requireSame(t, B, p.B.Matrix, v.name, ": operand B was changed:")
}

func (v variant[F]) describe(p problem[F]) string {
	return fmt.Sprintf("%s m=%d n=%d k=%d strides C %d, A %d, B %d",
		v.name, p.m, p.n, p.k, p.C.Stride(), p.A.Stride(), p.B.Stride())
}
