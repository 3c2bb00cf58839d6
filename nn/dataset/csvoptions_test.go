package dataset

import (
	"path/filepath"
	"strings"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

var cases = filepath.Join("testdata", "csv")

// TestCSVOptions: one table in the forms in which other programs write it.
func TestCSVOptions(t *testing.T) {
	for name, c := range map[string]CSV{
		"02-semicolon-decimal-comma.csv": {Separator: ';', Decimal: ','},
		"02b-semicolon.csv":              {Separator: ';'},
		"02c-decimal-comma-quoted.csv":   {Decimal: ','},
		"03-tab.csv":                     {Separator: '\t'},
		"03b-space.csv":                  {Separator: ' '},
		"03c-pipe.csv":                   {Separator: '|'},
		"06-iris-headerless.csv":         {NoHeader: true},
		"07-label-first.csv":             {Label: "kind"},
	} {
		for _, label := range []string{c.Label, map[bool]string{true: "1", false: "4"}[c.Label != ""]} {
			c.Label = label
			table, err := c.ReadFile(filepath.Join(cases, name))
			require.NoError(t, err, name)
			want := []string{"a", "b", "c", "kind"}
			if c.NoHeader {
				want = []string{"x1", "x2", "x3", "x4"}
			}
			require.Equal(t, want, table.Header, name)
			require.Equal(t, []string{"apple", "plum", "pear", "plum"}, table.Labels, name)
			require.Equal(t, []float64{-0.309, -0.203, 0.685, 3.6, 4.104, 4.046, 1.97, 2.511, 2.789, 3.978, 3.012, 4.148}, elements(table.X), name)
		}
	}
}

// TestCSVLabelAnywhere: the label by name and by number, and what makes a line of numbers a header.
func TestCSVLabelAnywhere(t *testing.T) {
	for _, v := range []struct {
		file   string
		c      CSV
		header string
		labels []string
		first  float64
	}{
		{"06c-headerless-all-numeric.csv", CSV{NoHeader: true}, "x1 x2 x3 x4 x5", []string{"0", "1", "1"}, 0.304},
		{"06c-headerless-all-numeric.csv", CSV{NoHeader: true, Label: "x5"}, "x1 x2 x3 x4 x5", []string{"0", "1", "1"}, 0.304},
		{"06c-headerless-all-numeric.csv", CSV{NoHeader: true, Label: "1"}, "x2 x3 x4 x5 x1", []string{"0.304", "0.778", "0.994"}, -0.119},
		{"06d-headerless-first-row-counts.csv", CSV{NoHeader: true}, "x1 x2 x3 x4 x5", []string{"0", "1", "1"}, 1},
		{"07c-wine-like.csv", CSV{Label: "class"}, "alcohol ash proline class", []string{"1", "3", "2"}, 12.86},
		{"07d-label-first-binary-last.csv", CSV{Label: "1"}, "age fare male survived", []string{"0", "1", "1"}, 22},
		{"14c-wavelength-header.csv", CSV{Label: "species"}, "400 410 420 430 species", []string{"A", "B", "B"}, 0.304},
		{"14d-year-header.csv", CSV{Label: "2023"}, "2019 2020 2021 2022 2023", []string{"0", "1", "1"}, 0.304},
	} {
		table, err := v.c.ReadFile(filepath.Join(cases, v.file))
		require.NoError(t, err, v.file)
		require.Equal(t, v.header, strings.Join(table.Header, " "), v.file)
		require.Equal(t, v.labels, table.Labels, v.file)
		require.Equal(t, v.first, table.X.At(0, 0), v.file)
	}
}

// TestCSVNamesTheFlag: the message names the place and the flag that helps.
func TestCSVNamesTheFlag(t *testing.T) {
	for _, v := range []struct {
		file string
		c    CSV
		want string
	}{
		{"02-semicolon-decimal-comma.csv", CSV{}, `:1: want at least a column of numbers and one of labels, separated by ',' (-separator ';' if that is between fields)`},
		{"02-semicolon-decimal-comma.csv", CSV{Separator: ';'}, `:2:1: "-0,309" is not a number (-decimal ',' if that is before decimals)`},
		{"02b-semicolon.csv", CSV{Separator: ';', Decimal: ','}, `:2:1: "-0.309" is not a number (-decimal '.' if that is before decimals)`},
		{"02c-decimal-comma-quoted.csv", CSV{}, `:2:1: "-0,309" is not a number (-decimal ',' if that is before decimals)`},
		{"03-tab.csv", CSV{}, `:1: want at least a column of numbers and one of labels, separated by ',' (-separator '\t' if that is between fields)`},
		{"03b-space.csv", CSV{}, `:1: want at least a column of numbers and one of labels, separated by ',' (-separator ' ' if that is between fields)`},
		{"03c-pipe.csv", CSV{Label: "4"}, `:1: want at least a column of numbers and one of labels, separated by ',' (-separator '|' if that is between fields)`},
		{"03c-pipe.csv", CSV{Separator: ';'}, `:1: want at least a column of numbers and one of labels, separated by ';' (-separator '|' if that is between fields)`},
		{"06-iris-headerless.csv", CSV{}, `:1: want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)`},
		{"06c-headerless-all-numeric.csv", CSV{Label: "1"}, `:1: want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)`},
		{"06d-headerless-first-row-counts.csv", CSV{Label: "1"}, `:1: want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)`},
		{"07-label-first.csv", CSV{}, `:2:1: "apple" is not a number (-label names the label's column if it is not the last)`},
		{"07-label-first.csv", CSV{Label: "5"}, `:1: -label "5": want one of the columns "kind,a,b,c", or its number from 1 to 4`},
		{"07-label-first.csv", CSV{Label: "kinds"}, `:1: -label "kinds": want one of the columns "kind,a,b,c", or its number from 1 to 4`},
		{"14c-wavelength-header.csv", CSV{}, `:1: want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)`},
		{"03-tab.csv", CSV{Separator: 'a'}, `: -separator 'a': want a character that is in no number, name or line break`},
		{"03-tab.csv", CSV{Separator: '"'}, `: -separator '"': want a character that is in no number, name or line break`},
		{"03-tab.csv", CSV{Decimal: '·'}, `: -decimal '·': want '.' or ','`},
	} {
		name := filepath.Join(cases, v.file)
		table, err := v.c.ReadFile(name)
		require.EqualError(t, err, name+v.want)
		require.Nil(t, table)
	}
	_, err := CSV{Separator: '\t'}.Read(strings.NewReader("a\tb\tk\n1\t\tu\n"), "t")
	require.EqualError(t, err, `t:2:2: "" is not a number`)
	_, err = CSV{Separator: '\t'}.Read(strings.NewReader("a\tb\tk\n1\t2\t\n"), "t")
	require.EqualError(t, err, "t:2:3: the label is empty")
	_, err = ReadCSV(strings.NewReader("a,k\n1;2,u\n"), "t")
	require.EqualError(t, err, `t:2:1: "1;2" is not a number (-separator ';' if that is between fields)`)
	_, err = CSV{Separator: ';', Decimal: ','}.Read(strings.NewReader("a;k\n1.234,5;u\n"), "t")
	require.EqualError(t, err, `t:2:1: "1.234,5" is not a number`)
}

// readRows reads the rows of a text for a model.
func readRows(c CSV, text string, features []string, label string) (X tensor.Matrix[float64], labels []string, err error) {
	c.Features, c.Known = features, label
	t, err := c.Read(strings.NewReader(text), "t")
	if err != nil {
		return X, nil, err
	}
	return t.X, t.Labels, nil
}

// TestReadRows: the columns of a model, by name in any order, or by place.
func TestReadRows(t *testing.T) {
	const a, b = 1.0, 2.0
	for _, v := range []struct {
		c      CSV
		text   string
		labels []string
	}{
		{CSV{}, "a,b,k\n1,2,u\n", []string{"u"}},
		{CSV{}, "k,b,a\nu,2,1\n", []string{"u"}},
		{CSV{}, "b,a\n2,1\n", nil},
		{CSV{}, "note,b,when,a\n\"no, number\",2,,1\n", nil},
		{CSV{Label: "class"}, "class,b,k,a\nu,2,v,1\n", []string{"u"}},
		{CSV{Label: "1"}, "class,b,k,a\nu,2,v,1\n", []string{"u"}},
		{CSV{NoHeader: true}, "1,2\n", nil},
		{CSV{NoHeader: true}, "1,2,u\n", []string{"u"}},
		{CSV{NoHeader: true, Label: "1"}, "u,1,2\n", []string{"u"}},
		{CSV{Separator: ';', Decimal: ','}, "b;a\n2,0;1,0\n", nil},
	} {
		X, labels, err := readRows(v.c, v.text, []string{"a", "b"}, "k")
		require.NoError(t, err, v.text)
		require.Equal(t, []float64{a, b}, elements(X), v.text)
		require.Equal(t, tensor.Shape{Rows: 1, Cols: 2}, X.Shape())
		require.Equal(t, v.labels, labels, v.text)
	}
	// A model that was trained without a header knows where its label stood.
	X, labels, err := readRows(CSV{NoHeader: true}, "u,1,2\n", []string{"x2", "x3"}, "x1")
	require.NoError(t, err)
	require.Equal(t, []float64{a, b}, elements(X))
	require.Equal(t, []string{"u"}, labels)
	X, labels, err = readRows(CSV{NoHeader: true}, "1,2\n", []string{"x2", "x3"}, "x1")
	require.NoError(t, err)
	require.Equal(t, []float64{a, b}, elements(X))
	require.Nil(t, labels)
	// Names that occur twice are told apart by their order; numbers may be names.
	X, _, err = readRows(CSV{}, "400,a,400\n1,3,2\n", []string{"400", "400"}, "")
	require.NoError(t, err)
	require.Equal(t, []float64{a, b}, elements(X))
	table, err := CSV{Features: []string{"c"}, Known: "kind"}.ReadFile(filepath.Join(cases, "07-label-first.csv"))
	require.NoError(t, err)
	require.Equal(t, []float64{0.685, 4.046, 2.789, 4.148}, elements(table.X))
	require.Equal(t, []string{"apple", "plum", "pear", "plum"}, table.Labels)
	require.Equal(t, []string{"c", "kind"}, table.Header)
}

func TestReadRowsNamesTheFirstBadPlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "t: the file is empty",
		"a,b\n":             "t: no rows after the header",
		"k,a\nu,1\n":        `t:1: the header lacks 1 of the model's 2 columns: "b" (-no-header if the line is a row)`,
		"1,2\n3,4\n":        `t:1: the header lacks 2 of the model's 2 columns: "a,b" (-no-header if the line is a row)`,
		"b;a\n1;2\n":        `t:1: the header lacks 2 of the model's 2 columns: "a,b" (-separator ';' if that is between fields)`,
		"b,a,b\n1,2,3\n":    `t:1:3: the header has the column "b" more often than the model`,
		"b,n,a\n1,,x\n":     `t:2:3: "x" is not a number`,
		"b,n,a\n1,,\n":      `t:2:3: "" is not a number`,
		"b,n,a\n1,,nan\n":   "t:2:3: NaN is not allowed",
		"b,k,a\n1,,2\n":     "t:2:2: the label is empty",
		"b,a\n1,2\n1,2,3\n": "t:3: 3 fields, but the header has 2",
	} {
		_, labels, err := readRows(CSV{}, text, []string{"a", "b"}, "k")
		require.EqualError(t, err, want, "%q", text)
		require.Nil(t, labels)
	}
	for text, want := range map[string]string{
		"1,2,3,4\n": "t:1: 4 fields: want the 2 features of the model, and perhaps a label",
		"1;2\n":     "t:1: 1 fields: want the 2 features of the model, and perhaps a label (-separator ';' if that is between fields)",
		"1,x,u\n":   `t:1:2: "x" is not a number`,
	} {
		_, _, err := readRows(CSV{NoHeader: true}, text, []string{"a", "b"}, "k")
		require.EqualError(t, err, want, "%q", text)
	}
	_, _, err := readRows(CSV{Label: "y"}, "a,b\n1,2\n", []string{"a", "b"}, "k")
	require.EqualError(t, err, `t:1: -label "y": want one of the columns "a,b", or its number from 1 to 2`)
}

// TestScaleRatio: of standard deviations, without constant columns, at the ends of the range too.
func TestScaleRatio(t *testing.T) {
	for _, v := range []struct {
		want float64
		x    []float64
	}{
		{1, []float64{1, 1, 1, 1}},
		{1, []float64{0, 3, 0, 5}},
		{8, []float64{1, 8, 0, 0}},
		{4, []float64{0, 12, 1, 16}},
		{0x1p1000, []float64{0x1p-500, 0, -0x1p-500, 0x1p501}},
		{1, []float64{0x1p1023, 7, -0x1p1023, 7}},
	} {
		p := &Problem{X: tensor.FromSlice(2, 2, v.x)}
		require.Equal(t, v.want, p.ScaleRatio(), "%v", v.x)
	}
}

// FuzzCSV: no input and no form makes the reader panic; what is accepted is finite and of one shape.
func FuzzCSV(f *testing.F) {
	f.Add("a;b;k\n1,5;2;u\n", "k", ';', ',', false)
	f.Add("u\t1\t\"2\"\n", "1", '\t', '.', true)
	f.Add("a  b k\n1 \"2\" u\n", "", ' ', rune(0), false)
	f.Add("400,410\n1,2\n", "400", rune(0), rune(0), false)
	f.Fuzz(func(t *testing.T, text, label string, separator, decimal rune, noHeader bool) {
		c := CSV{Label: label, Separator: separator, Decimal: decimal, NoHeader: noHeader}
		table, err := c.Read(strings.NewReader(text), "f")
		if err != nil {
			require.True(t, strings.HasPrefix(err.Error(), "f:"), "%v", err)
			return
		}
		D := table.X.Cols()
		require.Len(t, table.Header, D+1)
		require.Len(t, table.Labels, table.X.Rows())
		table.Header = strings.Split(strings.Repeat("x,", D)+"y", ",") // for a header may be numbers or empty here
		require.NoError(t, table.check())
		X, labels, err := readRows(c, text, []string{"a"}, "k")
		if err == nil {
			require.Equal(t, 1, X.Cols())
			require.Contains(t, []int{0, X.Rows()}, len(labels))
		} else {
			require.True(t, strings.HasPrefix(err.Error(), "t:"), "%v", err)
		}
	})
}
