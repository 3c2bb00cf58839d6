package command

import (
	"math"

	"chainrule/gradcheck"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// exercise is a function with a hole that a reader fills.
type exercise struct {
	number, title, call string // the call of the function, in exercises/main.txt
	claim               func(s sample) gradcheck.Claim
}

// The exercises, by the numbers of their equations.
var exercises = []exercise{
	{"16", "the Jacobian of the softmax times a vector", "[][]float64{pull(in.Y[0], in.U)}", pullClaim},
	{"20", "the gradient of softmax regression", "gradient(in.X, in.T, in.Y)", func(s sample) gradcheck.Claim { return regressionClaim(s, s.X, "W") }},
	{"28", "the gradient of the output layer", "gradient(in.Z, in.T, in.Y)", func(s sample) gradcheck.Claim { return regressionClaim(s, s.Z, "V") }},
	{"42", "the slope of tanh, with all its digits", "[][]float64{each(slope, in.Alpha)}", slopeClaim},
	{"47", "the gradient of the hidden layer, for tanh", "gradient(in.X, in.Z, in.V, in.T, in.Y)", hiddenClaim},
	{"58", "the weights of a corrected moving average", "[][]float64{weights(in.Beta, in.Steps)}", weightClaim},
}

// sample is the data of all exercises. No two of its sizes are equal.
type sample struct {
	X, T, Y, Z, V [][]float64 // N×D, N×K, N×K, N×M, M×K
	U, Alpha      []float64
	Beta          float64
	Steps         int

	W, output [][]float64 // of the hidden layer, D×M, and of regression on X, D×K
}

// newSample draws a sample. Its Y belongs to regression on X, or to the network.
func newSample(network bool) (s sample) {
	const N, D, M, K = 7, 4, 5, 3
	normal := dataset.NewRandom(7).Normal
	draw := func(rows, cols int) (A [][]float64) {
		for range rows {
			row := make([]float64, cols)
			for i := range row {
				row[i] = normal()
			}
			A = append(A, row)
		}
		return A
	}
	s = sample{X: draw(N, D), W: draw(D, M), V: draw(M, K), output: draw(D, K), U: draw(1, K)[0],
		Alpha: []float64{-18, -5, -1, -0.001, 0, 0.5, 3, 12, 18.5}, Beta: 0.9, Steps: 6}
	for n := range N {
		t := make([]float64, K)
		t[n*n%K] = 1
		s.T = append(s.T, t)
	}
	s.Z = mapped(tensor.Tanh[float64], multiplied(s.X, s.W))
	scores := multiplied(s.X, s.output)
	if network {
		scores = multiplied(s.Z, s.V)
	}
	s.Y = mapped(tensor.Softmax[float64], scores)
	return s
}

// multiplied returns A·B.
func multiplied(A, B [][]float64) [][]float64 {
	C := tensor.New[float64](len(A), len(B[0]))
	tensor.Product(C, tensor.FromRows(A...), tensor.FromRows(B...))
	return rowsOf(C)
}

// mapped returns an operation's result.
func mapped(op func(C, A tensor.Matrix[float64]), A [][]float64) [][]float64 {
	C := tensor.FromRows(A...)
	op(C, C)
	return rowsOf(C)
}

func rowsOf(A tensor.Matrix[float64]) (rows [][]float64) {
	for i := range A.Rows() {
		rows = append(rows, A.Row(i))
	}
	return rows
}

// flat returns the rows one after the other.
func flat(A [][]float64) (all []float64) {
	for _, row := range A {
		all = append(all, row...)
	}
	return all
}

// number is an arithmetic in which objectives are written.
type number = gradcheck.Exact

// softmaxOf returns the softmax of scores.
func softmaxOf(a []number) (y []number) {
	sum := a[0].Of(0)
	for _, x := range a {
		sum = sum.Add(x.Exp())
	}
	for _, x := range a {
		y = append(y, x.Exp().Quo(sum))
	}
	return y
}

// inputsTimes returns x·θ for a matrix θ, row by row, with so many columns.
func inputsTimes(x, θ []number, cols int) (a []number) {
	for k := range cols {
		sum := θ[0].Of(0)
		for i := range x {
			sum = sum.Add(x[i].Mul(θ[i*cols+k]))
		}
		a = append(a, sum)
	}
	return a
}

// logOf returns Σ t·log y.
func logOf(t []float64, y []number) number {
	sum := y[0].Of(0)
	for k := range t {
		sum = sum.Add(y[k].Log().Mul(sum.Of(t[k])))
	}
	return sum
}

func pullClaim(s sample) gradcheck.Claim {
	y := s.Y[0]
	alone, centred := make([]float64, len(y)), make([]float64, len(y))
	for k := range y {
		alone[k] = s.U[k] * y[k] * (1 - y[k])
		centred[k] = y[k] * s.U[k]
	}
	return gradcheck.Claim{
		At: multiplied(s.X[:1], s.output)[0], Blocks: []gradcheck.Block{{Name: "Gu", Rows: 1, Cols: len(y)}},
		Objective: func(a []number) number {
			sum := a[0].Of(0)
			for k, y := range softmaxOf(a) {
				sum = sum.Add(y.Mul(y.Of(s.U[k])))
			}
			return sum
		},
		Hints: gradcheck.Hints{Wrong: func() []gradcheck.Wrong {
			return []gradcheck.Wrong{{Name: "the diagonal of G alone, as if each probability had its own score", Gradient: alone}, {Name: "y·u, without the average", Gradient: centred}}
		}},
	}
}

// regressionClaim is the claim on the weights of softmax regression on inputs.
func regressionClaim(s sample, inputs [][]float64, name string) gradcheck.Claim {
	at := flat(s.output)
	if name == "V" {
		at = flat(s.V)
	}
	K := len(s.T[0])
	return gradcheck.Claim{
		At: at, Blocks: []gradcheck.Block{{Name: name, Rows: len(inputs[0]), Cols: K}},
		Objective: func(θ []number) number {
			J := θ[0].Of(0)
			for n, x := range inputs {
				J = J.Add(logOf(s.T[n], softmaxOf(inputsTimes(gradcheck.FromFloats[number](x), θ, K))))
			}
			return J
		},
		Hints: gradcheck.Hints{Factors: []gradcheck.Factor{{Name: "N", Value: float64(len(inputs))}}},
	}
}

func slopeClaim(s sample) gradcheck.Claim {
	var textbook []gradcheck.RunningError
	for _, α := range gradcheck.FromFloats[gradcheck.RunningError](s.Alpha) {
		z := α.Tanh()
		textbook = append(textbook, z.Of(1).Sub(z.Mul(z)))
	}
	return gradcheck.Claim{
		At: s.Alpha, Blocks: []gradcheck.Block{{Name: "slope", Rows: 1, Cols: len(s.Alpha)}},
		Objective: func(α []number) number {
			sum := α[0].Of(0)
			for _, x := range α {
				sum = sum.Add(x.Tanh())
			}
			return sum
		},
		Hints: gradcheck.Hints{CancellationBound: gradcheck.Bounds(textbook, gradcheck.Unit64)},
	}
}

func hiddenClaim(s sample) gradcheck.Claim {
	M, K := len(s.V), len(s.V[0])
	return gradcheck.Claim{
		At: flat(s.W), Blocks: []gradcheck.Block{{Name: "W", Rows: len(s.W), Cols: M}},
		Objective: func(θ []number) number {
			J, V := θ[0].Of(0), gradcheck.FromFloats[number](flat(s.V))
			for n, x := range s.X {
				z := inputsTimes(gradcheck.FromFloats[number](x), θ, M)
				for m := range z {
					z[m] = z[m].Tanh()
				}
				J = J.Add(logOf(s.T[n], softmaxOf(inputsTimes(z, V, K))))
			}
			return J
		},
		Hints: gradcheck.Hints{Factors: []gradcheck.Factor{{Name: "N", Value: float64(len(s.X))}}, Wrong: func() []gradcheck.Wrong {
			return []gradcheck.Wrong{
				{Name: "the slope of the sigmoid, z(1 − z)", Gradient: s.hiddenGradient(func(z float64) float64 { return z * (1 - z) })},
				{Name: "no slope at all", Gradient: s.hiddenGradient(func(float64) float64 { return 1 })},
				{Name: "the slope of ReLU", Gradient: s.hiddenGradient(func(z float64) float64 { return math.Ceil(max(z, 0)) })}, // tanh is below 1
			}
		}},
	}
}

// hiddenGradient is the gradient of W, with any slope.
func (s sample) hiddenGradient(slope func(z float64) float64) []float64 {
	D, M := len(s.W), len(s.V)
	g := make([]float64, D*M)
	for n, x := range s.X {
		for m, z := range s.Z[n] {
			h := 0.0
			for k, v := range s.V[m] {
				h += (s.T[n][k] - s.Y[n][k]) * v
			}
			for d := range x {
				g[d*M+m] += x[d] * h * slope(z)
			}
		}
	}
	return g
}

func weightClaim(s sample) gradcheck.Claim {
	return gradcheck.Claim{
		At: make([]float64, s.Steps), Blocks: []gradcheck.Block{{Name: "weights", Rows: 1, Cols: s.Steps}},
		Objective: func(x []number) number {
			β, one := x[0].Of(s.Beta), x[0].Of(1)
			y, power := x[0].Of(0), one
			for _, xt := range x {
				y, power = y.Mul(β).Add(one.Sub(β).Mul(xt)), power.Mul(β)
			}
			return y.Quo(one.Sub(power))
		},
	}
}
