package file

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// packed returns text in gzip's form.
func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func TestOpenUnpacksAndLimits(t *testing.T) {
	for content, want := range map[string]string{
		"abc": "abc", "": "", "\x1f": "\x1f", packed(t, "abcd"): "abcd", packed(t, ""): "",
	} {
		name := filepath.Join(t.TempDir(), "f")
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
		r, err := Open(name, 4)
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		require.Equal(t, want, string(text))
		require.NoError(t, r.Close())
	}
	r, err := Unpacked(strings.NewReader(packed(t, "abcde")), 4)
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.EqualError(t, err, "larger than 4 bytes")
	require.Equal(t, "abcd", string(text))

	cut := packed(t, strings.Repeat("abc", 1000))
	r, err = Unpacked(strings.NewReader(cut[:len(cut)-9]), 1<<20)
	require.NoError(t, err)
	_, err = io.ReadAll(r)
	require.ErrorContains(t, err, "the packed file is damaged: ")
	_, err = Unpacked(strings.NewReader("\x1f\x8b no header"), 4)
	require.Error(t, err)
	_, err = Open(filepath.Join(t.TempDir(), "none"), 4)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// A limited reader takes no memory for what it does not return.
func TestLimitCostsNothing(t *testing.T) {
	bomb := packed(t, strings.Repeat("\x00", 1<<24))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := Unpacked(strings.NewReader(bomb), 1000)
	require.NoError(t, err)
	_, err = io.ReadAll(r)
	require.EqualError(t, err, "larger than 1 kB")
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<18), "gzip's own window and tables")
}

func TestRoomIsTheLimit(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(1 << 40))
	require.NoError(t, Room(8, [2]int{1 << 20, 1 << 17}))
	require.EqualError(t, Room(8, [2]int{1 << 20, 1 << 17}, [2]int{1 << 20, 1 << 17}), "needs 2199 GB of memory, and there are 1100 GB")
	require.Error(t, Room(8, [2]int{math.MaxInt, math.MaxInt}))
	debug.SetMemoryLimit(math.MaxInt64)
	require.NoError(t, Room(8, [2]int{10, 10}))
	require.Greater(t, memory(), 1e6)

	name := filepath.Join(t.TempDir(), "f")
	require.NoError(t, os.WriteFile(name, []byte("A: x\nMemFree:   5 kB\nMem: 7 kB\n"), 0o600))
	require.Equal(t, 5.0, number(name, "MemFree:"))
	require.Equal(t, 7.0, number(name, "Mem:"))
	require.Equal(t, math.Inf(1), number(name, "A:"))
	require.Equal(t, math.Inf(1), number(name+"x", "A:"))
}

func TestSizes(t *testing.T) {
	for bytes, want := range map[float64]string{0: "0 bytes", 999: "999 bytes", 1000: "1 kB", 1.94e6: "1.9 MB", 25e9: "25 GB", 9.96e9: "10 GB", 2e12: "2000 GB"} {
		require.Equal(t, want, Size(bytes))
	}
}

// No text makes a message longer, or a terminal obey.
func TestQuotesAreShort(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "añ b": "añ b", "\x1b[2J": `\x1b[2J`, "a\nb": `a\nb`, "m\xe9re": `m\xe9re`, "\ufeffx": `\ufeffx`,
		strings.Repeat("é", 60): strings.Repeat("é", 60), strings.Repeat("é", 61): strings.Repeat("é", 60) + "…",
		strings.Repeat("\x00", 1e6): strings.Repeat(`\x00`, 15) + "…",
	} {
		require.Equal(t, want, Short(text))
		require.Equal(t, `"`+want+`"`, Quote(text))
	}
	require.Equal(t, `a"\b`, Short(`a"\b`))
	require.Equal(t, `"a\"\\b"`, Quote(`a"\b`))
}
