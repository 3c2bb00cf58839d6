package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"chainrule/docs/cli"
	"chainrule/nn/file"
	"chainrule/tensor"
)

// turn is one run of a benchmark binary: the benchmarks of a pattern, each for some time, on
// some number of cores.
type turn struct {
	pattern, time string
	cores         int
	binary        binary
}

// A binary is one of the two test binaries: of this package, or of bench/peers; or ours once more, as a
// contender of another name.
type binary int

const (
	own binary = iota
	peers
	again
)

// The turns of a round. Ceilings are measured in the same round as the kernels they bound.
var (
	fullTurns = []turn{
		{"^BenchmarkCeiling$/./^kernel=/^cores=1$", "30ms", 1, own},
		{"^BenchmarkCopy$/./^cores=1$", "10ms", 1, own},
		{"^BenchmarkCall$", "2ms", 1, own},
		{"^BenchmarkProduct$/^type=float64$/^m=([1-9]|[1-9][0-9]|[1-9][0-9][0-9])$", "20ms", 1, own},
		{"^BenchmarkProduct$/^type=float32$/^m=(64|128|256|50|784)$", "20ms", 1, own},
		{"^BenchmarkLadder$", "20ms", 1, own},
		{"^BenchmarkFunctions$", "10ms", 1, own},
		{"^BenchmarkSoftmax$/^op=softmax$", "10ms", 1, own},
		{"^BenchmarkUpdate$/^rule=(adam|descent)$", "10ms", 1, own},
		{"^BenchmarkStep$/./^batch=/./^part=(all|.*[.].*|update)$", "20ms", 1, own},
		{"^BenchmarkEpoch$", "20ms", 1, own},
		{"^BenchmarkGrowth$", "5ms", 1, own},
		{"^BenchmarkCeiling$/./^kernel=[^p]/^cores=2$", "30ms", 2, own},
		{"^BenchmarkProduct$/./^m=(512|1024|128|784)$/^n=(512|1024)$/^k=(512|1024|784|128)$/./^kernel=(avx.*|neon)$", "30ms", 2, own},
		{"^BenchmarkLadder$/./^kernel=(avx.*|neon)$", "20ms", 2, own},
		{"^BenchmarkStep$/^net=784-512-10$/././^part=all$", "20ms", 2, own},
	}
	quickTurns = []turn{
		{"^BenchmarkCeiling$/^type=float64$/^kernel=/^cores=1$", "10ms", 1, own},
		{"^BenchmarkCopy$/./^cores=1$", "2ms", 1, own},
		{"^BenchmarkCall$/./^type=float64$", "1ms", 1, own},
		{"^BenchmarkProduct$/^type=float64$/^m=(64|256|50)$/^n=(64|256|50)$/^k=(64|256|5)$/^variant=NN$", "10ms", 1, own},
		{"^BenchmarkFunctions$/^fn=(exp|tanh)$/^type=float64$", "5ms", 1, own},
		{"^BenchmarkSoftmax$/^op=softmax$/^type=float64$/^rows=(50|256)$", "5ms", 1, own},
		{"^BenchmarkUpdate$/^rule=adam$/^type=float64$/^n=453$", "5ms", 1, own},
		{"^BenchmarkStep$/^net=5-50-3$/^batch=50$/^type=float64$/^part=(all|.*[.].*|update)$", "10ms", 1, own},
	}
)

// peerTurns returns the turns beside the peers: a group of benchmarks of the kernel in use, and the
// same group of theirs. A group takes a few seconds at most, so that what slows the machine
// down for longer slows both.
func peerTurns(kernel string) (list []turn) {
	both := func(pattern, time string, cores int) {
		list = append(list, turn{pattern + "/^kernel=" + kernel + "$", time, cores, own}, turn{pattern, time, cores, peers})
	}
	ceiling := func(cores int) {
		list = append(list, turn{fmt.Sprintf("^BenchmarkCeiling$/./^kernel=%s$/^cores=%d$", kernel, cores), "10ms", cores, own})
	}
	ceiling(1)
	for _, typ := range []string{"64", "32"} {
		for _, m := range []string{"(.|..)", "(...)", "(....)"} {
			both("^BenchmarkProduct$/^type=float"+typ+"$/^m="+m+"$/././.", "10ms", 1)
		}
	}
	for _, pattern := range []string{
		"^BenchmarkFunctions$/^fn=(exp|log|tanh|sigmoid)$/.", "^BenchmarkSoftmax$/^op=softmax$/./^rows=(128|256)$/.",
		"^BenchmarkStep$/^net=5-50-3$/./^type=float64$/^part=(all|with-loss)$", "^BenchmarkStep$/^net=784-512-10$/././^part=with-loss$",
	} {
		list = append(list, turn{pattern + "/^kernel=" + kernel + "$", "10ms", 1, own})
	}
	list = append(list, turn{"^Benchmark(Functions|Softmax|Step)$", "10ms", 1, peers})
	ceiling(2)
	shared := "^BenchmarkProduct$/./^m=(512|1024|2048)$/^n=(512|1024|2048)$/./^variant=NN$/^kernel="
	return append(list, turn{shared + kernel + "$", "10ms", 2, own}, turn{shared + "openblas$", "10ms", 2, peers})
}

// againTurns returns the turns of the kernel in use beside the peers, and beside each of them
// itself under another name.
func againTurns(kernel string) (list []turn) {
	for _, t := range peerTurns(kernel) {
		if t.binary == own && !strings.Contains(t.pattern, "Ceiling") && t.cores == 1 {
			list = append(list, t, turn{t.pattern, t.time, 1, again})
		}
	}
	return list
}

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

// takeTurns builds the benchmark binaries, runs the turns in rounds, and returns their output.
// Tests replace it.
var takeTurns = func(ctx context.Context, s *settings, messages io.Writer) ([]byte, error) {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	fmt.Fprintln(messages, "building the benchmarks")
	r := &runner{kernel: tensor.Kernel(), ours: filepath.Join(folder, "bench.test")}
	if err := build(ctx, ".", r.ours); err != nil {
		return nil, err
	}
	if s.peers {
		done, err := r.preparePeers(ctx, s.root, folder, messages)
		defer done()
		if err != nil {
			return nil, err
		}
	}
	turns := fullTurns
	switch {
	case s.quick:
		turns = quickTurns
	case s.peers:
		turns = peerTurns(r.kernel)
	case s.again > 0:
		turns = againTurns(r.kernel)
	}
	return inRounds(ctx, s.rounds, possible(turns, runtime.NumCPU()), cli.NewProgress(messages), r.run)
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

// inRounds runs the turns in rounds, every other one from the last to the first, and returns
// their output, with the number of each round before it.
func inRounds(ctx context.Context, rounds int, turns []turn, p *cli.Progress, run func(context.Context, turn) ([]byte, error)) ([]byte, error) {
	var text bytes.Buffer
	fmt.Fprintf(&text, "rounds: %d\n", rounds)
	defer p.Wipe()
	for round := range rounds {
		fmt.Fprintf(&text, "round: %d\n", round+1)
		for i := range turns {
			t := turns[i]
			if round%2 == 1 {
				t = turns[len(turns)-1-i]
			}
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

var errInterrupted = fmt.Errorf("%w: nothing is recorded", cli.ErrInterrupted)
