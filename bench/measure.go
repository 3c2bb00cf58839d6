package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"

	"chainrule/docs/cli"
	"chainrule/nn/file"
)

// turn is one run of the benchmark binary: the benchmarks of a pattern, each for some time, on
// some number of cores.
type turn struct {
	pattern, time string
	cores         int
}

// The turns of a round. Ceilings are measured in the same round as the kernels they bound.
var (
	fullTurns = []turn{
		{"^BenchmarkCeiling$/./^kernel=/^cores=1$", "30ms", 1},
		{"^BenchmarkCopy$/./^cores=1$", "10ms", 1},
		{"^BenchmarkCall$", "2ms", 1},
		{"^BenchmarkProduct$/^type=float64$/^m=([1-9]|[1-9][0-9]|[1-9][0-9][0-9])$", "20ms", 1},
		{"^BenchmarkProduct$/^type=float32$/^m=(64|128|256|50|784)$", "20ms", 1},
		{"^BenchmarkLadder$", "20ms", 1},
		{"^BenchmarkFunctions$", "10ms", 1},
		{"^BenchmarkSoftmax$/^op=softmax$", "10ms", 1},
		{"^BenchmarkUpdate$/^rule=(adam|descent)$", "10ms", 1},
		{"^BenchmarkStep$/./^batch=/./^part=all$", "20ms", 1},
		{"^BenchmarkEpoch$", "20ms", 1},
		{"^BenchmarkGrowth$", "5ms", 1},
		{"^BenchmarkCeiling$/./^kernel=[^p]/^cores=2$", "30ms", 2},
		{"^BenchmarkProduct$/./^m=(512|1024|128|784)$/^n=(512|1024)$/^k=(512|1024|784|128)$/./^kernel=(avx.*|neon)$", "30ms", 2},
		{"^BenchmarkLadder$/./^kernel=(avx.*|neon)$", "20ms", 2},
		{"^BenchmarkStep$/^net=784-512-10$/././^part=all$", "20ms", 2},
	}
	quickTurns = []turn{
		{"^BenchmarkCeiling$/^type=float64$/^kernel=/^cores=1$", "20ms", 1},
		{"^BenchmarkCopy$/./^cores=1$", "5ms", 1},
		{"^BenchmarkCall$/./^type=float64$", "2ms", 1},
		{"^BenchmarkProduct$/^type=float64$/^m=(64|256|50)$/^n=(64|256|50)$/^k=(64|256|5)$/^variant=NN$", "20ms", 1},
		{"^BenchmarkFunctions$/^fn=(exp|tanh)$/^type=float64$", "10ms", 1},
		{"^BenchmarkSoftmax$/^op=softmax$/^type=float64$/^rows=(50|256)$", "10ms", 1},
		{"^BenchmarkUpdate$/^rule=adam$/^type=float64$/^n=453$", "10ms", 1},
		{"^BenchmarkStep$/^net=5-50-3$/^batch=50$/^type=float64$/^part=all$", "20ms", 1},
	}
)

// measure measures, and returns the record's text, which it also writes to the file of the
// flag, and the error of that. An interruption is an error, and leaves no file.
func (s *settings) measure(ctx context.Context, messages io.Writer) (text []byte, unsaved, err error) {
	if err := s.checkFiles(); err != nil {
		return nil, nil, err // before minutes are spent
	}
	if text, err = takeTurns(ctx, s, messages); err == nil && s.out != "" {
		if unsaved = file.Write(s.out, func(w io.Writer) error { _, err := w.Write(text); return err }); unsaved != nil {
			unsaved = fmt.Errorf("-out %s: %w", s.out, unsaved)
		}
	}
	return text, unsaved, err
}

// takeTurns builds the benchmark binary, runs the turns in rounds, and returns their output.
// Tests replace it.
var takeTurns = func(ctx context.Context, s *settings, messages io.Writer) ([]byte, error) {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "bench.test")
	fmt.Fprintln(messages, "building the benchmarks")
	if err := build(ctx, binary); err != nil {
		return nil, err
	}
	turns := possible(fullTurns, runtime.NumCPU())
	if s.quick {
		turns = quickTurns
	}
	return inRounds(ctx, s.rounds, turns, cli.NewProgress(messages), func(ctx context.Context, t turn) ([]byte, error) {
		return runTurn(ctx, binary, folder, t)
	})
}

// checkFiles returns an error if the record or the figures can't be written.
func (s *settings) checkFiles() error {
	if s.out != "" {
		if err := file.Check(s.out); err != nil {
			return fmt.Errorf("-out %s: %w", s.out, err)
		}
	}
	if s.svg != "" {
		if err := file.Check(filepath.Join(s.svg, "products.svg")); err != nil {
			return fmt.Errorf("-svg %s: %w", s.svg, err)
		}
	}
	return nil
}

// possible returns the turns that take no more cores than there are.
func possible(turns []turn, cores int) []turn {
	return slices.DeleteFunc(slices.Clone(turns), func(t turn) bool { return t.cores > cores })
}

// build compiles the benchmarks of this package.
func build(ctx context.Context, binary string) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("the program does not know its package")
	}
	output, err := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, info.Path).CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case err != nil:
		return fmt.Errorf("building the benchmarks, in a folder of the module: %w\n%s", err, output)
	}
	return nil
}

// inRounds runs the turns in rounds and returns their output, with the number of each
// round before it.
func inRounds(ctx context.Context, rounds int, turns []turn, p *cli.Progress, run func(context.Context, turn) ([]byte, error)) ([]byte, error) {
	var text bytes.Buffer
	fmt.Fprintf(&text, "rounds: %d\n", rounds)
	defer p.Wipe()
	for round := range rounds {
		fmt.Fprintf(&text, "round: %d\n", round+1)
		for i, t := range turns {
			done, all := round*len(turns)+i, rounds*len(turns)
			p.Show(false, func() string { return fmt.Sprintf("%d of %d, %s", done, all, p.Left(done, all)) })
			output, err := run(ctx, t)
			if ctx.Err() != nil {
				return nil, errInterrupted
			}
			if err != nil {
				return nil, fmt.Errorf("round %d, %s: %w\n%s", round+1, t.pattern, err, output)
			}
			text.Write(output)
		}
	}
	return text.Bytes(), nil
}

// runTurn runs the binary on the turn's cores.
func runTurn(ctx context.Context, binary, folder string, t turn) ([]byte, error) {
	c := exec.CommandContext(ctx, binary, "-test.run", "^$", "-test.bench", t.pattern, "-test.benchtime", t.time)
	c.Dir, c.Env = folder, append(os.Environ(), fmt.Sprint("GOMAXPROCS=", t.cores))
	output, err := c.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		output = append(output, exit.Stderr...)
	}
	return output, err
}

var errInterrupted = fmt.Errorf("%w: nothing is recorded", cli.ErrInterrupted)
