package turns

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
)

// Raw writes each round's figures in the format of go test -bench, for benchstat and
// golang.org/x/perf.
type Raw struct {
	file io.WriteCloser // nil: nothing is written
	w    *bufio.Writer
}

// NewRaw creates the file of the given name, or writes nothing if that is empty.
func NewRaw(name string) (*Raw, error) {
	if name == "" {
		return &Raw{w: bufio.NewWriter(io.Discard)}, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &Raw{file, bufio.NewWriter(file)}, nil
}

// Config writes a line that describes all that follow it.
func (r *Raw) Config(key, value string) { fmt.Fprintf(r.w, "%s: %s\n", key, value) }

// Machine writes the lines common to all figures, and the units in which more is better.
func (r *Raw) Machine(facts []Fact, units ...string) {
	for _, f := range facts {
		r.Config(f.Key, f.Value)
	}
	for _, unit := range units {
		fmt.Fprintf(r.w, "Unit %s better=higher\n", unit)
	}
}

// Figures writes a line for each round that the contender took part in: the time of a
// call and, unless the unit is empty, its speed in that unit, which is 1e9 a second.
func (r *Raw) Figures(name string, c *Contender, unit string) {
	for round, seconds := range c.Seconds {
		if math.IsNaN(seconds) {
			continue
		}
		fmt.Fprintf(r.w, "Benchmark%s/peer=%s %d %.5g ns/op", name, c.Name, c.Count, seconds*1e9)
		if unit != "" {
			fmt.Fprintf(r.w, " %.5g %s", c.Speed(round)/1e9, unit)
		}
		fmt.Fprintln(r.w)
	}
}

// Flush writes the pending lines to the file, so that they remain if the program is stopped.
// Close reports its errors.
func (r *Raw) Flush() { r.w.Flush() }

// Close flushes the writer and returns the first error of all writing.
func (r *Raw) Close() error {
	err := r.w.Flush()
	if r.file == nil {
		return err
	}
	if closed := r.file.Close(); err == nil {
		err = closed
	}
	return err
}
