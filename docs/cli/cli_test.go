package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		err     error
		status  int
		message string
	}{
		{nil, ExitOK, ""},
		{flag.ErrHelp, ExitOK, ""},
		{ErrSilent, ExitFailed, ""},
		{context.Canceled, ExitInterrupted, ""},
		{fmt.Errorf("%w: nothing is kept", ErrInterrupted), ExitInterrupted, "p: interrupted: nothing is kept\n"},
		{fmt.Errorf("x: %w", Unusable("a\n b")), ExitUsage, "p: x: a b\n"},
		{errors.New("a\nb"), ExitFailed, "p: a\nb\n"},
		{errors.New("a\x1b[2J\nb"), ExitFailed, "p: a?[2J\nb\n"},
	} {
		var b bytes.Buffer
		require.Equal(t, c.status, Status("p", c.err, &b), "%v", c.err)
		require.Equal(t, c.message, b.String())
	}
}

func TestParse(t *testing.T) {
	parse := func(name string, args ...string) (*flag.FlagSet, string, error) {
		var out bytes.Buffer
		flags := flag.NewFlagSet(name, flag.ContinueOnError)
		flags.Int("n", 7, "how many")
		err := Parse(flags, args, 1, "Counts.", Streams{Out: &out})
		return flags, out.String(), err
	}
	flags, out, err := parse("count", "-n", "3", "file")
	require.NoError(t, err)
	require.Empty(t, out)
	require.True(t, Given(flags, "n"))
	require.False(t, Given(flags, "m"))
	_, out, err = parse("count", "-h")
	require.ErrorIs(t, err, flag.ErrHelp)
	require.Equal(t, "Counts.\n\nFlags:\n  -n int\n    \thow many (default 7)\n", out)
	_, _, err = parse("count", "a", "b")
	require.EqualError(t, err, `count: unexpected argument "b"`)
	_, _, err = parse("", "-x")
	require.EqualError(t, err, "flag provided but not defined: -x")
	require.Equal(t, ExitUsage, Status("p", err, &bytes.Buffer{}))

	flags, _, err = parse("count", "-n", "3")
	require.NoError(t, err)
	require.NoError(t, CheckGiven(flags, "n"))
	flags.String("save", "", "")
	require.NoError(t, CheckGiven(flags, "save"), "a default is not given")
	require.NoError(t, flags.Parse([]string{"-save", ""}))
	require.EqualError(t, CheckGiven(flags, "n", "save"), "count: -save is empty: want a name")
}

// What is typed does not make a message longer.
func TestMessagesOfFlagsAreShort(t *testing.T) {
	long := strings.Repeat("x", 1000)
	for _, args := range [][]string{{"-n", long}, {"-n=" + long}, {"-" + long}, {"a", long}, {"-n", "\x1b\"" + long}} {
		flags := flag.NewFlagSet("count", flag.ContinueOnError)
		flags.Int("n", 7, "how many")
		err := Parse(flags, args, 1, "", Streams{})
		require.Less(t, len(err.Error()), 150)
		require.Contains(t, err.Error(), strings.Repeat("x", 50))
		require.NotContains(t, err.Error(), "\x1b")
	}
}

// Numbers that JSON has not are null, lists are never, and order and < are kept.
func TestJSON(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteJSON(&b, Object{"z", math.NaN(), "a", math.Inf(-1), "x", 0.1, "list", []string(nil), "objects", []Object(nil),
		"text", "a < b & c", "in", Object{"n", 1}, "none", Object{}}))
	require.Equal(t, `{
  "z": null,
  "a": null,
  "x": 0.1,
  "list": [],
  "objects": [],
  "text": "a < b & c",
  "in": {
    "n": 1
  },
  "none": {}
}
`, b.String())
	require.Error(t, WriteJSON(&b, Object{"f", func() {}}))
}

func TestTextIsFoldedOnTerminals(t *testing.T) {
	const long = "  a table   of 20\n\n  words and xxxxxxxxxxxxxxxxxxxxxxxx letters\n"
	var b bytes.Buffer
	NewText(&b).Printf(long)
	require.Equal(t, long, b.String(), "a pipe gets lines as they are")
	b.Reset()
	text := &Text{Width: 20, w: &b, folds: true, colours: true}
	text.Printf(long)
	require.Equal(t, "  a table   of 20\n\n  words and\n    xxxxxxxxxxxxxxxx\n    xxxxxxxx letters\n", b.String())
	require.Equal(t, "\x1b[31mx\x1b[0m", text.Paint(Red, "x"))
	require.Equal(t, "x", text.Paint("", "x"))
	require.Equal(t, 4, Columns("X̄ \x1b[31ma\x1b[0mb"))

	b.Reset()
	for _, name := range []string{"name     ", "a long name of a", strings.Repeat("n", 11)} {
		text.Row(name, "  1    2 ")
	}
	require.Equal(t, "name       1    2\na long name of a\n             1    2\nnnnnnnnnnnn  1    2\n", b.String())
}

func TestCells(t *testing.T) {
	require.Equal(t, "X̄b  ", Cell("X̄b", 4))
	require.Equal(t, "abc…", Cell("abcde", 4))
	require.Equal(t, "  ab", Right("ab", 4))
	require.Equal(t, "a?[…", Right("a\x1b[2J", 4))
	require.Equal(t, "- a b\n  c", Wrap("- ", "  ", "a b c", 5))
}

// A line on a terminal is renewed ten times a second; a plain one is printed if it is due
// or after ten seconds of silence, and none elsewhere.
func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		p := NewProgress(&b)
		show := func(due bool) string {
			b.Reset()
			p.Show(due, func() string { return p.Left(1, 4) })
			return b.String()
		}
		time.Sleep(20 * time.Second)
		require.Empty(t, show(true), "nothing in a pipe")
		p.Wipe()
		require.Empty(t, b.String())
		p.Plain = true
		require.Equal(t, "1m0s left\n", show(false), "after silence")
		require.Empty(t, show(false))
		require.Equal(t, "1m0s left\n", show(true))
		p.Terminal = true
		require.Empty(t, show(true), "too soon")
		time.Sleep(100 * time.Millisecond)
		require.Equal(t, "\r1m0s left\x1b[K", show(false))
		require.Equal(t, "some time left", p.Left(0, 4))
	})
}
