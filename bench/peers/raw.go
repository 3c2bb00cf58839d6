package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
)

// raw writes each round's figures in the format of go test -bench, for benchstat and
// golang.org/x/perf.
type raw struct {
	file io.WriteCloser // nil: nothing is written
	w    *bufio.Writer
}

// newRaw creates the file of the given name, or writes nothing if that is empty.
func newRaw(name string) (*raw, error) {
	if name == "" {
		return &raw{w: bufio.NewWriter(io.Discard)}, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &raw{file, bufio.NewWriter(file)}, nil
}

// config writes a line that describes all that follow it.
func (r *raw) config(key, value string) { fmt.Fprintf(r.w, "%s: %s\n", key, value) }

// machine writes what all figures have in common.
func (r *raw) machine(facts []fact) {
	for _, f := range facts {
		r.config(f.key, f.value)
	}
	fmt.Fprintln(r.w, "Unit GFLOP/s better=higher")
}

// result writes a line for each round and contender. Those of the ceiling count rounds
// of its loop.
func (r *raw) result(name string, res *result) {
	contenders := []*contender{res.ours}
	for _, l := range res.lines {
		contenders = append(contenders, l.contenders()...)
	}
	contenders = append(contenders, res.ceiling)
	for _, c := range contenders {
		for round, seconds := range c.seconds {
			if !math.IsNaN(seconds) {
				fmt.Fprintf(r.w, "BenchmarkPeer/type=%s/m=%d/n=%d/k=%d/variant=%s/cores=%d/peer=%s %d %.5g ns/op %.5g GFLOP/s\n",
					name, res.m, res.n, res.k, res.variant, c.cores, c.name, c.count, seconds*1e9, c.speed(round)/1e9)
			}
		}
	}
	r.w.Flush() // what is measured remains if the program is stopped; close reports errors
}

// close writes what is left and returns the first error of all writing.
func (r *raw) close() error {
	err := r.w.Flush()
	if r.file == nil {
		return err
	}
	if closed := r.file.Close(); err == nil {
		err = closed
	}
	return err
}
