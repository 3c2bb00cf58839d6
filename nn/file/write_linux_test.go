package file

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A new file has the mode that any has, one that is replaced keeps its own.
func TestModeOfAFile(t *testing.T) {
	requireMode := func(want fs.FileMode, file string) {
		require.NoError(t, Write(file, text("new")))
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
	err = Write(file, func(w io.Writer) error {
		return syscall.Dup3(int(end.Fd()), int(w.(*os.File).Fd()), syscall.O_CLOEXEC)
	})
	require.ErrorIs(t, err, syscall.EINVAL)
	require.Equal(t, "precious", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")
}

// While it is written a file has no more permissions than the one that it replaces.
func TestContentIsNotReadableBeforehand(t *testing.T) {
	file := precious(t)
	require.NoError(t, os.Chmod(file, 0o600))
	require.NoError(t, Write(file, func(w io.Writer) error {
		info, err := w.(*os.File).Stat()
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
		return nil
	}))
}

// hidden returns the names of hidden files in a folder.
func hidden(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, ".*"))
	require.NoError(t, err)
	return names
}

// What a killed program left makes way; what a living one writes does not.
func TestLeftFilesMakeWay(t *testing.T) {
	file := precious(t)
	left := filepath.Join(filepath.Dir(file), ".model.npz.0.chainrule")
	require.NoError(t, os.WriteFile(left, []byte("half"), 0o600))
	require.NoError(t, Check(file))
	require.NoFileExists(t, left)
	require.NoError(t, os.WriteFile(left, []byte("half"), 0o600))
	require.NoError(t, Write(file, func(w io.Writer) error {
		require.Equal(t, []string{left}, hidden(t, filepath.Dir(file)))
		require.NoError(t, Write(file, text("of another")))
		require.Equal(t, "of another", read(t, file))
		return text("of one")(w)
	}))
	require.Equal(t, "of one", read(t, file))
	require.Empty(t, hidden(t, filepath.Dir(file)))
}

// Programs that write one file at the same time leave the content of one of them.
func TestFileIsWrittenByManyAtOnce(t *testing.T) {
	file := precious(t)
	var writers sync.WaitGroup
	for i := range 8 {
		writers.Go(func() {
			for range 50 {
				require.NoError(t, Write(file, text(strings.Repeat(strconv.Itoa(i), 1000))))
			}
		})
	}
	writers.Wait()
	content := read(t, file)
	require.Equal(t, strings.Repeat(content[:1], 1000), content)
	require.Empty(t, hidden(t, filepath.Dir(file)))
	requireFiles(t, filepath.Dir(file), "model.npz")
}

// The folder is flushed when the file has its name.
func TestFolderIsFlushed(t *testing.T) {
	file, flush := precious(t), syncFolder
	defer func() { syncFolder = flush }()
	flushed := false
	syncFolder = func(folder string) error {
		require.Equal(t, filepath.Dir(file), folder)
		require.Equal(t, "new", read(t, file))
		flushed = true
		return flush(folder)
	}
	require.NoError(t, Write(file, text("new")))
	require.True(t, flushed)
}

// What can't be replaced is known before: a mounted file, and, in a child that is another
// user, a file in a sticky folder.
func TestWhatCannotBeReplacedIsRefused(t *testing.T) {
	require.EqualError(t, fixed("/proc"), "is mounted by itself, so it can't be replaced")
	if file := os.Getenv("FILE_IN_A_STICKY_FOLDER"); file != "" {
		require.EqualError(t, Check(file), "belongs to another user, and so does its folder, which is sticky: it can't be replaced")
		require.ErrorContains(t, Write(file, text("new")), "operation not permitted; the complete content is kept in "+file+".kept0")
		return
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can be two users")
	}
	dir, err := os.MkdirTemp("/tmp", "sticky")
	require.NoError(t, err)
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "model.npz")
	require.NoError(t, os.WriteFile(file, []byte("precious"), 0o666))
	require.NoError(t, os.Chmod(file, 0o666))
	require.NoError(t, os.Chmod(dir, 0o777|fs.ModeSticky))
	program := filepath.Join(dir, "test")
	content, err := os.ReadFile(os.Args[0])
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(program, content, 0o755))
	child := exec.CommandContext(t.Context(), program, "-test.run=^TestWhatCannotBeReplacedIsRefused$")
	child.Dir, child.Env = dir, append(os.Environ(), "FILE_IN_A_STICKY_FOLDER="+file)
	child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	output, err := child.CombinedOutput()
	if errors.Is(err, fs.ErrPermission) {
		t.Skipf("this root can't be nobody: %v", err)
	}
	require.NoError(t, err, "%s", output)
	require.Equal(t, "precious", read(t, file))
	require.Equal(t, "new", read(t, file+".kept0"))
}
