package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
)

// write writes a set of n images of 2×2 pixels, each white on the side that its label names.
func write(t *testing.T, folder, part string, n int) {
	t.Helper()
	images, labels := []byte{0, 0, 8, 3, 0, 0, 0, byte(n), 0, 0, 0, 2, 0, 0, 0, 2}, []byte{0, 0, 8, 1, 0, 0, 0, byte(n)}
	for i := range n {
		images = append(images, [][]byte{{255, 255, 0, byte(i)}, {0, byte(i), 255, 255}}[i%2]...)
		labels = append(labels, byte(i%2))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, part+"-images-idx3-ubyte"), images, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, part+"-labels-idx1-ubyte"), labels, 0o600))
}

func TestLearn(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "train", 100)
	write(t, folder, "t10k", 20)
	train, err := read(folder, "train")
	require.NoError(t, err)
	require.Equal(t, []float32{0, 1.0 / 255, 1, 1}, train.X.Row(1))
	test, err := read(folder, "t10k")
	require.NoError(t, err)
	*hidden, *batch, *rate = 5, 10, 0.05
	end, err := learn(train, test, nn.ReLU, 1)
	require.NoError(t, err)
	require.Zero(t, end)

	require.NoError(t, os.WriteFile(filepath.Join(folder, "t10k-labels-idx1-ubyte"), []byte{0, 0, 8, 1, 0, 0, 0, 1, 3}, 0o600))
	_, err = read(folder, "t10k")
	require.ErrorContains(t, err, "1 labels for 20 images")
}
