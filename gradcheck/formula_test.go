package gradcheck

import (
	"math"
	"math/rand/v2"
	"testing"
)

// model is an arithmetic with roundings of its own: every operation is done in
// 320 bits and then passes through round, which may err by c roundings.
type model struct{ x Big }

var round func(x Big, c float64) Big

func (m model) Of(x float64) model     { return model{m.x.Of(x)} }
func (m model) Add(y model) model      { return model{round(m.x.Add(y.x), 1)} }
func (m model) Sub(y model) model      { return model{round(m.x.Sub(y.x), 1)} }
func (m model) Mul(y model) model      { return model{round(m.x.Mul(y.x), 1)} }
func (m model) Quo(y model) model      { return model{round(m.x.Quo(y.x), 1)} }
func (m model) Neg() model             { return model{m.x.Neg()} }
func (m model) Exp() model             { return model{round(m.x.Exp(), expRoundings)} }
func (m model) Log() model             { return model{round(m.x.Log(), logRoundings)} }
func (m model) Sqrt() model            { return model{round(m.x.Sqrt(), sqrtRoundings)} }
func (m model) Tanh() model            { return model{round(m.x.Tanh(), tanhRoundings)} }
func (m model) Expm1() model           { return model{round(m.x.Expm1(), expRoundings)} }
func (m model) Log1p() model           { return model{round(m.x.Log1p(), logRoundings)} }
func (m model) Erf() model             { return model{round(m.x.Erf(), erfRoundings)} }
func (m model) Sin() model             { return model{within(m.x.Sin(), m.x.Abs().Min(m.x.Of(1)))} }
func (m model) Cos() model             { return model{within(m.x.Cos(), m.x.Of(1))} }
func (m model) Abs() model             { return model{m.x.Abs()} }
func (m model) Max(n model) model      { return model{m.x.Max(n.x)} }
func (m model) Min(n model) model      { return model{m.x.Min(n.x)} }
func (m model) Sign() int              { return m.x.Sign() }
func (m model) Float64() float64       { return m.x.Float64() }
func (m model) distance(y Big) float64 { return math.Abs(m.x.Sub(y).Float64()) }

// within returns x with an error of sinRoundings of a size.
func within(x, size Big) Big { return x.Add(round(size, sinRoundings).Sub(size)) }

// nearest rounds to 24 bits, as float32 does, but for the range of exponents.
func nearest(x Big, _ float64) Big {
	if !x.finite() {
		return x
	}
	return Big{x: newFloat(Bits).Set(newFloat(24).Set(x.float()))}
}

// hostile errs by the whole allowed error, up, down or at random.
func hostile(r *rand.Rand, u float64) func(Big, float64) Big {
	bias := r.IntN(3) - 1
	return func(x Big, c float64) Big {
		δ := float64(bias)
		if bias == 0 {
			δ = float64(1 - 2*r.IntN(2))
		}
		return x.Mul(x.Of(1 + δ*c*u))
	}
}

// expression evaluates a random formula, the same for equal r in every Number.
func expression[N Number[N]](r *rand.Rand, xs []N, depth int) N {
	if depth == 0 {
		return xs[r.IntN(len(xs))]
	}
	sub := func() N { return expression(r, xs, depth-1) }
	switch r.IntN(18) {
	case 0, 1:
		return sub().Add(sub())
	case 2:
		return sub().Sub(sub())
	case 3, 4:
		return sub().Mul(sub())
	case 5:
		return sub().Quo(sub())
	case 6:
		return sub().Tanh().Mul(xs[0].Of(4)).Exp()
	case 7:
		x := sub()
		return x.Mul(x).Add(x.Of(1)).Log()
	case 8:
		x := sub()
		return x.Mul(x).Add(x.Of(1)).Sqrt()
	case 9:
		return sub().Tanh()
	case 10:
		return sub().Max(sub())
	case 11:
		return sub().Sin()
	case 12:
		return sub().Cos().Min(sub())
	case 13:
		return sub().Erf()
	case 14:
		return sub().Erf().Expm1()
	case 15:
		return sub().Abs().Log1p()
	}
	e, sum := softmax([]N{sub(), sub(), sub()})
	return e[0].Quo(sum)
}

// formula is a random expression at a random point of 20-bit numbers.
type formula struct {
	seed  uint64
	at    []float64
	exact Big
	gauge Gauge
}

func randomFormula(seed uint64) formula {
	r := rand.New(rand.NewPCG(seed, 1))
	f := formula{seed: seed}
	for range 4 {
		f.at = append(f.at, math.Round(r.NormFloat64()*0x1p18)*0x1p-18)
	}
	f.exact, f.gauge = evaluateFormula[Big](f), evaluateFormula[Gauge](f)
	return f
}

func evaluateFormula[N Number[N]](f formula) N {
	return expression(rand.New(rand.NewPCG(f.seed, 2)), FromFloats[N](f.at), 5)
}

// rounds returns n, the repetitions of a random test, or fewer with -short.
func rounds(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}
