// Package cli is the part that the programs of this module share: exit statuses, flags,
// interruption, text in the width and the colours of a terminal, a line of progress, JSON.
// It imports nothing of the module.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"chainrule/nn/file"
)

// Exit statuses.
const (
	ExitOK          = 0
	ExitFailed      = 1
	ExitUsage       = 2 // input that can't be used
	ExitInterrupted = 130
)

// Streams are the outputs of a command.
type Streams struct {
	Out, Err io.Writer
}

// usageError is input that can't be used.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// Unusable returns an error with [ExitUsage].
func Unusable(format string, arguments ...any) error {
	return usageError{fmt.Errorf(format, arguments...)}
}

var (
	ErrSilent      = errors.New("failed")      // a failure that the output has told
	ErrInterrupted = errors.New("interrupted") // has a message, unlike context.Canceled
)

// Status reports the error of a command on w, if there is anything to say, and returns the
// exit status. A message about unusable input is one line.
func Status(program string, err error, w io.Writer) int {
	tell := func(text string) {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			lines[i] = Printable(line)
		}
		fmt.Fprintf(w, "%s: %s\n", program, strings.Join(lines, "\n"))
	}
	var unusable usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return ExitOK
	case errors.Is(err, ErrSilent):
		return ExitFailed
	case errors.As(err, &unusable):
		tell(strings.Join(strings.Fields(err.Error()), " "))
		return ExitUsage
	case errors.Is(err, context.Canceled):
		return ExitInterrupted
	case errors.Is(err, ErrInterrupted):
		tell(err.Error())
		return ExitInterrupted
	}
	tell(err.Error())
	return ExitFailed
}

// output is a file that remembers the first write that failed, so that no caller need ask
// after each.
type output struct {
	*os.File
	gone context.CancelFunc // called if nobody reads any more
	err  error
}

// Write writes to the file unless a write has failed before.
func (o *output) Write(data []byte) (n int, err error) {
	if o.err == nil {
		if n, o.err = o.File.Write(data); errors.Is(o.err, syscall.EPIPE) {
			o.gone()
		}
	}
	return n, o.err
}

// Main runs a command as a program and exits. A reader of standard output that has gone,
// such as head, interrupts the command and is no failure: the status is 0, without a word,
// since go run prints a line about any other end.
func Main(program string, command func(ctx context.Context, args []string, s Streams) error) {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is a write that fails, not a death
	ctx, gone := context.WithCancel(context.Background())
	out := &output{File: os.Stdout, gone: gone}
	err := command(ctx, os.Args[1:], Streams{out, os.Stderr})
	if out.err != nil && (err == nil || errors.Is(err, flag.ErrHelp)) {
		err = fmt.Errorf("standard output: %w", out.err)
	}
	if errors.Is(out.err, syscall.EPIPE) && (errors.Is(err, syscall.EPIPE) || errors.Is(err, context.Canceled)) {
		err = nil
	}
	os.Exit(Status(program, err, os.Stderr))
}

// Interruptible returns a context that an interruption ends. A second one ends the
// program. A signal that was ignored when the program began, as nohup has it, still is.
func Interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	signals := []os.Signal{syscall.SIGTERM}
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signals = append(signals, s)
		}
	}
	ctx, stop := signal.NotifyContext(ctx, signals...)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// Parse parses flags, after which there are at most so many arguments. Help goes to
// standard output, a mistake into the error, after the name of the flag set if it has one.
func Parse(flags *flag.FlagSet, args []string, most int, about string, s Streams) error {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	name := flags.Name()
	if name != "" {
		name += ": "
	}
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(s.Out, "%s\n\nFlags:\n", about)
		flags.SetOutput(s.Out)
		flags.PrintDefaults()
		return err
	case err != nil:
		return Unusable("%s%s", name, word.ReplaceAllStringFunc(err.Error(), brief))
	case flags.NArg() > most:
		return Unusable("%sunexpected argument %s", name, file.Quote(flags.Arg(most)))
	}
	return nil
}

// word matches what somebody typed in an error of package flag: a quotation, or a word.
var word = regexp.MustCompile(`"(\\.|[^"\\])*"|\S+`)

func brief(word string) string {
	if text, err := strconv.Unquote(word); err == nil {
		return file.Quote(text)
	}
	return file.Short(word)
}

// CheckGiven returns an error if one of the flags was given an empty value, as a variable that
// is not set gives it.
func CheckGiven(flags *flag.FlagSet, names ...string) error {
	for _, name := range names {
		if Given(flags, name) && flags.Lookup(name).Value.String() == "" {
			return Unusable("%s: -%s is empty: want a name", flags.Name(), name)
		}
	}
	return nil
}

// Given reports whether the flag was set on the command line.
func Given(flags *flag.FlagSet, name string) (is bool) {
	flags.Visit(func(f *flag.Flag) { is = is || f.Name == name })
	return is
}
