package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"

	"chainrule/bench/internal/record"
	"chainrule/docs/cli"
	"chainrule/nn/file"
)

// bases lists, by preference, the kernels that speeds are reported relative to: the naive
// loops, and the portable kernel where there are none.
var bases = []string{"naive", "ijk", "portable"}

// units lists the metrics by preference; a benchmark is reported in the first it has.
var units = []string{"GFLOP/s", "GB/s", "sec/element", "sec/op"}

// settings are the flags and the argument.
type settings struct {
	quick, asJSON bool
	markdown      bool
	peers         bool
	root          string // folder of another system with the peers
	again         int
	rounds        int
	out           string // file to record to
	svg           string // folder for figures
	file          string // file to report on
}

func (s *settings) flagSet() *flag.FlagSet {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.BoolVar(&s.quick, "quick", false, "fewer benchmarks: under a minute once built")
	flags.BoolVar(&s.asJSON, "json", false, "print JSON")
	flags.BoolVar(&s.markdown, "markdown", false, "print the table of bench/README.md, in Markdown")
	flags.BoolVar(&s.peers, "peers", false, "beside OpenBLAS, gonum, NumPy, PyTorch and ONNX Runtime, as far as they are installed")
	flags.StringVar(&s.root, "root", "", "with -peers: take them from the `FOLDER` that bench/peers/newest.sh made")
	flags.IntVar(&s.again, "again", 0, "instead, so many `times` the kernel in use beside itself: how often a difference is found")
	flags.IntVar(&s.rounds, "rounds", 0, "how `often` each contender is run; below 6 nothing is claimed (default 20; -quick 10, -peers and -again 15)")
	flags.StringVar(&s.out, "out", "", "record to `FILE` as well, in the format of go test -bench")
	flags.StringVar(&s.svg, "svg", "", "draw figures of it, into the `FOLDER`")
	return flags
}

const about = "Measures products, functions, softmax and training steps: naive loops, the portable\n" +
	"kernel and each of the machine's, in turns, and reports with statistics. With the\n" +
	"name of a recorded file it reports on that.\n\n  go run ./bench [flags] [FILE]"

// parse reads the command line.
func (s *settings) parse(args []string, out cli.Streams) error {
	flags := s.flagSet()
	if err := cli.Parse(flags, args, 1, about, out); err != nil {
		return err
	}
	given := func(name string) bool { return cli.Given(flags, name) }
	switch {
	case given("out") && s.out == "" || given("svg") && s.svg == "" || flags.NArg() == 1 && flags.Arg(0) == "":
		return cli.Unusable("a file or folder has no name")
	case s.asJSON && s.markdown:
		return cli.Unusable("-json and -markdown do not go together")
	case given("rounds") && s.rounds < 1:
		return cli.Unusable("-rounds is %d: want at least 1", s.rounds)
	case flags.NArg() == 1 && (s.quick || s.rounds != 0 || s.out != ""):
		return cli.Unusable("-quick, -rounds and -out are for measuring, not for a recorded file")
	case s.root != "" && !s.peers:
		return cli.Unusable("-root goes with -peers only")
	case given("again") && s.again < 1:
		return cli.Unusable("-again is %d: want at least 1", s.again)
	case s.peers && s.quick || s.again > 0 && (s.quick || s.peers || s.markdown || s.asJSON || s.out != "" || s.svg != ""):
		return cli.Unusable("-quick, -peers and -again exclude each other, and -again goes with -rounds only")
	case flags.NArg() == 1 && (s.peers || s.again > 0):
		return cli.Unusable("-peers and -again are for measuring, not for a recorded file")
	}
	s.file = flags.Arg(0)
	switch {
	case s.rounds == 0 && s.quick:
		s.rounds = 10
	case s.rounds == 0 && (s.peers || s.again > 0):
		s.rounds = 15
	case s.rounds == 0:
		s.rounds = 20
	}
	if s.root != "" {
		if err := checkRoot(s.root); err != nil {
			return cli.Unusable("%w", err)
		}
	}
	return nil
}

func main() { cli.Main("bench", command) }

// command carries out a command line.
func command(ctx context.Context, args []string, out cli.Streams) error {
	var s settings
	if err := s.parse(args, out); err != nil {
		return err
	}
	ctx, stop := cli.Interruptible(ctx)
	defer stop()
	return s.run(ctx, out.Out, out.Err)
}

// run measures, or reads, and reports.
func (s *settings) run(ctx context.Context, out, messages io.Writer) error {
	if s.again > 0 {
		return s.repeat(ctx, out, messages)
	}
	r, unsaved, err := s.record(ctx, messages)
	if err != nil {
		return errors.Join(err, unsaved)
	}
	r.Prefer(units...)
	report, err := r.Report(basesOf(r)...)
	if err == nil {
		arrange(report)
		err = s.write(report, out, messages)
	}
	return errors.Join(err, unsaved)
}

// write prints the summary of a report, and below it, unless it is short, every interval.
func (s *settings) write(report *record.Report, out, messages io.Writer) error {
	if s.svg != "" {
		if err := writeFigures(s.svg, report, messages); err != nil {
			return err
		}
	}
	if s.markdown {
		table := markdown(report)
		if table == "" {
			fmt.Fprintln(messages, "bench: -markdown: the record has none of the rows of that table")
		}
		_, err := io.WriteString(out, table)
		return err
	}
	kernel := best(report)
	operations := roofs(report, kernel)
	if s.asJSON {
		return cli.WriteJSON(out, struct {
			*record.Report
			Roofline []roofed `json:"roofline"`
		}{report, operations})
	}
	text := cli.NewText(out)
	if _, err := io.WriteString(text, compact(report, kernel, operations)); err != nil {
		return err
	}
	write := report.Write
	if s.quick || slices.ContainsFunc(report.Rows, hasRival) {
		write = report.WriteSentences
	}
	if err := write(text); err != nil {
		return err
	}
	_, err := io.WriteString(text, unmeasured(report))
	return err
}

// record returns the record in the file, or a new measurement and why it could not be written.
func (s *settings) record(ctx context.Context, messages io.Writer) (r *record.Record, unsaved, err error) {
	if s.file == "" {
		text, unsaved, err := s.measure(ctx, messages)
		if err != nil {
			return nil, nil, err
		}
		r, err = record.Read("the measurement", bytes.NewReader(text))
		return r, unsaved, err
	}
	if r, err = readFile(s.file); err != nil {
		return nil, nil, cli.Unusable("%w", err)
	}
	r.Name = cli.Printable(filepath.Base(s.file))
	return r, nil, nil
}

// readFile reads a recorded file, which may be packed by gzip.
func readFile(name string) (*record.Record, error) {
	text, err := file.Open(name, math.MaxInt64) // record.Read has the limit
	if err != nil {
		return nil, err
	}
	defer text.Close()
	return record.Read(name, text)
}
