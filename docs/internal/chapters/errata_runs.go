package chapters

import (
	"fmt"
	"math"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// errataStepGap is how far the gradient in W is off with u(0) = 1, relatively.
func errataStepGap() float64 {
	right, _ := errataSeed7().ascent(errataReLU)
	wrong, _ := errataSeed7().ascent(errataStep)
	gap := errataMinus(wrong, right)
	return math.Sqrt(errataDot(gap, gap) / errataDot(right, right))
}

// errataCosine is that of the angle between the gradient in b and what Algorithm 1 has.
func errataCosine() string {
	_, right := errataSeed7().ascent(errataReLU)
	_, wrong := errataSeed7().ascent(errataSigmoid)
	return fmt.Sprintf("%.2f", errataDot(right, wrong)/math.Sqrt(errataDot(right, right)*errataDot(wrong, wrong)))
}

// errataSigns counts the entries of that whose sign is wrong.
func errataSigns() string {
	_, right := errataSeed7().ascent(errataReLU)
	_, wrong := errataSeed7().ascent(errataSigmoid)
	count := 0
	for m := range right {
		if right[m]*wrong[m] < 0 {
			count++
		}
	}
	return fmt.Sprint(count)
}

// errataTrain trains with slopes of its own in the gradients of W and of b, and returns
// the test cost.
func errataTrain(seed uint32, inW, inB errataSlope) float64 {
	return experimentOutcomeOf(experimentRun{seed: seed, backward: func(net *nn.MLP[float64], g *nn.Parameters[float64],
		s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
		net.Backward(g, s, X, T)
		p := errataPosition{θ: net.Parameters(), s: s, X: X, T: T}
		for i, x := range p.mixed(inW, inB) {
			g.Theta[i] = -x
		}
	}}.train()).cost
}

// mixed is the gradient of J in W and b with a slope of its own in each.
func (p errataPosition) mixed(inW, inB errataSlope) []float64 {
	forW := p.hidden()
	D, M := p.X.Cols(), forW.Cols()
	g := make([]float64, D*M+M)
	for n := range forW.Rows() {
		row, α, z := forW.Row(n), p.s.Alpha.Row(n), p.s.Z.Row(n)
		for m, dz := range row {
			g[D*M+m] += float64(dz * inB(α[m], z[m]))
			row[m] = dz * inW(α[m], z[m])
		}
	}
	tensor.ProductTN(tensor.FromSlice(D, M, g[:D*M]), p.X, forW)
	return g
}

// errataClimb trains with Algorithm 1's gradients of J in updates that descend.
var errataClimb = sync.OnceValue(func() experimentOutcome {
	return experimentOutcomeOf(experimentRun{seed: 7, backward: func(net *nn.MLP[float64], g *nn.Parameters[float64],
		s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
		net.Backward(g, s, X, T)
		for i, x := range g.Theta {
			g.Theta[i] = -x
		}
	}}.train())
})

// errataFirstStep is the length of Adam's first step for a gradient, in rates.
func errataFirstStep(g float64, inside bool) float64 {
	o := adam.Listing()
	o.EpsilonInside = inside
	θ := []float64{0}
	sure(adam.New[float64](1, o)).Update(θ, []float64{g})
	return -θ[0] / o.Rate
}

// errataNormals are np.random.seed(5), randn(10).
func errataNormals() (x []float64) {
	r := dataset.NewRandom(5)
	for range 10 {
		x = append(x, r.Normal())
	}
	return x
}

// errataAverage is their average by (51) as it should be, from the first of them.
func errataAverage() string {
	x := errataNormals()
	bar := 0.0
	for _, xi := range x {
		bar = float64(0.9*bar) + float64((1-0.9)*xi)
	}
	return fmt.Sprintf("%.6f", bar)
}

// errataFactor is 1/(1 − 0.999ᵗ).
func errataFactor(t int) string {
	_, careful, _ := numericsBias(0.999, t)
	return fmt.Sprintf("%.3f", 1/careful)
}

// errataMinimise is where a rule gets on θ², from 1, in 60 steps.
func errataMinimise[R nn.Optimizer[float64]](rule R, err error) float64 {
	sure(rule, err)
	θ := []float64{1}
	for range 60 {
		rule.Update(θ, []float64{2 * θ[0]})
	}
	return θ[0]
}

// errataB1 is the last line of proof B.1, for k′ = 1, with eᵃ of the given index as the last factor.
func errataB1(last int) string {
	y := numericsRow(tensor.Softmax[float64], 0.2, -0.4, 1.1)
	return fmt.Sprintf("%.6f", -y[0]*y[last])
}

// errataCounts is how far Y − T is off, at its worst entry, for targets that are counts.
func errataCounts() string {
	Y := tensor.FromRows(numericsRow(tensor.Softmax[float64], 0.2, -0.4, 1.1))
	T, right := tensor.FromRows([]float64{2, 1, 0}), tensor.New[float64](1, 3)
	tensor.CrossEntropyGradient(right, Y, T)
	worst := 0.0
	for k, d := range right.Row(0) {
		worst = max(worst, math.Abs(Y.At(0, k)-T.At(0, k)-d))
	}
	return fmt.Sprintf("%.2f", worst)
}
