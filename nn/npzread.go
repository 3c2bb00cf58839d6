package nn

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
)

// ReadNPZ returns the network with activation σ whose parameters are the arrays W,
// b, V and c of a file that [WriteNPZ] or NumPy's savez wrote: float64 or float32,
// little-endian, in C order. An error names the array and its fault.
func ReadNPZ(r io.ReaderAt, size int64, σ Activation) (*MLP[float64], error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("nn: not an npz file: %w", err)
	}
	arrays := map[string]npyArray{}
	for _, name := range []string{"W", "b", "V", "c"} {
		a, err := readMember(archive, name+".npy")
		if err != nil {
			return nil, fmt.Errorf("nn: array %s: %w", name, err)
		}
		arrays[name] = a
	}
	W, V := arrays["W"], arrays["V"]
	for name, rank := range map[string]int{"W": 2, "b": 1, "V": 2, "c": 1} {
		if len(arrays[name].shape) != rank {
			return nil, fmt.Errorf("nn: array %s has %d dimensions, want %d", name, len(arrays[name].shape), rank)
		}
	}
	D, M, K := W.shape[0], W.shape[1], V.shape[1]
	if V.shape[0] != M || arrays["b"].shape[0] != M || arrays["c"].shape[0] != K || K < 1 {
		return nil, fmt.Errorf("nn: shapes do not fit: W %v, b %v, V %v, c %v", W.shape, arrays["b"].shape, V.shape, arrays["c"].shape)
	}
	net := NewMLP[float64](D, M, K, σ)
	θ := net.Parameters().Theta
	for _, name := range []string{"W", "b", "V", "c"} {
		θ = θ[copy(θ, arrays[name].data):]
	}
	return net, nil
}

// npyArray is an array of one or two dimensions, in C order.
type npyArray struct {
	shape []int
	data  []float64
}

// maxElements bounds the number of elements in a header, checked before any element is read.
const maxElements = 1 << 30

func readMember(archive *zip.Reader, name string) (npyArray, error) {
	f, err := archive.Open(name)
	if err != nil {
		return npyArray{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 8*maxElements+1<<16))
	if err != nil {
		return npyArray{}, err
	}
	return parseNPY(data)
}

// npyHeader picks type, order and shape out of the header, a Python dict literal
// whose keys NumPy writes in this order.
var npyHeader = regexp.MustCompile(`^\{'descr': '<f([48])', 'fortran_order': (False|True), 'shape': \((\d+),(?: ?(\d+))?\), ?\}\s*$`)

func parseNPY(data []byte) (npyArray, error) {
	if len(data) < 10 || string(data[:6]) != "\x93NUMPY" || data[6] != 1 {
		return npyArray{}, fmt.Errorf("not in NumPy's array format 1.0")
	}
	begin := 10 + int(binary.LittleEndian.Uint16(data[8:]))
	if len(data) < begin {
		return npyArray{}, fmt.Errorf("header is cut short")
	}
	match := npyHeader.FindSubmatch(data[10:begin])
	switch {
	case match == nil:
		return npyArray{}, fmt.Errorf("header %q: want a little-endian float array of one or two dimensions", data[10:begin])
	case string(match[2]) == "True" && match[4] != nil:
		return npyArray{}, fmt.Errorf("is in Fortran order, want C order")
	}
	size := int(match[1][0] - '0')
	var a npyArray
	count := 1
	for _, dimension := range match[3:] {
		if dimension == nil {
			continue
		}
		n, err := strconv.Atoi(string(dimension))
		if err != nil || n > maxElements || n > 0 && count > maxElements/n {
			return npyArray{}, fmt.Errorf("header %q: too large", data[10:begin])
		}
		a.shape = append(a.shape, n)
		count *= n
	}
	if len(data)-begin != count*size {
		return npyArray{}, fmt.Errorf("has %d bytes of elements, shape %v wants %d", len(data)-begin, a.shape, count*size)
	}
	a.data = floats(data[begin:], size)
	return a, nil
}

// floats decodes little-endian floating-point numbers of so many bytes.
func floats(data []byte, size int) []float64 {
	values := make([]float64, len(data)/size)
	for i := range values {
		if size == 8 {
			values[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
		} else {
			values[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:])))
		}
	}
	return values
}
