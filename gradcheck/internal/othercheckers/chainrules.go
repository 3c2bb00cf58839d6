package othercheckers

import (
	"math"
	"math/rand/v2"
)

// chainRules is test_rrule of ChainRulesTestUtils: the vector Jᵀ·v is compared
// for one v, whose entries are drawn from −9, −8.99, …, 9. The numeric J comes
// from [fivePoints] with a reach of 10⁻², the comparison is Julia's isapprox
// with atol = rtol = 10⁻⁹, of norms.
//
// For a function with one output v is a factor, and if it is 0 all passes.
//
// Simplified: the whole point is one argument. The rule for tangents,
// test_frule, compares J·u in the same way and is left out, as it checks
// another program.
func chainRules(f field, r *rand.Rand) Compare {
	v := make([]float64, f.outputs)
	for j := range v {
		v[j] = float64(r.IntN(1801)-900) / 100
	}
	numeric := pulledBack(f.jacobian(func(i int) []float64 {
		return fivePoints(func(ε float64) []float64 { return f.moved(i, ε) }, 1e-2)
	}), v)
	return func(J [][]float64) float64 { return isApprox(pulledBack(J, v), numeric, 1e-9) }
}

// isApprox is the rule ‖x − y‖ ≤ max(tol, tol·max(‖x‖, ‖y‖)). Where the
// left-hand side is not finite, isapprox compares the entries, and equal
// infinities pass.
func isApprox(x, y []float64, tol float64) float64 {
	if d := distance(x, y); !math.IsInf(d, 0) && !math.IsNaN(d) {
		return ratio(d, max(tol, tol*max(norm(x), norm(y))))
	}
	w := 0.0
	for i := range x {
		if x[i] != y[i] {
			w = max(w, ratio(math.Abs(x[i]-y[i]), max(tol, tol*max(math.Abs(x[i]), math.Abs(y[i])))))
		}
	}
	return w
}

// fivePoints returns f′(0) as central_fdm(5, 1) of FiniteDifferences.jl does,
//
//	(f(−2h) − 8·f(−h) + 8·f(h) − f(2h)) / 12h
//
// with max_range = reach, which limits how far from 0 it looks.
func fivePoints(f func(ε float64) []float64, reach float64) []float64 {
	h := fivePointStep(f, reach)
	return combine(sample(f, 2, h), []float64{1.0 / 12, -2.0 / 3, 0, 2.0 / 3, -1.0 / 12}, h)
}

// fivePointStep returns the h that balances noise and truncation of the five
// points. The noise is one unit in the last place of the largest |f|;
// the truncation needs |f⁽⁵⁾|, the largest of three estimates from seven
// points, for which 10 takes the place of the unknown seventh derivative.
func fivePointStep(f func(ε float64) []float64, reach float64) float64 {
	const (
		noise5, error5 = 3.0 / 2, 1.0 / 18 // Σ|w| and Σ|w|·|k|⁵/5! of the five points
		noise7, error7 = 10, 169.0 / 315   // Σ|w| and Σ|w|·|k|⁷/7! of the seven
		unit, typical  = 0x1p-52, 10.0     // spacing of doubles at 1, and the stand-in for a derivative
		farthest       = 1000              // times the step for a typical function
	)
	trial := min(balance(7, 5, unit*noise7, typical*error7), reach/3)
	values := sample(f, 3, trial)
	size, fifth := 0.0, 0.0
	for _, value := range values {
		size = max(size, largest(value))
	}
	for shift := -1; shift <= 1; shift++ {
		fifth = max(fifth, largest(combine(values, fifthWeights(shift), math.Pow(trial, 5))))
	}
	usual := balance(5, 1, unit*noise5, typical*error5)
	h := usual
	if fifth != 0 { // and so size is not
		h = balance(5, 1, (math.Nextafter(size, math.Inf(1))-size)*noise5, fifth*error5)
	}
	return min(h, reach/2, farthest*usual)
}

// balance returns the h at which noise/h^q + truncation·h^(p−q) is least.
func balance(p, q, noise, truncation float64) float64 {
	return math.Pow(q/(p-q)*(noise/truncation), 1/p)
}

// sample returns f at −r·h, …, r·h.
func sample(f func(ε float64) []float64, r int, h float64) [][]float64 {
	var values [][]float64
	for k := -r; k <= r; k++ {
		values = append(values, f(float64(h*float64(k))))
	}
	return values
}

// fifthWeights returns the weights of the fifth derivative at 0 on the grid −3
// + shift, …, 3 + shift. The polynomial through seven points has degree 6, and
// the coefficient of t⁵ in Π(t − m) is −Σm, hence
//
//	w(k) = −5!·Σ m / Π(k − m)   over the other points m
func fifthWeights(shift int) []float64 {
	var w []float64
	for k := shift - 3; k <= shift+3; k++ {
		others, product := 0, 1
		for m := shift - 3; m <= shift+3; m++ {
			if m != k {
				others, product = others+m, product*(k-m)
			}
		}
		w = append(w, float64(-120*others)/float64(product))
	}
	return w
}
