package othercheckers

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Problem is a vector function of doubles and a point.
type Problem struct {
	F  func(x []float64) []float64 // owns x, and returns a new slice each time
	At []float64
}

// Rule is the published decision rule of a gradient checker, with its defaults.
type Rule struct {
	Name    string // at most 24 characters, e.g. "PyTorch, slow"
	Source  string // project, file and commit it was read from
	Random  bool   // whether it draws directions: then it is run with several seeds
	Prepare func(p Problem, seed uint64) Compare
}

// Compare returns error/tolerance of a claimed Jacobian (row j = output j, column
// i = input i): the rule accepts up to 1 and rejects above, or if it is NaN.
// For a rule of several conditions it is the smallest number that decides in
// the same way: an OR of two conditions is the minimum of the two ratios, an
// AND the maximum.
//
// It panics if J has not the shape of the problem.
type Compare func(J [][]float64) float64

// Rules returns the rules, roughly from the loosest to the strictest. Prepare
// evaluates the function and forms the differences, once; the Compare it returns
// may be used any number of times, by several goroutines. It panics if the
// problem has no input or no output.
func Rules() []Rule {
	const torch = "pytorch/pytorch torch/autograd/gradcheck.py"
	const julia = "JuliaDiff/ChainRulesTestUtils.jl src/testers.jl @7e199f38, " +
		"JuliaDiff/FiniteDifferences.jl src/methods.jl @87e0a26e, " +
		"JuliaLang/julia stdlib/LinearAlgebra/src/generic.jl @3d277c03"
	const solver = "ceres-solver/ceres-solver include/ceres/internal/numeric_diff.h, " +
		"internal/ceres/is_close.cc @fe351d5a"
	const notes = "cs231n/cs231n.github.io neural-networks-3.md @3d84654b"
	return []Rule{
		newRule("PyTorch, fast", torch+", a version after 0189069d", true, pyTorchFast),
		newRule("PyTorch, slow", torch+" @0189069d", false, pyTorchSlow),
		newRule("JAX, vjp", "jax-ml/jax jax/_src/public_test_util.py @cec06d11", true, jax),
		newRule("HIPS autograd", "HIPS/autograd autograd/test_util.py @bff107b8", true, hips),
		newRule("SciPy check_derivative", "scipy/scipy scipy/optimize/_numdiff.py @3dbf660a", false, sciPy),
		newRule("CS231n, 1e-4", notes, false, cs231n(strict, 1e-4)),
		newRule("CS231n, 1e-7", notes, false, cs231n(ratio, 1e-7)),
		newRule("ChainRulesTestUtils", julia, true, chainRules),
		newRule("Ceres", solver, false, ceres),
		newRule("Ridders, own estimate", "Numerical Recipes in C, 2nd edition, dfridr", false, ridders),
	}
}

// newRule wraps a rule in the common part: the generator, and the
// checks of shape above this line. Below it shapes are trusted.
func newRule(name, source string, random bool, prepare func(field, *rand.Rand) Compare) Rule {
	return Rule{name, source, random, func(p Problem, seed uint64) Compare {
		f := field{p, len(p.F(slices.Clone(p.At)))}
		if f.outputs == 0 || len(p.At) == 0 {
			f.refuse("Prepare: nothing to compare")
		}
		compare := prepare(f, rand.New(rand.NewPCG(seed, 0)))
		return func(J [][]float64) float64 {
			f.check(J)
			return compare(J)
		}
	}}
}

// refuse panics for a wrong shape.
func (f field) refuse(format string, args ...any) {
	panic(fmt.Errorf("othercheckers: "+format+"; the problem has the shape %d×%d", append(args, f.outputs, len(f.At))...))
}

func (f field) check(J [][]float64) {
	if len(J) != f.outputs {
		f.refuse("Compare: %d rows", len(J))
	}
	for j, row := range J {
		if len(row) != len(f.At) {
			f.refuse("Compare: row %d has %d entries", j, len(row))
		}
	}
}
