package main

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/bench/peers/internal/turns"
	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

// shapes are small, of all variants, and none of them symmetric.
var shapes = []shape{
	{1, 1, 1, "NN"}, {3, 4, 5, "NN"}, {3, 4, 5, "TN"}, {3, 4, 5, "NT"}, {1, 9, 7, "NN"}, {9, 1, 7, "NN"}, {130, 70, 90, "TN"}, {130, 70, 90, "NT"},
}

// by returns a contender that sets C by a function, called once for each product.
func by(product func()) *turns.Contender {
	return &turns.Contender{Name: "test", Cores: 1, Every: 1, Run: func(count int) time.Duration { product(); return 0 }}
}

func TestPeersAreRight(t *testing.T) {
	err := openblas.Load("libopenblas.so.0", "", 2)
	for _, s := range shapes {
		peersAreRight[float64](t, s, err == nil)
		peersAreRight[float32](t, s, err == nil)
	}
	if err != nil {
		t.Skip(err)
	}
}

func peersAreRight[F tensor.Float](t *testing.T, s shape, withOpenBLAS bool) {
	p := newProblem[F](s)
	all := []*turns.Contender{p.gonum(), p.ours(1)}
	if withOpenBLAS {
		timed, called := p.openblas(1)
		all = append(all, timed, called)
		if s.vector() {
			all = append(all, p.gemv())
		}
	}
	p.verify(all)
	for _, c := range all {
		require.NoError(t, c.Wrong, "%v:%s", s, s.variant)
	}
}

// Products that are wrong in one way each: none passes.
func TestAWrongProductIsSeen(t *testing.T) {
	p := newProblem[float64](shape{3, 4, 5, "NN"})
	wrong := map[string]func(){
		"nothing is written":     func() {},
		"C keeps what it had":    func() { tensor.AddProduct(p.C, p.A, p.B) },
		"one element is not set": func() { p.product(); p.c[11] = math.NaN() },
		"a sign":                 func() { p.product(); p.c[5] = -p.c[5] },
		"a term less": func() {
			p.product()
			p.c[0] -= p.a[4] * p.b[16]
		},
		"the other order": func() { tensor.ProductTN(p.C, tensor.FromSlice(5, 3, p.a), p.B) },
		"beyond rounding": func() { p.product(); p.c[7] += 1e-14 },
	}
	for name, product := range wrong {
		c, right := by(product), by(p.product)
		p.verify([]*turns.Contender{c, right})
		require.ErrorContains(t, c.Wrong, "test on ", name)
		require.NoError(t, right.Wrong)
	}
}

// An error that only random numbers show is seen, and one that rounding may make is
// not an error.
func TestRoundingIsAllowedOnRandomNumbersOnly(t *testing.T) {
	p := newProblem[float64](shape{3, 4, 5, "NN"})
	rounded := func() {
		p.product()
		for i := range p.c {
			if p.c[i] != math.Trunc(p.c[i]) {
				p.c[i] = math.Nextafter(p.c[i], 2)
			}
		}
	}
	truncated := func() {
		p.product()
		for i := range p.c {
			p.c[i] = float64(float32(p.c[i]))
		}
	}
	good, bad := by(rounded), by(truncated)
	p.verify([]*turns.Contender{good, bad})
	require.NoError(t, good.Wrong)
	require.ErrorContains(t, bad.Wrong, "on random numbers")
}

// The bound is 2γₖ of |A||B|, computed: for ones in the place of A and B it is known.
func TestBoundIsTheOneDerived(t *testing.T) {
	p := newProblem[float32](shape{2, 2, 64, "NN"})
	for i := range p.a {
		p.a[i], p.b[i] = -1, 1
	}
	gamma := 64 * math.Exp2(-24) / (1 - 64*math.Exp2(-24))
	for _, bound := range p.bounds() {
		require.InEpsilon(t, 2*gamma*64/(1-gamma), bound, 1e-12)
	}
}
