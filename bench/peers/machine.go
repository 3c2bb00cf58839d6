package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

// fact is something that holds for all figures of a run.
type fact struct{ key, value string }

// machine returns what a reader must know of the machine, the libraries and the run.
func (s *settings) machine() []fact {
	facts := []fact{
		{"goos", runtime.GOOS}, {"goarch", runtime.GOARCH}, {"cpu", cpu("/proc/cpuinfo")}, {"go", runtime.Version()},
		{"kernel", tensor.Kernel()}, {"ceiling", isa()},
	}
	if slices.Contains(s.peers, "openblas") {
		facts = append(facts, fact{"openblas", openblas.Config()}, fact{"coretype", openblas.CoreType()})
	}
	if slices.Contains(s.peers, "gonum") {
		facts = append(facts, fact{"gonum", version("gonum.org/v1/gonum")})
	}
	return append(facts, fact{"rounds", fmt.Sprintf("%d, slices of %v or more", s.rounds, s.slice)})
}

func printMachine(out io.Writer, facts []fact) {
	for _, f := range facts {
		fmt.Fprintf(out, "%-9s %s\n", f.key, f.value)
	}
	fmt.Fprintln(out, "GFLOP/s: medians. ratio: our speed over the peer's in the same round; above 1 ours is faster.")
}

// cpu returns the model name in a file of Linux's format, or unknown.
func cpu(path string) string {
	text, _ := os.ReadFile(path)
	for line := range strings.Lines(string(text)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// version returns the version of a module that the program is built with.
func version(module string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == module {
				return m.Version
			}
		}
	}
	return "unknown"
}
