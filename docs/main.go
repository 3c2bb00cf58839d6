// Docs runs the paper "Multi-Layer Perceptron for Multi-Class Classification": its
// equations on trial, its model trained on its data, its result beside ours.
//
//	go run ./docs                    the whole paper
//	go run ./docs verify  [flags]    the equations on trial, a line each
//	go run ./docs train   [flags]    a model, by default the paper's
//	go run ./docs dataset [flags]    the data, by default the paper's, as CSV
//	go run ./docs write              what is generated in the book, written
//	go run ./docs check   [flags]    the book, compared with what it is written from
//	go run ./docs serve   [flags]    the book in a browser, with live trials
//
// With -h each lists its flags. The exit status is 0 for success, 1 if an equation
// fails its trial, a run fails or the book is not as it should be, 2 for input that
// can't be used, and 130 if training was interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Exit statuses.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// streams are where a command writes.
type streams struct {
	out, err io.Writer
}

// output is a file that remembers the first write that failed, so that no caller
// need ask after each.
type output struct {
	*os.File
	err error
}

// Write writes to the file unless a write has failed before.
func (o *output) Write(data []byte) (n int, err error) {
	if o.err == nil {
		n, o.err = o.File.Write(data)
	}
	return n, o.err
}

// usageError is input that can't be used.
type usageError struct{ error }

// unusable returns a usageError.
func unusable(format string, arguments ...any) error {
	return usageError{fmt.Errorf(format, arguments...)}
}

// errSilent is a failure of which the output has told already.
var errSilent = errors.New("failed")

func main() {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is a write that fails, not a death
	out := &output{File: os.Stdout}
	status := run(context.Background(), os.Args[1:], streams{out, os.Stderr})
	if out.err != nil && status == exitOK {
		fmt.Fprintf(os.Stderr, "docs: standard output: %v\n", out.err)
		status = exitFailed
	}
	os.Exit(status)
}

// interruptible returns a context that an interruption ends. A second one ends the
// program. A signal that was ignored when the program began, as nohup has it, still is.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
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

// run carries out a command line and returns the exit status.
func run(ctx context.Context, args []string, s streams) int {
	err := dispatch(ctx, args, s)
	var unusable usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errSilent):
		return exitFailed
	case errors.As(err, &unusable):
		fmt.Fprintf(s.err, "docs: %s\n", oneLine(err))
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	fmt.Fprintf(s.err, "docs: %s\n", oneLine(err))
	return exitFailed
}

// dispatch calls the subcommand.
func dispatch(ctx context.Context, args []string, s streams) error {
	if len(args) == 0 {
		return paperCommand(ctx, s)
	}
	switch name, args := args[0], args[1:]; name {
	case "verify":
		return verifyCommand(args, s)
	case "train":
		return trainCommand(ctx, args, s)
	case "dataset":
		return datasetCommand(args, s)
	case "write":
		return writeCommand(ctx, args, s)
	case "check":
		return checkCommand(ctx, args, s)
	case "serve":
		return serveCommand(ctx, args, s)
	case "-h", "-help", "--help", "help":
		fmt.Fprint(s.out, usage)
		return nil
	default:
		return unusable("unknown command %q: want verify, train, dataset, write, check or serve, or none for the whole paper", name)
	}
}

const usage = `The paper "Multi-Layer Perceptron for Multi-Class Classification", run.

  go run ./docs                    the whole paper: equations checked, model
                                   trained, result beside the paper's
  go run ./docs verify  [flags]    the equations on trial, a line each, with
                                   proofs, listings, examples and planted errors
  go run ./docs train   [flags]    train a model, by default the paper's
  go run ./docs dataset [flags]    the data, by default the paper's, as CSV
  go run ./docs write              what is generated in the book, written
  go run ./docs check   [flags]    the book, compared with what it is written from
  go run ./docs serve   [flags]    the book in a browser, with live trials

verify -h, train -h, dataset -h, check -h and serve -h list the flags.
Exit status: 0 success, 1 an equation or a run failed or the book is wrong,
2 unusable input, 130 training was interrupted.
`

// parse parses the flags of a subcommand, of which there are no arguments left
// over. Help goes to standard output, a mistake into the error.
func parse(flags *flag.FlagSet, args []string, about string, s streams) error {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(s.out, "%s\n\nFlags:\n", about)
		flags.SetOutput(s.out)
		flags.PrintDefaults()
		return err
	case err != nil:
		return unusable("%s: %w", flags.Name(), err)
	case flags.NArg() > 0:
		return unusable("%s: unexpected argument %q", flags.Name(), flags.Arg(0))
	}
	return nil
}

// oneLine returns an error's message without line breaks.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
