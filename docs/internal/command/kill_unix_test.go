//go:build unix

package command

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/nn/classifier"
)

// Whenever a training is killed, its checkpoint can be read, and a training that goes on from it ends with the
// bits of one that was never killed. Some runs; with CHAINRULE_KILLS so many.
func TestKilledTrainingGoesOn(t *testing.T) {
	runs := 3
	if n, err := strconv.Atoi(os.Getenv("CHAINRULE_KILLS")); err == nil {
		runs = n
	}
	_, data := sweets(t)
	out, errs, status := here(t, resumable(data)...)
	require.Equal(t, cli.ExitOK, status, errs)
	want := last(t, out)
	killed, resumed := 0, 0
	for run := range runs {
		file := filepath.Join(t.TempDir(), "checkpoint")
		command := start(t, append(resumable(data), "-checkpoint", file, "-every", "1")...)
		stdout, err := command.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, command.Start())
		if run%2 == 0 { // some time after the first line, while files are being written
			_, err := io.ReadFull(stdout, make([]byte, 1))
			require.NoError(t, err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(40 * time.Millisecond))))
		command.Process.Kill() // may have ended
		io.Copy(io.Discard, stdout)
		if command.Wait() != nil {
			killed++
		}
		if _, err := os.Stat(file); err != nil {
			continue // it had not come so far
		}
		_, err = classifier.LoadCheckpoint[float64](file)
		require.NoError(t, err)
		out, errs, status := here(t, "train", "-json", "-resume", file)
		require.Equal(t, cli.ExitOK, status, errs)
		require.Equal(t, want.SHA256, last(t, out).SHA256)
		resumed++
	}
	require.Positive(t, killed)
	require.Positive(t, resumed)
	t.Logf("%d runs: %d killed, %d went on from a file", runs, killed, resumed)
}
