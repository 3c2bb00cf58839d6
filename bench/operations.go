package main

import (
	"slices"

	"chainrule/bench/internal/record"
	"chainrule/bench/internal/roofline"
	"chainrule/tensor"
)

// An operation is one call into tensor or adam, with the floating-point operations and
// bytes it needs at least.
type operation struct {
	part
	work roofline.Work
}

// operations returns the operations of a step, in its order, with their work by a kernel: run one
// after the other they are a step with its loss. Each can also be run by itself, on the results of a step.
func (p *step[F]) operations(kernel string) []operation {
	θ, s := p.net.Parameters(), p.s
	N, D, M, K := p.X.Rows(), p.X.Cols(), s.Z.Cols(), p.T.Cols()
	perRow, maxima, sums := make([]F, N), make([]F, N), make([]F, N)
	tensor.SoftmaxSums(s.Y, s.A, maxima, sums)
	w := worker{typeName[F](), kernel}
	return []operation{
		{part{"forward.hidden", func() { tensor.Affine(s.Alpha, p.X, θ.W, θ.B) }}, w.product(N, M, D)},
		{part{"forward.activation", func() { tensor.ReLU(s.Z, s.Alpha) }}, w.pass(N*M, 2, 2, 1)},
		{part{"forward.output", func() { tensor.Affine(s.A, s.Z, θ.V, θ.C) }}, w.product(N, K, M)},
		{part{"forward.softmax", func() { tensor.SoftmaxSums(s.Y, s.A, maxima, sums) }}, w.softmax(N, K)},
		{part{"loss.rows", func() { tensor.CrossEntropyFromSums(perRow, s.A, p.T, maxima, sums) }}, w.rows(N, K)},
		{part{"backward.dA", func() { tensor.CrossEntropyGradient(p.dA, s.Y, p.T) }}, w.pass(N*K, 3, 3, 1)},
		{part{"backward.dV", func() { tensor.ProductTN(p.g.V, s.Z, p.dA) }}, w.product(M, K, N)},
		{part{"backward.dc", func() { tensor.ColumnSums(p.g.C, p.dA) }}, w.pass(N*K, 1, 1, 1)},
		{part{"backward.dZ", func() { tensor.ProductNT(p.dα, p.dA, θ.V) }}, w.product(N, M, K)},
		{part{"backward.pullback", func() { tensor.ReLUPullback(p.dα, p.dα, s.Z, p.g.B) }}, w.pass(N*M, 3, 2, 1)},
		{part{"backward.dW", func() { tensor.ProductTN(p.g.W, p.X, p.dα) }}, w.product(D, M, N)},
		{part{"update", p.update}, w.update(len(θ.Theta))},
	}
}

// workOf returns the work of a row that is an operation of a step by a kernel; false for other rows.
func workOf(row record.Row, kernel string) (w roofline.Work, ok bool) {
	family, keys := nameOf(row)
	if family != "Step" || keys["part"] == "all" {
		return w, false
	}
	var operations []operation
	switch keys["net"] + " " + keys["type"] {
	case "5-50-3 float64":
		operations = newStep[float64](50, 5, 50, 3).operations(kernel)
	case "784-512-10 float32":
		operations = newStep[float32](128, 784, 512, 10).operations(kernel)
	}
	i := slices.IndexFunc(operations, func(o operation) bool { return o.name == keys["part"] })
	if i < 0 {
		return w, false
	}
	w = operations[i].work
	w.Title = keys["part"]
	return w, w.Flops > 0
}

// typeName returns the name of a type in the names of benchmarks.
func typeName[F tensor.Float]() string {
	if sizeOf[F]() == 8 {
		return "float64"
	}
	return "float32"
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

// rows is the loss by rows: a product of T and A, and for each row the logarithm of 1 and a sum.
func (w worker) rows(rows, cols int) roofline.Work {
	logarithms, _ := roofline.Elementwise(w.kernel, "log1p", w.typ, rows, 1, 1)
	work := w.pass(rows*cols, 2, 2, 1)
	work.Flops += logarithms.Flops
	return work
}

func (w worker) update(n int) roofline.Work {
	work, _ := roofline.Update(w.kernel, "adam", w.typ, n)
	return work
}
