package nn

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// ReadNPZ returns the network with these activations, one for all hidden layers or one for
// each, whose parameters are the arrays of a file that [WriteNPZ] or NumPy's savez wrote: W, b,
// V and c, or W1, b1, W2, b2, …; float64 or float32, little-endian, in either order, finite.
// An error names the array and its fault. Memory is taken for the network alone, after the
// arrays' headers have been compared with each other, with the sizes in the archive and with
// the memory that there is.
func ReadNPZ(r io.ReaderAt, size int64, σ ...Activation) (*MLP[float64], error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("nn: not an npz file: %w", err)
	}
	arrays, widths, shapes := map[string]*npyArray{}, []int{}, []string{}
	fits, layers, sizes := true, countLayers(archive), [][2]int{}
	for l := range layers {
		var shape [2][]int
		nameW, nameB := blockNames(l, layers)
		for i, name := range []string{nameW, nameB} {
			a, err := openArray(archive, name, 2-i)
			if err != nil {
				return nil, fmt.Errorf("nn: array %s%w", name, err)
			}
			defer a.Close()
			arrays[name], shape[i] = a, a.shape
		}
		W, b := shape[0], shape[1]
		if l == 0 {
			widths = append(widths, W[0])
		}
		fits = fits && W[0] == widths[l] && W[1] == b[0]
		sizes, widths = append(sizes, [2]int{W[0] + 1, W[1]}), append(widths, W[1])
		shapes = append(shapes, fmt.Sprintf("%s %v, %s %v", nameW, W, nameB, b))
	}
	if !fits || widths[layers] < 1 {
		return nil, fmt.Errorf("nn: shapes do not fit: %s", strings.Join(shapes, ", "))
	}
	if err := file.Room(8, sizes...); err != nil {
		return nil, fmt.Errorf("nn: a network of the widths %v %w", widths, err)
	}
	net := NewMLP[float64](widths, σ...)
	for _, block := range net.Parameters().Blocks() {
		if err := arrays[block.Name].read(block.Matrix); err != nil {
			return nil, fmt.Errorf("nn: array %s: %w", block.Name, err)
		}
	}
	return net, nil
}

// countLayers returns the number of layers whose arrays the archive seems to have.
func countLayers(archive *zip.Reader) (layers int) {
	names := map[string]bool{}
	for _, member := range archive.File {
		names[strings.TrimSuffix(member.Name, ".npy")] = true
	}
	for names["W"+strconv.Itoa(layers+1)] {
		layers++
	}
	switch {
	case layers > 0:
		return max(layers, 3)
	case names["V"] || names["c"] || !names["W"]:
		return 2
	}
	return 1
}

// npyArray is an array of one or two dimensions whose header has been read.
type npyArray struct {
	io.ReadCloser
	shape   []int
	size    int  // of an element, 4 or 8 bytes
	columns bool // in Fortran order: column by column
}

// maxElements bounds the number of elements in a header.
const maxElements = 1 << 30

// openArray reads the header of an array of so many dimensions. An error follows the name.
func openArray(archive *zip.Reader, name string, dimensions int) (*npyArray, error) {
	var names []string
	for _, member := range archive.File {
		if member.Name == name+".npy" {
			r, err := member.Open()
			if err != nil {
				return nil, fmt.Errorf(": %w", err)
			}
			a := &npyArray{ReadCloser: r}
			if err = a.header(member.UncompressedSize64); err != nil {
				err = fmt.Errorf(": %w", err)
			} else if len(a.shape) != dimensions {
				err = fmt.Errorf(" has %d dimensions, want %d", len(a.shape), dimensions)
			}
			return a, err
		}
		if len(names) < 5 {
			names = append(names, file.Short(strings.TrimSuffix(member.Name, ".npy")))
		}
	}
	return nil, fmt.Errorf(" is not in the file, which has %d arrays: %s", len(archive.File), strings.Join(names, ", "))
}

// header reads the header and compares it with the size of the member.
func (a *npyArray) header(size uint64) error {
	begin := make([]byte, 10)
	if _, err := io.ReadFull(a, begin); err != nil || string(begin[:6]) != "\x93NUMPY" || begin[6] != 1 {
		return errors.New("not in NumPy's array format 1.0")
	}
	text := make([]byte, binary.LittleEndian.Uint16(begin[8:]))
	if _, err := io.ReadFull(a, text); err != nil {
		return errors.New("header is cut short")
	}
	count, err := a.parse(string(text))
	if err != nil {
		return err
	}
	if has, want := int64(size)-int64(10+len(text)), int64(count)*int64(a.size); has != want {
		return fmt.Errorf("has %d bytes of elements, shape %v wants %d", has, a.shape, want)
	}
	return nil
}

// The values of the header, a Python dict literal.
var (
	npyType  = regexp.MustCompile(`'descr': *'([^']*)'`)
	npyOrder = regexp.MustCompile(`'fortran_order': *(False|True)`)
	npyShape = regexp.MustCompile(`'shape': *\(([^)]*)\)`)
	npyFloat = regexp.MustCompile(`^[<=]f([48])$`)
)

// parse sets the array's type, order and shape, and returns its number of elements.
func (a *npyArray) parse(header string) (count int, err error) {
	typ, order, shape := npyType.FindStringSubmatch(header), npyOrder.FindStringSubmatch(header), npyShape.FindStringSubmatch(header)
	if typ == nil || order == nil || shape == nil {
		return 0, fmt.Errorf("header %s has not a type, an order and a shape", file.Quote(header))
	}
	float := npyFloat.FindStringSubmatch(typ[1])
	if float == nil {
		return 0, fmt.Errorf("is of the type %s, want float32 or float64, little-endian ('<f4', '<f8')", npyName(typ[1]))
	}
	a.size, a.columns = int(float[1][0]-'0'), order[1] == "True"
	count = 1
	for _, text := range strings.FieldsFunc(shape[1], func(r rune) bool { return r == ',' || r == ' ' || r == 'L' }) {
		n, err := strconv.Atoi(text)
		if n < 0 || errors.Is(err, strconv.ErrSyntax) || len(a.shape) == 2 {
			return 0, fmt.Errorf("has the shape (%s), want one or two dimensions", file.Short(shape[1]))
		}
		if err != nil || n > maxElements || n > 0 && count > maxElements/n {
			return 0, fmt.Errorf("has the shape (%s), which is too large", file.Short(shape[1]))
		}
		a.shape, count = append(a.shape, n), count*n
	}
	return count, nil
}

// npyName names a type of NumPy, such as "float16 ('<f2')".
func npyName(descr string) string {
	name := ""
	if len(descr) > 2 {
		bytes, _ := strconv.Atoi(descr[2:])
		name = map[byte]string{'f': "float", 'i': "int", 'u': "uint", 'c': "complex", 'b': "bool"}[descr[1]]
		if name != "" {
			name += strconv.Itoa(8 * bytes)
		}
		if descr[0] == '>' {
			name = "big-endian " + name
		}
	}
	return strings.TrimSpace(name + " (" + file.Quote(descr) + ")")
}

// read reads the elements into A, which has the array's shape or is one row, and the end.
func (a *npyArray) read(A tensor.Matrix[float64]) error {
	elements, buffer := bufio.NewReader(a), make([]byte, a.size)
	for n := range A.Rows() * A.Cols() {
		i, j := n/A.Cols(), n%A.Cols()
		if a.columns {
			i, j = n%A.Rows(), n/A.Rows()
		}
		if _, err := io.ReadFull(elements, buffer); err != nil {
			return err
		}
		x := 0.0
		if a.size == 8 {
			x = math.Float64frombits(binary.LittleEndian.Uint64(buffer))
		} else {
			x = float64(math.Float32frombits(binary.LittleEndian.Uint32(buffer)))
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("row %d, column %d is %v", i, j, x)
		}
		A.Set(i, j, x)
	}
	_, err := elements.ReadByte() // at the end the archive's checksum is compared
	switch err {
	case nil:
		return fmt.Errorf("has more bytes than its shape %v wants", a.shape)
	case io.EOF:
		return nil
	}
	return err
}
