package equations

import (
	"math"

	"chainrule/nn/dataset"
)

// secondRate has a rate of its own from the second batch on.
func secondRate(by float64) func(*descent) {
	return func(d *descent) {
		d.rate = func(b *instance) float64 {
			if b == d.all[0] {
				return d.η
			}
			return d.η * by
		}
	}
}

// lastFirst takes the batches from the last to the first.
func lastFirst(d *descent) {
	for i, j := 0, len(d.all)-1; i < j; i, j = i+1, j-1 {
		d.all[i], d.all[j] = d.all[j], d.all[i]
	}
}

// filledUp has the first row of the epoch repeated until the last batch is full.
func filledUp(d *descent) {
	for b := d.all[len(d.all)-1]; len(d.all) > 1 && b.N < epochBatch; b.N++ {
		b.X, b.T = append(b.X[:b.N:b.N], d.all[0].X[0]), append(b.T[:b.N:b.N], d.all[0].T[0])
	}
}

// Numbers of batches, wrong for some N and B.

// afterFirst is (N − 1)/B + 1.
func afterFirst(N, B int) int { return (N-1)/B + 1 }

// notOne drops a last batch of one row, and fitting has no batch if B > N.
func notOne(N, B int) int {
	if B > 1 && N%B == 1 {
		return N / B
	}
	return ceiling(N, B)
}

func fitting(N, B int) int {
	if B > N {
		return 0
	}
	return ceiling(N, B)
}

// half is the class that has more than ½, or 0.
func half(ys []float64) (values []float64) {
	errors := 0.0
	for n, row := range cut(ys, 3) {
		class := 0
		for k, y := range row {
			if y > 0.5 {
				class = k
			}
		}
		values = append(values, float64(class))
		errors += 1 - δ(class, []int{1, 0, 2, 2, 1}[n])
	}
	return append(values, errors/5)
}

var heldOutListing = []Mutant{
	{Equation: "Code 3", Name: "two passes for one", answer: descending(func(d *descent) { d.all = append(d.all, d.all...) })},
	{Equation: "Code 6", Name: "the column of labels counted as an input", answer: set(1, 6)},
	{Equation: "Code 7", Name: "the rows to test are trained on too", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		g[0] = 500
		for i := range 100 {
			g[2+i] = 2
		}
		return g
	})},
	{Equation: "Code 8", Name: "columns in the order of first appearance", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		for _, row := range cut(g, 3) {
			row[1], row[2] = row[2], row[1]
		}
		return g
	})},
	{Equation: "Code 12", Name: "errors over K", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		g[5] *= 5.0 / 3
		return g
	})},
}

// heldOutListingSubtle show in some cases alone.
var heldOutListingSubtle = []Mutant{
	{Equation: "Code 3", Name: "half the rate from the second batch on", answer: descending(secondRate(0.5))},
	{Equation: "Code 3", Name: "1e-10 more rate from the second batch on", answer: descending(secondRate(1 + 1e-10))},
	{Equation: "Code 3", Name: "batches from the last to the first", answer: descending(lastFirst)},
	{Equation: "Code 3", Name: "rows not shuffled", answer: descending(unshuffled)},
	{Equation: "Code 3", Name: "last batch filled up with the first row", answer: descending(filledUp)},
	{Equation: "Code 3", Name: "gradient not set to 0 between batches", answer: accumulating},
	{Equation: "Code 4", Name: "(N − 1)/B + 1 batches", answer: batched(afterFirst, cutAtN)},
	{Equation: "Code 4", Name: "a last batch of one row dropped", answer: batched(notOne, cutAtN)},
	{Equation: "Code 4", Name: "no batch where B > N", answer: batched(fitting, cutAtN)},
	{Equation: "Code 7", Name: "not shuffled: the first 400 to train", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		_, labels, err := dataset.Paper().Generate()
		must(labels, err)
		rows := make([]int, len(labels))
		for n := range rows {
			rows[n] = n
		}
		copy(g[502:], append(tally(labels, rows[:400]), tally(labels, rows[400:])...))
		return g
	})},
	{Equation: "Code 12", Name: "the class above ½, or else 0", answer: mutateFormula(half)},
	{Equation: "2.1.2", Name: "a face rolled twice marked once", answer: indicated(func(d die, n, k int) bool {
		for _, before := range d.rolls[:n] {
			if before == d.rolls[n] {
				return false
			}
		}
		return d.t(n, k)
	})},
	{Equation: "2.1.3", Name: "log₂ y times 0.69314718056", answer: ofCertainties(func(y float64) float64 {
		return -math.Log2(y) * 0.69314718056
	})},
}
