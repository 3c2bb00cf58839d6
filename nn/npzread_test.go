package nn_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
)

// npy returns an array member with the given header, padded as NumPy does, and so
// many elements of 8 bytes.
func npy(header string, elements int) []byte {
	header += strings.Repeat(" ", 63-(10+len(header))%64) + "\n"
	data := append([]byte("\x93NUMPY\x01\x00"), binary.LittleEndian.AppendUint16(nil, uint16(len(header)))...)
	return append(append(data, header...), make([]byte, 8*elements)...)
}

// array returns a float64 member of that shape, such as "2, 3" or "4,".
func array(shape string, elements int) []byte {
	return npy(fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }", shape), elements)
}

// zipped returns the archive of a network with D = 2, M = 1 and K = 3. The members in others
// replace the standard ones; a nil member is missing.
func zipped(t *testing.T, others map[string][]byte) []byte {
	t.Helper()
	contents := map[string][]byte{"W": array("2, 1", 2), "b": array("1,", 1), "V": array("1, 3", 3), "c": array("3,", 3)}
	maps.Copy(contents, others)
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, member := range contents {
		if member != nil {
			w, err := archive.Create(name + ".npy")
			require.NoError(t, err)
			_, err = w.Write(member)
			require.NoError(t, err)
		}
	}
	require.NoError(t, archive.Close())
	return file.Bytes()
}

func TestAnArrayThatDoesNotFitIsNamed(t *testing.T) {
	good := array("2, 1", 2)
	for _, c := range []struct {
		name   string
		member []byte
		want   string
	}{
		{"b", nil, "nn: array b is not in the file, which has 3 arrays: "},
		{"W", []byte("text"), "nn: array W: not in NumPy's array format 1.0"},
		{"W", good[:9], "nn: array W: not in NumPy's array format 1.0"},
		{"W", append([]byte("\x93NUMPX"), good[6:]...), "nn: array W: not in NumPy's array format 1.0"},
		{"W", append([]byte("\x93NUMPY\x02"), good[7:]...), "nn: array W: not in NumPy's array format 1.0"},
		{"W", good[:100], "nn: array W: header is cut short"},
		{"W", good[:len(good)-1], "nn: array W: has 15 bytes of elements, shape [2 1] wants 16"},
		{"W", append(good, 0), "nn: array W: has 17 bytes of elements, shape [2 1] wants 16"},
		{"V", array("1, 3, 1", 3), "nn: array V: has the shape (1, 3, 1), want one or two dimensions"},
		{"V", array("", 1), "nn: array V has 0 dimensions, want 2"},
		{"V", array("-1, 3", 3), "nn: array V: has the shape (-1, 3), want one or two dimensions"},
		{"V", npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3,), }", 3), `nn: array V: header "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (…" has not a type, an order and a shape`},
		{"V", npy("{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }", 3), `nn: array V: is of the type float16 ("<f2"), want`},
		{"V", npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }", 3), `nn: array V: is of the type ("|O"), want`},
		{"W", append(array("2, 1", 1), 1, 0, 0, 0, 0, 0, 0xf0, 0xff), "nn: array W: row 1, column 0 is NaN"},
		{"W", append(array("2, 1", 1), 0, 0, 0, 0, 0, 0, 0xf0, 0xff), "nn: array W: row 1, column 0 is -Inf"},
		{"V", array("1073741825, 0", 0), "too large"},
		{"V", array("32769, 32769", 0), "too large"},
		{"V", array("99999999999999999999,", 0), "too large"},
		{"W", array("2,", 2), "nn: array W has 1 dimensions, want 2"},
		{"b", array("1, 1", 1), "nn: array b has 2 dimensions, want 1"},
		{"V", array("3,", 3), "nn: array V has 1 dimensions, want 2"},
		{"c", array("1, 3", 3), "nn: array c has 2 dimensions, want 1"},
		{"W", array("2, 2", 4), "nn: shapes do not fit: W [2 2], b [1], V [1 3], c [3]"},
		{"b", array("2,", 2), "nn: shapes do not fit: W [2 1], b [2], V [1 3], c [3]"},
		{"V", array("2, 3", 6), "nn: shapes do not fit: W [2 1], b [1], V [2 3], c [3]"},
		{"c", array("2,", 2), "nn: shapes do not fit: W [2 1], b [1], V [1 3], c [2]"},
	} {
		net, err := readNPZ(zipped(t, map[string][]byte{c.name: c.member}))
		require.Nil(t, net)
		require.ErrorContains(t, err, c.want)
	}
}

// A vector has either order; there may be no inputs, but not no classes.
func TestUnusualArraysThatFitAreRead(t *testing.T) {
	fortran := npy("{'descr': '<f8', 'fortran_order': True, 'shape': (1,), }", 1)
	net, err := readNPZ(zipped(t, map[string][]byte{"b": fortran}))
	require.NoError(t, err)
	require.Equal(t, make([]float64, 2+1+3+3), net.Parameters().Theta)
	_, err = readNPZ(zipped(t, map[string][]byte{"W": array("0, 1", 0)}))
	require.NoError(t, err)
	_, err = readNPZ(zipped(t, map[string][]byte{"V": array("1, 0", 0), "c": array("0,", 0)}))
	require.EqualError(t, err, "nn: shapes do not fit: W [2 1], b [1], V [1 0], c [0]")
}

// A header may have its keys in any order, and be without the last comma, as of writers
// other than NumPy. Fortran's order is column by column.
func TestOtherFormsOfHeadersAreRead(t *testing.T) {
	for _, header := range []string{
		"{'shape': (2, 3), 'fortran_order': False, 'descr': '<f8'}", "{'descr':'=f8','fortran_order':False,'shape':(2L,3L)}",
		"{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }",
	} {
		V := npy(header, 0)
		for i := range 6 {
			V = binary.LittleEndian.AppendUint64(V, math.Float64bits(float64(i)))
		}
		net, err := readNPZ(zipped(t, map[string][]byte{"W": array("1, 2", 2), "b": array("2,", 2), "V": V}))
		require.NoError(t, err, header)
		want := []float64{0, 1, 2, 3, 4, 5}
		if strings.Contains(header, "True") {
			want = []float64{0, 2, 4, 1, 3, 5}
		}
		require.Equal(t, want, net.Parameters().Theta[4:10])
	}
}

// An archive that unpacks to much more than its header asks for costs no memory, whether
// its directory tells or lies.
func TestAnNPZCostsWhatItsHeaderAsksFor(t *testing.T) {
	allocated := func(data []byte, want string) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readNPZ(data)
		runtime.ReadMemStats(&after)
		require.ErrorContains(t, err, want)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<19), "four windows and tables of deflate")
	}
	bomb := zipped(t, map[string][]byte{"W": append(array("2, 1", 2), make([]byte, 1<<26)...)})
	require.Less(t, len(bomb), 1<<18)
	allocated(bomb, "nn: array W: has 67108880 bytes of elements, shape [2 1] wants 16")
	told := binary.LittleEndian.AppendUint32(nil, 128+16+1<<26)
	lie := binary.LittleEndian.AppendUint32(nil, 128+16)
	require.Equal(t, 2, bytes.Count(bomb, told), "beside the member and in the directory")
	allocated(bytes.ReplaceAll(bomb, told, lie), "nn: array W: ")

	before := debug.SetMemoryLimit(1 << 20)
	defer debug.SetMemoryLimit(before)
	large := zipped(t, map[string][]byte{"W": array("2, 65536", 1<<17), "b": array("65536,", 1<<16), "V": array("65536, 3", 3<<16)})
	allocated(large, "nn: a network of the widths [2 65536 3] needs 3.1 MB of memory, and there are 1 MB")
}

func TestADamagedNPZIsAnError(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, nn.WriteNPZ(&file, initial(7)))
	_, err := readNPZ(file.Bytes())
	require.NoError(t, err)
	for _, data := range [][]byte{nil, []byte("text"), file.Bytes()[:file.Len()/2]} {
		_, err := readNPZ(data)
		require.ErrorContains(t, err, "nn: not an npz file: zip: ")
	}
	changed := bytes.Clone(file.Bytes())
	changed[1000] ^= 1 // in the elements of W
	_, err = readNPZ(changed)
	require.EqualError(t, err, "nn: array W: zip: checksum error")
}

func FuzzReadNPZ(f *testing.F) {
	var file bytes.Buffer
	if err := nn.WriteNPZ(&file, nn.NewMLP[float64]([]int{1, 2, 3}, nn.ReLU)); err != nil {
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
