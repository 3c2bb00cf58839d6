package equations

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// No entry of any trial can be wrong by 10⁻⁹ of its gauge and pass, which is 10⁻⁹ of
// the entry unless terms cancel: each bound is a bound of rounding errors, and each entry
// is judged. In float32 it is 10⁻³.
func TestEveryEntryOfEveryTrialIsJudged(t *testing.T) {
	for n, trial := range All() {
		for _, q := range asked()[n] {
			names := map[string]bool{}
			for i, x := range q.claim.values {
				if testing.Short() && i%31 != 0 {
					continue
				}
				ε := 1e-9
				if q.unit == gradcheck.Unit32 {
					ε = 1e-3
				}
				size := max(math.Abs(x), q.claim.gauges[i].Gauge)
				if size == 0 {
					size = 1
				}
				require.Equal(t, gradcheck.FAIL, q.tampered(i, x+ε*size), "(%s) %s", trial.Number, q.blockName(i))
				names[q.blockName(i)] = true
			}
			if !testing.Short() {
				require.Len(t, names, len(q.claim.values), "(%s), %s: each entry has a name of its own", trial.Number, q.name)
			}
		}
	}
}

// tampered judges entry i alone with another value.
func (q *question) tampered(i int, x float64) gradcheck.Verdict {
	return gradcheck.Compare(gradcheck.Claim{Gradient: []float64{x}, Gauges: q.claim.gauges[i : i+1], Unit: q.unit}, q.oracles()[i:i+1]).Verdict
}

// Nor does NaN pass, or an answer of another length.
func TestNoAnswerIsNoPass(t *testing.T) {
	for n := range All() {
		q := asked()[n][0]
		values := slices.Clone(q.claim.values)
		values[0] = math.NaN()
		require.Equal(t, gradcheck.FAIL, q.judge(values, gradcheck.Hints{}).Verdict)
		require.Equal(t, gradcheck.FAIL, q.judge(values[:len(values)-1], gradcheck.Hints{}).Verdict)
		require.Equal(t, gradcheck.FAIL, q.judge(nil, gradcheck.Hints{}).Verdict)
	}
}

// A formula that differs from the truth fails, though the numbers may be right.
func TestFormulaIsOnTrialToo(t *testing.T) {
	trial, err := Find("42")
	require.NoError(t, err)
	q := *trial.ask(Standard())[0]
	require.Equal(t, gradcheck.PASS, trial.try("", []*question{&q}).Verdict)
	q.claim.formula = []big{q.claim.formula[0].Mul(gradcheck.BigOf(1).Add(gradcheck.BigOf(0x1p-70)))}
	r := trial.try("", []*question{&q})
	require.Equal(t, gradcheck.FAIL, r.Verdict)
	require.Contains(t, r.Reason, "the formula of the claim")
}

// Slopes that do not belong to the values are found out, whatever the claim.
func TestOraclesOfAnotherFunctionAreAFault(t *testing.T) {
	in := Standard().networks[0]
	half := func(in *instance, θ []exact) []exact {
		J := likelihoods(in, θ)
		J[0].Slope = J[0].Slope.Mul(J[0].Slope.Of(0.5))
		return J
	}
	b, c := in.blockV(), in.claims()
	d := differentiate(function(in, half, likelihoods[double]), in.θ).only(func(_, i int) bool { return i >= b.first && i < b.last })
	q := d.ask("", claim{c.gradient, c.gauge.gradient, c.formula.gradient}.part(b.first, b.last).negated(), b.Block)
	require.Equal(t, gradcheck.OracleFault, q.judge(q.claim.values, gradcheck.Hints{}).Verdict)
}

// The formula of the claims agrees with nn in doubles, so its gauges are
// about the right computation.
func TestFormulaIsThatOfTheCode(t *testing.T) {
	for _, in := range Standard().networks {
		c := in.claims()
		p := compute(in, gradcheck.FromFloats[double](in.θ))
		for i, g := range p.gradient {
			require.InDelta(t, c.gradient[i], g.Float64(), 2*c.gauge.gradient[i].Bound(gradcheck.Unit64), "%v", in)
		}
		require.InDelta(t, c.loss, p.loss.Float64(), 2*c.gauge.loss.Bound(gradcheck.Unit64))
	}
}

// The functions of package tensor keep within the roundings that Gauge allows them.
func TestFunctionsKeepTheirRoundings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range []struct {
		name  string
		code  func(C, A tensor.Matrix[float64])
		truth func(x big) big
		gauge func(x gauge) gauge
		scale float64
	}{
		{"Exp", tensor.Exp[float64], big.Exp, gauge.Exp, 300},
		{"Log", tensor.Log[float64], big.Log, gauge.Log, 9},
		{"Tanh", tensor.Tanh[float64], big.Tanh, gauge.Tanh, 9},
		{"Sigmoid", tensor.Sigmoid[float64], sigmoidOf[big], activationOf(nn.Sigmoid), 40},
		{"SigmoidDerivative", tensor.SigmoidDerivative[float64], slopeFor[big](nn.Sigmoid), slopeFor[gauge](nn.Sigmoid), 40},
		{"TanhDerivative", tensor.TanhDerivative[float64], slopeFor[big](nn.Tanh), slopeFor[gauge](nn.Tanh), 20},
	} {
		for range 400 {
			x := f.scale * (2*r.Float64() - 1)
			if f.name == "Log" {
				x = math.Exp(x)
			}
			A := tensor.FromRows([]float64{x})
			f.code(A, A)
			bound := f.gauge(gauge{}.Of(x)).Bound(gradcheck.Unit64)
			err := f.truth(gradcheck.BigOf(x)).Err(A.At(0, 0))
			require.True(t, err <= bound, "%s(%v): error %v, bound %v", f.name, x, err, bound)
			require.Less(t, bound, 1e-13*max(math.Abs(A.At(0, 0)), 1e-300), "%s(%v)", f.name, x)
		}
	}
}

func sigmoidOf[N number[N]](x N) N { return sigma(nn.Sigmoid, x) }

func activationOf(σ nn.Activation) func(gauge) gauge {
	return func(x gauge) gauge { return activation(σ, x) }
}

func slopeFor[N number[N]](σ nn.Activation) func(N) N {
	return func(x N) N { return slope(σ, x) }
}
