package othercheckers

import (
	"math"
	"math/rand/v2"
)

// pyTorchSlow is torch.autograd.gradcheck as it is called by default: central
// differences over ±10⁻⁶, and allclose of each entry with atol = 10⁻⁵, rtol =
// 10⁻³, the numeric entry being the reference. A NaN is close to nothing.
func pyTorchSlow(f field, _ *rand.Rand) Compare {
	numeric := f.central(1e-6)
	return func(J [][]float64) float64 {
		return worst(J, numeric, func(c, n float64) float64 { return near(c, n, 1e-5, 1e-3) })
	}
}

// sciPy is scipy.optimize.check_derivative: the greatest |claimed −
// numeric|/max(1, |numeric|). It gives this number and no verdict; its
// documentation calls a Jacobian likely correct if the number is of the order
// of 10⁻⁶ or lower, which is taken here as ≤ 10⁻⁶. Differences are central,
// with h = ∛2⁻⁵²·max(1, |x|), and are divided by the distance of the points as
// rounded.
func sciPy(f field, _ *rand.Rand) Compare {
	const cbrt = 6.055454452393343e-06 // ∛2⁻⁵²
	numeric := f.jacobian(func(i int) []float64 {
		x := f.At[i]
		h := float64(cbrt * max(1, math.Abs(x)))
		return quotient(f.moved(i, h), f.moved(i, -h), (x+h)-(x-h))
	})
	return func(J [][]float64) float64 {
		return worst(J, numeric, func(c, n float64) float64 {
			return ratio(math.Abs(c-n)/max(1, math.Abs(n)), 1e-6)
		})
	}
}

// cs231n is the advice of the notes of Stanford's course. A relative error
// is usually okay below 10⁻⁴: the notes mean functions with kinks; for smooth
// ones the notes call it too high, without another number up to 10⁻⁷, at which and less
// one may be happy.
//
// It checks each entry by |claimed − numeric|/max(|claimed|, |numeric|),
// where the notes tell apart and pass the case that both are 0. The step is the
// one they name, about 10⁻⁵. Early versions of the notes divide by the sum of
// the magnitudes instead.
func cs231n(decide func(err, tol float64) float64, tol float64) func(field, *rand.Rand) Compare {
	return func(f field, _ *rand.Rand) Compare {
		numeric := f.central(1e-5)
		return func(J [][]float64) float64 {
			return worst(J, numeric, func(c, n float64) float64 {
				if c == 0 && n == 0 {
					return 0
				}
				return decide(math.Abs(c-n)/max(math.Abs(c), math.Abs(n)), tol)
			})
		}
	}
}
