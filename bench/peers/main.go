package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"

	"chainrule/bench/peers/internal/turns"
	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(2)
	}
}

func run(args []string, out, errs io.Writer) error {
	s, err := parse(args, errs)
	if err != nil {
		return err
	}
	if s.kernel != "" {
		restore, err := tensor.SetKernel(s.kernel)
		if err != nil {
			return err
		}
		defer restore()
	}
	if slices.Contains(s.peers, "openblas") {
		if err := openblas.Load(s.library, s.coreType, slices.Max(s.cores)); err != nil {
			return fmt.Errorf("%w (Debian: apt-get install libopenblas-dev; or do without: -peers gonum)", err)
		}
	}
	raw, err := turns.NewRaw(s.output)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // collected between shapes
	machine := s.machine()
	printMachine(out, machine)
	raw.Machine(machine, "GFLOP/s")
	for _, cores := range s.cores {
		if err := s.tables(cores, out, raw); err != nil {
			return err
		}
	}
	return raw.Close()
}

// tables measures and prints the tables of all types on a number of cores.
func (s *settings) tables(cores int, out io.Writer, raw *turns.Raw) error {
	raw.Config("table", plural(cores, "core"))
	if cores == 1 {
		apart, release, err := turns.Pin()
		if err != nil {
			return err
		}
		defer release()
		s.apart = apart
		defer func() { s.apart = nil }()
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	for _, name := range s.types {
		printHeader(out, name, cores)
		for _, r := range s.rows {
			if cores > 1 && !r.several() && !s.explicit {
				continue
			}
			result, err := s.measure(name, r, cores)
			if err != nil {
				return err
			}
			result.print(out)
			record(raw, name, result)
			runtime.GC()
		}
	}
	return nil
}

// plural is a number of things in words.
func plural(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// measure measures one shape.
func (s *settings) measure(name string, r row, cores int) (*result, error) {
	if name == "float32" {
		return compare[float32](s, r, r.float32, cores)
	}
	return compare[float64](s, r, r.float64, cores)
}
