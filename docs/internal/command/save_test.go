package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

// precious makes a file that is not to be lost, alone in a folder.
func precious(t *testing.T) string {
	t.Helper()
	return written(t, "model.npz", "precious")
}

func TestSaveReplacesTheFile(t *testing.T) {
	file := precious(t)
	out, errs, status := docs(t, append(quick, "-save", file)...)
	require.Equal(t, cli.ExitOK, status, errs)
	require.Contains(t, out, "saved to "+file)
	require.Len(t, readModel(t, file).Parameters().Theta, 453)
	requireFiles(t, filepath.Dir(file), "model.npz")
}

// A file that can't be written after all, when the training is done, is a failure, and the
// network is kept elsewhere.
func TestSaveThatFailsAtTheEndIsAFailure(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	require.NoError(t, os.Mkdir(dir, 0o755))
	file := filepath.Join(dir, "model.npz")
	spare := t.TempDir()
	t.Setenv("TMPDIR", spare)
	var errs writerFunc = func(data []byte) {
		told, kept, _ := strings.Cut(string(data), "; the complete content is kept in ")
		require.Equal(t, "docs: train: -save "+file+": no such file or directory", told)
		require.Equal(t, spare, filepath.Dir(kept))
		require.Len(t, readModel(t, strings.TrimSpace(kept)).Parameters().Theta, 453)
	}
	var out writerFunc = func([]byte) { require.NoError(t, os.RemoveAll(dir)) }
	require.Equal(t, cli.ExitFailed, into(t.Context(), append(quick, "-save", file), out, errs))
}

// writerFunc is a writer that tells of what is written.
type writerFunc func(data []byte)

func (f writerFunc) Write(data []byte) (int, error) { f(data); return len(data), nil }

// requireRefused demands that train refuses the -save before it does anything.
func requireRefused(t *testing.T, reason, file string, more ...string) {
	t.Helper()
	out, errs, status := docs(t, append(append(quick, "-save", file), more...)...)
	require.Equal(t, cli.ExitUsage, status, errs)
	require.Empty(t, out, "nothing was trained")
	require.Equal(t, "docs: train: -save "+file+": "+reason+"\n", errs)
}

func TestSaveRefusesTheFileToLearnFrom(t *testing.T) {
	data, _, _ := here(t, "dataset")
	file := written(t, "data.csv", data)
	dir := filepath.Dir(file)
	links := []string{filepath.Join(dir, "hard.csv"), filepath.Join(dir, "soft.csv")}
	require.NoError(t, os.Link(file, links[0]))
	require.NoError(t, os.Symlink("data.csv", links[1]))
	for _, name := range append(links, file) {
		requireRefused(t, "is the file to learn from", name, "-data", file)
		requireRefused(t, "is the file to learn from", file, "-data", name)
	}
	require.Equal(t, data, read(t, file))
	requireFiles(t, dir, "data.csv", "hard.csv", "soft.csv")
}
