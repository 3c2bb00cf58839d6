package gradcheck_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// decayed returns a network with a decay λ of its weights in f, and in the gradient of all parameters from the first on.
func decayed(n network, λ float64, first int) sample {
	weight := func(i int) bool { return i < 250 || i >= 300 && i < 450 }
	net, w, X, T := perceptronParts[float64](n.σ, n.rows, n.seed)
	for i := range net.Parameters().Theta {
		if !weight(i) { // which begin with 0
			net.Parameters().Theta[i] = math.Sin(float64(i))
		}
	}
	s := sampleOf(net, w, X, T)
	f, g := s.f, slices.Clone(s.gradient)
	s.f = func(x []float64) float64 {
		J := f(x)
		for i, x := range x {
			if weight(i) {
				J += λ / 2 * x * x
			}
		}
		return J
	}
	for i, x := range s.x {
		if weight(i) || i >= first {
			g[i] += float64(λ * x)
		}
	}
	s.gradient = g
	return s
}

// Usual mistakes are named, and no other mistake by their names.
func TestUsualMistakesAreNamed(t *testing.T) {
	n := network{nn.Tanh, 2, 1}
	s, row := perceptron[float64](n.σ, n.rows, n.seed), batchNorm(smooth(1)["softplus"].x, batchWeights(1), 1e-5)
	known := s
	known.option.Hints.Wrong = func() []gradcheck.Wrong {
		return []gradcheck.Wrong{{Name: "row 1 taken from row 0", Gradient: mistakes["row 1 is row 0"](n)}}
	}
	const elsewhere = "of its largest entry: as at another x, such as that before a step, with another ε, or from other data"
	for name, c := range map[string]struct {
		sample
		wrong []float64
		want  []string // parts of the diagnosis, in order
	}{
		"decay of the biases":      {decayed(n, 1e-3, len(s.x)), decayed(n, 1e-3, 0).gradient, []string{"b is the right one plus 0.001 times the parameters: a decay", "c is the right one plus 0.001 times the parameters: a decay"}},
		"decay of the last biases": {decayed(n, 1e-3, len(s.x)), decayed(n, 1e-3, 450).gradient, []string{"c is the right one plus 0.001 times the parameters: a decay"}},
		"row 1 is row 0, hinted":   {known, mistakes["row 1 is row 0"](n), []string{"this is row 1 taken from row 0"}},
		"x of before":              {s, mistakes["x of before"](n), []string{"W is off by ", "b is off by ", "V is off by ", "c is off by "}},
		"another row, hinted":      {known, changes["entry × −1"](slices.Clone(s.gradient), 3), []string{"W is right but for W[0,3], which is −1 times what it should be"}},
		"another ε":                {row, batchNorm(row.x, batchWeights(1), 1.1e-5).gradient, []string{elsewhere}},
		"another row's ε":          {row, batchNorm(row.x, batchWeights(2), 1e-5).gradient, nil},
	} {
		require.Equal(t, gradcheck.PASS, gradcheck.Check(c.f, c.gradient, c.x, c.option).Verdict, name)
		r := gradcheck.Check(c.f, c.wrong, c.x, c.option)
		require.Equal(t, gradcheck.FAIL, r.Verdict, name)
		if name == "row 1 is row 0, hinted" {
			r.Diagnosis = r.Diagnosis[:1]
		}
		require.Len(t, r.Diagnosis, len(c.want), "%s: %v", name, r.Diagnosis)
		for i, part := range c.want {
			require.Contains(t, r.Diagnosis[i], part, name)
		}
	}
}
