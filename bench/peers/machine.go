package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"chainrule/bench/peers/internal/turns"
	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

// machine returns the facts about the machine, the libraries and the run that a reader must know.
func (s *settings) machine(p *present) []turns.Fact {
	facts := []turns.Fact{
		{Key: "goos", Value: runtime.GOOS}, {Key: "goarch", Value: runtime.GOARCH}, {Key: "cpu", Value: turns.CPU("/proc/cpuinfo")}, {Key: "go", Value: runtime.Version()},
		{Key: "kernel", Value: tensor.Kernel()}, {Key: "ceiling", Value: turns.ISA()},
	}
	if slices.Contains(p.products, "openblas") {
		facts = append(facts, turns.Fact{Key: "openblas", Value: openblas.Config()}, turns.Fact{Key: "coretype", Value: openblas.CoreType()})
	}
	if slices.Contains(p.products, "gonum") {
		facts = append(facts, turns.Fact{Key: "gonum", Value: turns.Version("gonum.org/v1/gonum")})
	}
	for _, peer := range p.processes {
		facts = append(facts, peer.Fact())
	}
	return append(facts, turns.Fact{Key: "rounds", Value: s.words()})
}

// words describes the number of rounds and the length of their slices.
func (s *settings) words() string {
	var least []string
	add := func(measured bool, what string, slice time.Duration) {
		if measured {
			least = append(least, fmt.Sprintf("%v (%s)", slice, what))
		}
	}
	add(s.products && slices.Contains(s.cores, 1), "products", s.sliceOf(productSlice))
	add(s.products && slices.Max(s.cores) > 1, "products on several cores", s.sliceOf(sharedSlice))
	add(s.functions, "functions, steps", s.sliceOf(functionSlice))
	return fmt.Sprintf("%d, slices of %s or more", s.rounds, strings.Join(least, ", "))
}

func printMachine(out io.Writer, facts []turns.Fact) {
	for _, f := range facts {
		fmt.Fprintf(out, "%-13s %s\n", f.Key, f.Value)
	}
	fmt.Fprintln(out, "Speeds and times: medians. ratio: our speed over the peer's in the same round; above 1 ours is faster.")
}
