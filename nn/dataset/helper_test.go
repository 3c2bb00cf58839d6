package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// readJSON decodes a file of testdata into v.
func readJSON(t *testing.T, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, v))
}

// A hexFloat is a float64 written in hexadecimal, or in a decimal that is exact.
type hexFloat float64

func (x *hexFloat) UnmarshalText(b []byte) error {
	v, err := strconv.ParseFloat(string(b), 64)
	*x = hexFloat(v)
	return err
}

// floats returns the values of xs.
func floats(xs []hexFloat) []float64 {
	ys := make([]float64, len(xs))
	for i, x := range xs {
		ys[i] = float64(x)
	}
	return ys
}

// sameBits returns an error that names the first place where two sequences differ
// in a bit or in length.
func sameBits(got, want []float64) error {
	for i := range min(len(got), len(want)) {
		if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
			return fmt.Errorf("element %d is %x, not %x", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d elements, not %d", len(got), len(want))
	}
	return nil
}

// elements returns the elements of A row by row.
func elements(A tensor.Matrix[float64]) []float64 {
	var x []float64
	for i := range A.Rows() {
		x = append(x, A.Row(i)...)
	}
	return x
}

// digest returns the SHA-256 of the little-endian float64 xs.
func digest(xs []float64) string {
	b := make([]byte, 0, 8*len(xs))
	for _, x := range xs {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// draw returns n values of f.
func draw[E any](n int, f func() E) []E {
	x := make([]E, n)
	for i := range x {
		x[i] = f()
	}
	return x
}

// skip returns the stream of seed after n words.
func skip(seed uint32, n int) *Random {
	r := NewRandom(seed)
	draw(n, r.Uint32)
	return r
}

// requirePanic requires that f panics with an *ArgumentError of that message.
func requirePanic(t *testing.T, message string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		err, ok := recover().(*ArgumentError)
		require.True(t, ok, "no panic with an *ArgumentError")
		require.EqualError(t, err, message)
	}()
	f()
}

// The helpers must see one bit, a missing element, the sign of a zero.
func TestSameBitsSeesOneBit(t *testing.T) {
	x := []float64{1, -2.5, 0}
	require.NoError(t, sameBits(x, slices.Clone(x)))
	for i := range x {
		y := slices.Clone(x)
		y[i] = math.Float64frombits(math.Float64bits(y[i]) ^ 1)
		require.ErrorContains(t, sameBits(y, x), fmt.Sprintf("element %d is", i))
		require.NotEqual(t, digest(x), digest(y))
	}
	require.Error(t, sameBits([]float64{1, -2.5, math.Copysign(0, -1)}, x))
	require.EqualError(t, sameBits(x[:2], x), "2 elements, not 3")
}
