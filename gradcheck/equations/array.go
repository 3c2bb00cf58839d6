package equations

import (
	"context"
	"math"
	"slices"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// Array is a matrix of an answer, row by row, and what it should be.
type Array struct {
	gradcheck.Block
	Claimed, True []float64
}

// arraysOf returns the matrices of the answer farthest from the truth; with a planted error, of an answer
// that it changes.
func arraysOf(probes []*probe, m Mutant) (arrays []Array) {
	farthest := -1.0
	for _, q := range probes {
		values, planted := q.claim.values, m.wrong(q)
		if planted != nil {
			values = planted
		}
		if made := q.arrays(values); planted != nil || m.ID == 0 || arrays == nil {
			if gap := distance(made); gap > farthest {
				arrays, farthest = made, gap
			}
		}
	}
	return arrays
}

// arrays cuts an answer and the truth into the probe's matrices.
func (q *probe) arrays(values []float64) (arrays []Array) {
	truths := make([]float64, len(values))
	for i, o := range q.references() {
		if i < len(truths) {
			truths[i] = o.Truth.Float64()
		}
	}
	blocks := q.blocks
	if len(blocks) == 0 {
		blocks = []gradcheck.Block{{Rows: 1, Cols: len(values)}}
	}
	for _, b := range blocks {
		n := min(b.Rows*b.Cols, len(values))
		arrays = append(arrays, Array{b, values[:n], truths[:n]})
		values, truths = values[n:], truths[n:]
	}
	return arrays
}

// distance returns the largest difference over the largest number, infinite where a difference is NaN.
func distance(arrays []Array) float64 {
	gap, size := 0.0, math.SmallestNonzeroFloat64
	for _, a := range arrays {
		for i := range a.Claimed {
			d := math.Abs(a.Claimed[i] - a.True[i])
			if math.IsNaN(d) {
				d = math.Inf(1)
			}
			gap, size = max(gap, d), max(size, math.Abs(a.True[i]))
		}
	}
	return gap / size
}

// Visible returns a point at which a planted error of the trial is caught: the choice itself if it is,
// or else the first of its neighbours of other kinds, activations and sizes.
func (t Trial) Visible(ctx context.Context, c Choice) (Choice, bool) {
	m, err := c.check(t)
	if err != nil || m.ID == 0 {
		return c, false
	}
	for _, near := range t.neighbours(c) {
		if ctx.Err() != nil {
			return c, false
		}
		if _, caught := m.run(t.probes(near.points())); caught {
			return near, true
		}
	}
	return c, false
}

// moreSeeds is the number of seeds that are tried in the end.
const moreSeeds = 200

// neighbours returns a choice, and others that differ in activation, kind, sizes or seed.
func (t Trial) neighbours(c Choice) (near []Choice) {
	relevant := t.RelevantOptions()
	for _, sizes := range [][4]int{{c.N, c.D, c.M, c.K}, {8, 3, 3, 3}, {1, 3, 3, 3}, {7, 3, 3, 3}, {8, 5, 5, 5}} {
		for _, kind := range slices.Compact(append([]string{c.Kind}, relevant.Kinds...)) {
			for _, σ := range slices.Compact(append([]nn.Activation{c.Activation}, relevant.Activations...)) {
				n := c
				n.N, n.D, n.M, n.K, n.Kind, n.Activation = sizes[0], sizes[1], sizes[2], sizes[3], kind, σ
				near = append(near, n)
			}
		}
	}
	for seed := range uint64(moreSeeds) { // an average forgets slowly at few of them
		n := c
		n.Seed = seed
		near = append(near, n)
	}
	return near
}
