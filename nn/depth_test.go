package nn_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// depths are networks without a hidden layer and with one to three; all widths differ.
var depths = []struct {
	widths []int
	σ      []nn.Activation
}{
	{[]int{3, 4}, nil},
	{[]int{3, 5, 4}, []nn.Activation{nn.Tanh}},
	{[]int{3, 5, 2, 4}, []nn.Activation{nn.Sigmoid, nn.Tanh}},
	{[]int{3, 5, 2, 4}, []nn.Activation{nn.ReLU, nn.Sigmoid}},
	{[]int{3, 5, 6, 2, 4}, []nn.Activation{nn.Tanh, nn.ReLU, nn.Sigmoid}},
	{[]int{3, 5, 6, 2, 4}, []nn.Activation{nn.ReLU}},
}

// deep returns a network with random parameters, biases too, and a batch with its workspace; all
// numbers are float32's.
func deep[F tensor.Float](widths []int, σ []nn.Activation) (net *nn.MLP[F], s *nn.Workspace[F], X, T tensor.Matrix[F]) {
	const N = 6
	net, X, T = nn.NewMLP[F](widths, σ...), tensor.New[F](N, widths[0]), tensor.New[F](N, widths[len(widths)-1])
	random := dataset.NewRandom(3)
	for i := range net.Parameters().Theta {
		net.Parameters().Theta[i] = F(float32(random.Normal()))
	}
	for n := range N {
		for d := range X.Row(n) {
			X.Set(n, d, F(float32(random.Normal())))
		}
		T.Set(n, n%T.Cols(), F(1+n%2)) // one row in two counts twice
	}
	s = net.Workspace(N)
	net.Forward(s, X)
	return net, s, X, T
}

// objective returns the loss of the network as a function of θ, and its gradient.
func objective[F tensor.Float](widths []int, σ []nn.Activation) (f func(x []float64) float64, gradient, θ []float64) {
	net, s, X, T := deep[F](widths, σ)
	g := net.Gradient()
	net.Backward(g, s, X, T)
	for i, x := range net.Parameters().Theta {
		gradient, θ = append(gradient, float64(g.Theta[i])), append(θ, float64(x))
	}
	return func(x []float64) float64 {
		for i := range x {
			net.Parameters().Theta[i] = F(x[i])
		}
		net.Forward(s, X)
		return float64(net.Loss(s, T))
	}, gradient, θ
}

// The gradient of a network of any depth agrees with differences of its loss, in both
// types; one that is wrong by a hundredth in any layer does not.
func TestGradientsOfAnyDepthAgreeWithDifferences(t *testing.T) {
	for _, c := range depths {
		f, g, θ := objective[float64](c.widths, c.σ)
		gradcheck.Test(t, f, g, θ)
		_, g32, _ := objective[float32](c.widths, c.σ)
		gradcheck.Test(t, f, g32, θ, gradcheck.Option{Unit: gradcheck.Unit32})
		first := 0
		for _, block := range nn.NewMLP[float64](c.widths, c.σ...).Parameters().Blocks() {
			wrong := slices.Clone(g)
			last := first + block.Matrix.Rows()*block.Matrix.Cols()
			for i := first; i < last; i++ {
				wrong[i] *= 1.01
			}
			if slices.ContainsFunc(g[first:last], func(x float64) bool { return x != 0 }) {
				require.Equal(t, gradcheck.FAIL, gradcheck.Check(f, wrong, θ).Verdict, "%v: %s", c.widths, block.Name)
			}
			first = last
		}
		require.Equal(t, len(g), first)
	}
}

// All layers but the first are a network of their own, whose inputs are the Z of the first: its
// outputs, loss and gradients are the same to the bit. The gradient of the first layer follows from
// the dα of the second by (47).
func TestTheLayersAboveAreANetwork(t *testing.T) {
	for _, c := range depths {
		if len(c.σ) < 2 {
			continue
		}
		net, s, X, T := deep[float64](c.widths, c.σ)
		above := nn.NewMLP[float64](c.widths[1:], c.σ[1:]...)
		θ := net.Parameters().Theta
		copy(above.Parameters().Theta, θ[len(θ)-len(above.Parameters().Theta):])
		r := above.Workspace(X.Rows())
		above.Forward(r, s.Z)
		require.Equal(t, elements(s.Y), elements(r.Y))
		require.Equal(t, net.Loss(s, T), above.Loss(r, T))

		g, h := net.Gradient(), above.Gradient()
		net.Backward(g, s, X, T)
		above.Backward(h, r, s.Z, T)
		require.Equal(t, h.Theta, g.Theta[len(θ)-len(h.Theta):])

		// dW₁ = Xᵀ((dα₂·W₂ᵀ) ⊙ σ′(α₁)), by the definition.
		dα := tensor.New[float64](X.Rows(), c.widths[1])
		slopes, dW := tensor.New[float64](X.Rows(), c.widths[1]), tensor.New[float64](c.widths[0], c.widths[1])
		tensor.ProductNT(dα, nn.PreActivationGradient(s, 1), net.Parameters().Layers[1].W)
		nn.Derivative(c.σ[0], slopes, s.Alpha)
		tensor.Mul(dα, dα, slopes)
		tensor.ProductTN(dW, X, dα)
		require.Equal(t, elements(dW), elements(g.W))
	}
}

// Layers lie in the block one after the other, and Initialize draws their weights in this
// order; W, b, V, c are views of the first and the last.
func TestParametersOfAnyDepth(t *testing.T) {
	for _, c := range []struct {
		widths []int
		names  string
	}{{[]int{2, 3}, "W b"}, {[]int{2, 3, 4}, "W b V c"}, {[]int{2, 3, 4, 1}, "W1 b1 W2 b2 W3 b3"}} {
		net, next := nn.NewMLP[float64](c.widths, nn.ReLU), 0.0
		p, i := net.Parameters(), 0
		net.Initialize(func() float64 { next++; return next })
		want := 0.0
		var names []string
		for b, block := range p.Blocks() {
			names = append(names, block.Name)
			for _, x := range elements(block.Matrix) {
				if b%2 == 1 {
					require.Zero(t, x)
				} else {
					want++
					require.Equal(t, want/math.Sqrt(float64(block.Matrix.Rows())), x)
				}
				require.Equal(t, x, p.Theta[i])
				i++
			}
		}
		require.Equal(t, len(p.Theta), i)
		require.Equal(t, c.names, strings.Join(names, " "))
		require.Equal(t, c.widths, net.Widths())
		require.Len(t, net.Activations(), len(c.widths)-2)
		last := p.Layers[len(p.Layers)-1]
		require.Equal(t, []any{p.Layers[0].W, p.Layers[0].B, last.W, last.B}, []any{p.W, p.B, p.V, p.C})
	}
}

// A deeper network trains to the bit as its steps say, without allocation; the first value that
// is not finite is named with its layer; and npz files keep it.
func TestADeepNetworkTrains(t *testing.T) {
	p := paperProblem(t)
	net := nn.NewMLP[float64]([]int{5, 20, 10, 3}, nn.ReLU, nn.Tanh)
	net.Initialize(dataset.NewRandom(7).Normal)
	rule, err := adam.For(net.Parameters().Theta, adam.Default(1e-2))
	require.NoError(t, err)
	s := net.Workspace(400)
	before, _ := evaluate(net, s, p.X, p.T, p.labels)
	train := func(epochs int) func() {
		return func() {
			for _, err := range nn.Train[float64](context.Background(), net, rule, p.X, p.T, nn.Options{Epochs: epochs, Batch: 50, Decay: 1e-9, DecayBiases: true}) {
				require.NoError(t, err)
			}
		}
	}
	require.Equal(t, testing.AllocsPerRun(3, train(1)), testing.AllocsPerRun(3, train(4)))
	after, _ := evaluate(net, s, p.X, p.T, p.labels)
	require.Less(t, after, before/2)

	var file bytes.Buffer
	require.NoError(t, nn.WriteNPZ(&file, net))
	read, err := nn.ReadNPZ(bytes.NewReader(file.Bytes()), int64(file.Len()), nn.ReLU, nn.Tanh)
	require.NoError(t, err)
	require.Equal(t, net.Widths(), read.Widths())
	require.Equal(t, net.Parameters().Theta, read.Parameters().Theta)

	first := 0
	for l, name := range []string{"hidden layer: W1", "hidden layer: W2", "output layer: W3"} {
		err := lastError(t, net, &saboteur{step: 1, indices: []int{first}, value: math.Inf(1)}, p.X, p.T, nn.Options{Epochs: 1, Batch: 50})
		require.EqualError(t, err, fmt.Sprintf("nn: step 1, %s, row 0, column 0 is +Inf", name))
		net.Parameters().Theta[first] = 1
		first += (net.Widths()[l] + 1) * net.Widths()[l+1]
	}
	net.Parameters().Layers[1].W.Set(0, 0, math.MaxFloat64)
	net.Parameters().Layers[0].B[0] = 1e3
	err = lastError(t, net, &recorder{}, p.X, p.T, nn.Options{Epochs: 1, Batch: 50})
	require.EqualError(t, err, "nn: step 1, hidden layer: α2, row 0, column 0 is +Inf")
}
