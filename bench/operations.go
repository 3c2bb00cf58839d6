package main

import (
	"chainrule/bench/internal/roofline"
	"chainrule/tensor"
)

// An operation is one call into tensor or adam, with the floating-point operations and
// bytes it needs at least.
type operation struct {
	part
	group string // product, activation, softmax, loss or update
	work  roofline.Work
}

// operations returns the operations of a step, in its order: run one after the other they are a
// step with its loss. Each can also be run by itself, on the results of a step.
func (p *step[F]) operations() []operation {
	θ, s := p.net.Parameters(), p.s
	N, D, M, K := p.X.Rows(), p.X.Cols(), s.Z.Cols(), p.T.Cols()
	perRow, maxima, sums := make([]F, N), make([]F, N), make([]F, N)
	tensor.SoftmaxSums(s.Y, s.A, maxima, sums)
	w := worker{typeName[F](), tensor.Kernel()}
	return []operation{
		{part{"forward.hidden", func() { tensor.Affine(s.Alpha, p.X, θ.W, θ.B) }}, "product", w.product(N, M, D)},
		{part{"forward.activation", func() { tensor.ReLU(s.Z, s.Alpha) }}, "activation", w.pass(N*M, 2, 2, 1)},
		{part{"forward.output", func() { tensor.Affine(s.A, s.Z, θ.V, θ.C) }}, "product", w.product(N, K, M)},
		{part{"forward.softmax", func() { tensor.SoftmaxSums(s.Y, s.A, maxima, sums) }}, "softmax", w.softmax(N, K)},
		{part{"loss.rows", func() { tensor.CrossEntropyFromSums(perRow, s.A, p.T, maxima, sums) }}, "loss", w.rows(N, K)},
		{part{"backward.dA", func() { tensor.CrossEntropyGradient(p.dA, s.Y, p.T) }}, "loss", w.pass(N*K, 3, 3, 1)},
		{part{"backward.dV", func() { tensor.ProductTN(p.g.V, s.Z, p.dA) }}, "product", w.product(M, K, N)},
		{part{"backward.dc", func() { tensor.ColumnSums(p.g.C, p.dA) }}, "product", w.pass(N*K, 1, 1, 1)},
		{part{"backward.dZ", func() { tensor.ProductNT(p.dα, p.dA, θ.V) }}, "product", w.product(N, M, K)},
		{part{"backward.pullback", func() { tensor.ReLUPullback(p.dα, p.dα, s.Z, p.g.B) }}, "activation", w.pass(N*M, 3, 2, 1)},
		{part{"backward.dW", func() { tensor.ProductTN(p.g.W, p.X, p.dα) }}, "product", w.product(D, M, N)},
		{part{"update", p.update}, "update", w.update(len(θ.Theta))},
	}
}

// sizeOf returns the bytes of a number.
func sizeOf[F tensor.Float]() int {
	var x F
	if _, ok := any(x).(float64); ok {
		return 8
	}
	return 4
}

// worker makes the work of operations on a type by a kernel. Multiplications not
// counted for the kernel are taken as 0.
type worker struct{ typ, kernel string }

func (w worker) product(m, n, k int) roofline.Work { return roofline.Product(w.typ, m, n, k) }

// pass is the work of a pass over n elements which reads and writes so many numbers for each, of the
// given number of arrays, and multiplies so often: once if it only compares or adds, which makes
// no difference, since memory or the call always takes longer.
func (w worker) pass(n, numbers, arrays, multiplications int) roofline.Work {
	return roofline.Pass(w.typ, n, numbers, arrays, multiplications)
}

func (w worker) softmax(rows, cols int) roofline.Work {
	work, _ := roofline.Softmax(w.kernel, w.typ, rows, cols)
	return work
}

// rows is the loss by rows: a product of T and A, and a logarithm for each row.
func (w worker) rows(rows, cols int) roofline.Work {
	logarithms, _ := roofline.Elementwise(w.kernel, "log", w.typ, rows, 1, 1)
	work := w.pass(rows*cols, 2, 2, 1)
	work.Flops += logarithms.Flops
	return work
}

func (w worker) update(n int) roofline.Work {
	work, _ := roofline.Update(w.kernel, "adam", w.typ, n)
	return work
}
