package nn

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ReadNPZ returns the network with these activations, one for all hidden layers or one for
// each, whose parameters are the arrays of a file that [WriteNPZ] or NumPy's savez wrote: W, b,
// V and c, or W1, b1, W2, b2, …; float64 or float32, little-endian, in C order. An error
// names the array and its fault.
func ReadNPZ(r io.ReaderAt, size int64, σ ...Activation) (*MLP[float64], error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("nn: not an npz file: %w", err)
	}
	var θ []float64
	var widths []int
	var shapes []string
	fits, layers := true, countLayers(archive)
	for l := range layers {
		nameW, nameB := blockNames(l, layers)
		W, err := readMember(archive, nameW, 2)
		if err != nil {
			return nil, err
		}
		b, err := readMember(archive, nameB, 1)
		if err != nil {
			return nil, err
		}
		if l == 0 {
			widths = append(widths, W.shape[0])
		}
		fits = fits && W.shape[0] == widths[l] && W.shape[1] == b.shape[0]
		θ, widths = append(append(θ, W.data...), b.data...), append(widths, W.shape[1])
		shapes = append(shapes, fmt.Sprintf("%s %v, %s %v", nameW, W.shape, nameB, b.shape))
	}
	if !fits || widths[layers] < 1 {
		return nil, fmt.Errorf("nn: shapes do not fit: %s", strings.Join(shapes, ", "))
	}
	net := NewMLP[float64](widths, σ...)
	copy(net.Parameters().Theta, θ)
	return net, nil
}

// countLayers returns the number of layers whose arrays the archive seems to have.
func countLayers(archive *zip.Reader) (layers int) {
	has := func(name string) bool {
		return slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == name+".npy" })
	}
	for has("W" + strconv.Itoa(layers+1)) {
		layers++
	}
	switch {
	case layers > 0:
		return max(layers, 3)
	case has("V") || has("c") || !has("W"):
		return 2
	}
	return 1
}

// npyArray is an array of one or two dimensions, in C order.
type npyArray struct {
	shape []int
	data  []float64
}

// maxElements bounds the number of elements in a header, checked before any element is read.
const maxElements = 1 << 30

// readMember returns the array of that name, which has so many dimensions.
func readMember(archive *zip.Reader, name string, dimensions int) (npyArray, error) {
	a, err := readArray(archive, name+".npy")
	switch {
	case err != nil:
		return a, fmt.Errorf("nn: array %s: %w", name, err)
	case len(a.shape) != dimensions:
		return a, fmt.Errorf("nn: array %s has %d dimensions, want %d", name, len(a.shape), dimensions)
	}
	return a, nil
}

func readArray(archive *zip.Reader, name string) (npyArray, error) {
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
