package equations

import "chainrule/gradcheck"

// descent is the pass of Code 3 with its pieces open to mistakes.
type descent struct {
	epochOf
	all   []*instance // the batches
	rate  func(b *instance) float64
	stale bool // the gradient is taken at the θ of the epoch's beginning
}

// descending is a mistake in the pass.
func descending(mistake func(d *descent)) func(*probe) []float64 {
	return func(q *probe) []float64 {
		d := &descent{epochOf: *q.epoch, all: q.epoch.batches()}
		d.rate = func(*instance) float64 { return d.η }
		mistake(d)
		return d.run()
	}
}

func (d *descent) run() []float64 {
	θ := append([]float64(nil), d.in.θ...)
	for _, b := range d.all {
		at := θ
		if d.stale {
			at = d.in.θ
		}
		g := compute(b, gradcheck.FromFloats[double](at)).gradient
		for i := range θ {
			θ[i] -= float64(d.rate(b) * float64(g[i]))
		}
	}
	return θ
}

// unpaired has T as it is, beside X shuffled.
func unpaired(d *descent) {
	n := 0
	for _, b := range d.all {
		b.T = d.in.T[n : n+b.N]
		n += b.N
	}
}

// overlapping begins each batch but the first with the last row of the one before.
func overlapping(d *descent) {
	for i := len(d.all) - 1; i > 0; i-- {
		b, before := d.all[i], d.all[i-1]
		last := before.N - 1
		b.N, b.X, b.T = b.N+1, append(before.X[last:last+1:last+1], b.X...), append(before.T[last:last+1:last+1], b.T...)
	}
}

// epochMutants lists planted errors in Code 3.
var epochMutants = []Mutant{
	{Equation: "Code 3", Name: "ascent", answer: descending(func(d *descent) { d.η = -d.η })},
	{Equation: "Code 3", Name: "last batch dropped: N // B", answer: descending(func(d *descent) { d.all = d.all[:d.in.N/epochBatch] })},
	{Equation: "Code 3", Name: "X shuffled, and T not with it", answer: where(several, descending(unpaired))},
	{Equation: "Code 3", Name: "the gradient at the epoch's first θ", answer: descending(func(d *descent) { d.stale = true })},
	{Equation: "Code 3", Name: "mean over the batch", answer: descending(func(d *descent) {
		d.rate = func(b *instance) float64 { return d.η / float64(b.N) }
	})},
	{Equation: "Code 3", Name: "batches that overlap by a row", answer: descending(overlapping)},
}
