package dataset

import (
	"fmt"
	"math"

	"chainrule/nn/file"
)

// maxFile is the number of bytes of the longest table that is read.
const maxFile = 1 << 30

// ReadCSVFile reads the table in a file as the zero [CSV] does.
func ReadCSVFile(name string) (*Table, error) { return CSV{}.ReadFile(name) }

// ReadFile reads the table in a file, or in standard input if the name is "-", as [CSV.Read]
// does. The file may be packed by gzip. A table longer than 1 GiB is an error.
func (c CSV) ReadFile(name string) (*Table, error) {
	r, err := file.Open(name, maxFile)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return c.Read(r, name)
}

// CheckFloat32 returns an error that names the first number of X that float32 can't hold.
func (t *Table) CheckFloat32() error {
	for i := range t.X.Rows() {
		for j, x := range t.X.Row(i) {
			if math.Abs(x) > math.MaxFloat32 {
				return fmt.Errorf("%s: row %d after the header, column %s: %v does not fit float32", t.Name, i+1, file.Quote(t.Header[j]), x)
			}
		}
	}
	return nil
}
