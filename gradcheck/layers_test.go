package gradcheck

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// layer is a function of a few numbers and its gradient by hand, as programs have them.
type layer[N Number[N]] struct {
	f func(x []N) N
	g func(x []N) []N
}

// layers are functions that people check, none of them of this module.
func layers[N Number[N]]() map[string]layer[N] {
	one := func(x N) N { return x.Of(1) }
	return map[string]layer[N]{
		"softplus": {
			func(x []N) N { return x[0].Abs().Neg().Exp().Log1p().Add(x[0].Max(x[0].Of(0))) },
			func(x []N) []N { return []N{one(x[0]).Quo(one(x[0]).Add(x[0].Neg().Exp()))} },
		},
		"gelu": {
			func(x []N) N { return x[0].Mul(one(x[0]).Add(x[0].Quo(x[0].Of(2).Sqrt()).Erf())).Quo(x[0].Of(2)) },
			func(x []N) []N {
				z, half := x[0].Quo(x[0].Of(2).Sqrt()), x[0].Of(0.5)
				bell := x[0].Mul(x[0]).Neg().Mul(half).Exp().Quo(x[0].Of(2 * math.Pi).Sqrt())
				return []N{half.Mul(one(x[0]).Add(z.Erf())).Add(x[0].Mul(bell))}
			},
		},
		"squared hinge": {
			func(x []N) N { h := one(x[0]).Sub(x[0].Mul(x[1])).Max(x[0].Of(0)); return h.Mul(h) },
			func(x []N) []N {
				h := one(x[0]).Sub(x[0].Mul(x[1])).Max(x[0].Of(0)).Mul(x[0].Of(-2))
				return []N{h.Mul(x[1]), h.Mul(x[0])}
			},
		},
		"wave": {
			func(x []N) N { return x[0].Sin().Mul(x[1].Cos()).Add(x[2].Expm1()) },
			func(x []N) []N {
				return []N{x[0].Cos().Mul(x[1].Cos()), x[0].Sin().Mul(x[1].Sin()).Neg(), x[2].Exp()}
			},
		},
		"layer norm": {layerNorm[N], layerNormSlopes[N]},
		"softmax":    {logSumExp[N], softmaxOf[N]},
	}
}

// By default the objective bounds its gradient: every right one passes, and a bound is a few times that of the
// formula by hand. An error of a hundred bounds fails, and no zero, doubled or negated entry passes.
func TestObjectivesBoundTheirGradients(t *testing.T) {
	r := rand.New(rand.NewPCG(77, 0))
	doubles, exact, running := layers[Float64](), layers[Exact](), layers[RunningError]()
	for name, l := range doubles {
		widest := 0.0
		for range rounds(60) {
			at := []float64{r.NormFloat64() * 3, r.NormFloat64(), r.NormFloat64() * 2}
			if name == "softplus" || name == "gelu" || name == "squared hinge" {
				at = at[:len(l.g(FromFloats[Float64](at)))]
			}
			c := Claim{Gradient: floats(l.g(FromFloats[Float64](at)))}
			references := Function(func(x []Exact) []Exact { return []Exact{exact[name].f(x)} }).References(at)[0]
			report := Compare(c, references)
			require.Contains(t, []Verdict{PASS, UNDECIDED}, report.Verdict, "%s at %v: %v", name, at, report)
			if report.Verdict == UNDECIDED { // a gradient of which its roundings leave nothing
				require.Less(t, math.Abs(report.Worst.Numeric), 4*report.Worst.Bound)
				continue
			}
			for i, g := range c.Gradient {
				bound := references[i].running.Bound(Unit64)
				if hand := running[name].g(FromFloats[RunningError](at))[i].Bound(Unit64); hand > 0 {
					widest = max(widest, bound/hand)
				}
				for _, wrong := range []float64{0, 2 * g, -g, g + 100*bound + 1e-9*(1+math.Abs(g))} {
					c.Gradient[i] = wrong
					require.True(t, wrong == g || Compare(c, references).Verdict != PASS, "%s at %v: %v for %v", name, at, wrong, g)
				}
				c.Gradient[i] = g
			}
		}
		t.Logf("%s: at most %.3g times the bound by hand", name, widest)
	}
}
