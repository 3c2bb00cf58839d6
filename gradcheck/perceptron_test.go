package gradcheck_test

import (
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// layers are the blocks of the paper's network.
var layers = []gradcheck.Block{{Name: "W", Rows: 5, Cols: 50}, {Name: "b", Rows: 1, Cols: 50}, {Name: "V", Rows: 50, Cols: 3}, {Name: "c", Rows: 1, Cols: 3}}

// problem returns the paper's data.
var problem = sync.OnceValue(func() *dataset.Problem {
	table, err := dataset.Paper().Table()
	must(err)
	p, err := dataset.NewProblem(table, 0.2, 7)
	must(err)
	return p
})

// perceptronParts returns the paper's network, a workspace, and rows of its data.
func perceptronParts[F tensor.Float](σ nn.Activation, rows int, seed uint32) (net *nn.MLP[F], s *nn.Workspace[F], X, T tensor.Matrix[F]) {
	p := problem()
	net = nn.NewMLP[F]([]int{5, 50, 3}, σ)
	net.Initialize(dataset.NewRandom(seed).Normal)
	return net, net.Workspace(rows), narrowed[F](p.X.RowSlice(0, rows)), narrowed[F](p.T.RowSlice(0, rows))
}

// gradientOf returns the gradient of nn.
func gradientOf[F tensor.Float](net *nn.MLP[F], s *nn.Workspace[F], X, T tensor.Matrix[F]) []F {
	g := net.Gradient()
	net.Forward(s, X)
	net.Backward(g, s, X, T)
	return g.Theta
}

// perceptron returns the loss of the network with its gradient.
func perceptron[F tensor.Float](σ nn.Activation, rows int, seed uint32) sample {
	return sampleOf(perceptronParts[F](σ, rows, seed))
}

// sampleOf returns the loss of a network with its gradient.
func sampleOf[F tensor.Float](net *nn.MLP[F], s *nn.Workspace[F], X, T tensor.Matrix[F]) sample {
	gradient, θ := gradientOf(net, s, X, T), net.Parameters().Theta
	f := func(x []float64) float64 {
		for i := range θ {
			θ[i] = F(x[i])
		}
		net.Forward(s, X)
		return float64(net.Loss(s, T))
	}
	return sample{f, widened(gradient), widened(θ), gradcheck.Option{Blocks: layers, Unit: unitOf[F]()}}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func unitOf[F tensor.Float]() float64 {
	if F(1)+F(0x1p-30) == 1 {
		return gradcheck.Unit32
	}
	return gradcheck.Unit64
}

func narrowed[F tensor.Float](A tensor.Matrix[float64]) tensor.Matrix[F] {
	B := tensor.New[F](A.Rows(), A.Cols())
	for i := range A.Rows() {
		for j := range A.Cols() {
			B.Set(i, j, F(A.At(i, j)))
		}
	}
	return B
}

func widened[F tensor.Float](x []F) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = float64(x[i])
	}
	return y
}
