package command

import (
	"math"

	"chainrule/gradcheck"
	"chainrule/nn"
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
	{"16", "the Jacobian of the softmax times a vector", "[][]float64{pull(in.P[0], in.U)}", pullClaim},
	{"20", "the gradient of softmax regression", "gradient(in.X, in.T, in.P)", func(s sample) gradcheck.Claim { return regressionClaim(s, s.X, s.logistic, "W") }},
	{"28", "the gradient of the output layer", "gradient(in.Z, in.T, in.Y)", func(s sample) gradcheck.Claim { return regressionClaim(s, s.Z, s.V, "V") }},
	{"42", "the slope of tanh, with all its digits", "[][]float64{each(slope, in.Alpha)}", slopeClaim},
	{"47", "the gradient of the hidden layer, for tanh", "gradient(in.X, in.Z, in.V, in.T, in.Y)", hiddenClaim},
	{"58", "the weights of a corrected moving average", "[][]float64{weights(in.Beta, in.Steps)}", weightClaim},
}

// sample is the data of all exercises. No two of its sizes are equal.
type sample struct {
	X, T, Z, Y, V, P [][]float64 // N×D, N×K, N×M, N×K, M×K; P is Y of softmax regression on X
	U, Alpha         []float64
	Beta             float64
	Steps            int

	W, logistic [][]float64 // of the hidden layer, D×M, and of softmax regression, D×K
	scores      []float64   // of the first row in it
}

// newSample draws a sample.
func newSample() sample {
	const N, D, M, K = 7, 4, 5, 3
	normal := dataset.NewRandom(7).Normal
	X, T := tensor.New[float64](N, D), tensor.New[float64](N, K)
	for n := range N {
		for d := range D {
			X.Set(n, d, normal())
		}
		T.Set(n, n*n%K, 1)
	}
	net, simple := nn.NewMLP[float64]([]int{D, M, K}, nn.Tanh), nn.NewLogistic[float64](D, K)
	net.Initialize(normal)
	for i := range simple.Parameters().Theta {
		simple.Parameters().Theta[i] = normal()
	}
	hidden, plain := net.Workspace(N), simple.Workspace(N)
	net.Forward(hidden, X)
	simple.Forward(plain, X)
	return sample{
		X: rowsOf(X), T: rowsOf(T), Z: rowsOf(hidden.Z), Y: rowsOf(hidden.Y), V: rowsOf(net.Parameters().V), P: rowsOf(plain.Y),
		U: []float64{normal(), normal(), normal()}, Alpha: []float64{-18, -5, -1, -0.001, 0, 0.5, 3, 12, 18.5}, Beta: 0.9, Steps: 6,
		W: rowsOf(net.Parameters().W), logistic: rowsOf(simple.Parameters().W), scores: plain.A.Row(0),
	}
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
	y := s.P[0]
	alone, centred := make([]float64, len(y)), make([]float64, len(y))
	for k := range y {
		alone[k] = s.U[k] * y[k] * (1 - y[k])
		centred[k] = y[k] * s.U[k]
	}
	return gradcheck.Claim{
		At: s.scores, Blocks: []gradcheck.Block{{Name: "Gu", Rows: 1, Cols: len(y)}},
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
func regressionClaim(s sample, inputs, weights [][]float64, name string) gradcheck.Claim {
	K := len(s.T[0])
	return gradcheck.Claim{
		At: flat(weights), Blocks: []gradcheck.Block{{Name: name, Rows: len(inputs[0]), Cols: K}},
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
