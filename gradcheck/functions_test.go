package gradcheck_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// sample is a function with its gradient at a point.
type sample struct {
	f           func(x []float64) float64
	gradient, x []float64
	option      gradcheck.Option
}

// hinges is Σ a·max(s·(x − t), 0) of one x, with a kink on either side at the distance.
func hinges(distance float64, seed uint64) sample {
	r := rand.New(rand.NewPCG(seed, 3))
	x0, a, b, slope := r.NormFloat64(), r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
	above, below := x0+distance, x0-distance*(0.5+r.Float64()/2)
	f := func(x []float64) float64 {
		return a*max(x[0]-above, 0) + b*max(below-x[0], 0) + slope*max(x[0]-x0+3, 0)
	}
	return sample{f: f, gradient: []float64{slope}, x: []float64{x0}}
}

// smooth are functions of several numbers with their gradients, at points of one seed.
func smooth(seed uint64) map[string]sample {
	r := rand.New(rand.NewPCG(seed, 4))
	x := normal(r, 6)
	return map[string]sample{
		"log-sum-exp":         {f: logSumExp, gradient: softmax(x), x: x},
		"softplus":            sum(x, func(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }, logistic),
		"swish":               sum(x, func(x float64) float64 { return x * logistic(x) }, swishSlope),
		"batch normalisation": batchNorm(x, batchWeights(seed), 1e-5),
		"hinge":               sum(x, func(x float64) float64 { return max(0, 1-x) }, func(x float64) float64 { return -step(1 - x) }),
		"squared hinge":       sum(x, func(x float64) float64 { return max(0, 1-x) * max(0, 1-x) }, func(x float64) float64 { return -2 * max(0, 1-x) }),
		"norm near 0":         norm(x, math.Pow(10, -float64(seed%10))),
		"product":             product(r),
	}
}

func batchWeights(seed uint64) []float64 { return normal(rand.New(rand.NewPCG(seed, 5)), 6) }

func normal(r *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	return x
}

func step(x float64) float64 {
	if x > 0 {
		return 1
	}
	return 0
}

func logistic(x float64) float64   { return 1 / (1 + math.Exp(-x)) }
func swishSlope(x float64) float64 { return logistic(x) + x*logistic(x)*logistic(-x) }

// sum is Σ k·g(xₖ) for k = 1, 2, ….
func sum(x []float64, g, slope func(float64) float64) sample {
	gradient := make([]float64, len(x))
	for k := range x {
		gradient[k] = float64(k+1) * slope(x[k])
	}
	return sample{f: func(x []float64) (s float64) {
		for k := range x {
			s += float64(k+1) * g(x[k])
		}
		return s
	}, gradient: gradient, x: x}
}

func logSumExp(x []float64) float64 {
	s, m := 0.0, x[0]
	for _, x := range x {
		m = max(m, x)
	}
	for _, x := range x {
		s += math.Exp(x - m)
	}
	return m + math.Log(s)
}

func softmax(x []float64) []float64 {
	y, l := make([]float64, len(x)), logSumExp(x)
	for i := range x {
		y[i] = math.Exp(x[i] - l)
	}
	return y
}

// batchNorm is Σ cᵢ·(xᵢ − μ)/√(s² + ε), a row of batch normalisation weighted by c.
func batchNorm(x, c []float64, ε float64) sample {
	n := float64(len(x))
	moments := func(x []float64) (μ, σ float64) {
		for _, x := range x {
			μ += x / n
		}
		for _, x := range x {
			σ += (x - μ) * (x - μ) / n
		}
		return μ, math.Sqrt(σ + ε)
	}
	f := func(x []float64) (s float64) {
		μ, σ := moments(x)
		for i := range x {
			s += c[i] * (x[i] - μ) / σ
		}
		return s
	}
	μ, σ := moments(x)
	meanC, meanCX := 0.0, 0.0
	for i := range x {
		meanC, meanCX = meanC+c[i]/n, meanCX+c[i]*(x[i]-μ)/σ/n
	}
	gradient := make([]float64, len(x))
	for i := range x {
		gradient[i] = (c[i] - meanC - (x[i]-μ)/σ*meanCX) / σ
	}
	return sample{f: f, gradient: gradient, x: x}
}

// norm is ‖x‖ at a multiple of x.
func norm(x []float64, scale float64) sample {
	length := func(x []float64) float64 {
		s := 0.0
		for _, x := range x {
			s += x * x
		}
		return math.Sqrt(s)
	}
	near, gradient := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		near[i] = scale * x[i]
		gradient[i] = x[i] / length(x)
	}
	return sample{f: length, gradient: gradient, x: near}
}

// product is Π xₖ of numbers from 10⁻⁵ to 10⁵.
func product(r *rand.Rand) sample {
	x, f := make([]float64, 11), func(x []float64) float64 {
		p := 1.0
		for _, x := range x {
			p *= x
		}
		return p
	}
	for k := range x {
		x[k] = math.Pow(10, float64(k-5)) * (0.5 + r.Float64())
	}
	gradient := make([]float64, len(x))
	for k := range x {
		gradient[k] = f(x) / x[k]
	}
	return sample{f: f, gradient: gradient, x: x}
}

// row is a row of a table.
type row[S any] struct {
	name    string
	samples []func() S
}

// functionNames are the names of smooth, in the order of the table.
var functionNames = []string{"log-sum-exp", "softplus", "swish", "batch normalisation", "hinge", "squared hinge", "norm near 0", "product"}

// rightGradients are the rows of the table of right gradients: all of 20 seeds, or the first of those
// that are quick.
func rightGradients(full bool) (rows []row[sample]) {
	seeds, few, batches := uint64(1), uint64(3), []int{1, 5}
	if full {
		seeds, few, batches = 20, 20, []int{1, 5, 50, 400}
	}
	add := func(name string, seeds uint64, s func(seed uint64) sample) {
		r := row[sample]{name: name}
		for seed := range seeds {
			r.samples = append(r.samples, func() sample { return s(seed) })
		}
		rows = append(rows, r)
	}
	for _, σ := range []nn.Activation{nn.ReLU, nn.Tanh, nn.Sigmoid} {
		for _, batch := range batches {
			add(fmt.Sprintf("%v, %d rows", σ, batch), seeds, func(seed uint64) sample { return perceptron[float64](σ, batch, uint32(seed+1)) })
			add(fmt.Sprintf("%v, %d rows, float32", σ, batch), seeds, func(seed uint64) sample { return perceptron[float32](σ, batch, uint32(seed+1)) })
		}
	}
	for k := 1; k <= 9; k++ {
		add(fmt.Sprintf("hinges at 1e-%d", k), few, func(seed uint64) sample { return hinges(math.Pow(10, -float64(k)), seed) })
	}
	for _, name := range functionNames {
		add(name, few, func(seed uint64) sample { return smooth(seed)[name] })
	}
	return rows
}
