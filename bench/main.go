package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"chainrule/bench/internal/record"
)

// Exit statuses: of a failure, of input that can't be used, and of Ctrl-C.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// bases lists, by preference, the kernels that speeds are reported relative to: the naive
// loops, and the portable kernel where there are none.
var bases = []string{"naive", "ijk", "portable"}

// units lists the metrics by preference; a benchmark is reported in the first it has.
var units = []string{"GFLOP/s", "GB/s", "sec/element", "sec/op"}

// settings are the flags and the argument.
type settings struct {
	quick, asJSON bool
	explain       bool
	markdown      bool
	rounds        int
	out           string // file to record to
	svg           string // folder for figures
	file          string // file to report on
}

func (s *settings) flagSet() *flag.FlagSet {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.BoolVar(&s.quick, "quick", false, "fewer benchmarks: under a minute once built")
	flags.BoolVar(&s.explain, "explain", false, "instead, where a training step's time goes, from a CPU profile")
	flags.BoolVar(&s.asJSON, "json", false, "print JSON")
	flags.BoolVar(&s.markdown, "markdown", false, "print the README's table of it, in Markdown")
	flags.IntVar(&s.rounds, "rounds", 0, "how `often` each contender is run; below 6 nothing is claimed (default 20)")
	flags.StringVar(&s.out, "out", "", "record to `FILE` as well, in the format of go test -bench")
	flags.StringVar(&s.svg, "svg", "", "draw figures of it, into the `FOLDER`")
	return flags
}

// parse reads the command line.
func (s *settings) parse(args []string, out io.Writer) error {
	flags := s.flagSet()
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, "Measures products, functions, softmax and training steps: naive loops, the portable\n"+
			"kernel and each of the machine's, in turns, and reports with statistics. With the\n"+
			"name of a recorded file it reports on that.\n\n  go run ./bench [flags] [FILE]\n\n")
		flags.SetOutput(out)
		flags.PrintDefaults()
		return err
	case err != nil:
		return err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case given["out"] && s.out == "" || given["svg"] && s.svg == "" || flags.NArg() == 1 && flags.Arg(0) == "":
		return errors.New("a file or folder has no name")
	case s.asJSON && s.markdown:
		return errors.New("-json and -markdown do not go together")
	case given["rounds"] && s.rounds < 1:
		return fmt.Errorf("-rounds is %d: want at least 1", s.rounds)
	case flags.NArg() > 1:
		return fmt.Errorf("unexpected argument %q", flags.Arg(1))
	case flags.NArg() == 1 && (s.quick || s.rounds != 0 || s.out != ""):
		return fmt.Errorf("-quick, -rounds and -out are for measuring, not for a recorded file")
	case s.explain && (s.markdown || s.rounds != 0 || s.out != "" || s.svg != "" || flags.NArg() > 0):
		return fmt.Errorf("-explain goes with -json and -quick only")
	}
	s.file = flags.Arg(0)
	if s.rounds == 0 {
		s.rounds = 20
	}
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(command(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// command carries out a command line and returns the exit status.
func command(ctx context.Context, args []string, out, messages io.Writer) int {
	var s settings
	switch err := s.parse(args, out); {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintf(messages, "bench: %v\n", err)
		return exitUsage
	}
	err := s.run(ctx, out, messages)
	var bad *inputError
	if err != nil {
		fmt.Fprintf(messages, "bench: %v\n", err)
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &bad):
		return exitUsage
	}
	return exitFailed
}

// inputError is the error of a file that can't be used.
type inputError struct{ error }

// run measures, or reads, and reports.
func (s *settings) run(ctx context.Context, out, messages io.Writer) error {
	if s.explain {
		return s.explainSteps(ctx, out, messages)
	}
	r, err := s.record(ctx, messages)
	if err != nil {
		return err
	}
	r.Prefer(units...)
	report, err := r.Report(bases...)
	if err != nil {
		return err
	}
	arrange(report)
	return s.write(report, out)
}

// write prints a report, and below it the roofline of the fastest kernel.
func (s *settings) write(report *record.Report, out io.Writer) error {
	if s.svg != "" {
		if err := writeFigures(s.svg, report); err != nil {
			return err
		}
	}
	if s.markdown {
		_, err := io.WriteString(out, markdown(report))
		return err
	}
	kernel := best(report)
	operations := roofs(report, kernel)
	if s.asJSON {
		return writeJSON(out, struct {
			*record.Report
			Roofline []roofed `json:"roofline"`
		}{report, operations})
	}
	if err := report.Write(out); err != nil {
		return err
	}
	_, err := io.WriteString(out, roofTable(operations, limitsOf(report, kernel)))
	return err
}

// writeJSON writes x as JSON, in base units and with shares and ratios as plain numbers.
func writeJSON(w io.Writer, x any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	return encoder.Encode(x)
}

// record returns the record in the file, or a new measurement.
func (s *settings) record(ctx context.Context, messages io.Writer) (*record.Record, error) {
	if s.file != "" {
		r, err := readFile(s.file)
		if err != nil {
			return nil, &inputError{err}
		}
		r.Name = filepath.Base(s.file)
		return r, nil
	}
	return s.measure(ctx, messages)
}

// readFile reads a recorded file.
func readFile(name string) (*record.Record, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := unpacked(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return record.Read(name, text)
}

// unpacked returns a reader of the file's content, which may be packed by gzip.
func unpacked(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	if magic, err := b.Peek(2); err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
		return b, nil
	}
	return gzip.NewReader(b)
}
