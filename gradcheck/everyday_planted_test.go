package gradcheck_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// network is one of the paper's networks with rows of its data.
type network struct {
	σ    nn.Activation
	rows int
	seed uint32
}

// slips are wrong gradients of a network, made by nn from something that is a little wrong.
var slips = map[string]func(n network) []float64{
	"derivative of another σ": func(n network) []float64 {
		net, s, X, T := perceptronParts[float64](n.σ, n.rows, n.seed)
		net.Forward(s, X)
		other, _, _, _ := perceptronParts[float64]((n.σ+1)%3, n.rows, n.seed)
		g := net.Gradient()
		other.Backward(g, s, X, T)
		return g.Theta
	},
	"row 1 is row 0": func(n network) []float64 {
		net, s, X, T := perceptronParts[float64](n.σ, n.rows, n.seed)
		copy(X.RowSlice(1, 2).Row(0), X.Row(0))
		copy(T.RowSlice(1, 2).Row(0), T.Row(0))
		return gradientOf(net, s, X, T)
	},
	"x of before": func(n network) []float64 {
		net, s, X, T := perceptronParts[float64](n.σ, n.rows, n.seed)
		g := gradientOf(net, s, X, T)
		for i, θ := range net.Parameters().Theta {
			net.Parameters().Theta[i] = θ - float64(1e-4*g[i])
		}
		return gradientOf(net, s, X, T)
	},
	"bias skipped": func(n network) []float64 {
		g := slices.Clone(perceptron[float64](n.σ, n.rows, n.seed).gradient)
		clear(g[250:300])
		return g
	},
	"V filled as its transpose": func(n network) []float64 {
		g := perceptron[float64](n.σ, n.rows, n.seed).gradient
		w := slices.Clone(g)
		for i := range 150 {
			w[300+i] = g[300+i%50*3+i/50]
		}
		return w
	},
}

// changes are wrong gradients made of right ones.
var changes = map[string]func(g []float64, k int) []float64{
	"sign of all": func(g []float64, _ int) []float64 { return times(g, -1) },
	"doubled":     func(g []float64, _ int) []float64 { return times(g, 2) },
	"1/N missing": func(g []float64, _ int) []float64 { return times(g, float64(len(g))) },
	"entry ×1.01": func(g []float64, k int) []float64 { g[k] *= 1.01; return g },
	"entry × −1":  func(g []float64, k int) []float64 { g[k] = -g[k]; return g },
	"entry dropped": func(g []float64, k int) []float64 {
		g[k] = 0
		return g
	},
	"entry + 1e-4 of the largest": func(g []float64, k int) []float64 {
		g[k] += 1e-4 * math.Abs(slices.MaxFunc(g, func(a, b float64) int { return int(math.Copysign(1, math.Abs(a)-math.Abs(b))) }))
		return g
	},
}

func times(g []float64, c float64) []float64 {
	for i := range g {
		g[i] *= c
	}
	return g
}

// planted is a right sample with a wrong gradient.
type planted struct {
	right sample
	wrong []float64
}

// wrongGradients are the planted errors of one kind on all functions, for one seed.
func wrongGradients(kind string, seed uint64) (all []planted) {
	add := func(s sample, g []float64) {
		if !slices.Equal(g, s.gradient) {
			all = append(all, planted{s, g})
		}
	}
	for _, σ := range nn.Activations {
		for _, rows := range []int{2, 20} {
			n := network{σ, rows, uint32(seed + 1)}
			s := perceptron[float64](n.σ, n.rows, n.seed)
			if slip := slips[kind]; slip != nil {
				add(s, slip(n))
			} else if change := changes[kind]; change != nil {
				add(s, change(slices.Clone(s.gradient), int(37*seed+11)%len(s.x)))
			}
		}
	}
	functions := smooth(seed)
	if kind == "ε forgotten" {
		b := functions["batch normalisation"]
		add(b, batchNorm(b.x, batchWeights(seed), 0).gradient)
	}
	for _, name := range functionNames {
		if change := changes[kind]; change != nil {
			s := functions[name]
			add(s, change(slices.Clone(s.gradient), int(seed)%len(s.x)))
		}
	}
	return all
}

// rivals are the checkers whose rules are tried on the same wrong gradients.
var rivals = []string{"PyTorch, slow", "JAX, vjp", "SciPy check_derivative", "ChainRulesTestUtils", "Ceres"}

// A wrong gradient that any other checker rejects does not pass. A checker that rejects the
// right gradient as well has found nothing.
func TestWrongGradientsDoNotPass(t *testing.T) {
	seeds := uint64(1)
	if full {
		seeds = 5
	}
	var lines []string
	kinds := append(keys(changes), keys(slips)...)
	for _, kind := range append(kinds, "ε forgotten") {
		letters := make([]string, len(rivals)+1)
		for seed := range seeds {
			for _, m := range wrongGradients(kind, seed) {
				r := gradcheck.Check(m.right.f, m.wrong, m.right.x, m.right.option)
				letters[0] += r.Verdict.String()[:1]
				for i, name := range rivals {
					letter := m.verdict(name)
					require.False(t, letter == "F" && r.Verdict == gradcheck.PASS, "%s rejects %s, seed %d: %v", name, kind, seed, r)
					letters[i+1] += letter
				}
			}
		}
		for i, name := range append([]string{"Check"}, rivals...) {
			lines = append(lines, fmt.Sprintf("%-28s %-22s %s", kind, name, letters[i]))
		}
	}
	pinned(t, "testdata/planted.txt", "CHAINRULE_FULL=1 go test ./gradcheck -run WrongGradients -update\n"+
		"Planted errors, a letter for each function and seed: F is rejected, U undecided, K at a kink, P passes, - is a rule that rejects the right gradient as well.", lines)
}

// verdict returns the letter of another checker.
func (m planted) verdict(name string) string {
	judge := m.right.judged(rule(name), 1)
	switch {
	case !judge(m.right.gradient):
		return "-"
	case judge(m.wrong):
		return "P"
	}
	return "F"
}

func keys[V any](m map[string]V) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	return names
}
