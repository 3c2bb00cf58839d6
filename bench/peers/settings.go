package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"chainrule/bench/ceiling"
	"chainrule/bench/peers/internal/python"
	"chainrule/bench/peers/internal/turns"
)

// settings holds the values of the flags.
type settings struct {
	types, peers        []string
	named               bool // -peers was given: no peer may be missing
	products, functions bool // whether each kind of table is measured
	cores               []int
	rows                []row
	explicit            bool // no group among the shapes: all of them on several cores, too
	cases               []python.Case
	rounds              int
	slice               time.Duration // 0: each table's own
	quick               bool
	kernel, library     string
	python              python.Settings
	output              string
}

// The slices of both kinds of table, for the usual run and for -quick. A slice in Python begins with
// calls that are not timed, so it must be longer.
var (
	productSlice  = slice{2 * time.Millisecond, 1 * time.Millisecond}
	sharedSlice   = slice{20 * time.Millisecond, 10 * time.Millisecond} // on several cores, whose threads take milliseconds to come
	functionSlice = slice{20 * time.Millisecond, 5 * time.Millisecond}
)

type slice struct{ usual, quick time.Duration }

// defaultLibrary is the name that the system's loader knows OpenBLAS by.
const defaultLibrary = "libopenblas.so.0"

// productPeers lists the peers for products.
var productPeers = []string{"openblas", "gonum"}

// functionPeers returns the peers for functions and training steps.
func functionPeers() []string { return python.Suited(ceiling.ISAs()) }

func allPeers() []string { return slices.Concat(productPeers, functionPeers()) }

// quick holds the flags that -quick sets, unless they are given. Twelve rounds are six for
// gonum, which takes part in every other one, and six it takes for an interval.
var quick = map[string]string{"rounds": "12", "cores": "1", "shapes": "8,64,512,paper,digits"}

// lists are the flags that are lists.
type lists struct{ types, peers, cores, shapes, only string }

func (s *settings) flagSet(l *lists) *flag.FlagSet {
	f := flag.NewFlagSet("peers", flag.ContinueOnError)
	f.StringVar(&l.peers, "peers", strings.Join(allPeers(), ","), "peers to compare with, none of which may be missing if this is given")
	f.BoolVar(&s.quick, "quick", false, "fewer shapes and rounds, one core: under a minute once built")
	f.StringVar(&s.output, "o", "", "file for each round's figures, in the format of go test -bench")
	f.StringVar(&l.types, "types", "float64,float32", "types of the elements")
	f.StringVar(&l.shapes, "shapes", "all", "products: groups (all, squares, paper, digits, vecmat, matvec) and shapes such as 128, 50x3x50:TN;\nwithout -only, no functions and training steps")
	f.StringVar(&l.cores, "cores", "1,2", "products: numbers of cores; the default leaves out what the machine lacks")
	f.StringVar(&l.only, "only", "", "functions and training steps: regular expression that their names must match;\nwithout -shapes, no products")
	f.IntVar(&s.rounds, "rounds", 15, "rounds of each shape and case")
	f.DurationVar(&s.slice, "slice", 0, "least time of one contender's calls in a round (default 2ms for products on one core, 20ms for the rest)")
	f.StringVar(&s.kernel, "kernel", "", "our kernel: portable, avx2, avx512 or neon; the default is the fastest")
	f.StringVar(&s.library, "library", defaultLibrary, "the OpenBLAS library")
	f.StringVar(&s.python.Python, "python", "/usr/bin/python3", "the Python that has NumPy and PyTorch")
	f.StringVar(&s.python.CoreType, "coretype", turns.CoreType(ceiling.ISAs()), "core type whose kernels OpenBLAS uses")
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	return f
}

// parse reads the flags; for -h it writes the list of flags.
func parse(args []string, out io.Writer) (*settings, error) {
	s, l := new(settings), new(lists)
	f := s.flagSet(l)
	err := f.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, "Times our matrix products beside OpenBLAS and gonum, our functions and training steps\n"+
			"beside NumPy and PyTorch, as far as they are installed.\n\n  go run . [flags]\n\n")
		f.SetOutput(out)
		f.PrintDefaults()
	}
	if err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	given := map[string]bool{}
	f.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, value := range quick {
		if s.quick && !given[name] {
			f.Set(name, value)
		}
	}
	if s.rounds < 1 || given["slice"] && s.slice < time.Millisecond {
		return nil, errors.New("-rounds must be at least 1, -slice at least 1ms")
	}
	return s, s.resolve(l, given)
}

// resolve reads the lists and selects the tables to be measured.
func (s *settings) resolve(l *lists, given map[string]bool) (err error) {
	if s.types, err = parseNames("types", l.types, "float64", "float32"); err != nil {
		return err
	}
	if s.peers, err = parseNames("peers", l.peers, allPeers()...); err != nil {
		return err
	}
	if s.cores, err = parseCores(l.cores, runtime.NumCPU(), !given["cores"]); err != nil {
		return err
	}
	if s.rows, s.explicit, err = parseShapes(l.shapes); err != nil {
		return err
	}
	if s.cases, err = python.Select(l.only, s.types); err != nil {
		return err
	}
	s.named = given["peers"]
	s.products = s.any(productPeers) && (given["shapes"] || !given["only"])
	s.functions = s.any(functionPeers()) && (given["only"] || !given["shapes"])
	if !s.products && !s.functions {
		return errors.New("-peers has none for what -shapes or -only chooses")
	}
	return nil
}

// any reports whether one of the peers is selected. An empty list selects our side alone, in
// all tables.
func (s *settings) any(peers []string) bool {
	return len(s.peers) == 0 || len(among(s.peers, peers)) > 0
}

func (s *settings) coreType() string { return s.python.CoreType }

// sliceOf is the least time of one contender's calls in a round of a table.
func (s *settings) sliceOf(table slice) time.Duration {
	switch {
	case s.slice > 0:
		return s.slice
	case s.quick:
		return table.quick
	}
	return table.usual
}

// parseNames splits a list whose elements must be among the known ones. An empty list
// gives no names.
func parseNames(flag, list string, known ...string) (names []string, err error) {
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			continue
		}
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("-%s: %q is none of %s", flag, name, strings.Join(known, ", "))
		}
		names = append(names, name)
	}
	return names, nil
}

// parseCores splits a list of numbers of cores. More than the machine has are left
// out if lenient, and are an error if not.
func parseCores(list string, machine int, lenient bool) (cores []int, err error) {
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-cores: %q is not a number of cores", field)
		}
		if n > machine && !lenient {
			return nil, fmt.Errorf("-cores: %d, but this machine has %d", n, machine)
		}
		if n <= machine {
			cores = append(cores, n)
		}
	}
	return cores, nil
}
