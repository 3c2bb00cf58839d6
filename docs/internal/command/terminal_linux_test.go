package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
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
	require.NoError(t, unix.IoctlSetPointerInt(int(people.Fd()), unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetUint32(int(people.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { program.Close() })
	require.NoError(t, unix.IoctlSetWinsize(int(program.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}))
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	return people, program
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
		require.Equal(t, cli.ExitInterrupted, command.ProcessState.ExitCode(), seen)

		seen = strings.Replace(seen, "^C", "", 1) // the echo
		begin := strings.Index(seen, "\r")
		end := strings.LastIndex(seen, "\r\x1b[K")
		require.Contains(t, seen[:begin], "8 batches an epoch", "what is trained")
		require.NotContains(t, seen[begin:end], "\n", "one line")
		for _, text := range strings.Split(seen[begin+1:end], "\r") {
			text, erased := strings.CutSuffix(text, "\x1b[K")
			require.True(t, erased, "%q", text)
			require.LessOrEqual(t, len(text), int(columns)-1)
			require.Regexp(t, `^epoch \d+/1000000  cost \S+  t`, text)
		}
		after := seen[end+len("\r\x1b[K"):]
		require.Regexp(t, `(?s)^ *\d+ ┼.*test cost, summed over the\s+test\s+rows\ninterrupted after step \d+ of 8000000\nafter step `, after)
		for _, text := range strings.Split(seen[:begin]+after, "\n") {
			require.LessOrEqual(t, cli.Columns(text), int(columns))
		}
	}
}

// Neither a terminal that can do nothing nor one that shows the JSON lines as well
// gets a line that renews itself; one beside the JSON lines does.
func TestTerminalIsKnown(t *testing.T) {
	people, program := terminal(t, 80)
	go io.Copy(io.Discard, people)
	c := paperSettings()
	require.NoError(t, c.load())
	var pipe bytes.Buffer
	require.True(t, newReporter(&c, cli.Streams{Out: program, Err: &pipe}).progress.Terminal)
	require.False(t, newReporter(&c, cli.Streams{Out: &pipe, Err: program}).progress.Terminal)
	require.True(t, cli.IsTerminal(program))
	require.Equal(t, 80, cli.NewText(program).Width)
	c.json = true
	require.True(t, newReporter(&c, cli.Streams{Out: &pipe, Err: program}).progress.Terminal)
	require.False(t, newReporter(&c, cli.Streams{Out: program, Err: program}).progress.Terminal)
	require.False(t, newReporter(&c, cli.Streams{Out: program, Err: &pipe}).progress.Terminal)
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer null.Close()
	require.False(t, cli.IsTerminal(null))
	t.Setenv("TERM", "dumb")
	require.False(t, cli.IsTerminal(program))
}

// A terminal sees how many seeds are done, until they all are and that is wiped away.
func TestTerminalSeesTheSeedsPass(t *testing.T) {
	people, program := terminal(t, 80)
	done := make(chan string)
	go func() { done <- watch(t, people, func(string) {}) }()
	runs, err := runSeeds(t.Context(), 4, cli.Streams{Out: program, Err: program})
	require.NoError(t, err)
	require.Len(t, runs, 4)
	require.NoError(t, program.Close())
	require.Regexp(t, `^(\r  [1-4] of 4 seeds, \d+s left\x1b\[K)+\r\x1b\[K$`, <-done)
}

// onTerminal runs the command in this process and returns what people see on a terminal.
func onTerminal(t *testing.T, columns uint16, args ...string) string {
	t.Helper()
	people, program := terminal(t, columns)
	seen := make(chan string)
	go func() { seen <- watch(t, people, func(string) {}) }()
	into(t.Context(), args, program, program)
	require.NoError(t, program.Close())
	return <-seen
}

// No line is wider than the terminal, whatever is printed, and nothing gets lost in the
// narrow.
func TestOutputsHaveTheWidthOfTheTerminal(t *testing.T) {
	fewSeeds(t, 3)
	lists := [][]string{{"train", "-epochs", "3"}, {"verify", "-equation", "46"}}
	if !testing.Short() {
		lists = append(lists, []string{}, []string{"verify"}, []string{"train", "-as-printed"}, []string{"verify", "-equation", "Code 8"})
	}
	for _, args := range lists {
		words := strings.Fields(onTerminal(t, 80, args...))
		for _, columns := range []uint16{40, 57}[:map[bool]int{true: 1, false: 2}[testing.Short()]] {
			seen := onTerminal(t, columns, args...)
			lines := strings.Split(seen[strings.LastIndex(seen, "\r")+1:], "\n")
			for _, text := range lines {
				require.LessOrEqual(t, cli.Columns(strings.ReplaceAll(text, "\x1b[K", "")), int(columns), "%v: %q", args, text)
			}
			if len(args) > 0 && args[0] == "verify" {
				require.Equal(t, words, strings.Fields(seen), "%v at %d columns", args, columns)
			}
		}
	}
}

// Verdicts have colours on a terminal that is not dumb, unless NO_COLOR is set.
func TestColoursAreForTerminals(t *testing.T) {
	args := []string{"verify", "-equation", "46"}
	plain, _, _ := here(t, args...)
	require.NotContains(t, plain, "\x1b")
	seen := onTerminal(t, 80, args...)
	require.Equal(t, plain, escapes.ReplaceAllString(seen, ""))
	require.Regexp(t, `(?m)^ +46 .* \x1b\[31mFAIL\x1b\[0m  \x1b\[32mPASS\x1b\[0m$`, seen)
	tryInstead(t, withVerdict(gradcheck.KINK))
	require.Contains(t, onTerminal(t, 80, "verify", "-equation", "30"), "\x1b[33mKINK\x1b[0m\n")

	people, program := terminal(t, 80)
	go io.Copy(io.Discard, people)
	require.NotEqual(t, "x", cli.NewText(program).Paint(cli.Red, "x"))
	t.Setenv("NO_COLOR", "1")
	require.Equal(t, "x", cli.NewText(program).Paint(cli.Red, "x"))
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "dumb")
	require.Equal(t, "x", cli.NewText(program).Paint(cli.Red, "x"))
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// The mutation table and the confusion of many classes fit narrow terminals too.
func TestNarrowTables(t *testing.T) {
	var b bytes.Buffer
	text := cli.NewText(&b)
	text.Width = 40
	printTable(text, equations.Score{}, []equations.RuleScore{{Name: "SciPy check_derivative", Killed: 122.5, Total: 142, FalseAlarms: 576, Weakest: 3.04}})
	require.Contains(t, b.String(), "SciPy check_derivative\n")
	require.Contains(t, b.String(), "\n        122.5   86.3%      576      3.04\n")
	table := make([][]int, 12)
	for i := range table {
		table[i] = make([]int, 12)
		table[i][i], table[i][0] = 30, 7
	}
	require.Contains(t, confusionTable(table, strings.Fields("a b c d e f g h i j k l"), 80), "\n  b: 7 as a 30 as b\n")
}
