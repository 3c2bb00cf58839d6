//go:build unix

package command

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

// endless are flags of a training that goes on until a signal ends it.
var endless = []string{"train", "-json", "-epochs", "100000000"}

// requireKilled demands that the signal killed the command.
func requireKilled(t *testing.T, command *exec.Cmd, by syscall.Signal) {
	t.Helper()
	status := command.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, status.Signaled(), "%v", command.ProcessState)
	require.Equal(t, by, status.Signal())
}

// An interruption ends training cleanly: the state is reported and saved.
func TestSignalsEndTrainingCleanly(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		file := filepath.Join(t.TempDir(), "model.npz")
		command := start(t, append(endless, "-save", file)...)
		stdout, stderr := begin(t, command)
		var end line
		n := 0
		for d := json.NewDecoder(stdout); d.More(); {
			require.NoError(t, d.Decode(&end))
			if n++; n == 3 {
				require.NoError(t, command.Process.Signal(signal))
			}
		}
		require.Error(t, command.Wait())
		require.Equal(t, cli.ExitInterrupted, command.ProcessState.ExitCode(), "%v: %s", signal, stderr.String())
		require.True(t, end.Final)
		require.True(t, end.Interrupted)
		require.Equal(t, end.Step/8, n-1, "a line for each epoch that was completed")
		require.Regexp(t, `\ninterrupted after step \d+ of 800000000\nafter step \d+: `, stderr.String())
		require.Equal(t, end.SHA256, hashOf(t, readModel(t, file)))
		requireFiles(t, filepath.Dir(file), "model.npz")
	}
}

// Before training begins there is nothing to report: an interruption kills. The data
// come from a pipe of which no one sees the end.
func TestInterruptionWhileReadingKills(t *testing.T) {
	command := start(t, "train", "-data", "/dev/stdin")
	stdin, err := command.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	// More than a pipe holds, so that the command has read some when this is written.
	_, err = io.WriteString(stdin, "a,b,y\n"+strings.Repeat("1,2,x\n3,4,z\n", 1<<17))
	require.NoError(t, err)
	require.NoError(t, command.Process.Signal(syscall.SIGINT))
	require.Error(t, command.Wait())
	requireKilled(t, command, syscall.SIGINT)
}

// A second interruption kills, even a command that can't get rid of its output.
func TestSecondInterruptionKills(t *testing.T) {
	pipe, end, err := os.Pipe()
	require.NoError(t, err)
	defer pipe.Close()
	defer end.Close()
	for n, junk := 1, make([]byte, 1<<20); n > 0; { // until nothing more goes into the pipe
		require.NoError(t, end.SetWriteDeadline(time.Now().Add(100*time.Millisecond)))
		n, err = end.Write(junk)
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	}

	command := start(t, endless...)
	command.Stdout = end
	stderr, err := command.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	_, err = bufio.NewReader(stderr).ReadString('\n') // the data: training begins
	require.NoError(t, err)
	dead := make(chan error)
	go func() { dead <- command.Wait() }()
	for signals := 0; ; signals++ {
		select {
		case err := <-dead:
			require.Error(t, err)
			require.GreaterOrEqual(t, signals, 2, "the first is to end it cleanly: %v", command.ProcessState)
			requireKilled(t, command, syscall.SIGINT)
			return
		case <-time.After(50 * time.Millisecond):
			command.Process.Signal(syscall.SIGINT)
		}
	}
}

// A signal that whoever started the command told it to ignore, as nohup and a
// script's & do, is ignored.
func TestIgnoredSignalsStayIgnored(t *testing.T) {
	sh, err := exec.LookPath("sh")
	require.NoError(t, err)
	data := written(t, "data.csv", "a,b,y\n"+strings.Repeat("1,2,x\n3,4,z\n", 10)) // fast
	for name, signal := range map[string]syscall.Signal{"HUP": syscall.SIGHUP, "INT": syscall.SIGINT} {
		command := start(t, append(endless, "-data", data)...)
		command.Args = append([]string{"sh", "-c", `trap "" ` + name + `; exec "$0" "$@"`, command.Path}, command.Args[1:]...)
		command.Path = sh
		stdout, _ := begin(t, command)
		d := json.NewDecoder(stdout)
		for i := range 2000 { // many more than the pipe holds
			var one line
			require.NoError(t, d.Decode(&one))
			require.False(t, one.Final, "%s ended it", name)
			if i == 2 {
				require.NoError(t, command.Process.Signal(signal))
			}
		}
		require.NoError(t, command.Process.Signal(syscall.SIGTERM))
		_, err := io.Copy(io.Discard, stdout)
		require.NoError(t, err)
		require.Error(t, command.Wait())
		require.Equal(t, cli.ExitInterrupted, command.ProcessState.ExitCode(), name)
	}
}
