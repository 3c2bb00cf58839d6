package dataset_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn/dataset"
)

func TestReadIDX(t *testing.T) {
	images := []byte{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 255, 1}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(images)
	z.Close()
	for i, data := range [][]byte{images, packed.Bytes()} {
		name := filepath.Join(t.TempDir(), "images")
		require.NoError(t, os.WriteFile(name, data, 0o600))
		X, err := dataset.ReadImages[float64](name)
		require.NoError(t, err, i)
		require.Equal(t, []float64{0, 0.2, 1, 1.0 / 255}, append(X.Row(0), X.Row(1)...))
		_, err = dataset.ReadDigits(name)
		require.EqualError(t, err, name+": shape [2 1 2]: want 1 dimensions")
	}
	name := filepath.Join(t.TempDir(), "labels")
	require.NoError(t, os.WriteFile(name, []byte{0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9}, 0o600))
	labels, err := dataset.ReadDigits(name)
	require.NoError(t, err)
	require.Equal(t, []int{7, 0, 9}, labels)
}

func TestReadIDXRefuses(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "want 00 00 08"},
		{[]byte("a,b\n1,2\n"), "begins with 61 2c 62 0a"},
		{[]byte{0, 0, 13, 1, 0, 0, 0, 0}, "the IDX format of bytes"},
		{[]byte{0, 0, 8, 2, 0, 0, 0, 0, 0}, "a header of 2 dimensions is cut short"},
		{[]byte{0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255}, "more than 2147483648 elements"},
		{[]byte{0, 0, 8, 1, 0, 0, 0, 2, 1}, "shape [2]: 2 elements, the file has 1 or more"},
		{[]byte{0, 0, 8, 1, 0, 0, 0, 2, 1, 2, 3}, "shape [2]: 2 elements, the file has 3 or more"},
	} {
		_, _, err := dataset.ReadIDX(bytes.NewReader(c.data))
		require.ErrorContains(t, err, c.want, "% x", c.data)
	}
}

// TestReadIDXHoldsWhatTheFileHas: a header that promises 2³¹ elements takes no memory for them.
func TestReadIDXHoldsWhatTheFileHas(t *testing.T) {
	data := append([]byte{0, 0, 8, 1, 128, 0, 0, 0}, make([]byte, 1000)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, err := dataset.ReadIDX(bytes.NewReader(data))
	runtime.ReadMemStats(&after)
	require.ErrorContains(t, err, "the file has 1000 or more")
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}
