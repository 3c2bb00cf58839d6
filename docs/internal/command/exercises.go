package command

import (
	"math"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// exercise is a function with a hole that a reader fills. Its value is a gradient at a point.
type exercise struct {
	number, title, call string // the call of the function, in exercises/main.txt
	block               gradcheck.Block
	claim               func(s *sample) (f func(x []float64) float64, at []float64)
}

// The sizes of a sample, no two of them equal.
const rows, ins, units, outs = 7, 4, 5, 3

// The exercises, by the numbers of their equations.
var exercises = []exercise{
	{"16", "the Jacobian of the softmax times a vector", "[][]float64{pull(in.P[0], in.U)}", gradcheck.Block{Name: "Gu", Rows: 1, Cols: outs}, (*sample).pulled},
	{"20", "the gradient of softmax regression", "gradient(in.X, in.T, in.P)", gradcheck.Block{Name: "W", Rows: ins, Cols: outs}, (*sample).likelihoodOfRegression},
	{"28", "the gradient of the output layer", "gradient(in.Z, in.T, in.Y)", gradcheck.Block{Name: "V", Rows: units, Cols: outs}, (*sample).likelihoodOfV},
	{"42", "the slope of tanh, with all its digits", "[][]float64{each(slope, in.Alpha)}", gradcheck.Block{Name: "slope", Rows: 1, Cols: 9}, nil},
	{"47", "the gradient of the hidden layer, for tanh", "gradient(in.X, in.Z, in.V, in.T, in.Y)", gradcheck.Block{Name: "W", Rows: ins, Cols: units}, (*sample).likelihoodOfW},
	{"58", "the weights of a corrected moving average", "[][]float64{weights(in.Beta, in.Steps)}", gradcheck.Block{Name: "weights", Rows: 1, Cols: 6}, (*sample).average},
}

// sample is the data of all exercises.
type sample struct {
	X, T, Z, Y, V, P [][]float64 // of a network with tanh; P is Y of softmax regression on X
	U, Alpha         []float64
	Beta             float64
	Steps            int

	x, t    tensor.Matrix[float64]
	net     *nn.MLP[float64]
	simple  *nn.Logistic[float64]
	inNet   *nn.Workspace[float64]
	inPlain *nn.Workspace[float64]
}

// newSample draws a sample.
func newSample() *sample {
	normal := dataset.NewRandom(7).Normal
	s := &sample{
		x: tensor.New[float64](rows, ins), t: tensor.New[float64](rows, outs), net: nn.NewMLP[float64]([]int{ins, units, outs}, nn.Tanh), simple: nn.NewLogistic[float64](ins, outs),
		U: []float64{normal(), normal(), normal()}, Alpha: []float64{-18, -5, -1, -0.001, 0, 0.5, 3, 12, 18.5}, Beta: 0.9, Steps: 6,
	}
	for n := range rows {
		for d := range ins {
			s.x.Set(n, d, normal())
		}
		s.t.Set(n, n*n%outs, 1)
	}
	s.net.Initialize(normal)
	s.simple.Initialize(normal)
	s.inNet, s.inPlain = s.net.Workspace(rows), s.simple.Workspace(rows)
	s.net.Forward(s.inNet, s.x)
	s.simple.Forward(s.inPlain, s.x)
	s.X, s.T, s.V, s.P = rowsOf(s.x), rowsOf(s.t), rowsOf(s.net.Parameters().V), rowsOf(s.inPlain.Y)
	s.Z, s.Y = rowsOf(s.inNet.Z), rowsOf(s.inNet.Y)
	return s
}

// rowsOf returns a copy.
func rowsOf(A tensor.Matrix[float64]) (all [][]float64) {
	for i := range A.Rows() {
		all = append(all, append([]float64(nil), A.Row(i)...))
	}
	return all
}

// pulled is Σ u·softmax(a), whose gradient in a is G·u.
func (s *sample) pulled() (func([]float64) float64, []float64) {
	y := tensor.New[float64](1, outs)
	return func(a []float64) float64 {
		tensor.Softmax(y, tensor.FromRows(a))
		return tensor.Dot(y.Row(0), s.U)
	}, s.inPlain.A.Row(0)
}

func (s *sample) likelihoodOfRegression() (func([]float64) float64, []float64) {
	θ := s.simple.Parameters().Theta
	return func(x []float64) float64 {
		copy(θ, x)
		s.simple.Forward(s.inPlain, s.x)
		return -s.simple.Loss(s.inPlain, s.t)
	}, append([]float64(nil), θ...)
}

func (s *sample) likelihoodOfV() (func([]float64) float64, []float64) {
	return s.likelihood((ins+1)*units, units*outs)
}

func (s *sample) likelihoodOfW() (func([]float64) float64, []float64) {
	return s.likelihood(0, ins*units)
}

// likelihood is J of the network in so many of its parameters.
func (s *sample) likelihood(from, count int) (func([]float64) float64, []float64) {
	part := s.net.Parameters().Theta[from : from+count]
	return func(x []float64) float64 {
		copy(part, x)
		s.net.Forward(s.inNet, s.x)
		return -s.net.Loss(s.inNet, s.t)
	}, append([]float64(nil), part...)
}

// average is the corrected moving average of the values x.
func (s *sample) average() (func([]float64) float64, []float64) {
	return func(x []float64) float64 {
		y, _ := adam.NewEWMA(s.Beta) // the decay is valid
		for _, value := range x {
			y.Add(value)
		}
		return y.Corrected()
	}, []float64{1, -2, 3, 0.5, -1, 2}
}

// slopes is Σ tanh: for slopes so small that differences in doubles don't see them.
func slopes(α []gradcheck.Exact) gradcheck.Exact {
	sum := α[0].Of(0)
	for _, x := range α {
		sum = sum.Add(x.Tanh())
	}
	return sum
}

// report judges a gradient.
func (e exercise) report(s *sample, gradient []float64) gradcheck.Report {
	name, blocks := "exercise "+e.number, []gradcheck.Block{e.block}
	hints := gradcheck.Hints{Factors: []gradcheck.Factor{{Name: "N", Value: rows}}}
	if e.claim != nil {
		if e.number == "47" {
			hints.Wrong = s.wrongSlopes
		}
		f, at := e.claim(s)
		return gradcheck.Check(f, gradient, at, gradcheck.Option{Name: name, Blocks: blocks, Hints: hints})
	}
	var textbook []gradcheck.RunningError
	for _, α := range gradcheck.FromFloats[gradcheck.RunningError](s.Alpha) {
		z := α.Tanh()
		textbook = append(textbook, z.Of(1).Sub(z.Mul(z)))
	}
	hints.CancellationBound = gradcheck.Bounds(textbook, gradcheck.Unit64)
	return gradcheck.CheckExact(gradcheck.Claim{Name: name, Objective: slopes, At: s.Alpha, Gradient: gradient, Blocks: blocks, Hints: hints})
}

// wrongSlopes returns the gradient of W with other slopes than that of tanh.
func (s *sample) wrongSlopes() (all []gradcheck.Wrong) {
	for name, slope := range map[string]func(z float64) float64{
		"the slope of the sigmoid, z(1 − z)": func(z float64) float64 { return z * (1 - z) },
		"no slope at all":                    func(float64) float64 { return 1 },
		"the slope of ReLU":                  func(z float64) float64 { return math.Ceil(max(z, 0)) }, // tanh is below 1
	} {
		g := make([]float64, ins*units)
		for n, x := range s.X {
			for m, z := range s.Z[n] {
				h := 0.0
				for k, v := range s.V[m] {
					h += (s.T[n][k] - s.Y[n][k]) * v
				}
				for d := range x {
					g[d*units+m] += x[d] * h * slope(z)
				}
			}
		}
		all = append(all, gradcheck.Wrong{Name: name, Gradient: g})
	}
	return all
}
