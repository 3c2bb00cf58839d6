package nn_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// trained are the first 16 digits of the SHA-256 of the parameters after 500 epochs from
// seed 7, by activation and type. Every machine ends in these bits: amd64 with each of its
// kernels, arm64, any number of processors.
var trained = map[string]string{
	"sigmoid float64": "ab2eff2bdbb6a488", "sigmoid float32": "b1b442032dc32518",
	"tanh float64": "3cc9e5398b9ac5a5", "tanh float32": "d565274403f0bb12",
	"relu float64": "2520c920def861ad", "relu float32": "2c81711932e87bf3",
}

// train returns the hash of the parameters after so many epochs.
func train[F tensor.Float](t *testing.T, p paper, σ nn.Activation, epochs int) string {
	t.Helper()
	net, start := nn.NewMLP[F]([]int{5, 50, 3}, σ), initial(7).Parameters()
	for i, θ := range start.Theta {
		net.Parameters().Theta[i] = F(θ)
	}
	opt, err := adam.New[F](len(start.Theta), adam.Listing())
	require.NoError(t, err)
	X, T := tensor.New[F](p.X.Rows(), 5), tensor.New[F](p.T.Rows(), 3)
	tensor.Convert(X, p.X)
	tensor.Convert(T, p.T)
	for _, err := range nn.Train(context.Background(), net, opt, X, T, nn.Options{Epochs: epochs, Batch: 50}) {
		require.NoError(t, err)
	}
	h := sha256.New()
	for _, θ := range net.Parameters().Theta {
		require.False(t, math.IsNaN(float64(θ)))
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(float64(θ))))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// answers returns the hash of each model after so many epochs with a kernel, by
// activation and type; in short mode of half of the models.
func answers(t *testing.T, kernel string, processors, epochs int) map[string]string {
	t.Helper()
	restore, err := tensor.SetKernel(kernel)
	require.NoError(t, err)
	defer restore()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
	p, all := paperProblem(t), map[string]string{}
	for _, σ := range nn.Activations {
		if !testing.Short() || σ == nn.Tanh {
			all[σ.String()+" float32"] = train[float32](t, p, σ, epochs)
		}
		if !testing.Short() || σ != nn.Tanh {
			all[σ.String()+" float64"] = train[float64](t, p, σ, epochs)
		}
	}
	return all
}

// Training ends in the same bits with every kernel, for one processor and for two. The
// kernel in use runs all 500 epochs, the others as many with CHAINRULE_FULL=1 and in go
// test 20, to the bits of the kernel in use. Short mode, which an emulated machine runs,
// leaves the others and one processor out.
func TestTrainingHasOneAnswer(t *testing.T) {
	inUse, least := tensor.Kernel(), 1
	if testing.Short() {
		least = 2
	}
	for n := least; n <= 2; n++ {
		require.Subset(t, trained, answers(t, inUse, n, 500), "%d processors", n)
	}
	require.NotEqual(t, trained["relu float64"], train[float64](t, paperProblem(t), nn.ReLU, 499), "the hash sees the last epoch")
	if testing.Short() {
		return
	}
	want, epochs := trained, 500
	if os.Getenv("CHAINRULE_FULL") == "" {
		want, epochs = answers(t, inUse, 2, 20), 20
	}
	for _, kernel := range tensor.Kernels() {
		for n := 1; kernel != inUse && n <= 2; n++ {
			require.Equal(t, want, answers(t, kernel, n, epochs), "kernel %s, %d processors", kernel, n)
		}
	}
}
