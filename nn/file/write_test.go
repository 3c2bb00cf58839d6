package file

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// precious makes a file that is not to be lost, alone in a folder.
func precious(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.npz")
	require.NoError(t, os.WriteFile(path, []byte("precious"), 0o644))
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

// text returns a function that writes a text.
func text(content string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	}
}

// While a file is written, what was there stays, and what is new lies beside it.
func TestFileIsOneMove(t *testing.T) {
	file := precious(t)
	require.NoError(t, Write(file, func(w io.Writer) error {
		require.NoError(t, text("half")(w))
		require.Equal(t, "precious", read(t, file))
		entries, err := os.ReadDir(filepath.Dir(file))
		require.NoError(t, err)
		require.Len(t, entries, 2)
		return text(" and half")(w)
	}))
	require.Equal(t, "half and half", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")
}

func TestFileLeavesTheOldFileWhereWritingFails(t *testing.T) {
	file := precious(t)
	full := errors.New("the disk is full")
	err := Write(file, func(w io.Writer) error {
		require.NoError(t, text("half")(w))
		return full
	})
	require.ErrorIs(t, err, full)
	require.Equal(t, "precious", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")

	fresh := filepath.Join(t.TempDir(), "fresh.npz")
	require.ErrorIs(t, Write(fresh, func(io.Writer) error { return full }), full)
	requireFiles(t, filepath.Dir(fresh))
}

// Content that is complete is kept where it can't get its name, and where there is no folder
// for it.
func TestCompleteContentIsKept(t *testing.T) {
	dir, spare := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", spare)
	taken := filepath.Join(dir, "model.npz")
	require.NoError(t, os.Mkdir(taken, 0o755))
	for _, kept := range []string{"model.npz.kept0", "model.npz.kept1"} {
		err := Write(taken, text("new"))
		require.ErrorContains(t, err, "; the complete content is kept in "+filepath.Join(dir, kept))
		require.Equal(t, "new", read(t, filepath.Join(dir, kept)))
	}
	requireFiles(t, dir, "model.npz", "model.npz.kept0", "model.npz.kept1")
	requireFiles(t, taken)
	requireFiles(t, spare)

	for name, folder := range map[string]string{filepath.Join(dir, "nowhere", "model.npz"): spare, filepath.Join(t.TempDir(), strings.Repeat("n", 256)): ""} {
		require.Error(t, Check(name))
		_, kept, _ := strings.Cut(Write(name, text("new")).Error(), "; the complete content is kept in ")
		require.Equal(t, cmp.Or(folder, filepath.Dir(name)), filepath.Dir(kept))
		require.Equal(t, "new", read(t, kept))
	}
	require.Error(t, Write(taken, func(io.Writer) error { return errors.New("no content") }))
	requireFiles(t, dir, "model.npz", "model.npz.kept0", "model.npz.kept1")
}

func TestFileFollowsLinks(t *testing.T) {
	file := precious(t)
	link := filepath.Join(t.TempDir(), "link.npz")
	require.NoError(t, os.Symlink(file, link))
	require.True(t, Same(file, link))
	require.NoError(t, Check(link))
	require.NoError(t, Write(link, text("new")))
	require.Equal(t, "new", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")
	require.NoError(t, os.Remove(file))
	require.False(t, Same(file, link))
	require.EqualError(t, Check(link), "is a link that leads nowhere")
	t.Setenv("TMPDIR", t.TempDir())
	require.ErrorContains(t, Write(link, text("new")), "is a link that leads nowhere; the complete content is kept in ")
	requireFiles(t, filepath.Dir(link), "link.npz")
	requireFiles(t, filepath.Dir(file))
	require.NoError(t, Check(file))
	requireFiles(t, filepath.Dir(file))
}
