package safetensors

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// build returns the bytes of a file with a header and so many bytes of elements.
func build(header string, elements int) []byte {
	data := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(data, header...), make([]byte, elements)...)
}

func read(data []byte) (*File, error) { return Read(bytes.NewReader(data), int64(len(data))) }

func TestWriteRead(t *testing.T) {
	f := &File{
		Metadata: map[string]string{"b": "ü\"\n", "a": ""},
		Tensors: []Tensor{
			{"W", "F64", []int{2, 1}, []byte("0123456789abcdef")}, {"empty", "F32", []int{0, 7}, []byte{}}, {"t", "I64", []int{}, []byte("12345678")},
		},
	}
	var one, two bytes.Buffer
	require.NoError(t, f.Write(&one))
	require.NoError(t, f.Write(&two))
	require.Equal(t, one.Bytes(), two.Bytes(), "one content has one sequence of bytes")
	require.Zero(t, binary.LittleEndian.Uint64(one.Bytes())%8, "the elements are aligned")
	got, err := read(one.Bytes())
	require.NoError(t, err)
	require.Equal(t, f, got)
}

// TestPythonFile reads a file in the form of the format's Python library: names sorted by
// type and name, not in the order of the ranges, header padded.
func TestPythonFile(t *testing.T) {
	header := `{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}   `
	f, err := read(build(header, 12))
	require.NoError(t, err)
	require.Equal(t, "pt", f.Metadata["format"])
	require.Equal(t, []string{"a", "b"}, []string{f.Tensors[0].Name, f.Tensors[1].Name})
}

func TestReadRefuses(t *testing.T) {
	entry := func(dtype, shape, offsets string) string {
		return fmt.Sprintf(`{"W":{"dtype":%q,"shape":%s,"data_offsets":%s}}`, dtype, shape, offsets)
	}
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "too few"},
		{[]byte("1234567"), "too few"},
		{binary.LittleEndian.AppendUint64(nil, 1<<63), "not in this format, or cut short"},
		{build("{}", 0)[:9], "cut short"},
		{build("[]", 0), "want a JSON object"},
		{build("{}x", 0), "want a JSON object"},
		{build(`{"W":1}`, 0), `tensor "W": its description is "1"`},
		{build(`{"__metadata__":null}`, 0), "want an object of texts"},
		{build(`{"__metadata__":{"a":1}}`, 0), "want an object of texts"},
		{build(entry("F16", "[1]", "[0,2]"), 2), "F64, F32 or I64"},
		{build(entry("F64", "[2]", "[0,8]"), 8), "not one of a file of this size"},
		{build(entry("F64", "[1]", "[0,8]"), 9), "9 bytes of elements, the header describes 8"},
		{build(entry("F64", "[1]", "[1,9]"), 9), "begins at byte 1, want 0"},
		{build(entry("F64", "[1]", "[0,16]"), 16), "takes 8 bytes, not those from 0 to 16 of 16"},
		{build(entry("F64", "[-1]", "[0,8]"), 8), "not one of a file of this size"},
		{build(entry("F64", "[4611686018427387904,4]", "[0,8]"), 8), "not one of a file of this size"},
		{build(entry("F64", "[0,-3]", "[0,0]"), 0), "not one of a file of this size"},
		{build(entry("F64", "[1]", "[8,-9223372036854775808]"), 8), "not those from 8"},
		{build(entry("F64", "[1e99]", "[0,8]"), 8), "its description is"},
	} {
		_, err := read(c.data)
		require.ErrorContains(t, err, c.want, "%.80q", c.data)
		require.Less(t, len(err.Error()), 250)
	}
}

func TestWriteRefuses(t *testing.T) {
	for _, f := range []*File{
		{Tensors: []Tensor{{"W", "F64", []int{1}, make([]byte, 7)}}},
		{Tensors: []Tensor{{"W", "F16", []int{1}, make([]byte, 2)}}},
		{Tensors: []Tensor{{"__metadata__", "F64", []int{0}, nil}}},
		{Tensors: []Tensor{{"W", "F64", []int{0}, nil}, {"W", "F64", []int{0}, nil}}},
	} {
		var b bytes.Buffer
		require.ErrorContains(t, f.Write(&b), "want another name or size")
		require.Zero(t, b.Len(), "nothing is half written")
	}
}

// TestReadAllocatesWhatTheFileHas: no header makes Read allocate more than a few times the
// bytes that are there.
func TestReadAllocatesWhatTheFileHas(t *testing.T) {
	data := build(`{"W":{"dtype":"F64","shape":[1073741824],"data_offsets":[0,8589934592]}}`, 8)
	r := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			if _, err := read(data); err == nil {
				b.Fatal("no error")
			}
		}
	})
	require.Less(t, r.AllocedBytesPerOp(), int64(20_000))
}

func FuzzRead(f *testing.F) {
	f.Add(build("{}", 0))
	f.Add(build(`{"W":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"__metadata__":{"a":"b"}}`, 8))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := read(data)
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, file.Write(&b))
		again, err := read(b.Bytes())
		require.NoError(t, err)
		require.Equal(t, file, again)
	})
}
