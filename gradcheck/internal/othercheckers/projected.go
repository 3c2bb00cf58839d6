package othercheckers

import (
	"math"
	"math/rand/v2"
)

// The rules of this file compare one number: vᵀ·J·u, for directions u and v
// drawn at random, with a difference of F along u.

// pyTorchFast is torch.autograd.gradcheck with fast_mode=True. The entries of u
// and v are uniform in [0, 1), of 24 bits as a float32 has them, so none is
// negative; then they are divided by their norm. The step along u is 10⁻⁶. As
// the comparison is of a sum, atol is multiplied by Σu·Σv, the largest that a
// sum of errors of atol can be. The version of commit 0189069d did not yet do
// so; of the later one that does, the text could be read but not its commit
// learned.
func pyTorchFast(f field, r *rand.Rand) Compare {
	const h = 1e-6
	u := uniform(r, len(f.At))
	v := uniform(r, f.outputs)
	numeric := dot(v, quotient(f.along(h, u), f.along(-h, u), 2*h))
	atol := float64(1e-5 * sum(u) * sum(v))
	return func(J [][]float64) float64 {
		return near(dot(pulledBack(J, v), u), numeric, atol, 1e-3)
	}
}

func uniform(r *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(r.Float32())
	}
	length := norm(x)
	for i := range x {
		x[i] /= length
	}
	return x
}

// jax is check_grads of JAX in the mode "rev", to first order and in float64:
// normal u and v, a step of 10⁻⁴ along u whatever its norm, and NumPy's
// assert_allclose with atol = rtol = 10⁻⁵, the numeric side being the
// reference. The tolerances are multiplied by the size of the compared values,
// here 1.
//
// assert_allclose takes two NaNs as equal, so a NaN is accepted where the
// differences give NaN too. Equal infinities of F have the difference 0.
func jax(f field, r *rand.Rand) Compare {
	const h = 1e-4
	u, v := normal(r, len(f.At)), normal(r, f.outputs)
	above, below := f.along(h, u), f.along(-h, u)
	numeric := 0.0
	for j := range v {
		if above[j] != below[j] {
			numeric += float64((above[j] - below[j]) * (0.5 / h) * v[j])
		}
	}
	return func(J [][]float64) float64 {
		claimed := dot(pulledBack(J, v), u)
		if math.IsNaN(claimed) && math.IsNaN(numeric) {
			return 0
		}
		return near(claimed, numeric, 1e-5, 1e-5)
	}
}

// hips is check_grads of HIPS autograd in the mode "rev", to first order (its
// default is both modes, to second order): normal u and v, a difference over
// ±½·10⁻⁶·u, and for the two numbers a and b the rule |a − b| < 10⁻⁶ or |a −
// b|/|a + b| < 10⁻⁶.
func hips(f field, r *rand.Rand) Compare {
	const h = 1e-6
	u, v := normal(r, len(f.At)), normal(r, f.outputs)
	numeric := dot(v, quotient(f.along(h/2, u), f.along(-h/2, u), h))
	return func(J [][]float64) float64 {
		claimed := dot(pulledBack(J, v), u)
		err := math.Abs(numeric - claimed)
		return either(strict(err, 1e-6), strict(err/math.Abs(numeric+claimed), 1e-6))
	}
}

func normal(r *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	return x
}
