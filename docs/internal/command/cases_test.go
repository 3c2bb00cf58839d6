package command

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/nn"
)

// oneCase is a line of testdata/cases/table.tsv.
type oneCase struct{ number, input, command, status, words string }

// cases returns the lines of the table.
func cases(t *testing.T) (all []oneCase) {
	t.Helper()
	for line := range strings.Lines(read(t, "testdata/cases/table.tsv")) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, f, 5, line)
		all = append(all, oneCase{f[0], f[1], f[2], f[3], f[4]})
	}
	require.Greater(t, len(all), 100)
	return all[1:] // below the headings
}

// replay runs a case, and says what is not as it should be.
func (c oneCase) replay(t *testing.T) (fault string) {
	t.Helper()
	var out, errs string
	var status int
	if path := "testdata/cases/" + c.input; c.command == "readnpz" {
		content := read(t, path)
		if _, err := nn.ReadNPZ(strings.NewReader(content), int64(len(content)), nn.ReLU); err != nil {
			errs, status = err.Error()+"\n", cli.ExitUsage
		} else {
			out = "read"
		}
	} else {
		args := strings.Fields(strings.ReplaceAll(c.command, "FILE", path))
		for i, arg := range args {
			args[i] = strings.Trim(arg, "'") // '' is an empty one
		}
		out, errs, status = here(t, args...)
	}
	if strconv.Itoa(status) != c.status {
		return fmt.Sprintf("status %d: %s", status, errs)
	}
	if status == cli.ExitUsage && strings.Count(errs, "\n") != 1 {
		return "no line: " + errs
	}
	for word := range strings.SplitSeq(c.words, "|") {
		if !strings.Contains(out+errs, strings.TrimSpace(word)) {
			return fmt.Sprintf("%q is not in %s", strings.TrimSpace(word), out+errs)
		}
	}
	return ""
}

// What users have met elsewhere is answered as the table says.
func TestCases(t *testing.T) {
	used := map[string]bool{"table.tsv": true, "README.md": true, ".gitignore": true}
	for _, c := range cases(t) {
		require.Empty(t, c.replay(t), "%s, %s", c.number, c.input)
		used[c.input] = true
	}
	files, err := filepath.Glob("testdata/cases/*")
	require.NoError(t, err)
	for _, name := range files {
		require.True(t, used[filepath.Base(name)], "no case has %s", name)
	}
	c := oneCase{"09", "09c-ragged.csv", "train -data FILE", "2", ":7: 2 fields"}
	require.Empty(t, c.replay(t))
	c.words = ":7: 2 fields | :8:"
	require.Contains(t, c.replay(t), `":8:" is not in `, "another place is seen")
	c.status = "0"
	require.Contains(t, c.replay(t), "status 2: ", "another status is seen")
}

// A name or a value of many letters, or with what a terminal obeys, makes no message long.
func TestMessagesAreShort(t *testing.T) {
	long := strings.Repeat("é\x1b[2J", 100_000)
	for _, args := range [][]string{
		{"train", "-data", written(t, "field.csv", "a,y\n"+long+",x\n")},
		{"train", "-data", written(t, "label.csv", "a,y\n"+strings.Repeat("1,"+long+"\n", 9))},
		{"train", "-data", written(t, "column.csv", "a,b,"+long+"\n"+distinct(20))},
		{"train", "-activation", long}, {"train", "-optimizer", long}, {"train", "-precision", long},
		{"train", "-epochs", long}, {"train", "-" + long}, {"train", long}, {long}, {"verify", "-equation", long},
	} {
		_, errs, _ := here(t, args...)
		require.NotEmpty(t, errs)
		require.Less(t, len(errs), 700, "%.100q", errs)
		require.NotContains(t, errs, "\x1b")
	}
}

// What finds no room in memory is told in a line, with what to change, before it is tried.
func TestMemoryIsCountedBefore(t *testing.T) {
	labels := written(t, "labels.csv", "a,b,id\n"+strings.Repeat(distinct(9000), 10))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(500e6))
	for want, args := range map[string][]string{
		"labels.csv: 9000 classes in 72000 training rows: is \"id\" the column of the label (-label)? It needs 7.1 GB of memory, and there are 500 MB": {"train", "-data", labels},
		"train: [1048576] hidden units, 3 classes and 500 rows: the training needs":                                                                    {"train", "-hidden", "1048576"},
		"(a smaller -hidden needs less)": {"train", "-hidden", "1048576", "-precision", "float32"},
		"dataset: -samples is 429496729, but it needs 52 GB of memory, and there are 500 MB": {"dataset", "-samples", "429496729"},
	} {
		out, errs, status := here(t, args...)
		require.Equal(t, cli.ExitUsage, status, errs)
		require.Empty(t, out)
		require.Contains(t, errs, want)
		requireOneLine(t, errs)
	}
}

func TestDataFromStandardInput(t *testing.T) {
	stdin := os.Stdin
	defer func() { os.Stdin = stdin }()
	var err error
	os.Stdin, err = os.Open("testdata/cases/23-gz.csv.gz")
	require.NoError(t, err)
	out, errs, status := here(t, "train", "-data", "-", "-epochs", "2")
	require.Equal(t, cli.ExitOK, status, errs)
	require.Contains(t, out, "-: 48 training and 12 test rows")
}
