package gradcheck_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
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

// mistakes are wrong gradients of a network, made by nn from something that is a little wrong.
var mistakes = map[string]func(n network) []float64{
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

// function is a sample on which errors are planted.
type function struct {
	sample
	mistake func(kind string) []float64 // wrong gradients of its own, nil if there is none of that kind
}

// functions returns the test functions at the points of a seed.
func functions(seed uint64) (all []function) {
	samples := smooth(seed)
	for _, name := range functionNames {
		all = append(all, function{samples[name], func(kind string) []float64 {
			if name == "batch normalisation" && kind == "ε forgotten" {
				return batchNorm(samples[name].x, batchWeights(seed), 0).gradient
			}
			return nil
		}})
	}
	for _, rows := range []int{2, 20} {
		for _, σ := range []nn.Activation{nn.ReLU, nn.Tanh, nn.Sigmoid} {
			n := network{σ, rows, uint32(seed + 1)}
			all = append(all, function{perceptron[float64](σ, rows, n.seed), func(kind string) []float64 {
				if mistakes[kind] == nil {
					return nil
				}
				return mistakes[kind](n)
			}})
		}
	}
	return all
}

// planted returns the wrong gradient of a kind, nil if there is none.
func (f function) planted(kind string, seed uint64) []float64 {
	wrong := f.mistake(kind)
	if change := changes[kind]; change != nil {
		wrong = change(slices.Clone(f.gradient), int(37*seed+11)%len(f.x))
	}
	if slices.Equal(wrong, f.gradient) {
		return nil
	}
	return wrong
}

// checkers are the checkers whose rules are tried on the same wrong gradients.
var checkers = []string{"PyTorch, slow", "JAX, vjp", "SciPy check_derivative", "ChainRulesTestUtils", "Ceres"}

// verdicts returns the verdict function of each of them, as a letter. One that rejects the right gradient as well
// has found nothing in a wrong one.
func (f function) verdicts() (all []func(gradient []float64) string) {
	for _, name := range checkers {
		passes := f.passes(rule(name), 1)
		fair := passes(f.gradient)
		all = append(all, func(gradient []float64) string {
			switch {
			case !fair:
				return "-"
			case passes(gradient):
				return "P"
			}
			return "F"
		})
	}
	return all
}

// A wrong gradient that any other checker rejects does not pass.
func TestWrongGradientsDoNotPass(t *testing.T) {
	seeds, first := uint64(1), 9
	if full {
		seeds, first = 5, 14
	}
	kinds := append(append(keys(changes), keys(mistakes)...), "ε forgotten")
	letters := map[string][]string{}
	for _, kind := range kinds {
		letters[kind] = make([]string, 1+len(checkers))
	}
	for seed := range seeds {
		for _, f := range functions(seed)[:first] {
			verdicts := f.verdicts()
			for _, kind := range kinds {
				wrong := f.planted(kind, seed)
				if wrong == nil {
					continue
				}
				r := gradcheck.Check(f.f, wrong, f.x, f.option)
				letters[kind][0] += r.Verdict.String()[:1]
				for i, verdict := range verdicts {
					letter := verdict(wrong)
					require.False(t, letter == "F" && r.Verdict == gradcheck.PASS, "%s rejects %s, seed %d: %v", checkers[i], kind, seed, r)
					letters[kind][i+1] += letter
				}
			}
		}
	}
	var lines []string
	for _, kind := range kinds {
		for i, name := range append([]string{"Check"}, checkers...) {
			lines = append(lines, fmt.Sprintf("%-28s %-22s %s", kind, name, letters[kind][i]))
		}
	}
	pinned(t, "testdata/wrong.txt", "CHAINRULE_FULL=1 go test ./gradcheck -run WrongGradients -update\n"+
		"Planted errors, a letter for each function and seed: F is rejected, U undecided, K at a kink, P passes, - is a rule that rejects the right gradient as well.", lines)
}

// No zero, doubled or negated entry passes where the right one is not 0 and above the noise.
func TestNoZeroDoubledOrNegatedEntryPasses(t *testing.T) {
	seeds := uint64(2)
	if full {
		seeds = 20
	}
	for seed := range seeds {
		samples := smooth(seed)
		samples["hinges"] = hinges(1e-7, seed)
		if full {
			samples["perceptron"] = perceptron[float64](nn.ReLU, 5, uint32(seed+1))
		}
		for name, s := range samples {
			largest := math.Abs(slices.MaxFunc(s.gradient, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) }))
			for i := 0; i < len(s.gradient); i += 1 + len(s.gradient)/20 {
				right := s.gradient[i]
				if math.Abs(right) < 1e-9*largest {
					continue
				}
				for _, factor := range []float64{0, 2, -1} {
					wrong := slices.Clone(s.gradient)
					wrong[i] *= factor
					require.NotEqual(t, gradcheck.PASS, gradcheck.Check(s.f, wrong, s.x, s.option).Verdict, "%s, seed %d, entry %d times %v", name, seed, i, factor)
				}
			}
		}
	}
}

func keys[V any](m map[string]V) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// A wrong slope fails however near the kinks on both sides are, and so does one of float32.
func TestWrongSlopesBesideKinksFail(t *testing.T) {
	for k := 1; k <= 9; k++ {
		for _, m := range []float64{0, -1, 2, 1.01} {
			h := hinges(math.Pow(10, -float64(k)), uint64(k))
			require.Equal(t, gradcheck.FAIL, gradcheck.Check(h.f, times(h.gradient, m), h.x).Verdict, "%v at 1e-%d", m, k)
		}
	}
	for _, m := range []float64{0, -1, 2} {
		s := perceptron[float32](nn.Tanh, 5, 1)
		r := gradcheck.Check(s.f, times(s.gradient, m), s.x, s.option)
		require.Equal(t, gradcheck.FAIL, r.Verdict, "%v", m)
	}
}
