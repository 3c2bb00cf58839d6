package nn_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/tensor"
)

func TestMetrics(t *testing.T) {
	Y := tensor.FromRows([]float64{0.2, 0.5, 0.3}, []float64{0.4, 0.4, 0.2}, []float64{0, 0, 1}, []float64{1, 0, 0})
	predicted := make([]int, 4)
	nn.Predict(predicted, Y)
	require.Equal(t, []int{1, 0, 2, 0}, predicted, "the first of equals")
	actual := []int{1, 1, 2, 2}
	require.Equal(t, 0.5, nn.ErrorRate(predicted, actual))
	require.Equal(t, [][]int{{0, 0, 0}, {1, 1, 0}, {1, 0, 1}}, nn.Confusion(predicted, actual, 3))
	require.True(t, math.IsNaN(nn.ErrorRate(nil, nil)))
	require.Panics(t, func() { nn.ErrorRate(predicted, actual[:3]) })
	require.PanicsWithError(t, "nn: Confusion: row 2: class 2 predicted as 2 of 2", func() { nn.Confusion(predicted, actual, 2) })
}

func TestActivationsHaveNames(t *testing.T) {
	for _, σ := range nn.Activations {
		parsed, err := nn.ParseActivation(σ.String())
		require.NoError(t, err)
		require.Equal(t, σ, parsed)
	}
	_, err := nn.ParseActivation("gelu")
	require.EqualError(t, err, `unknown activation "gelu": want relu, tanh or sigmoid`)
	A := tensor.New[float64](1, 1)
	require.Panics(t, func() { nn.Apply(nn.Activation(9), A, A) })
	require.Panics(t, func() { nn.Derivative(nn.Activation(-1), A, A) })
}

// The textbook forms z(1−z), 1−z², u(z) agree with the careful ones where they do
// not cancel, and have lost everything at 40.
func TestDerivativesEqualTheTextbookForms(t *testing.T) {
	α := tensor.FromRows([]float64{-3, -1, -0.25, 0, 0.25, 1, 3})
	textbook := map[nn.Activation]func(z float64) float64{
		nn.Sigmoid: func(z float64) float64 { return z * (1 - z) },
		nn.Tanh:    func(z float64) float64 { return 1 - z*z },
		nn.ReLU:    func(z float64) float64 { return map[bool]float64{true: 1}[z > 0] },
	}
	Z, D := tensor.New[float64](1, 7), tensor.New[float64](1, 7)
	for σ, f := range textbook {
		nn.Apply(σ, Z, α)
		nn.Derivative(σ, D, α)
		for j := range 7 {
			require.InDelta(t, f(Z.At(0, j)), D.At(0, j), 1e-15, "%v′(%v)", σ, α.At(0, j))
		}
	}
	far := tensor.FromRows([]float64{40})
	for _, σ := range []nn.Activation{nn.Sigmoid, nn.Tanh} {
		nn.Apply(σ, Z.Slice(0, 1, 0, 1), far)
		nn.Derivative(σ, D.Slice(0, 1, 0, 1), far)
		require.Zero(t, textbook[σ](Z.At(0, 0)))
		require.Greater(t, D.At(0, 0), 0.0)
	}
}

// All parameters lie in one block, in the order W, b, V, c.
func TestParametersAreViewsOfOneBlock(t *testing.T) {
	p := nn.NewMLP[float64](2, 3, 4, nn.Tanh).Parameters()
	require.Len(t, p.Theta, 2*3+3+3*4+4)
	for i := range p.Theta {
		p.Theta[i] = float64(i)
	}
	require.Equal(t, 5.0, p.W.At(1, 2))
	require.Equal(t, []float64{6, 7, 8}, p.B)
	require.Equal(t, 9.0, p.V.At(0, 0))
	require.Equal(t, []float64{21, 22, 23, 24}, p.C)
	var names string
	for _, block := range p.Blocks() {
		names += block.Name
	}
	require.Equal(t, "WbVc", names)
	require.Len(t, nn.NewLogistic[float64](2, 3).Parameters().Blocks(), 1)
}

func TestWrongShapesPanicWithBothShapes(t *testing.T) {
	net := nn.NewMLP[float64](2, 3, 4, nn.Tanh)
	s, g := net.Workspace(5), net.Gradient()
	require.PanicsWithError(t, "nn: MLP.Forward: X is 5×3, W is 2×3", func() { net.Forward(s, tensor.New[float64](5, 3)) })
	require.PanicsWithError(t, "nn: MLP.Forward: 6 rows in a workspace for 5", func() { net.Forward(s, tensor.New[float64](6, 2)) })
	X := tensor.New[float64](5, 2)
	net.Forward(s, X)
	require.PanicsWithError(t, "nn: MLP.Loss: T is 5×3, A is 5×4", func() { net.Loss(s, tensor.New[float64](5, 3)) })
	require.PanicsWithError(t, "nn: MLP.Backward: X is 4×2, T is 5×4, Y is 5×4",
		func() { net.Backward(g, s, X.RowSlice(0, 4), tensor.New[float64](5, 4)) })
	require.Panics(t, func() { nn.NewMLP[float64](2, 3, 0, nn.Tanh) })
	logistic := nn.NewLogistic[float64](2, 3)
	require.PanicsWithError(t, "nn: Logistic.Forward: X is 5×3, W is 2×3",
		func() { logistic.Forward(logistic.Workspace(5), tensor.New[float64](5, 3)) })
}

func TestNPZRoundTrip(t *testing.T) {
	net := initial(7)
	for i := range net.Parameters().C {
		net.Parameters().C[i] = math.Copysign(0, -1) // the sign of zero survives as well
	}
	var file, again bytes.Buffer
	require.NoError(t, nn.WriteNPZ(&file, net))
	require.NoError(t, nn.WriteNPZ(&again, net))
	require.Equal(t, file.Bytes(), again.Bytes(), "the same parameters give the same bytes")
	read, err := nn.ReadNPZ(bytes.NewReader(file.Bytes()), int64(file.Len()), nn.ReLU)
	require.NoError(t, err)
	require.Equal(t, net.Parameters().Theta, read.Parameters().Theta)
	require.True(t, math.Signbit(read.Parameters().C[1]))

	small := nn.NewMLP[float32](2, 1, 3, nn.Tanh)
	small.Parameters().W.Set(1, 0, 0.1)
	file.Reset()
	require.NoError(t, nn.WriteNPZ(&file, small))
	read, err = nn.ReadNPZ(bytes.NewReader(file.Bytes()), int64(file.Len()), nn.Tanh)
	require.NoError(t, err)
	require.Equal(t, float64(float32(0.1)), read.Parameters().W.At(1, 0))
	require.Equal(t, tensor.Shape{Rows: 1, Cols: 3}, read.Parameters().V.Shape())
}

func TestADamagedNPZIsAnError(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, nn.WriteNPZ(&file, initial(7)))
	read := func(data []byte) error {
		_, err := nn.ReadNPZ(bytes.NewReader(data), int64(len(data)), nn.ReLU)
		return err
	}
	require.NoError(t, read(file.Bytes()))
	require.ErrorContains(t, read(nil), "not an npz file")
	require.ErrorContains(t, read([]byte("text")), "not an npz file")
	require.Error(t, read(file.Bytes()[:file.Len()/2]))
	for _, c := range [][2]string{{"'<f8'", "'>f8'"}, {"(5, 50)", "(5, 49)"}, {"(5, 50)", "(50, 5)"}, {"\x93NUMPY", "\x93numpy"}, {"W.npy", "X.npy"}} {
		data := bytes.ReplaceAll(file.Bytes(), []byte(c[0]), []byte(c[1]))
		require.Error(t, read(data), "%v", c)
	}
}

func FuzzReadNPZ(f *testing.F) {
	var file bytes.Buffer
	if err := nn.WriteNPZ(&file, nn.NewMLP[float64](1, 2, 3, nn.ReLU)); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		net, err := nn.ReadNPZ(bytes.NewReader(data), int64(len(data)), nn.ReLU)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := nn.WriteNPZ(&again, net); err != nil {
			t.Fatal(err)
		}
	})
}
