//go:build unix

package command

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

func TestSaveRefusesWhatIsNoPlaceForAFile(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	for _, file := range []string{pipe, os.DevNull, dir} {
		requireRefused(t, "not a regular file", file)
	}
	requireRefused(t, "no such file or directory", filepath.Join(dir, "nowhere", "model.npz"))
}

// What standard output or standard error are directed to is not replaced.
func TestSaveRefusesWhereTheOutputGoes(t *testing.T) {
	for _, isOut := range []bool{true, false} {
		file := precious(t)
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
		require.NoError(t, err)
		command := start(t, append(quick, "-save", file)...)
		if isOut {
			command.Stdout = f
		} else {
			command.Stderr = f
		}
		out, errs, status := finish(t, command)
		require.NoError(t, f.Close())
		require.Equal(t, cli.ExitUsage, status)
		require.Equal(t, "preciousdocs: train: -save "+file+": is where the output goes\n", read(t, file)+out+errs)
		require.Equal(t, isOut, errs != "")
		requireFiles(t, filepath.Dir(file), "model.npz")
	}
}

// A folder or file that must not be written is refused. Root may write anywhere, and
// so runs the command as nobody.
func TestSaveRefusesWhatMustNotBeWritten(t *testing.T) {
	require.NoError(t, os.Chmod(folder, 0o755))
	locked, open := filepath.Join(folder, "locked"), filepath.Join(folder, "open")
	for dir, mode := range map[string]fs.FileMode{locked: 0o555, open: 0o777} {
		require.NoError(t, os.Mkdir(dir, 0o755))
		defer os.RemoveAll(dir)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "old.npz"), []byte("precious"), 0o444))
		require.NoError(t, os.Chmod(dir, mode))
		defer os.Chmod(dir, 0o755)
	}
	for _, file := range []string{filepath.Join(locked, "new.npz"), filepath.Join(locked, "old.npz"), filepath.Join(open, "old.npz")} {
		var out, errs bytes.Buffer
		command := start(t, append(quick, "-save", file)...)
		command.Dir, command.Stdout, command.Stderr = "/", &out, &errs
		if os.Geteuid() == 0 {
			command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		err := command.Run()
		if errors.Is(err, fs.ErrPermission) {
			t.Skipf("this root can't be nobody: %v", err)
		}
		require.Error(t, err)
		require.Equal(t, cli.ExitUsage, command.ProcessState.ExitCode())
		require.Empty(t, out.String(), "nothing was trained")
		require.Equal(t, "docs: train: -save "+file+": permission denied\n", errs.String())
	}
	requireFiles(t, locked, "old.npz")
	requireFiles(t, open, "old.npz")
	require.Equal(t, "precious", read(t, filepath.Join(open, "old.npz")))
}
