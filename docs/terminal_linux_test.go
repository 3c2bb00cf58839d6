package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// terminal returns both ends of a pseudo-terminal with so many columns: what people
// see and type, and what a program has for a terminal.
func terminal(t *testing.T, columns uint16) (people, program *os.File) {
	t.Helper()
	people, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { people.Close() })
	var locked, number int32
	control(t, people, syscall.TIOCSPTLCK, unsafe.Pointer(&locked))
	control(t, people, syscall.TIOCGPTN, unsafe.Pointer(&number))
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { program.Close() })
	size := [4]uint16{24, columns}
	control(t, program, syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	t.Setenv("TERM", "xterm")
	return people, program
}

// control is ioctl.
func control(t *testing.T, f *os.File, request uintptr, argument unsafe.Pointer) {
	t.Helper()
	raw, err := f.SyscallConn()
	require.NoError(t, err)
	var errno syscall.Errno
	require.NoError(t, raw.Control(func(fd uintptr) {
		_, _, errno = syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(argument))
	}))
	require.Zero(t, errno)
}

// watch reads what people see until no program is left, and calls react with all of
// it each time there is more. A terminal ends lines with CR LF; here they end in LF.
func watch(t *testing.T, people io.Reader, react func(seen string)) string {
	t.Helper()
	var seen bytes.Buffer
	part := make([]byte, 4096)
	for {
		n, err := people.Read(part)
		seen.Write(part[:n])
		if errors.Is(err, syscall.EIO) || err == io.EOF { // Linux: the last program has gone
			return strings.ReplaceAll(seen.String(), "\r\n", "\n")
		}
		require.NoError(t, err)
		react(seen.String())
	}
}

// A terminal gets one line that renews itself and is never wider than it, until
// Ctrl-C; then a curve and the result.
func TestTerminalGetsOneLineThatRenewsItself(t *testing.T) {
	for _, columns := range []uint16{80, 40} {
		people, program := terminal(t, columns)
		command := start(t, "train", "-epochs", "1000000")
		command.Stdin, command.Stdout, command.Stderr = program, program, program
		command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
		require.NoError(t, command.Start())
		require.NoError(t, program.Close())
		typed := false
		seen := watch(t, people, func(seen string) {
			if !typed && strings.Count(seen, "\x1b[K") == 3 {
				_, err := people.WriteString("\x03")
				require.NoError(t, err)
				typed = true
			}
		})
		require.Error(t, command.Wait())
		require.Equal(t, exitInterrupted, command.ProcessState.ExitCode(), seen)

		seen = strings.Replace(seen, "^C", "", 1) // the echo
		begin := strings.Index(seen, "\r")
		end := strings.LastIndex(seen, "\r\x1b[K")
		require.Equal(t, 2, strings.Count(seen[:begin], "\n"), "what is trained")
		require.NotContains(t, seen[begin:end], "\n", "one line")
		for _, text := range strings.Split(seen[begin+1:end], "\r") {
			text, erased := strings.CutSuffix(text, "\x1b[K")
			require.True(t, erased, "%q", text)
			require.LessOrEqual(t, len(text), int(columns)-1)
			require.Regexp(t, `^epoch \d+/1000000  cost \S+  t`, text)
		}
		after := seen[end+len("\r\x1b[K"):]
		require.Regexp(t, `(?s)^ *\d+ ┼.*test cost, summed over the test rows\ninterrupted after step \d+ of 8000000\nafter step `, after)
		for _, text := range strings.Split(after, "\n") {
			require.LessOrEqual(t, columnsOf(text), 80)
		}
	}
}

// Neither a terminal that can do nothing nor one that shows the JSON lines as well
// gets a line that renews itself; one beside the JSON lines does.
func TestTerminalIsKnown(t *testing.T) {
	people, program := terminal(t, 80)
	go io.Copy(io.Discard, people)
	c := paperSettings()
	p, err := loadProblem(&c)
	require.NoError(t, err)
	var pipe bytes.Buffer
	require.True(t, newReporter(&c, p, streams{program, &pipe}).terminal)
	require.False(t, newReporter(&c, p, streams{&pipe, program}).terminal)
	require.True(t, isTerminal(program))
	require.Equal(t, 80, width(program))
	c.json = true
	require.True(t, newReporter(&c, p, streams{&pipe, program}).terminal)
	require.False(t, newReporter(&c, p, streams{program, program}).terminal)
	require.False(t, newReporter(&c, p, streams{program, &pipe}).terminal)
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer null.Close()
	require.False(t, isTerminal(null))
	t.Setenv("TERM", "dumb")
	require.False(t, isTerminal(program))
}

// A terminal sees how many seeds are done, until they all are and that is wiped away.
func TestTerminalSeesTheSeedsPass(t *testing.T) {
	people, program := terminal(t, 80)
	c := paperSettings()
	c.epochs = 40
	p, err := loadProblem(&c)
	require.NoError(t, err)
	done := make(chan string)
	go func() { done <- watch(t, people, func(string) {}) }()
	runs, err := runSeeds(t.Context(), c, p, 4, streams{program, program})
	require.NoError(t, err)
	require.Len(t, runs, 4)
	require.NoError(t, program.Close())
	require.Regexp(t, `^(\r  [0-4] of 4 seeds, (some time|\d+s) left\x1b\[K)*\r\x1b\[K$`, <-done)
}
