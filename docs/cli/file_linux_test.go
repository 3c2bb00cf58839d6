package cli

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A new file has the mode that any has, one that is replaced keeps its own.
func TestModeOfAFile(t *testing.T) {
	requireMode := func(want fs.FileMode, file string) {
		require.NoError(t, WriteFile(file, text("new")))
		info, err := os.Stat(file)
		require.NoError(t, err)
		require.Equal(t, want, info.Mode().Perm())
		require.Equal(t, "new", read(t, file))
	}
	for umask, want := range map[int]fs.FileMode{0o022: 0o644, 0o027: 0o640, 0o077: 0o600, 0: 0o666} {
		before := syscall.Umask(umask)
		defer syscall.Umask(before)
		requireMode(want, filepath.Join(t.TempDir(), "model.npz"))
		syscall.Umask(before)
	}
	for _, want := range []fs.FileMode{0o600, 0o604, 0o666, 0o751} {
		file := precious(t)
		require.NoError(t, os.Chmod(file, want))
		requireMode(want, file)
	}
}

// A file is under its name only when it is on the disk: a flush that fails, as that
// of a pipe in the file's place does, leaves what was there.
func TestFileIsFlushedBeforeItIsRenamed(t *testing.T) {
	file := precious(t)
	pipe, end, err := os.Pipe()
	require.NoError(t, err)
	defer pipe.Close()
	defer end.Close()
	err = WriteFile(file, func(w io.Writer) error {
		return syscall.Dup3(int(end.Fd()), int(w.(*os.File).Fd()), syscall.O_CLOEXEC)
	})
	require.ErrorIs(t, err, syscall.EINVAL)
	require.Equal(t, "precious", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")
}
