package main

import (
	"flag"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"chainrule/bench/ceiling"
	"chainrule/bench/peers/internal/turns"
)

// settings is what the flags say.
type settings struct {
	rounds           int
	slice            time.Duration
	output           string
	cases            []benchCase
	peers            []string
	python, coreType string
}

// parse reads the flags.
func parse(args []string, errs io.Writer) (*settings, error) {
	s := new(settings)
	f := flag.NewFlagSet("python", flag.ContinueOnError)
	f.SetOutput(errs)
	isas := ceiling.ISAs()
	f.IntVar(&s.rounds, "rounds", 15, "rounds of each case")
	f.DurationVar(&s.slice, "slice", 20*time.Millisecond, "least time of one contender's calls in a round")
	f.StringVar(&s.output, "o", "", "file for each round's figures, in the format of go test -bench")
	only := f.String("only", "", "regular expression that the names of the cases must match")
	peers := f.String("peers", strings.Join(suited(isas), ","), "peers to compare with: numpy, torch, and torch-avx512, told to use AVX-512")
	f.StringVar(&s.python, "python", "/usr/bin/python3", "the Python that has NumPy and PyTorch")
	f.StringVar(&s.coreType, "coretype", turns.CoreType(isas), "core type whose kernels OpenBLAS uses")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if s.rounds < 1 || s.slice < time.Millisecond {
		return nil, fmt.Errorf("-rounds must be at least 1, -slice at least 1ms")
	}
	err := s.selectCases(*only)
	if err == nil {
		err = s.selectPeers(*peers, isas)
	}
	return s, err
}

// selectCases keeps those whose names match an expression.
func (s *settings) selectCases(only string) error {
	match, err := regexp.Compile(only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	s.cases = slices.DeleteFunc(cases(), func(c benchCase) bool { return !match.MatchString(c.name) })
	if len(s.cases) == 0 {
		return fmt.Errorf("-only: no case matches %q", only)
	}
	return nil
}

// suited returns the peers that can run with the machine's instruction sets.
func suited(isas []string) []string {
	if slices.Contains(isas, "avx512") {
		return []string{"numpy", "torch", "torch-avx512"}
	}
	return []string{"numpy", "torch"}
}

// selectPeers splits a list of them. An empty list has none.
func (s *settings) selectPeers(list string, isas []string) error {
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			continue
		}
		if !slices.Contains(suited(isas), name) {
			return fmt.Errorf("-peers: %q is none of %s", name, strings.Join(suited(isas), ", "))
		}
		s.peers = append(s.peers, name)
	}
	return nil
}
