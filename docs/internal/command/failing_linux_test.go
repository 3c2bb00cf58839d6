package command

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// closed returns a pipe that nobody reads.
func closed(t *testing.T) *os.File {
	t.Helper()
	pipe, end, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, pipe.Close())
	t.Cleanup(func() { end.Close() })
	return end
}

// fullDisk returns a file of which nothing can be kept.
func fullDisk(t *testing.T) *os.File {
	t.Helper()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { full.Close() })
	return full
}

// onto runs the built command with standard output on a file.
func onto(t *testing.T, f *os.File, args ...string) (errs string, status int) {
	t.Helper()
	command := start(t, args...)
	command.Stdout = f
	_, errs, status = finish(t, command)
	return errs, status
}

func TestFullDiskIsAFailureAndAReaderThatHasGoneIsNone(t *testing.T) {
	full := fullDisk(t)
	for _, args := range [][]string{quick, {"verify", "-json", "-equation", "8"}, {"dataset"}, {"help"}, {"train", "-h"}} {
		errs, status := onto(t, full, args...)
		require.Equal(t, cli.ExitFailed, status, "%v", args)
		requireOneLine(t, errs)
		require.Contains(t, errs, "no space left on device")
		errs, status = onto(t, closed(t), args...)
		require.Equal(t, cli.ExitOK, status, "%v", args)
		require.Empty(t, errs)
	}
}

// Nobody waits for the 87 trials that head does not show.
func TestVerifyEndsWithItsReader(t *testing.T) {
	command := start(t, "verify")
	stdout, stderr := begin(t, command)
	line, err := bufio.NewReaderSize(stdout, 16).ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "statement")
	require.NoError(t, stdout.Close())
	require.NoError(t, command.Wait())
	require.Empty(t, stderr.String())

	ctx, gone := context.WithCancel(t.Context())
	tried := 0
	tryInstead(t, func(trial equations.Trial, p *equations.Points) equations.Result {
		if tried++; tried == 3 {
			gone()
		}
		return judged(gradcheck.PASS)(trial, p)
	})
	require.Equal(t, cli.ExitInterrupted, into(ctx, []string{"verify"}, io.Discard, io.Discard))
	require.Equal(t, 3, tried)
}

// With -json the lines for people come first; what was trained is saved.
func TestJSONThatCannotBeWrittenEndsTheTraining(t *testing.T) {
	full := fullDisk(t)
	for _, f := range []*os.File{full, closed(t)} {
		file := filepath.Join(t.TempDir(), "model.npz")
		errs, status := onto(t, f, "train", "-json", "-save", file)
		if f == full {
			require.Equal(t, cli.ExitFailed, status)
			require.Equal(t, 1, strings.Count(errs, "no space left on device"), errs)
			require.True(t, strings.HasSuffix(errs, "\ndocs: write /dev/stdout: no space left on device\n"), errs)
		} else {
			require.Equal(t, cli.ExitOK, status)
			require.NotContains(t, errs, "docs: ")
		}
		require.Contains(t, errs, "after step 8: ", "the first epoch's line was the last")
		require.Len(t, readModel(t, file).Parameters().Theta, 453)
	}
}
