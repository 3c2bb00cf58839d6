package dataset

import (
	"fmt"
	"io"
	"math"
	"os"
)

// maxFile is the size in bytes of the largest file that is read.
const maxFile = 1 << 30

// ReadCSVFile reads the table in a file as [ReadCSV] does. A file larger than 1 GiB is an error.
func ReadCSVFile(name string) (*Table, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: maxFile + 1}
	t, err := ReadCSV(limited, name)
	if limited.N == 0 {
		return nil, fmt.Errorf("%s: larger than %d bytes", name, maxFile)
	}
	return t, err
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
