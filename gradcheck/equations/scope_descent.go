package equations

import (
	"go/ast"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/mistake"
	"chainrule/gradcheck/equations/internal/paper"
)

// descent is the pass of Code 3 with its pieces open to mistakes.
type descent struct {
	epochOf
	all []*paper.Perceptron // the batches
}

// descent has the pass of Code 3: the rate of batch j, of a size, which is η, and whether the gradient is stale, taken at the
// θ of the epoch's beginning, or summed up from batch to batch.
func (s *scope) descent() {
	d := &descent{epochOf: *s.q.epoch, all: s.q.epoch.batches()}
	d.order = slices.Clone(d.order)
	var stale, summed float64
	s.Bound = map[string]*float64{"η": &d.η, "stale": &stale, "summed": &summed}
	s.Number("N", float64(d.in.N))
	s.Lazy["rate"] = func() mistake.Matrix { return mistake.Scalar(d.η) }
	s.Number("size", 0)
	s.Number("j", 0)
	s.Calls = map[string]mistake.Function{}
	for name, change := range map[string]func(){
		"dropLast": func() { d.all = d.all[:d.in.N/epochBatch] }, "unpaired": d.unpaired, "overlapping": d.overlapping, "filledUp": d.filledUp,
		"twice": func() { d.all = append(d.all, d.all...) }, "lastFirst": func() { slices.Reverse(d.all) }, "unshuffled": d.unshuffled,
	} {
		s.Calls[name] = func([]mistake.Matrix) mistake.Matrix { change(); return nil }
	}
	s.run = func(m mistake.Mistake) []float64 {
		var rate ast.Expr = ast.NewIdent("η")
		for _, statement := range m.Body {
			if a, is := statement.(*ast.AssignStmt); is && mistake.NameOf(a.Lhs[0]) == "rate" {
				rate = a.Rhs[0]
				continue
			}
			s.Do(statement)
		}
		θ, sum := slices.Clone(d.in.Theta), make([]float64, len(d.in.Theta))
		for j, b := range d.all {
			at := θ
			if stale != 0 {
				at = d.in.Theta
			}
			s.Number("size", float64(b.N))
			s.Number("j", float64(j))
			η := s.Eval(rate)[0][0]
			for i, g := range paper.Compute(b.Deep(), gradcheck.FromFloats[double](at)).Gradient {
				sum[i] = float64(g) + summed*sum[i]
			}
			for i, g := range sum {
				θ[i] -= float64(η * g)
			}
		}
		return θ
	}
}

// unpaired has T as it is, beside X shuffled.
func (d *descent) unpaired() {
	n := 0
	for _, b := range d.all {
		b.T = d.in.T[n : n+b.N]
		n += b.N
	}
}

// overlapping begins each batch but the first with the last row of the one before.
func (d *descent) overlapping() {
	for i := len(d.all) - 1; i > 0; i-- {
		b, before := d.all[i], d.all[i-1]
		last := before.N - 1
		b.N, b.X, b.T = b.N+1, append(before.X[last:last+1:last+1], b.X...), append(before.T[last:last+1:last+1], b.T...)
	}
}

// filledUp has the first row of the epoch repeated until the last batch is full.
func (d *descent) filledUp() {
	for b := d.all[len(d.all)-1]; len(d.all) > 1 && b.N < epochBatch; b.N++ {
		b.X, b.T = append(b.X[:b.N:b.N], d.all[0].X[0]), append(b.T[:b.N:b.N], d.all[0].T[0])
	}
}

// unshuffled has the batches in the order of the rows.
func (d *descent) unshuffled() {
	for n := range d.order {
		d.order[n] = n
	}
	d.all = d.batches()
}
