package command

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/nn/classifier"
	"chainrule/nn/dataset"
)

// sweets returns a table of three classes whose features differ by a factor of 10⁹.
func sweets(t *testing.T) (*dataset.Table, string) {
	t.Helper()
	words := dataset.Paper()
	words.Samples, words.Features, words.Informative = 120, 4, 4
	table, err := words.Table()
	require.NoError(t, err)
	table.Header = []string{"sugar", "fat, raw", "salt", "energy", "kind"}
	for i, label := range table.Labels {
		table.Labels[i] = map[string]string{"0": "toffee", "1": "fudge", "2": "nougat"}[label]
		table.X.Set(i, 0, 1e6*table.X.At(i, 0))
		table.X.Set(i, 1, 1e-3*table.X.At(i, 1))
	}
	var text bytes.Buffer
	require.NoError(t, dataset.WriteCSV(&text, table))
	return table, written(t, "sweets.csv", text.String())
}

// The command's defaults for data of one's own are the library's.
func TestOwnDataIsFit(t *testing.T) {
	table, data := sweets(t)
	file := filepath.Join(t.TempDir(), "model.safetensors")
	_, errs, status := here(t, "train", "-data", data, "-test", "0", "-seed", "5", "-save", file)
	require.Equal(t, cli.ExitOK, status, errs)
	got, err := classifier.Load[float64](file)
	require.NoError(t, err)
	want, err := classifier.Fit[float64](t.Context(), table, 5)
	require.NoError(t, err)
	got.Settings = ""
	require.Equal(t, want, got)
}

// Each flag for data of one's own makes a difference, and is said.
func TestOwnDataFlags(t *testing.T) {
	_, data := sweets(t)
	seen := map[string]string{}
	for _, flags := range []string{
		"", "-standardize=false", "-stratify", "-validation 0.25", "-class-weight balanced", "-class-weight fudge=3,toffee=0.5", "-schedule step", "-schedule cosine",
		"-schedule constant,20", "-schedule cosine,20", "-hidden 9,7", "-test 0", "-label energy -standardize=false",
	} {
		out, errs, status := here(t, append([]string{"train", "-json", "-epochs", "12", "-data", data}, strings.Fields(flags)...)...)
		if strings.HasPrefix(flags, "-label") { // the numbers of a column are no classes, and the words no numbers
			require.Equal(t, cli.ExitUsage, status)
			require.Contains(t, errs, `" is not a number`)
			continue
		}
		require.Equal(t, cli.ExitOK, status, "%s: %s", flags, errs)
		end := last(t, out)
		require.NotContains(t, seen, end.SHA256, "%s does what %q does", flags, seen[end.SHA256])
		seen[end.SHA256] = flags
	}
	_, errs, _ := here(t, "train", "-epochs", "2", "-data", data, "-standardize=false", "-json")
	require.Regexp(t, `The scales of the features differ by a factor of .*e\+0[89]: -standardize may help`, errs)
	out, errs, _ := here(t, "train", "-epochs", "60", "-data", data, "-validation", "0.25", "-patience", "2", "-rate", "0.1", "-json")
	lines := linesOf(t, out)
	end := last(t, out)
	require.Equal(t, lines[end.Best].Validation, end.Least)
	for _, l := range lines[:len(lines)-1] {
		require.GreaterOrEqual(t, l.Validation, end.Least)
	}
	require.Contains(t, errs, fmt.Sprintf("the weights are those after epoch %d, of the least validation cost, %.5g", end.Best+1, end.Least))
	require.Contains(t, errs, "25 % of the training rows held back to validate")
}

// A file in another form gives the same classifier.
func TestFilesOfAnotherForm(t *testing.T) {
	_, data := sweets(t)
	fields, err := csv.NewReader(strings.NewReader(read(t, data))).ReadAll()
	require.NoError(t, err)
	var german, bare strings.Builder
	for i, f := range fields {
		row := []string{f[4], f[0], f[1], f[2], f[3]} // the label first
		if i > 0 {
			for j := range row {
				row[j] = strings.Replace(row[j], ".", ",", 1)
			}
			fmt.Fprintln(&bare, strings.Join(f, "\t"))
		}
		fmt.Fprintln(&german, strings.Join(row, ";"))
	}
	train := func(args ...string) string {
		out, errs, status := here(t, append([]string{"train", "-json", "-epochs", "3", "-data"}, args...)...)
		require.Equal(t, cli.ExitOK, status, errs)
		return last(t, out).SHA256
	}
	want := train(data)
	require.Equal(t, want, train(written(t, "german.csv", german.String()), "-separator", ";", "-decimal", ",", "-label", "kind"))
	require.Equal(t, want, train(written(t, "bare.csv", bare.String()), "-separator", "tab", "-no-header"))
}

// predict finds columns by name, in any order and among others, and tells how well it does.
func TestPredict(t *testing.T) {
	table, data := sweets(t)
	file := filepath.Join(t.TempDir(), "model.safetensors")
	for _, precision := range []string{"float64", "float32"} {
		_, errs, status := here(t, "train", "-data", data, "-test", "0", "-precision", precision, "-save", file)
		require.Equal(t, cli.ExitOK, status, errs)
		out, errs, status := here(t, "predict", "-model", file, "-data", data)
		require.Equal(t, cli.ExitOK, status, errs)
		require.Regexp(t, `^\d+ of 120 rows wrong: error `, errs)
		require.Contains(t, errs, "test rows by class (down) and prediction (across)")
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		require.NoError(t, err)
		require.Equal(t, []string{"class", "fudge", "nougat", "toffee"}, rows[0])
		require.Len(t, rows, 121)
		for _, row := range rows[1:] {
			sum := 0.0
			for _, field := range row[1:] {
				y, err := strconv.ParseFloat(field, 64)
				require.NoError(t, err)
				sum += y
			}
			require.InDelta(t, 1, sum, 1e-6)
		}

		var turned strings.Builder // other order, a column of texts, no labels
		turned.WriteString("note,energy,sugar,salt,\"fat, raw\"\n")
		for i := range 120 {
			x := table.X.Row(i)
			fmt.Fprintf(&turned, "n/a,%v,%v,%v,%v\n", x[3], x[0], x[2], x[1])
		}
		again, errs, status := here(t, "predict", "-model", file, "-data", written(t, "turned.csv", turned.String()))
		require.Equal(t, cli.ExitOK, status, errs)
		require.Equal(t, out, again)
		require.Empty(t, errs, "no labels, no errors")

		lines, _, status := here(t, "predict", "-model", file, "-data", data, "-json")
		require.Equal(t, cli.ExitOK, status)
		require.Contains(t, lines, fmt.Sprintf(`{"row":1,"class":%q,"probabilities":{"fudge":%s,`, rows[1][0], rows[1][1]))

		about, _, status := here(t, "info", "-model", file)
		require.Equal(t, cli.ExitOK, status)
		require.Contains(t, about, `classifier of "kind" by 4 features`)
		require.Contains(t, about, "network: 4-100-3, relu, "+precision)
		require.Contains(t, about, "classes: fudge, nougat, toffee")
		require.Contains(t, about, "-batch 32")
		onnx := filepath.Join(t.TempDir(), "model.onnx")
		_, errs, status = here(t, "export", "-model", file, "-onnx", onnx)
		require.Equal(t, cli.ExitOK, status, errs)
		require.Contains(t, read(t, onnx), "Softmax")
	}
}

func TestModelCommandsMisused(t *testing.T) {
	_, data := sweets(t)
	file := filepath.Join(t.TempDir(), "model.safetensors")
	_, errs, status := here(t, "train", "-data", data, "-epochs", "1", "-save", file)
	require.Equal(t, cli.ExitOK, status, errs)
	few := written(t, "few.csv", "sugar,salt\n1,2\n")
	nan := written(t, "nan.csv", "sugar,\"fat, raw\",salt,energy\n1,2,3,NaN\n")
	bare := written(t, "bare.csv", "sugar,\"fat, raw\",salt,energy\n1,2,3,4\n")
	paths := strings.NewReplacer("DATA", data, "MODEL", file, "FEW", few, "NAN", nan, "BARE", bare)
	for _, c := range []struct {
		args, want string
	}{
		{"predict -data DATA", "predict: -model is missing"},
		{"predict -model MODEL", "predict: -data is missing"},
		{"export -model MODEL", "export: -onnx is missing"},
		{"info -model DATA", "not in this format, or cut short"},
		{"info -model DATA.none", "no such file or directory"},
		{"predict -model MODEL -data FEW", `fat, raw`},
		{"predict -model MODEL -data NAN", "nan.csv:2:4: NaN is not allowed"},
		{"train -resume MODEL", "no checkpoint to go on from"},
		{"train -data DATA -class-weight sweet=1", "-class-weight sweet=1: want balanced, or a class"},
		{"train -data DATA -schedule linear", `-schedule "linear": want constant, step or cosine`},
		{"train -data DATA -patience 3", "-patience 3: want a -validation share too"},
		{"train -data DATA -hidden 9,x", "want whole numbers"},
		{"train -data DATA -test-data BARE", `no column "kind" with the labels to test by`},
	} {
		args := strings.Fields(c.args)
		for i := range args {
			args[i] = paths.Replace(args[i])
		}
		out, errs, status := here(t, args...)
		require.Equal(t, cli.ExitUsage, status, "%s: %s", c.args, errs)
		require.Empty(t, out)
		require.Contains(t, errs, c.want, c.args)
		requireOneLine(t, errs)
	}
}

// resumable are flags of a training with all that a state has.
func resumable(data string) []string {
	return append(strings.Fields("train -json -epochs 40 -hidden 9,7 -validation 0.2 -schedule cosine,10 -data"), data)
}

// A training that goes on from a checkpoint, with no other flag, ends with the same bits.
func TestResume(t *testing.T) {
	_, data := sweets(t)
	file := filepath.Join(t.TempDir(), "checkpoint")
	out, errs, status := here(t, append(resumable(data), "-checkpoint", file, "-every", "7")...)
	require.Equal(t, cli.ExitOK, status, errs)
	want := last(t, out)
	out, errs, status = here(t, "train", "-json", "-resume", file)
	require.Equal(t, cli.ExitOK, status, errs)
	require.Equal(t, want, last(t, out))
	require.Len(t, linesOf(t, out), 6, "epochs 36 to 40, and the end")

	_, errs, status = here(t, "train", "-resume", file, "-rate", "0.5")
	require.Equal(t, cli.ExitUsage, status)
	require.Contains(t, errs, "-rate 0.5 contradicts the checkpoint, which has 0.001")
	other := written(t, "other.csv", strings.Replace(read(t, data), "fudge", "nougat", 1))
	_, errs, status = here(t, "train", "-resume", file, "-data", other)
	require.Equal(t, cli.ExitUsage, status)
	require.Contains(t, errs, "its training had other data than")
	same := written(t, "same.csv", read(t, data))
	out, errs, status = here(t, "train", "-json", "-resume", file, "-data", same, "-epochs", "50")
	require.Equal(t, cli.ExitOK, status, errs)
	require.Equal(t, 49, last(t, out).Epoch, "a training can be made longer")
}

// Where a checkpoint can't be written, nothing is trained; see package file for what happens later.
func TestCheckpointNowhere(t *testing.T) {
	_, data := sweets(t)
	out, errs, status := here(t, append(resumable(data), "-checkpoint", filepath.Join(t.TempDir(), "no", "where"))...)
	require.Equal(t, cli.ExitUsage, status)
	require.Empty(t, out)
	require.Contains(t, errs, "-checkpoint")
}
