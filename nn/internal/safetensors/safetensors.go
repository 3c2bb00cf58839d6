// Package safetensors reads and writes the safetensors format: eight bytes with the
// length n of a header (little-endian), n bytes of JSON, and the elements.
//
// The JSON is an object: a name maps to the type, the shape and the range of bytes of a
// tensor, and "__metadata__" maps names to texts. Elements are little-endian, row by row,
// and the tensors' ranges fill the rest of the file in order, without gaps. So one content
// has one sequence of bytes here: tensors stand in the order given, metadata sorted by name,
// and spaces extend the header to a multiple of eight bytes.
//
// Format: github.com/huggingface/safetensors, version 0.4.
package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// Tensor is an array of numbers under a name.
type Tensor struct {
	Name  string
	DType string // "F64", "F32" or "I64"
	Shape []int
	Data  []byte // little-endian, row by row
}

// File is the content of a file.
type File struct {
	Metadata map[string]string
	Tensors  []Tensor
}

// sizes are the bytes of an element by type.
var sizes = map[string]int{"F64": 8, "F32": 4, "I64": 8}

// maxHeader bounds the header, as the format's own reader does.
const maxHeader = 100_000_000

// entry is the description of a tensor in the header.
type entry struct {
	DType   string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
	name    string
}

// Write writes the file. It returns an error, before it writes anything, if two tensors share a
// name or one's data does not fit its type and shape.
func (f *File) Write(w io.Writer) error {
	header := []byte(`{"__metadata__":`)
	header = append(header, encode(f.Metadata)...)
	seen, at := map[string]bool{"__metadata__": true}, 0
	for _, t := range f.Tensors {
		if n, err := byteCount(t.DType, t.Shape, math.MaxInt); err != nil || n != len(t.Data) || seen[t.Name] {
			return fmt.Errorf("safetensors: tensor %.60q of %s %v with %d bytes: want another name or size", t.Name, t.DType, t.Shape, len(t.Data))
		}
		seen[t.Name] = true
		header = fmt.Appendf(header, ",%s:%s", encode(t.Name), encode(entry{DType: t.DType, Shape: t.Shape, Offsets: [2]int{at, at + len(t.Data)}}))
		at += len(t.Data)
	}
	header = append(header, '}')
	header = append(header, bytes.Repeat([]byte(" "), -len(header)&7)...)
	if len(header) > maxHeader {
		return fmt.Errorf("safetensors: a header of %d bytes, more than %d", len(header), maxHeader)
	}
	pieces := [][]byte{binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header}
	for _, t := range f.Tensors {
		pieces = append(pieces, t.Data)
	}
	for _, piece := range pieces {
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// encode returns x as JSON. Its arguments are texts, integers and maps of texts, which
// can't fail; a nil map is an empty object.
func encode(x any) []byte {
	if m, ok := x.(map[string]string); ok && m == nil {
		return []byte("{}")
	}
	data, err := json.Marshal(x)
	if err != nil {
		panic(err)
	}
	return data
}

// Read reads a file of so many bytes. It allocates in proportion to size, after it has
// compared the header with it. An error says what is wrong with the file: its length, the
// header, a tensor by name.
func Read(r io.Reader, size int64) (*File, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, fmt.Errorf("safetensors: %d bytes are too few for a header", size)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if size < 8 || size > math.MaxInt || n > uint64(size-8) || n > maxHeader {
		return nil, fmt.Errorf("safetensors: a header of %d bytes in a file of %d: not in this format, or cut short", n, size)
	}
	header := make([]byte, n)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, fmt.Errorf("safetensors: header: %w", err)
	}
	total := int(size-8) - int(n)
	f, err := parse(header, total)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	data := make([]byte, total)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("safetensors: elements: %w", err)
	}
	for i := range f.Tensors {
		t := &f.Tensors[i]
		n, _ := byteCount(t.DType, t.Shape, total)
		t.Data, data = data[:n:n], data[n:]
	}
	return f, nil
}
