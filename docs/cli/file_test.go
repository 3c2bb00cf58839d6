package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	require.NoError(t, WriteFile(file, func(w io.Writer) error {
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
	err := WriteFile(file, func(w io.Writer) error {
		require.NoError(t, text("half")(w))
		return full
	})
	require.ErrorIs(t, err, full)
	require.Equal(t, "precious", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")

	fresh := filepath.Join(t.TempDir(), "fresh.npz")
	require.ErrorIs(t, WriteFile(fresh, func(io.Writer) error { return full }), full)
	requireFiles(t, filepath.Dir(fresh))
}

func TestFileSaysThatItCannotRename(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "model.npz")
	require.NoError(t, os.Mkdir(taken, 0o755))
	require.Error(t, WriteFile(taken, text("new")))
	requireFiles(t, dir, "model.npz")
	requireFiles(t, taken)

	require.Error(t, WriteFile(filepath.Join(dir, "nowhere", "model.npz"), text("new")))
	requireFiles(t, dir, "model.npz")
}

func TestFileFollowsLinks(t *testing.T) {
	file := precious(t)
	link := filepath.Join(t.TempDir(), "link.npz")
	require.NoError(t, os.Symlink(file, link))
	require.True(t, SameFile(file, link))
	require.NoError(t, CheckFile(link))
	require.NoError(t, WriteFile(link, text("new")))
	require.Equal(t, "new", read(t, file))
	requireFiles(t, filepath.Dir(file), "model.npz")
	require.NoError(t, os.Remove(file))
	require.False(t, SameFile(file, link))
	require.EqualError(t, CheckFile(link), "is a link that leads nowhere")
	require.EqualError(t, WriteFile(link, text("new")), "is a link that leads nowhere")
	requireFiles(t, filepath.Dir(link), "link.npz")
	requireFiles(t, filepath.Dir(file))
	require.NoError(t, CheckFile(file))
	requireFiles(t, filepath.Dir(file))
}
