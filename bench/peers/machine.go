package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"

	"chainrule/bench/peers/internal/turns"
	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

// machine returns what a reader must know of the machine, the libraries and the run.
func (s *settings) machine() []turns.Fact {
	facts := []turns.Fact{
		{Key: "goos", Value: runtime.GOOS}, {Key: "goarch", Value: runtime.GOARCH}, {Key: "cpu", Value: turns.CPU("/proc/cpuinfo")}, {Key: "go", Value: runtime.Version()},
		{Key: "kernel", Value: tensor.Kernel()}, {Key: "ceiling", Value: turns.ISA()},
	}
	if slices.Contains(s.peers, "openblas") {
		facts = append(facts, turns.Fact{Key: "openblas", Value: openblas.Config()}, turns.Fact{Key: "coretype", Value: openblas.CoreType()})
	}
	if slices.Contains(s.peers, "gonum") {
		facts = append(facts, turns.Fact{Key: "gonum", Value: turns.Version("gonum.org/v1/gonum")})
	}
	return append(facts, turns.Fact{Key: "rounds", Value: fmt.Sprintf("%d, slices of %v or more", s.rounds, s.slice)})
}

func printMachine(out io.Writer, facts []turns.Fact) {
	for _, f := range facts {
		fmt.Fprintf(out, "%-9s %s\n", f.Key, f.Value)
	}
	fmt.Fprintln(out, "GFLOP/s: medians. ratio: our speed over the peer's in the same round; above 1 ours is faster.")
}
