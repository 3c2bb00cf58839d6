package dataset

import (
	"encoding/binary"
	"fmt"
	"io"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// ReadIDX reads an array of bytes in the IDX format, plain or packed by gzip: 0, 0, 8 and the number
// of dimensions as bytes, each dimension as 32 bits, big-endian, and the elements. It holds
// no more memory than the file has bytes, whatever its header says, and at most 2 GiB. An
// error says what is wrong with the header, or that there are too few elements or too many.
//
// Format: the page of the MNIST database, yann.lecun.com/exdb/mnist.
func ReadIDX(r io.Reader) (shape []int, data []byte, err error) {
	if r, err = file.Unpacked(r, 1<<31); err != nil {
		return nil, nil, err
	}
	var magic [4]byte
	if _, err := io.ReadFull(r, magic[:]); err != nil || magic[0] != 0 || magic[1] != 0 || magic[2] != 8 || magic[3] == 0 {
		return nil, nil, fmt.Errorf("begins with % x: want 00 00 08, the IDX format of bytes, and a number of dimensions", magic)
	}
	sizes := make([]uint32, magic[3])
	if err := binary.Read(r, binary.BigEndian, sizes); err != nil {
		return nil, nil, fmt.Errorf("a header of %d dimensions is cut short", magic[3])
	}
	count := uint64(1)
	for _, size := range sizes {
		shape = append(shape, int(size))
		if count *= uint64(size); count > 1<<31 {
			return nil, nil, fmt.Errorf("shape %v: more than 2147483648 elements", sizes)
		}
	}
	if data, err = io.ReadAll(io.LimitReader(r, int64(count)+1)); err != nil {
		return nil, nil, err
	}
	if uint64(len(data)) != count {
		return nil, nil, fmt.Errorf("shape %v: %d elements, the file has %d or more", shape, count, len(data))
	}
	return shape, data, nil
}

// ReadImages returns the images of a file in the IDX format as rows with elements in [0, 1], each the
// quotient of a byte and 255. An error names the file.
func ReadImages[F tensor.Float](name string) (X tensor.Matrix[F], err error) {
	shape, data, err := readIDXFile(name, 3)
	if err != nil {
		return X, err
	}
	X = tensor.New[F](shape[0], shape[1]*shape[2])
	for n := range X.Rows() {
		row := X.Row(n)
		for j := range row {
			row[j] = F(data[n*len(row)+j]) / 255
		}
	}
	return X, nil
}

// ReadDigits returns the labels of a file in the IDX format. An error names the file.
func ReadDigits(name string) ([]int, error) {
	_, data, err := readIDXFile(name, 1)
	labels := make([]int, len(data))
	for n, label := range data {
		labels[n] = int(label)
	}
	return labels, err
}

// readIDXFile reads a file with an array of so many dimensions.
func readIDXFile(name string, dimensions int) (shape []int, data []byte, err error) {
	r, err := file.Open(name, 1<<31)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	shape, data, err = ReadIDX(r)
	if err == nil && len(shape) != dimensions {
		err = fmt.Errorf("shape %v: want %d dimensions", shape, dimensions)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return shape, data, nil
}
