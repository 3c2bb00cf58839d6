package dataset

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

func TestReadCSVTolerates(t *testing.T) {
	for what, text := range map[string]string{
		"plain":               "x0,x1,y\n1,2,a\n-3.5,4e-3,b\n",
		"byte order mark":     "\ufeffx0,x1,y\n1,2,a\n-3.5,4e-3,b\n",
		"mark and quotation":  "\ufeff\"x0\",x1,y\n1,2,a\n-3.5,4e-3,b\n",
		"CR LF":               "x0,x1,y\r\n1,2,a\r\n-3.5,4e-3,b\r\n",
		"spaces":              " x0 , x1,y \n 1,2 ,\ta\n-3.5 , 4e-3, b \n",
		"empty lines":         "\n\nx0,x1,y\n1,2,a\n\n-3.5,4e-3,b\n\n",
		"no final line break": "x0,x1,y\n1,2,a\n-3.5,4e-3,b",
		"quotations":          "\"x0\",\"x1\",\"y\"\n\"1\",2,\"a\"\n-3.5, \"4e-3\",b\n",
	} {
		table, err := ReadCSV(strings.NewReader(text), "data.csv")
		require.NoError(t, err, what)
		require.Equal(t, "data.csv", table.Name)
		require.Equal(t, []string{"x0", "x1", "y"}, table.Header, what)
		require.Equal(t, []float64{1, 2, -3.5, 4e-3}, elements(table.X), what)
		require.Equal(t, tensor.Shape{Rows: 2, Cols: 2}, table.X.Shape())
		require.Equal(t, []string{"a", "b"}, table.Labels, what)
	}
}

func TestReadCSVNamesTheFirstBadPlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "data.csv: the file is empty",
		"\ufeff":                            "data.csv: the file is empty",
		"x,y\n":                             "data.csv: no rows after the header",
		"y\n1\n":                            "data.csv:1: want at least a column of numbers and one of labels, separated by ','",
		"1.5,2,a\n3,4,b\n":                  "data.csv:1: want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)",
		"1,3,a\n3,4,b\n":                    "data.csv:1: want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)",
		"p,y\n1_000,a\n":                    `data.csv:2:1: "1_000" is not a number`,
		"p,y\n0x1p-2,a\n":                   `data.csv:2:1: "0x1p-2" is not a number`,
		"x,y\n1,a\n1,a,2\n":                 "data.csv:3: 3 fields, but the header has 2",
		"x,y\n\n1\n":                        "data.csv:3: 1 fields, but the header has 2",
		"p,q,y\n1,2,a\n3,abc,b\n4,nan,c\n":  `data.csv:3:2: "abc" is not a number`,
		"p,q,y\n1,2,a\n3,,b\n":              `data.csv:3:2: "" is not a number`,
		"p,q,y\n1,nan,a\n":                  "data.csv:2:2: NaN is not allowed",
		"p,q,y\n-inf,1,a\n":                 "data.csv:2:1: -Inf is not allowed",
		"p,q,y\n1,1e999,a\n":                `data.csv:2:2: "1e999" is out of the range of float64`,
		"p,q,y\n1,2,  \n":                   "data.csv:2:3: the label is empty",
		"p,q,y\n1,2,\"a\nb\"\n":             "data.csv:2:3: line break within a field, or a quotation mark that is not closed",
		"p,\"q\nr\",y\n1,2,a\n":             "data.csv:1:2: line break within a field, or a quotation mark that is not closed",
		"p,q,y\n1,2\",a\n":                  `data.csv:2: bare " in non-quoted-field (byte 4 of the line)`,
		"p,q,y\n1,2,\"a\n":                  "data.csv:2:3: line break within a field, or a quotation mark that is not closed",
		"p,q,y\n 1,\"2\"3,a \n":             `data.csv:2: extraneous or missing " in quoted-field (byte 7 of the line)`,
		"p,q,y\n\"1\",2\"3,a\n":             `data.csv:2: bare " in non-quoted-field (byte 6 of the line)`,
		"1,2,0\n3,4,1\n":                    "data.csv:1: want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)",
		"p,q,y,\n1,2,a,\n":                  "data.csv:2:4: the last column has no name and no label: do the lines end with a comma?",
		"p,y\r1,a\r":                        "data.csv:1: a carriage return within the line: want lines that end in LF or CR LF, not in CR alone",
		"p,y\n1,p\xeache\n":                 `data.csv:2: "1,p\xeache" is not in UTF-8: save the file in that encoding`,
		"\xff\xfep\x00,\x00":                "data.csv: the file is in UTF-16: want text in UTF-8",
		"\x00p\x00,\x00y":                   "data.csv: the file is in UTF-16: want text in UTF-8",
		"p\x00,\x00y\x00":                   "data.csv: the file is in UTF-16: want text in UTF-8",
		"PK\x03\x04":                        "data.csv: the file is a zip archive or a workbook: want text in UTF-8",
		"\x1f\x8b":                          "data.csv: the file is packed by gzip: want text in UTF-8",
		"p,y\n" + long + ",a\n":             `data.csv:2:1: "` + long[:60] + `…" is not a number`,
		strings.Repeat(long, 1<<18):         "data.csv:1: a line of more than 17 MB",
		strings.Repeat(",", 1<<20):          "data.csv:1: more than 1048576 fields",
		"p,q,y\n\"1\",\n":                   "data.csv:2: 2 fields, but the header has 3",
		"p,q,y\r\n1,2,a\r\n\r\n1,x y,a\r\n": `data.csv:4:2: "x y" is not a number`,
	} {
		table, err := ReadCSV(strings.NewReader(text), "data.csv")
		require.EqualError(t, err, want, "%q", text)
		require.Nil(t, table)
	}
}

var long = strings.Repeat("x", 100)

func TestColumnsMayBeNumbered(t *testing.T) {
	for _, header := range []string{"0,1,y", "1,2,3", "0,y", "x,1,y"} {
		_, err := ReadCSV(strings.NewReader(header+"\n"+strings.Repeat("5,", strings.Count(header, ","))+"a\n"), "data.csv")
		require.NoError(t, err, header)
	}
}

func TestReadAndWriteErrorsAreWrapped(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := ReadCSV(io.MultiReader(strings.NewReader("x,y\n1,a\n"), iotest.ErrReader(broken)), "data.csv")
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "data.csv: disk on fire")
	_, err = ReadCSV(iotest.ErrReader(broken), "data.csv")
	require.ErrorIs(t, err, broken)

	err = WriteCSV(failing{broken}, paperTable(t))
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "dataset: WriteCSV \"paper\": disk on fire")
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestCSVRoundTrip: every bit of every finite float64, and the texts.
func TestCSVRoundTrip(t *testing.T) {
	r := NewRandom(3)
	for range 50 {
		want := &Table{Name: "t", Header: []string{"", `a "b", c`, "y"}, X: tensor.New[float64](20, 2)}
		for i := range 20 {
			for j := range 2 {
				x := math.Float64frombits(uint64(r.Uint32())<<32 | uint64(r.Uint32()))
				if math.IsNaN(x) || math.IsInf(x, 0) {
					x = math.Copysign(0, -1)
				}
				want.X.Set(i, j, x)
			}
			want.Labels = append(want.Labels, []string{"a", "b,c", `"`, "d e", `\.`}[r.Intn(5)])
		}
		requireRoundTrip(t, want)
	}
	requireRoundTrip(t, paperTable(t))
	requireRoundTrip(t, oneRow(math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, math.Copysign(0, -1), 1e16, 0.1))
}

// oneRow returns a table of one row, whose columns are called a, b, …
func oneRow(x ...float64) *Table {
	header := strings.Split("abcdefghijklmn"[:len(x)]+"y", "")
	return &Table{Header: header, X: tensor.FromSlice(1, len(x), x), Labels: []string{"k"}}
}

func requireRoundTrip(t *testing.T, want *Table) {
	t.Helper()
	var b strings.Builder
	require.NoError(t, WriteCSV(&b, want))
	got, err := ReadCSV(strings.NewReader(b.String()), want.Name)
	require.NoError(t, err)
	require.Equal(t, want.Header, got.Header)
	require.Equal(t, want.Labels, got.Labels)
	require.Equal(t, want.X.Shape(), got.X.Shape())
	require.NoError(t, sameBits(elements(got.X), elements(want.X)))
}

// TestNumbersAreWrittenAsCDoes: a number is written like printf("%.17g").
func TestNumbersAreWrittenAsCDoes(t *testing.T) {
	var b strings.Builder
	require.NoError(t, WriteCSV(&b, oneRow(0.1, 1, 100, 1e16, 1e17, 0.0001, 0.00001, -0.5, 5e-324, 1.0/3)))
	require.Equal(t, "a,b,c,d,e,f,g,h,i,j,y\n0.10000000000000001,1,100,10000000000000000,1e+17,0.0001,"+
		"1.0000000000000001e-05,-0.5,4.9406564584124654e-324,0.33333333333333331,k\n", b.String())
}

// TestWriteCSVRefusesWhatReadCSVWould, before it writes anything.
func TestWriteCSVRefusesWhatReadCSVWould(t *testing.T) {
	for _, v := range []struct {
		change func(t *Table)
		want   string
	}{
		{func(t *Table) { t.Labels = t.Labels[1:] }, "6 names and 499 labels for X of 500×5"},
		{func(t *Table) { t.Header = t.Header[1:] }, "5 names and 500 labels for X of 500×5"},
		{func(t *Table) { t.X, t.Labels = t.X.RowSlice(0, 0), nil }, "6 names and 0 labels for X of 0×5"},
		{func(t *Table) { t.X.Set(7, 2, math.NaN()) }, "X[7,2] is NaN"},
		{func(t *Table) { t.X.Set(0, 4, math.Inf(-1)) }, "X[0,4] is -Inf"},
		{func(t *Table) { t.Labels[3] = "" }, `labels[3] is "": empty, or with a line break or spaces around it`},
		{func(t *Table) { t.Labels[3] = " a" }, `labels[3] is " a": empty, or with a line break or spaces around it`},
		{func(t *Table) { t.Labels[3] = "a\nb" }, `labels[3] is "a\nb": empty, or with a line break or spaces around it`},
		{func(t *Table) { t.Header[0] = "x\r" }, `the name "x\r" of column 1 has a line break or spaces around it`},
		{func(t *Table) { t.Header[5] = "y " }, `the name "y " of column 6 has a line break or spaces around it`},
		{
			func(t *Table) { t.Header[0] = "\ufeffx0" },
			`the name "` + `\ufeff` + `x0" of column 1 has a line break or spaces around it`,
		},
	} {
		table := paperTable(t)
		v.change(table)
		var b strings.Builder
		require.EqualError(t, WriteCSV(&b, table), "dataset: WriteCSV \"paper\": "+v.want)
		require.Zero(t, b.Len())
	}
}

// FuzzReadCSV: no input makes ReadCSV panic; an accepted table is finite, of one shape, and
// survives writing and reading.
func FuzzReadCSV(f *testing.F) {
	for _, seed := range []string{
		"", "\ufeff", "x,y\n1,a\n", "x,y\r\n1,a\r\n", "x,y\n1,a,b\n", "x,y\n\"1\",\"a\n", "x,y\n 0x1p-3 , a \n",
		"x,y\nNaN,a\n", "x,y\n1e999,a\n",
		"\ufeff\"\ufeffx\",y\n1,\"a\"\"b\"\n", "x,y\n1,\"a\r\r\nb\"\n", "p,q,y\n1,,a\n", "x,y\n1,\\.\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ReadCSV(strings.NewReader(text), "f")
		if err != nil {
			require.True(t, strings.HasPrefix(err.Error(), "f:"), "%v", err)
			return
		}
		require.NoError(t, table.check())
		requireRoundTrip(t, table)
	})
}
