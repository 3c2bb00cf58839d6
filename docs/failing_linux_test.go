package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A file is under its name only when it is on the disk: a flush that fails, as that
// of a pipe in the file's place does, leaves what was there.
func TestSaveFlushesBeforeItRenames(t *testing.T) {
	file := precious(t)
	pipe, end, err := os.Pipe()
	require.NoError(t, err)
	defer pipe.Close()
	defer end.Close()
	err = save(file, func(w io.Writer) error {
		return syscall.Dup3(int(end.Fd()), int(w.(*os.File).Fd()), syscall.O_CLOEXEC)
	})
	require.ErrorIs(t, err, syscall.EINVAL)
	require.Equal(t, "precious", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")
}

// failing returns outputs that can't be written: a full disk, a pipe without a reader.
func failing(t *testing.T) map[string]*os.File {
	t.Helper()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	require.NoError(t, err)
	pipe, end, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, pipe.Close())
	t.Cleanup(func() { full.Close(); end.Close() })
	return map[string]*os.File{"no space left on device": full, "broken pipe": end}
}

func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	path, err := built()
	require.NoError(t, err)
	for reason, f := range failing(t) {
		for _, args := range [][]string{quick, {"verify", "-equation", "27"}, {"verify", "-json", "-equation", "27"}, {"dataset"}, {"help"}, {"train", "-h"}} {
			var errs bytes.Buffer
			command := exec.CommandContext(t.Context(), path, args...)
			command.Stdout, command.Stderr = f, &errs
			require.Equal(t, exitFailed, statusOf(t, command), "%v: %s", args, reason)
			requireOneLine(t, errs.String())
			require.Contains(t, errs.String(), reason)
		}
	}
}

// With -json the lines for people come first; what was trained is saved.
func TestJSONThatCannotBeWrittenEndsTheTraining(t *testing.T) {
	path, err := built()
	require.NoError(t, err)
	for reason, f := range failing(t) {
		var errs bytes.Buffer
		file := filepath.Join(t.TempDir(), "model.npz")
		command := exec.CommandContext(t.Context(), path, "train", "-json", "-save", file)
		command.Stdout, command.Stderr = f, &errs
		require.Equal(t, exitFailed, statusOf(t, command))
		require.Equal(t, 1, strings.Count(errs.String(), reason), errs.String())
		require.True(t, strings.HasSuffix(errs.String(), "\ndocs: write /dev/stdout: "+reason+"\n"), errs.String())
		require.Contains(t, errs.String(), "after step 8: ", "the first epoch's line was the last")
		require.Len(t, readModel(t, file).Parameters().Theta, 453)
	}
}
