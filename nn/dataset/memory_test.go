package dataset

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// allocated returns the bytes that a function allocates in all.
func allocated(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}

// endless repeats a text.
type endless string

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n+len(e) <= len(p) {
		n += copy(p[n:], e)
	}
	return n, nil
}

// What is no table costs as much as the longest line, whose buffer is doubled until it is long
// enough, and no more, however long it is.
func TestNoTableCostsMoreThanALine(t *testing.T) {
	for text, want := range map[string]string{
		"\x00": "zero:1: a line of more than 17 MB", "\"": "zero:1: a line of more than 17 MB",
		"\"a\nb": `zero:1:1: line break within a field, or a quotation mark that is not closed`,
	} {
		used := allocated(func() {
			_, err := ReadCSV(io.LimitReader(endless(text), 1<<30), "zero")
			require.EqualError(t, err, want)
		})
		require.LessOrEqual(t, used, 2.0*maxLine+1<<16)
	}
}

// A row of D numbers costs 8 bytes a number and 16 for its label, five times over while the
// slices grow by a quarter, and its line as a string of at least 8 bytes. A label that is new
// costs its length.
func TestTableCostsItsSize(t *testing.T) {
	const rows = 200_000
	text := "x,y\n" + strings.Repeat("7,1\n8,2\n", rows/2)
	used := allocated(func() {
		table, err := ReadCSV(strings.NewReader(text), "t")
		require.NoError(t, err)
		require.Len(t, table.Labels, rows)
	})
	require.LessOrEqual(t, used, rows*(6*(8+16)+8)+1e5)
	table, err := ReadCSV(strings.NewReader(text), "t")
	require.NoError(t, err)
	// X, two columns of T, the order of the rows with its draws, labels and their indices.
	used = allocated(func() {
		_, err = NewProblem(table, 0.2, 7)
		require.NoError(t, err)
	})
	require.LessOrEqual(t, used, rows*(8+16+2*8+16+8)+1e5)
}

func TestSparseFileIsNoTable(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "t.csv"))
	require.NoError(t, err)
	require.NoError(t, file.Truncate(1<<40)) // which takes no room on the disk
	require.NoError(t, file.Close())
	require.LessOrEqual(t, allocated(func() {
		_, err = ReadCSVFile(file.Name())
	}), 2.0*maxLine+1<<16)
	require.EqualError(t, err, file.Name()+":1: a line of more than 17 MB")
}

// limited sets the memory that there is, for the test.
func limited(t *testing.T, bytes int64) {
	before := debug.SetMemoryLimit(bytes)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
}

// A table of many labels is refused before there are targets.
func TestTargetsThatFindNoRoomAreRefused(t *testing.T) {
	table := &Table{Name: "t.csv", Header: []string{"x", "id"}, X: tensor.New[float64](20_000, 1)}
	for i := range 20_000 {
		table.Labels = append(table.Labels, fmt.Sprint(i%5000))
	}
	limited(t, 1e9)
	_, err := NewProblem(table, 0.2, 7)
	require.Error(t, err) // 20000·5000 + 5000² numbers of 8 bytes
	require.Regexp(t, `^t.csv: \d+ classes in 16000 training rows: is "id" the column of the label \(-label\)\? It needs 1 GB of memory, and there are 1 GB$|no training row has it`, err.Error())

	c := Paper()
	c.Samples = 1 << 28
	_, err = c.Table()
	require.EqualError(t, err, "dataset: Classification: Samples is 268435456, but it needs 32 GB of memory, and there are 1 GB")

	d, err := newDecoder(CSV{}, strings.NewReader(""), "long.csv")
	require.NoError(t, err)
	d.fields = []string{"x", "y"}
	require.NoError(t, d.header())
	d.fields, d.rows = []string{"1", "a"}, 1<<24-1
	d.elements, d.table.Labels = make([]float64, 1<<24-1), make([]string, 1<<24-1)
	limited(t, 1e8)
	require.EqualError(t, d.row(), "long.csv:0: a table of more lines needs 268 MB of memory, and there are 100 MB")
}

// What is perhaps not meant so is said.
func TestRemarks(t *testing.T) {
	table := func(name string, label func(i int) string) *Table {
		table := &Table{Name: "t.csv", Header: []string{name, "y"}, X: tensor.New[float64](1000, 1)}
		for i := range 1000 {
			table.X.Set(i, 0, float64(i+3))
			table.Labels = append(table.Labels, label(i))
		}
		return table
	}
	two := func(i int) string { return []string{"1", "02"}[i%2] }
	for _, c := range []struct {
		table *Table
		want  []string
	}{
		{table("x", two), nil},
		{table("", two), []string{`Column 1, "", counts the rows: as an input it tells nothing.`}},
		{table("Unnamed: 0", two), []string{`Column 1, "Unnamed: 0", counts the rows: as an input it tells nothing.`}},
		{table("x", func(i int) string { return []string{"1", "2", "01"}[i%3] }), []string{"one class"}},
		{table("x", func(i int) string { return fmt.Sprint(i % 101) }), []string{`All 101 labels are numbers: is "y" the column of the label (-label)?`}},
		{table("x", func(i int) string { return fmt.Sprint("a", i%101) }), nil},
	} {
		p, err := NewProblem(c.table, 0.2, 7)
		require.NoError(t, err)
		require.Len(t, p.Remarks, len(c.want))
		for i, want := range c.want {
			require.Contains(t, p.Remarks[i], want)
		}
	}
	moved := table("", two)
	moved.X.Set(7, 0, 0)
	p, err := NewProblem(moved, 0.2, 7)
	require.NoError(t, err)
	require.Empty(t, p.Remarks)
	require.Equal(t, "y", p.Label)
}
