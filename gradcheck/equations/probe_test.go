package equations

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/tensor"
)

// No entry of any trial can be wrong by 10⁻⁹ of its running error and pass, which is 10⁻⁹ of
// the entry unless terms cancel: each bound is a bound of rounding errors, and each entry
// is compared. In float32 it is 10⁻³.
func TestEveryEntryOfEveryTrialIsCompared(t *testing.T) {
	for n, trial := range All() {
		for _, q := range probed()[n] {
			names := map[string]bool{}
			for i, x := range q.claim.values {
				if testing.Short() && i%31 != 0 {
					continue
				}
				ε := 1e-9
				if q.unit == gradcheck.Unit32 {
					ε = 1e-3
				}
				size := max(math.Abs(x), q.claim.formula[i].Running.Scale)
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

// tampered checks entry i alone with another value.
func (q *probe) tampered(i int, x float64) gradcheck.Verdict {
	return gradcheck.Compare(gradcheck.Claim{Gradient: []float64{x}, RunningErrors: runningErrors(q.claim.formula[i : i+1]), Unit: q.unit}, q.references()[i:i+1]).Verdict
}

// Nor does NaN pass, or an answer of another length.
func TestNoAnswerIsNoPass(t *testing.T) {
	for n := range All() {
		q := probed()[n][0]
		values := slices.Clone(q.claim.values)
		values[0] = math.NaN()
		require.Equal(t, gradcheck.FAIL, q.compare(values, gradcheck.Hints{}).Verdict)
		require.Equal(t, gradcheck.FAIL, q.compare(values[:len(values)-1], gradcheck.Hints{}).Verdict)
		require.Equal(t, gradcheck.FAIL, q.compare(nil, gradcheck.Hints{}).Verdict)
	}
}

// A formula that differs from the truth fails, though the numbers may be right.
func TestFormulaIsOnTrialToo(t *testing.T) {
	trial, err := Find("42")
	require.NoError(t, err)
	q := *trial.probe(Standard())[0]
	require.Equal(t, gradcheck.PASS, trial.try("", []*probe{&q}).Verdict)
	q.claim.formula[0].Big = q.claim.formula[0].Big.Mul(gradcheck.BigOf(1).Add(gradcheck.BigOf(0x1p-70)))
	r := trial.try("", []*probe{&q})
	require.Equal(t, gradcheck.FAIL, r.Verdict)
	require.Contains(t, r.Reason, "the formula of the claim")
}

// Slopes that do not belong to the values are found out, whatever the claim.
func TestReferencesOfAnotherFunctionMismatch(t *testing.T) {
	in := Standard().networks[0]
	half := func(d paper.Deep, θ []exact) []exact {
		J := likelihoods(d, θ)
		J[0].Slope = J[0].Slope.Mul(J[0].Slope.Of(0.5))
		return J
	}
	b, c := in.block("V"), in.mlp.claims()
	d := differentiate(function(in.Deep(), half, likelihoods[double]), in.Theta).only(func(_, i int) bool { return i >= b.first && i < b.last })
	q := d.probe("", claim{values: c.code.Gradient, formula: c.formula.Gradient}.part(b.first, b.last).negated(), b.Block)
	require.Equal(t, gradcheck.ReferenceMismatch, q.compare(q.claim.values, gradcheck.Hints{}).Verdict)
}

// The formula of the claims agrees with nn in doubles, so its running errors are
// about the right computation.
func TestFormulaIsThatOfTheCode(t *testing.T) {
	for _, in := range Standard().networks {
		c := in.mlp.claims()
		p := paper.Compute(in.Deep(), gradcheck.FromFloats[double](in.Theta))
		for i, g := range p.Gradient {
			require.InDelta(t, c.code.Gradient[i], g.Float64(), 2*c.formula.Gradient[i].Running.Bound(gradcheck.Unit64), "%v", in)
		}
		require.InDelta(t, c.code.Loss, p.Loss.Float64(), 2*c.formula.Loss.Running.Bound(gradcheck.Unit64))
	}
}

// The functions of package tensor keep within the roundings that RunningError allows them.
func TestFunctionsKeepTheirRoundings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range []struct {
		name    string
		code    func(C, A tensor.Matrix[float64])
		formula func(x precise) precise
		scale   float64
	}{
		{"Exp", tensor.Exp[float64], precise.Exp, 300},
		{"Log", tensor.Log[float64], precise.Log, 9},
		{"Tanh", tensor.Tanh[float64], precise.Tanh, 9},
		{"Sigmoid", tensor.Sigmoid[float64], func(x precise) precise { return paper.Activation(nn.Sigmoid, x) }, 40},
		{"SigmoidDerivative", tensor.SigmoidDerivative[float64], func(x precise) precise { return paper.Slope(nn.Sigmoid, x) }, 40},
		{"TanhDerivative", tensor.TanhDerivative[float64], func(x precise) precise { return paper.Slope(nn.Tanh, x) }, 20},
	} {
		for range 400 {
			x := f.scale * (2*r.Float64() - 1)
			if f.name == "Log" {
				x = math.Exp(x)
			}
			A := tensor.FromRows([]float64{x})
			f.code(A, A)
			truth := f.formula(precise{}.Of(x))
			bound := truth.Running.Bound(gradcheck.Unit64)
			err := truth.Big.Err(A.At(0, 0))
			require.True(t, err <= bound, "%s(%v): error %v, bound %v", f.name, x, err, bound)
			require.Less(t, bound, 1e-13*max(math.Abs(A.At(0, 0)), 1e-300), "%s(%v)", f.name, x)
		}
	}
}
