package equations

import (
	"go/ast"
	"math"
	"slices"

	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/mistake"
)

// scope has the pieces of the computation at a probe, open to mistakes. Without a mistake the answer is
// right, to within rounding.
type scope struct {
	mistake.Scope
	q     *probe
	run   func(m mistake.Mistake) []float64
	whole func() []float64 // the answer that the pieces make
}

func newScope(q *probe) *scope {
	s := &scope{q: q, Scope: mistake.Scope{Language: &vocabulary, Block: q.blocks[0].Name, Lazy: map[string]func() mistake.Matrix{}}}
	s.Values = map[string]mistake.Matrix{"ln2": mistake.Scalar(math.Ln2), "ln10": mistake.Scalar(math.Ln10)}
	s.run = s.put
	if !q.isPrint { // which may be wrong already
		s.result()
	}
	switch {
	case q.rule != nil:
		s.optimizer()
	case q.average != nil:
		s.average()
	case q.epoch != nil:
		s.descent()
	case q.die != nil:
		s.die()
	case q.model != nil:
		s.layers(q.model)
	case q.x != nil:
		s.point(q.x)
	}
	return s
}

// answer returns the numbers that a mistake leads to at a probe, nil if it cannot be made there.
func (m Mutant) answer(q *probe) []float64 {
	if s := newScope(q); s.Allows(m.mistake) {
		return s.run(m.mistake)
	}
	return nil
}

// put makes the assignments, and returns the last expression or else the answer that the pieces make.
func (s *scope) put(m mistake.Mistake) []float64 {
	value := s.Execute(m)
	switch {
	case value != nil:
		return s.picked(value)
	case m.Assigns("answer"):
		return matrix.Flat(s.Get("answer"))
	case m.Assigns("line"):
		return s.lines()
	}
	return s.whole()
}

// lineNames are the names of the lines of a proof.
var lineNames = []string{"line0", "line1", "line2"}

// result has the right answer, also as the grid of its block, and by the lines of a proof.
func (s *scope) result() {
	g, blocks := s.q.claim.values, s.q.blocks
	s.Rows("answer", func() [][]float64 { return [][]float64{slices.Clone(g)} })
	if b := blocks[0]; len(blocks) == 1 && b.Rows > 1 && b.Cols > 1 {
		s.Rows("grid", func() [][]float64 { return matrix.Cut(slices.Clone(g), b.Cols) })
	}
	for i := range min(len(blocks), len(lineNames)) {
		n := len(g) / len(blocks)
		s.Rows(lineNames[i], func() [][]float64 { return [][]float64{slices.Clone(g[i*n : (i+1)*n])} })
	}
	if s.q.model != nil {
		s.Rows("θ", func() [][]float64 { return [][]float64{s.q.parameters()} })
	}
}

// picked returns the numbers of a probe, of which derivatives at a point are given as a Jacobian.
func (s *scope) picked(value mistake.Matrix) (values []float64) {
	if s.q.model != nil || s.q.slopes == nil {
		return matrix.Flat(value)
	}
	for _, p := range s.q.slopes.pick {
		values = append(values, value.At(p[0], p[1]))
	}
	return values
}

// lines puts the lines of a proof together.
func (s *scope) lines() (values []float64) {
	lines := lineNames[:len(s.q.blocks)]
	n := len(s.q.claim.values) / len(lines)
	for i, name := range lines {
		value := s.Get(name)
		if len(value[0]) == n && len(value) == 1 {
			values = append(values, value[0]...)
			continue
		}
		for _, p := range s.q.slopes.pick[i*n : (i+1)*n] {
			values = append(values, value.At(p[0], p[1]))
		}
	}
	return values
}

// point has the numbers x of a point: t and y if they are two, and the softmax of them as activations a, with e = exp a and
// their sum S. A name with a 1 has the index k′, down.
func (s *scope) point(x []float64) {
	s.Values["x"], s.Values["a"] = mistake.Matrix{slices.Clone(x)}, mistake.Matrix{slices.Clone(x)}
	if len(x) == 2 {
		s.Number("t", x[0])
		s.Number("y", x[1])
		s.Number("N", x[0])
		s.Number("B", x[1])
	}
	s.Rows("δ", func() [][]float64 { return mistake.Identity(len(x), len(x)) })
	s.Rows("e", func() [][]float64 {
		e, _ := exponentials[double](x)
		return [][]float64{floats(e)}
	})
	s.Lazy["S"] = func() mistake.Matrix { return mistake.Scalar(mistake.Total(s.Get("e")[0])) }
	s.Rows("Y", func() [][]float64 { return mistake.Softmax([][]float64{x}) })
	for _, name := range []string{"e", "Y"} {
		s.Rows(name+"1", func() [][]float64 { return matrix.Transpose(s.Get(name)) })
	}
}

// die has the rolls, in a row, and the probabilities w.
func (s *scope) die() {
	rolls := make([]float64, len(s.q.die.rolls))
	for i, roll := range s.q.die.rolls {
		rolls[i] = float64(roll)
	}
	s.Values["rolls"] = mistake.Matrix{rolls}
	if s.q.die.w != nil {
		s.Values["w"] = mistake.Matrix{s.q.die.w}
	}
}

// average has an average by recursion: y from the last y, with x number t and the decay β; xs are the numbers so far, and
// ewma is the exponentially weighted average of them. The answer is y, or an expression, for each t.
func (s *scope) average() {
	var x, t, y, ewma, usual float64
	a := s.q.average
	s.Bound = map[string]*float64{"x": &x, "t": &t, "y": &y, "ewma": &ewma, "usual": &usual}
	s.Number("β", a.β)
	s.Values["xs"] = mistake.Matrix{{}}
	smoothed := func(y float64) float64 { return float64(a.β*y) + float64((1-a.β)*x) }
	s.run = func(m mistake.Mistake) (values []float64) {
		if m.Assigns("answer") {
			return s.put(m)
		}
		for i := range a.xs {
			x, t = a.xs[i], float64(i+1)
			s.Values["xs"] = mistake.Matrix{a.xs[:i+1]}
			ewma, usual = smoothed(ewma), smoothed(y)
			for _, statement := range m.Body {
				if e, is := statement.(*ast.ExprStmt); is {
					y = s.Eval(e.X)[0][0]
				} else {
					s.Do(statement)
				}
			}
			values = append(values, y)
		}
		return values
	}
}
