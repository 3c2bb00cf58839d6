package command

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/gradcheck/equations"
)

// folder is the place of the built command.
var folder string

// full makes heavy sweeps whole.
var full = os.Getenv("CHAINRULE_FULL") == "1"

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "docs"); err == nil {
		err = os.Chdir("../..") // docs
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// A signal that this process was told to ignore, as by nohup, its children would
	// ignore too; one that it handles they start with as usual.
	for _, ignored := range []os.Signal{syscall.SIGINT, syscall.SIGHUP} {
		if signal.Ignored(ignored) {
			signal.Notify(make(chan os.Signal, 1), ignored)
		}
	}
	try = tryOnce
	status := m.Run()
	os.RemoveAll(folder)
	os.Exit(status)
}

// standard has the outcomes of trials at the standard points, each tried once.
var standard = map[string]equations.Result{}

func tryOnce(trial equations.Trial, p *equations.Points) equations.Result {
	if p.Name != equations.Standard().Name {
		return trial.RunAt(p)
	}
	if _, known := standard[trial.Number]; !known {
		standard[trial.Number] = trial.RunAt(p)
	}
	return standard[trial.Number]
}

// built is the built command: go run reports every failure as 1.
var built = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "docs")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", path, "chainrule/docs").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// docs runs the built command and returns its outputs and exit status.
func docs(t *testing.T, args ...string) (out, errs string, status int) {
	t.Helper()
	return finish(t, start(t, args...))
}

// start prepares the built command, which is killed shortly before the tests run out of
// time.
func start(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := built()
	require.NoError(t, err)
	ctx := t.Context()
	if deadline, is := t.Deadline(); is {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-time.Until(deadline)/20))
		t.Cleanup(cancel)
	}
	command := exec.CommandContext(ctx, path, args...)
	command.Cancel = func() error {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Errorf("timed out: docs %s", strings.Join(args, " "))
		}
		return command.Process.Kill()
	}
	return command
}

// begin starts a command and returns its standard output, to be read, and what becomes of
// its standard error.
func begin(t *testing.T, command *exec.Cmd) (io.ReadCloser, *bytes.Buffer) {
	t.Helper()
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	stderr := new(bytes.Buffer)
	command.Stderr = stderr
	require.NoError(t, command.Start())
	return stdout, stderr
}

// finish runs a command and returns its exit status and its outputs, unless they go elsewhere.
func finish(t *testing.T, command *exec.Cmd) (out, errs string, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = cmp.Or[io.Writer](command.Stdout, &stdout), cmp.Or[io.Writer](command.Stderr, &stderr)
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return stdout.String(), stderr.String(), command.ProcessState.ExitCode()
}

// here runs the command in this process.
func here(t *testing.T, args ...string) (out, errs string, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = into(t.Context(), args, &stdout, &stderr)
	return stdout.String(), stderr.String(), status
}

// into runs the command in this process with these outputs.
func into(ctx context.Context, args []string, out, errs io.Writer) int {
	return cli.Status("docs", Run(ctx, args, cli.Streams{Out: out, Err: errs}), errs)
}

// written makes a file with the content and returns its name.
func written(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

// read returns the content of a file.
func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(content)
}

// requireFiles demands that a folder has these files and no others.
func requireFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	names, err := fs.Glob(os.DirFS(dir), "*")
	require.NoError(t, err)
	require.ElementsMatch(t, want, names)
}

// quick are flags that make training short.
var quick = []string{"train", "-epochs", "2"}

// line is a line of train -json; the last has all fields.
type line struct {
	Step        int     `json:"step"`
	Epoch       int     `json:"epoch"`
	TrainCost   float64 `json:"train_cost"`
	TestCost    float64 `json:"test_cost"`
	TestError   float64 `json:"test_error"`
	Final       bool    `json:"final"`
	Interrupted bool    `json:"interrupted"`
	Kernel      string  `json:"kernel"`
	SHA256      string  `json:"parameters_sha256"`

	TrainRows  int      `json:"train_rows"`
	TestRows   int      `json:"test_rows"`
	Classes    []string `json:"classes"`
	Confusion  [][]int  `json:"confusion"`
	Validation float64  `json:"validation_cost"`
	Best       int      `json:"best_epoch"`
	Least      float64  `json:"best_validation_cost"`
}

// linesOf decodes the output of train -json, of which the last line is final and no
// other.
func linesOf(t *testing.T, out string) (lines []line) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	for d.More() {
		var one line
		require.NoError(t, d.Decode(&one))
		lines = append(lines, one)
	}
	for i, one := range lines {
		require.Equal(t, i == len(lines)-1, one.Final, "line %d", i)
	}
	return lines
}

// last returns the last line of train -json.
func last(t *testing.T, out string) line {
	t.Helper()
	lines := linesOf(t, out)
	require.NotEmpty(t, lines)
	return lines[len(lines)-1]
}

func TestHelpIsNoMistake(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"help"}, {"train", "-h"}, {"verify", "-h"}, {"dataset", "-help"}, {"write", "-h"}, {"check", "-h"}, {"serve", "-h"}} {
		out, errs, status := here(t, args...)
		require.Equal(t, cli.ExitOK, status, "%v", args)
		require.Empty(t, errs)
		require.NotEmpty(t, out)
	}
}
