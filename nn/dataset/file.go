package dataset

import (
	"fmt"
	"io"
	"math"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// maxFile is the number of bytes of the longest table that is read.
const maxFile = 1 << 30

// ReadCSVFile reads the table in a file of the zero [CSV]'s form.
func ReadCSVFile(name string) (*Table, error) { return CSV{}.ReadFile(name) }

// ReadFile reads the table in a file, or in standard input if the name is "-", as [CSV.Read]
// does. The file may be packed by gzip. A table longer than 1 GiB is an error.
func (c CSV) ReadFile(name string) (t *Table, err error) {
	err = open(name, func(r io.Reader) error {
		t, err = c.Read(r, name)
		return err
	})
	return t, err
}

// ReadRowsFile reads the rows in a file, in the same manner, as [CSV.ReadRows] does.
func (c CSV) ReadRowsFile(name string, features []string, label string) (X tensor.Matrix[float64], labels []string, err error) {
	err = open(name, func(r io.Reader) error {
		X, labels, err = c.ReadRows(r, name, features, label)
		return err
	})
	return X, labels, err
}

// open calls read with the content of a file.
func open(name string, read func(io.Reader) error) error {
	r, err := file.Open(name, maxFile)
	if err != nil {
		return err
	}
	defer r.Close()
	return read(r)
}

// CheckFloat32 returns an error that names the first number of X that float32 can't hold.
func (t *Table) CheckFloat32() error {
	for i := range t.X.Rows() {
		for j, x := range t.X.Row(i) {
			if math.Abs(x) > math.MaxFloat32 {
				return fmt.Errorf("%s: row %d after the header, column %d: %v does not fit float32", t.Name, i+1, j+1, x)
			}
		}
	}
	return nil
}
