package nn_test

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/tensor"
)

// numpyExample is the model written by testdata/npz.py: D = 2, M = 11, K = 3.
func numpyExample[F tensor.Float]() *nn.MLP[F] {
	net := nn.NewMLP[F]([]int{2, 11, 3}, nn.Tanh)
	θ := net.Parameters().Theta
	for i := range θ {
		θ[i] = F(float64(i-30) / 7)
	}
	tiny := 1e-300 // 0 in float32
	θ[1], θ[2] = F(tiny), F(math.Copysign(0, -1))
	return net
}

func readNPZ(data []byte) (*nn.MLP[float64], error) {
	return nn.ReadNPZ(bytes.NewReader(data), int64(len(data)), nn.Tanh)
}

func TestReadNPZReadsWhatNumPyWrites(t *testing.T) {
	widened := nn.NewMLP[float64]([]int{2, 11, 3}, nn.Tanh)
	for i, θ := range numpyExample[float32]().Parameters().Theta {
		widened.Parameters().Theta[i] = float64(θ)
	}
	for name, want := range map[string]*nn.MLP[float64]{
		"plain": numpyExample[float64](), "compressed": numpyExample[float64](), "fortran": numpyExample[float64](), "float32": widened,
	} {
		data, err := os.ReadFile("testdata/npz/" + name + ".npz")
		require.NoError(t, err)
		net, err := readNPZ(data)
		require.NoError(t, err, name)
		require.Equal(t, []nn.Activation{nn.Tanh}, net.Activations())
		for i, block := range want.Parameters().Blocks() {
			got := net.Parameters().Blocks()[i]
			require.Equal(t, block, got, "%s: %s", name, block.Name)
		}
		require.True(t, math.Signbit(net.Parameters().Theta[2]))
	}
}

func TestReadNPZSaysWhatItDoesNotRead(t *testing.T) {
	for name, message := range map[string]string{
		"bigendian": `nn: array b: is of the type big-endian float64 (">f8"), want float32 or float64, little-endian ('<f4', '<f8')`,
		"integer":   `nn: array c: is of the type int64 ("<i8"), want float32 or float64, little-endian ('<f4', '<f8')`,
	} {
		data, err := os.ReadFile("testdata/npz/" + name + ".npz")
		require.NoError(t, err)
		net, err := readNPZ(data)
		require.Nil(t, net)
		require.EqualError(t, err, message)
	}
}

// members returns the names of the files in an archive, which are stored and not
// compressed, and their contents.
func members(t *testing.T, data []byte) (names []string, contents map[string][]byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	contents = map[string][]byte{}
	for _, f := range archive.File {
		require.Equal(t, zip.Store, f.Method)
		r, err := f.Open()
		require.NoError(t, err)
		names = append(names, f.Name)
		contents[f.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
	return names, contents
}

// The arrays in an archive of WriteNPZ are NumPy's byte for byte, and in its order.
func TestWriteNPZWritesWhatNumPyWrites(t *testing.T) {
	compare := func(name string, written []byte) {
		data, err := os.ReadFile("testdata/npz/" + name + ".npz")
		require.NoError(t, err)
		wantNames, want := members(t, data)
		gotNames, got := members(t, written)
		require.Equal(t, []string{"W.npy", "b.npy", "V.npy", "c.npy"}, wantNames)
		require.Equal(t, wantNames, gotNames)
		require.Equal(t, want, got, name)
	}
	var file bytes.Buffer
	require.NoError(t, nn.WriteNPZ(&file, numpyExample[float64]()))
	compare("plain", file.Bytes())
	file.Reset()
	require.NoError(t, nn.WriteNPZ(&file, numpyExample[float32]()))
	compare("float32", file.Bytes())
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

	small := nn.NewMLP[float32]([]int{2, 1, 3}, nn.Tanh)
	small.Parameters().W.Set(1, 0, 0.1)
	file.Reset()
	require.NoError(t, nn.WriteNPZ(&file, small))
	read, err = nn.ReadNPZ(bytes.NewReader(file.Bytes()), int64(file.Len()), nn.Tanh)
	require.NoError(t, err)
	require.Equal(t, float64(float32(0.1)), read.Parameters().W.At(1, 0))
	require.Equal(t, tensor.Shape{Rows: 1, Cols: 3}, read.Parameters().V.Shape())
}
