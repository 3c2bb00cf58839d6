package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// built is the built command: go run reports every failure as 1.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "docs")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "docs")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if path, err := built(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(status)
}

// docs runs the built command and returns its outputs and exit status.
func docs(t *testing.T, args ...string) (out, errs string, status int) {
	t.Helper()
	path, err := built()
	require.NoError(t, err)
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), path, args...)
	command.Stdout, command.Stderr = &stdout, &stderr
	err = command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return stdout.String(), stderr.String(), command.ProcessState.ExitCode()
}

// write makes a file with the content and returns its name.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

// quick are flags that make training short.
var quick = []string{"train", "-epochs", "2"}

func TestUnusableInputGetsOneLineAndStatus2(t *testing.T) {
	const head = "a,b,y\n"
	rows := strings.Repeat("1,2,x\n3,4,z\n", 10)
	for _, c := range []struct {
		want string
		args []string
	}{
		{`unknown command "trian"`, []string{"trian"}},
		{`flag provided but not defined: -x`, []string{"train", "-x"}},
		{`unexpected argument "more"`, []string{"train", "more"}},
		{`invalid value "many" for flag -epochs`, []string{"train", "-epochs", "many"}},
		{`-epochs 0: want at least 1`, []string{"train", "-epochs", "0"}},
		{`-batch -5: want at least 1`, []string{"train", "-batch", "-5"}},
		{`-hidden 0: want at least 1`, []string{"train", "-hidden", "0"}},
		{`-rate 0: want a finite number above 0`, []string{"train", "-rate", "0"}},
		{`-rate -1: want a finite number above 0`, []string{"train", "-rate", "-1", "-optimizer", "descent"}},
		{`-rate NaN: want a finite number above 0`, []string{"train", "-rate", "NaN"}},
		{`-beta1 1: want at least 0 and less than 1`, []string{"train", "-beta1", "1"}},
		{`-beta2 1.5: want at least 0 and less than 1`, []string{"train", "-beta2", "1.5"}},
		{`-epsilon -1: want a finite number, not negative`, []string{"train", "-epsilon", "-1"}},
		{`-decay -0.5: want a finite number, not negative`, []string{"train", "-decay", "-0.5"}},
		{`-test 1: want a share between 0 and 1`, []string{"train", "-test", "1"}},
		{`-test NaN: want a share`, []string{"train", "-test", "NaN"}},
		{`-seed: want a whole number from 0 to 4294967295`, []string{"train", "-seed", "4294967296"}},
		{`-activation: unknown activation "gelu"`, []string{"train", "-activation", "gelu"}},
		{`-optimizer "sgd": want adam`, []string{"train", "-optimizer", "sgd"}},
		{`-precision "float16": want float64`, []string{"train", "-precision", "float16"}},
		{`no such file or directory`, []string{"train", "-data", "missing.csv"}},
		{`data.csv:3:2: "abc" is not a number`, []string{"train", "-data", write(t, "data.csv", head+"1,2,x\n1,abc,x\n")}},
		{`nan.csv:2:1: NaN is not allowed`, []string{"train", "-data", write(t, "nan.csv", head+"nan,2,x\n")}},
		{`short.csv:3: 2 fields, but the header has 3`, []string{"train", "-data", write(t, "short.csv", head+"1,2,x\n1,2\n")}},
		{`empty.csv: the file is empty`, []string{"train", "-data", write(t, "empty.csv", "")}},
		{`have the label "x": want at least two classes`, []string{"train", "-data", write(t, "one.csv", head+strings.Repeat("1,2,x\n", 9))}},
		{`but no training row has it`, []string{"train", "-data", write(t, "rare.csv", head+rows+distinct(20))}},
		{`classes in`, []string{"train", "-data", write(t, "distinct.csv", head+distinct(20))}},
		{`-save`, append(quick, "-save", "/nowhere/at/all.npz")},
		{`not a regular file`, append(quick, "-save", t.TempDir())},
		{`-epochs 3 contradicts -as-printed: the listing has 500`, []string{"train", "-as-printed", "-epochs", "3"}},
		{`-shuffle true contradicts -as-printed: the listing has false`, []string{"train", "-as-printed", "-shuffle"}},
		{`contradicts -as-printed: the listing has the paper's data`, []string{"train", "-as-printed", "-data", "x.csv"}},
		{`dataset:`, []string{"dataset", "-classes", "600"}},
		{`dataset:`, []string{"dataset", "-samples", "0"}},
		{`dataset:`, []string{"dataset", "-flip", "2"}},
		{`no trial of equation "60"`, []string{"verify", "-equation", "60"}},
		{`no trial of equation ""`, []string{"verify", "-equation", ""}},
	} {
		out, errs, status := docs(t, c.args...)
		require.Equal(t, exitUsage, status, "%v: %s%s", c.args, out, errs)
		require.Empty(t, out, "%v", c.args)
		require.Contains(t, errs, c.want)
		require.Equal(t, 1, strings.Count(errs, "\n"), "one line: %q", errs)
		require.True(t, strings.HasPrefix(errs, "docs: "), errs)
	}
}

// distinct returns rows of which each has a label of its own.
func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d,%d,label%d\n", i, -i, i)
	}
	return b.String()
}

func TestHelpIsNoMistake(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"help"}, {"train", "-h"}, {"verify", "-h"}, {"dataset", "-help"}} {
		out, errs, status := docs(t, args...)
		require.Equal(t, exitOK, status, "%v", args)
		require.Empty(t, errs)
		require.NotEmpty(t, out)
	}
}

func TestDatasetIsThePapers(t *testing.T) {
	want, err := os.ReadFile("../nn/dataset/testdata/paper_dataset_fma.csv")
	require.NoError(t, err)
	out, errs, status := docs(t, "dataset")
	require.Equal(t, exitOK, status, errs)
	require.True(t, out == string(want), "every byte")
	other, _, _ := docs(t, "dataset", "-seed", "8")
	require.NotEqual(t, string(want), other)
}

// rows decodes JSON lines.
func rows(t *testing.T, out string) (rows []map[string]any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(out))
	for d.More() {
		var row map[string]any
		require.NoError(t, d.Decode(&row))
		rows = append(rows, row)
	}
	return rows
}

func TestTrainJSONHasAnObjectForEachEpochAndAFinalOne(t *testing.T) {
	out, errs, status := docs(t, "train", "-epochs", "3", "-json")
	require.Equal(t, exitOK, status, errs)
	require.Contains(t, errs, "after step 24")
	lines := rows(t, out)
	require.Len(t, lines, 4)
	for i, row := range lines[:3] {
		require.Equal(t, map[string]any{"step": float64(8 * (i + 1)), "epoch": float64(i), "train_cost": row["train_cost"],
			"test_cost": row["test_cost"], "test_error": row["test_error"]}, row)
		require.Greater(t, row["train_cost"], row["test_cost"])
	}
	last := lines[3]
	require.Equal(t, true, last["final"])
	require.Equal(t, lines[2]["test_cost"], last["test_cost"])
	require.Equal(t, 24.0, last["step"])
	require.Equal(t, "portable", last["kernel"])
	require.Regexp(t, "^[0-9a-f]{64}$", last["parameters_sha256"])
	require.NotContains(t, last, "interrupted")

	again, _, _ := docs(t, "train", "-epochs", "3", "-json")
	require.Equal(t, out, again, "reproducible")
	shuffled, _, _ := docs(t, "train", "-epochs", "3", "-json", "-shuffle")
	require.NotEqual(t, out, shuffled)
}

func TestTrainAsPrintedHas1000Prints(t *testing.T) {
	if testing.Short() {
		t.Skip("5000 steps: the full run has it")
	}
	out, errs, status := docs(t, "train", "-as-printed", "-epochs", "500", "-json")
	require.Equal(t, exitOK, status, errs)
	lines := rows(t, out)
	require.Len(t, lines, 1001)
	require.Equal(t, 1.0, lines[0]["step"])
	require.Equal(t, 8.0, lines[1]["step"])
	require.Equal(t, 4998.0, lines[999]["step"])
	require.InDelta(t, 43.306165, lines[999]["test_cost"], 1e-6)
	require.Equal(t, 5000.0, lines[1000]["step"])
	require.InDelta(t, 43.301994, lines[1000]["test_cost"], 1e-6)
}

func TestTrainReadsCSVAndEveryOption(t *testing.T) {
	data, _, _ := docs(t, "dataset", "-samples", "80", "-classes", "2", "-flip", "0")
	file := write(t, "two.csv", strings.NewReplacer(",0\n", ",no\n", ",1\n", ",yes\n").Replace(data))
	for _, args := range [][]string{
		{"-activation", "tanh"}, {"-activation", "sigmoid", "-optimizer", "rmsprop", "-epsilon-inside"},
		{"-optimizer", "momentum", "-decay", "0.1", "-decay-biases=false"}, {"-optimizer", "descent", "-shuffle"},
		{"-precision", "float32", "-batch", "7"}, {"-batch", "1000", "-hidden", "3", "-split-seed", "1", "-test", "0.5"},
	} {
		args = append([]string{"train", "-data", file, "-epochs", "2", "-json"}, args...)
		out, errs, status := docs(t, args...)
		require.Equal(t, exitOK, status, "%v: %s", args, errs)
		require.Len(t, rows(t, out), 3)
		require.Contains(t, errs, "yes")
	}
}

func TestDivergenceIsAFailureThatNamesThePlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "model.npz")
	_, errs, status := docs(t, "train", "-optimizer", "descent", "-rate", "1e300", "-epochs", "3", "-save", file)
	require.Equal(t, exitFailed, status)
	require.Regexp(t, `docs: train: nn: step \d+, (hidden|output) layer: \S+, row \d+, column \d+ is (NaN|[+-]Inf)`, errs)
	requireNoFiles(t, filepath.Dir(file))
}

func requireNoFiles(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestSaveReplacesTheFileInOneMove(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "model.npz")
	require.NoError(t, os.WriteFile(file, []byte("precious"), 0o600))
	_, _, status := docs(t, append(quick, "-save", file, "-rate", "-1")...)
	require.Equal(t, exitUsage, status)
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "precious", string(content), "a mistake leaves the file alone")

	out, errs, status := docs(t, append(quick, "-save", file)...)
	require.Equal(t, exitOK, status, errs)
	require.Contains(t, out, "saved to "+file)
	content, err = os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "PK", string(content[:2]))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "no temporary file is left")
}

// Ctrl-C ends training cleanly: the state is reported and saved.
func TestInterruptReportsAndSaves(t *testing.T) {
	path, err := built()
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "model.npz")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, path, "train", "-epochs", "100000000", "-json", "-save", file)
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	require.NoError(t, command.Start())
	d := json.NewDecoder(stdout)
	var last map[string]any
	for i := 0; d.More(); i++ {
		last = nil
		require.NoError(t, d.Decode(&last))
		if i == 2 {
			require.NoError(t, command.Process.Signal(syscall.SIGINT))
		}
	}
	require.Error(t, command.Wait())
	require.Equal(t, exitInterrupted, command.ProcessState.ExitCode(), stderr.String())
	require.Equal(t, true, last["final"])
	require.Equal(t, true, last["interrupted"])
	require.Contains(t, stderr.String(), "interrupted after")
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "PK", string(content[:2]))
}

func TestVerifyPrintsALinePerEquationWithin80Columns(t *testing.T) {
	out, errs, status := docs(t, "verify")
	require.Equal(t, exitOK, status, errs)
	require.Regexp(t, `(?m)^ +46  .* FAIL +PASS$`, out)
	require.Regexp(t, `(?m)^ +30  .* PASS +PASS$`, out)
	for _, line := range strings.Split(out, "\n") {
		require.LessOrEqual(t, columnsOf(line), 80, line)
	}
	out, _, status = docs(t, "verify", "-equation", "46")
	require.Equal(t, exitOK, status)
	require.Contains(t, out, "E25")
	require.Contains(t, out, "Equation (46) as printed: FAIL")
	for _, line := range strings.Split(out, "\n") {
		require.LessOrEqual(t, columnsOf(line), 80, line)
	}
}

func TestVerifyJSON(t *testing.T) {
	out, errs, status := docs(t, "verify", "-json", "-equation", "46")
	require.Equal(t, exitOK, status)
	require.Empty(t, errs)
	var results []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &results))
	require.Len(t, results, 1)
	r := results[0]
	require.Equal(t, "46", r["equation"])
	require.Equal(t, "2.3.5", r["section"])
	require.Equal(t, "corrected", r["status"])
	require.Equal(t, []any{"E25", "E29"}, r["errata"])
	require.Equal(t, "FAIL", r["printed_verdict"])
	require.Equal(t, "PASS", r["verdict"])
	worst := r["worst"].(map[string]any)
	require.LessOrEqual(t, worst["error"], worst["bound"])
	require.Contains(t, worst["where"], "W[")
}
