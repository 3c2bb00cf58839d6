package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"unsafe"

	"chainrule/bench/peers/internal/turns"
	"chainrule/tensor"
)

// problem is the matrices of a product, A and B as the variant stores them. All
// contenders read and write these same ones.
type problem[F tensor.Float] struct {
	shape
	a, b, c []F
	A, B, C tensor.Matrix[F]
}

func newProblem[F tensor.Float](s shape) *problem[F] {
	p := &problem[F]{shape: s, a: make([]F, s.m*s.k), b: make([]F, s.k*s.n), c: make([]F, s.m*s.n)}
	p.view()
	return p
}

// view sets the matrices of the elements.
func (p *problem[F]) view() {
	p.A, p.B, p.C = tensor.FromSlice(p.m, p.k, p.a), tensor.FromSlice(p.k, p.n, p.b), tensor.FromSlice(p.m, p.n, p.c)
	switch p.variant {
	case "TN":
		p.A = tensor.FromSlice(p.k, p.m, p.a)
	case "NT":
		p.B = tensor.FromSlice(p.n, p.k, p.b)
	}
}

// integers fills A and B with integers from −5 to 5. Every product of them is exact,
// in any order of additions.
func (p *problem[F]) integers() {
	fill(p.a, func(r *rand.Rand) F { return F(r.IntN(11) - 5) })
	fill(p.b, func(r *rand.Rand) F { return F(r.IntN(11) - 5) })
}

// random fills A and B with numbers from −1 to 1.
func (p *problem[F]) random() {
	fill(p.a, func(r *rand.Rand) F { return F(2*r.Float64() - 1) })
	fill(p.b, func(r *rand.Rand) F { return F(2*r.Float64() - 1) })
}

func fill[F tensor.Float](x []F, next func(*rand.Rand) F) {
	r := rand.New(rand.NewPCG(1, uint64(len(x))))
	for i := range x {
		x[i] = next(r)
	}
}

// product sets C to our product.
func (p *problem[F]) product() {
	switch p.variant {
	case "TN":
		tensor.ProductTN(p.C, p.A, p.B)
	case "NT":
		tensor.ProductNT(p.C, p.A, p.B)
	default:
		tensor.Product(p.C, p.A, p.B)
	}
}

// bounds returns the allowed difference of two right products, element by element. Each is
// within γₖ·(|A||B|) of the exact one, with γₖ = k·u/(1−k·u), whatever the order of its
// additions; and |A||B| is computed by such a product, which may be too small by a
// factor of 1−γₖ.
func (p *problem[F]) bounds() []float64 {
	q := newProblem[F](p.shape)
	for i, v := range p.a {
		q.a[i] = max(v, -v)
	}
	for i, v := range p.b {
		q.b[i] = max(v, -v)
	}
	q.product()
	u := math.Exp2(-53)
	if unsafe.Sizeof(F(0)) == 4 {
		u = math.Exp2(-24)
	}
	gamma := float64(p.k) * u / (1 - float64(p.k)*u)
	all := make([]float64, len(q.c))
	for i, v := range q.c {
		all[i] = 2 * gamma / (1 - gamma) * float64(v)
	}
	return all
}

// verify compares the products of the contenders with ours, on integers exactly and
// on random numbers, which it leaves in A and B, within bounds. One that is wrong
// gets the reason.
func (p *problem[F]) verify(contenders []*turns.Contender) {
	p.integers()
	p.verifyOn("integers", contenders, make([]float64, len(p.c)))
	p.random()
	p.verifyOn("random numbers", contenders, p.bounds())
}

func (p *problem[F]) verifyOn(data string, contenders []*turns.Contender, bounds []float64) {
	p.product()
	ours := append([]F{}, p.c...)
	for _, c := range contenders {
		for i := range p.c {
			p.c[i] = F(math.NaN())
		}
		c.Count = 1
		c.Time()
		if err := differ(ours, p.c, bounds, p.n); err != nil && c.Wrong == nil {
			c.Wrong = fmt.Errorf("%s on %s: %w", c.Name, data, err)
		}
	}
}

// differ returns the first element of a result of n columns that is not within its
// bound of ours.
func differ[F tensor.Float](ours, theirs []F, bounds []float64, n int) error {
	for i := range ours {
		if d := math.Abs(float64(theirs[i]) - float64(ours[i])); !(d <= bounds[i]) {
			return fmt.Errorf("C[%d,%d] is %g, ours is %g, and they may differ by %.2g", i/n, i%n, theirs[i], ours[i], bounds[i])
		}
	}
	return nil
}
