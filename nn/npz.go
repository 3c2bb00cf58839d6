package nn

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unsafe"

	"chainrule/tensor"
)

// WriteNPZ writes the parameters in the form that NumPy's load reads: a zip of the
// arrays W (D×M), b (M), V (M×K) and c (K), or with more hidden layers W1, b1, W2, b2, …,
// each little-endian in the model's type.
// The same parameters give the same bytes.
func WriteNPZ[F tensor.Float](w io.Writer, net *MLP[F]) error {
	archive := zip.NewWriter(w)
	for _, block := range net.Parameters().Blocks() {
		member, err := archive.CreateHeader(&zip.FileHeader{Name: block.Name + ".npy", Method: zip.Store})
		if err != nil {
			return err
		}
		isVector := strings.ContainsAny(block.Name, "bc")
		if err := writeNPY(member, block.Matrix, isVector); err != nil {
			return err
		}
	}
	return archive.Close()
}

// writeNPY writes the matrix, or its one row as a vector, as an array of NumPy's
// format 1.0: magic, version, length of the header, header, elements.
func writeNPY[F tensor.Float](w io.Writer, A tensor.Matrix[F], isVector bool) error {
	shape := fmt.Sprintf("(%d, %d)", A.Rows(), A.Cols())
	if isVector {
		shape = fmt.Sprintf("(%d,)", A.Cols())
	}
	size := int(unsafe.Sizeof(F(0)))
	header := fmt.Sprintf("{'descr': '<f%d', 'fortran_order': False, 'shape': %s, }", size, shape)
	// Padded with spaces and a newline, so that the elements begin at a multiple of 64.
	header += strings.Repeat(" ", 63-(10+len(header))%64) + "\n"

	data := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), byte(len(header)>>8))
	data = append(data, header...)
	for i := range A.Rows() {
		data, _ = binary.Append(data, binary.LittleEndian, A.Row(i)) // floats can't fail
	}
	_, err := w.Write(data)
	return err
}
