package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"chainrule/bench/peers/internal/python"
	"chainrule/bench/peers/internal/turns"
	"chainrule/tensor"
)

// usage is the error of flags that can't be used.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

func main() { os.Exit(command(os.Args[1:], os.Stdout, os.Stderr)) }

// command carries out a command line and returns the exit status: 2 if it can't be
// used, 1 if a measurement fails or there is nothing to compare with.
func command(args []string, out, errs io.Writer) int {
	err := run(args, out)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return 0
	}
	fmt.Fprintln(errs, "peers:", err)
	if errors.As(err, new(usage)) {
		return 2
	}
	return 1
}

func run(args []string, out io.Writer) error {
	s, err := parse(args, out)
	if err != nil {
		return usage{err}
	}
	if s.kernel != "" {
		restore, err := tensor.SetKernel(s.kernel)
		if err != nil {
			return usage{err}
		}
		defer restore()
	}
	p, err := s.gather(out)
	if err != nil {
		return err
	}
	defer python.Quit(p.processes)
	raw, err := turns.NewRaw(s.output)
	if err != nil {
		return usage{err}
	}
	r := &report{out: out, raw: raw}
	if err := s.report(p, r); err != nil {
		return err
	}
	return raw.Close()
}

// report is the destination of the results.
type report struct {
	out     io.Writer
	raw     *turns.Raw
	entries []entry // of the summary
}

// report measures and reports everything requested, with the peers that are present.
// After a failure it prints a summary of the results so far.
func (s *settings) report(p *present, r *report) error {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // collected between shapes and cases
	facts := s.machine(p)
	printMachine(r.out, facts)
	r.raw.Machine(facts, "GFLOP/s", "GB/s")
	err := s.measure(p, r)
	printSummary(r.out, r.entries)
	printAbsent(r.out, p.absent)
	return err
}

// measure measures and prints the selected tables.
func (s *settings) measure(p *present, r *report) error {
	for _, cores := range s.cores {
		if s.products {
			if err := s.tables(p.products, cores, r); err != nil {
				return err
			}
		}
	}
	if s.functions {
		return s.functionTable(p.processes, r)
	}
	return nil
}

// tables measures and prints the tables of all types on a number of cores.
func (s *settings) tables(peers []string, cores int, r *report) error {
	r.raw.Config("table", plural(cores, "core"))
	apart := func() {}
	if cores == 1 {
		pinned, release, err := turns.Pin()
		if err != nil {
			return err
		}
		defer release()
		apart = pinned
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	length := productSlice
	if cores > 1 {
		length = sharedSlice
	}
	m := measurement{peers, cores, s.rounds, s.sliceOf(length), apart}
	for _, name := range s.types {
		printHeader(r.out, name, cores)
		for _, row := range s.rows {
			if cores > 1 && !row.several() && !s.explicit {
				continue
			}
			result, err := m.measure(name, row)
			if err != nil {
				return err
			}
			result.print(r.out)
			record(r.raw, name, result)
			r.entries = append(r.entries, result.entry(name))
			runtime.GC()
		}
	}
	return nil
}

// functionTable measures and prints the functions and training steps.
func (s *settings) functionTable(peers []*python.Peer, r *report) error {
	r.raw.Config("table", "functions and training steps, 1 core")
	python.PrintHeader(r.out)
	p := s.python
	p.Rounds, p.Slice = s.rounds, s.sliceOf(functionSlice)
	return p.Measure(s.cases, peers, func(result *python.Result) {
		result.Print(r.out)
		result.Record(r.raw)
		r.entries = append(r.entries, entryOf(result))
	})
}

// plural is a number of things in words.
func plural(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}
