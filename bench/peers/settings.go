package main

import (
	"flag"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"chainrule/bench/ceiling"
	"chainrule/bench/peers/internal/turns"
)

// settings is what the flags say.
type settings struct {
	types, peers      []string
	cores             []int
	rows              []row
	explicit          bool // no group among the shapes: all of them on several cores, too
	rounds            int
	slice             time.Duration
	kernel            string
	library, coreType string
	output            string
	apart             func() // keeps other threads from the CPU that is measured; nil on several cores
}

// parse reads the flags.
func parse(args []string, errs io.Writer) (*settings, error) {
	s := new(settings)
	f := flag.NewFlagSet("peers", flag.ContinueOnError)
	f.SetOutput(errs)
	types := f.String("types", "float64,float32", "types of the elements")
	peers := f.String("peers", "openblas,gonum", "peers to compare with")
	cores := f.String("cores", "1,2", "numbers of cores; the default leaves out what the machine lacks")
	shapes := f.String("shapes", "all", "groups (all, squares, paper, digits, vecmat, matvec) and shapes such as 128, 50x3x50:TN")
	f.IntVar(&s.rounds, "rounds", 15, "rounds of each shape")
	f.DurationVar(&s.slice, "slice", 2*time.Millisecond, "least time of one contender's calls in a round")
	f.StringVar(&s.kernel, "kernel", "", "our kernel: portable, avx2, avx512 or neon; the default is the fastest")
	f.StringVar(&s.library, "library", "libopenblas.so.0", "the OpenBLAS library")
	f.StringVar(&s.coreType, "coretype", turns.CoreType(ceiling.ISAs()), "core type whose kernels OpenBLAS uses")
	f.StringVar(&s.output, "o", "", "file for each round's figures, in the format of go test -bench")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	var err error
	if s.types, err = parseNames("types", *types, "float64", "float32"); err != nil {
		return nil, err
	}
	if s.peers, err = parseNames("peers", *peers, "openblas", "gonum"); err != nil {
		return nil, err
	}
	given := false
	f.Visit(func(f *flag.Flag) { given = given || f.Name == "cores" })
	if s.cores, err = parseCores(*cores, runtime.NumCPU(), !given); err != nil {
		return nil, err
	}
	if s.rows, s.explicit, err = parseShapes(*shapes); err != nil {
		return nil, err
	}
	if s.rounds < 1 || s.slice < time.Millisecond {
		return nil, fmt.Errorf("-rounds must be at least 1, -slice at least 1ms")
	}
	return s, nil
}

// parseNames splits a list whose elements must be among the known ones. An empty list
// has none.
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
