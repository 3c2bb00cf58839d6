package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

// here runs the command in this process and returns its output, its messages and its exit status.
func here(args ...string) (out, messages string, status int) {
	var o, m bytes.Buffer
	status = cli.Status("bench", command(context.Background(), args, cli.Streams{Out: &o, Err: &m}), &m)
	return o.String(), m.String(), status
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		reason string
		args   []string
	}{
		{`unexpected argument "b"`, []string{"a", "b"}},
		{"are for measuring, not for a recorded file", []string{"-quick", "a"}},
		{"are for measuring, not for a recorded file", []string{"-out", "x", "a"}},
		{"-rounds is -1: want at least 1", []string{"-rounds", "-1"}},
		{"-rounds is 0: want at least 1", []string{"-rounds", "0"}},
		{"-json and -markdown do not go together", []string{"-json", "-markdown", "a"}},
		{"a file or folder has no name", []string{""}},
		{"a file or folder has no name", []string{"-svg", "", "a"}},
		{"-root goes with -peers only", []string{"-root", "x"}},
		{`-root: "/nowhere" is no folder`, []string{"-peers", "-root", "/nowhere"}},
		{"-again is 0: want at least 1", []string{"-again", "0"}},
		{"exclude each other", []string{"-peers", "-quick"}},
		{"exclude each other", []string{"-again", "2", "-json"}},
		{"are for measuring, not for a recorded file", []string{"-peers", "a"}},
		{"flag provided but not defined: -fast", []string{"-fast"}},
	} {
		_, messages, status := here(c.args...)
		require.Equal(t, cli.ExitUsage, status)
		require.Equal(t, 1, strings.Count(messages, "\n"), messages)
		require.Contains(t, messages, "bench: ")
		require.Contains(t, messages, c.reason)
	}
	out, _, status := here("-h")
	require.Equal(t, cli.ExitOK, status)
	require.Contains(t, out, "go run ./bench [flags] [FILE]")

	var s settings
	require.NoError(t, s.parse([]string{"-quick"}, cli.Streams{}))
	require.Equal(t, 10, s.rounds)
	s = settings{}
	require.NoError(t, s.parse(nil, cli.Streams{}))
	require.Equal(t, 20, s.rounds)
}

// recorded writes a record of six rounds, in which the kernel takes half the time, and
// returns its name.
func recorded(t *testing.T, last string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("goos: linux\n")
	for round := range 6 {
		fmt.Fprintf(&b, "round: %d\n", round+1)
		fmt.Fprintf(&b, "BenchmarkX/n=1/kernel=naive 1 %d ns/op\n", 100+round)
		fmt.Fprintf(&b, "BenchmarkX/n=1/kernel=avx2 1 %d ns/op\n", (100+round)/2)
	}
	b.WriteString(last)
	name := filepath.Join(t.TempDir(), "record.txt")
	require.NoError(t, os.WriteFile(name, []byte(b.String()), 0o644))
	return name
}

func TestReportOnARecordedFile(t *testing.T) {
	out, messages, status := here(recorded(t, ""))
	require.Equal(t, cli.ExitOK, status, messages)
	require.Contains(t, out, "X n=1")
	require.Regexp(t, `avx2 .* 2\.0\d+ .*faster`, out)

	out, _, status = here("-json", recorded(t, ""))
	require.Equal(t, cli.ExitOK, status)
	require.Contains(t, out, `"verdict": "faster"`)

	_, messages, status = here(recorded(t, "BenchmarkX/n=1/kernel=avx2 1 x ns/op\n"))
	require.Equal(t, cli.ExitUsage, status)
	require.Regexp(t, `^bench: .*record\.txt:20: `, messages)
	_, messages, status = here("-quick", "-out", filepath.Join(t.TempDir(), "none", "x"))
	require.Equal(t, cli.ExitFailed, status)
	require.Contains(t, messages, "bench: -out ", "before anything is measured")
	require.NotContains(t, messages, "building")
	_, messages, status = here("-quick", "-out", t.TempDir())
	require.Equal(t, cli.ExitFailed, status)
	require.Contains(t, messages, "not a regular file")
	_, messages, status = here("-quick", "-svg", filepath.Join(t.TempDir(), "none"))
	require.Equal(t, cli.ExitFailed, status)
	require.Contains(t, messages, "bench: -svg ")
	require.NotContains(t, messages, ".bench", "a name that nobody gave")
	_, messages, status = here("no such file")
	require.Equal(t, cli.ExitUsage, status)
	require.Contains(t, messages, "no such file")
}

// A measurement is reported, and its record kept, where the file can't be written after all.
func TestReportIsPrintedWhereTheRecordIsNotWritten(t *testing.T) {
	spare, folder, turns := t.TempDir(), filepath.Join(t.TempDir(), "gone"), takeTurns
	t.Setenv("TMPDIR", spare)
	defer func() { takeTurns = turns }()
	text, err := os.ReadFile(recorded(t, ""))
	require.NoError(t, err)
	takeTurns = func(context.Context, *settings, io.Writer) ([]byte, error) { return text, os.Remove(folder) }
	require.NoError(t, os.Mkdir(folder, 0o755))
	out, messages, status := here("-out", filepath.Join(folder, "record.txt"))
	require.Equal(t, cli.ExitFailed, status)
	require.Regexp(t, `avx2 .*faster`, out)
	told, kept, _ := strings.Cut(messages, "; the complete content is kept in ")
	require.Equal(t, "bench: -out "+filepath.Join(folder, "record.txt")+": no such file or directory", told)
	content, err := os.ReadFile(strings.TrimSpace(kept))
	require.NoError(t, err)
	require.Equal(t, text, content)

	takeTurns = func(context.Context, *settings, io.Writer) ([]byte, error) { return text, nil }
	file := filepath.Join(t.TempDir(), "record.txt")
	_, messages, status = here("-out", file)
	require.Equal(t, cli.ExitOK, status, messages)
	content, err = os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, text, content)
}

// The turns follow each other in every round, to and fro, and their output is kept in order.
func TestRounds(t *testing.T) {
	quiet := cli.NewProgress(io.Discard)
	turns := []turn{{"a", "1ms", 1, own}, {"b", "2ms", 2, peers}}
	run := func(_ context.Context, r turn) ([]byte, error) { return []byte(r.pattern + r.time + "\n"), nil }
	text, err := inRounds(t.Context(), 2, turns, quiet, run)
	require.NoError(t, err)
	require.Equal(t, "rounds: 2\nround: 1\na1ms\nb2ms\nround: 2\nb2ms\na1ms\n", string(text))

	require.Equal(t, turns[:1], possible(turns, 1))
	require.Equal(t, turns, possible(turns, 2))

	broken := func(context.Context, turn) ([]byte, error) { return []byte("panic: x\n"), errors.New("exit status 2") }
	text, err = inRounds(t.Context(), 2, turns, quiet, broken)
	require.Nil(t, text)
	require.EqualError(t, err, "round 1, a: exit status 2\npanic: x\n")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = inRounds(ctx, 2, turns, quiet, run)
	require.EqualError(t, err, "interrupted: nothing is recorded")
}
