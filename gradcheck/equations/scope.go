package equations

import (
	"go/ast"
	"math"
	"slices"
	"strings"

	"chainrule/gradcheck/equations/internal/matrix"
)

// scope has the pieces of the computation at a probe, open to mistakes. Without a mistake the answer is
// right, to within rounding.
type scope struct {
	q      *probe
	values map[string]matrixOf
	lazy   map[string]func() matrixOf // pieces made of others, when they are wanted
	bound  map[string]*float64
	calls  map[string]builtin
	run    func(m mistake) []float64
	whole  func() []float64 // the answer that the pieces make
}

// scopeFunctions are the functions of some scope, and block, whether the probe is about a block.
var scopeFunctions = []string{"block", "σ", "slope1", "slope2", "slope", "nextσ", "nextSlope", "part", "rest", "root", "dropLast", "unpaired", "overlapping", "filledUp", "twice",
	"lastFirst", "unshuffled"}

func newScope(q *probe) *scope {
	s := &scope{q: q, values: map[string]matrixOf{"ln2": scalar(math.Ln2), "ln10": scalar(math.Ln10)}, lazy: map[string]func() matrixOf{}}
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
	case q.deep != nil:
		s.depth()
	case q.die != nil:
		s.die()
	case q.isLogistic:
		s.logistic(q.in)
	case q.in != nil:
		s.network(q.in)
	case q.x != nil:
		s.point(q.x)
	}
	return s
}

func (s *scope) has(name string) bool {
	return s.values[name] != nil || s.lazy[name] != nil || s.bound[name] != nil || s.calls[name] != nil
}

// get returns a piece. A variable without a value is 0.
func (s *scope) get(name string) matrixOf {
	switch {
	case s.bound[name] != nil:
		return scalar(*s.bound[name])
	case s.values[name] == nil && s.lazy[name] != nil:
		s.values[name] = s.lazy[name]()
	case s.values[name] == nil:
		return scalar(0)
	}
	return s.values[name]
}

// set changes a piece, which keeps its shape but for a line, or a variable.
func (s *scope) set(name string, value matrixOf) {
	switch p := s.bound[name]; {
	case p != nil:
		*p = value[0][0]
	case s.has(name) && slices.Contains(scopeNames, name) && !strings.HasPrefix(name, "line"):
		value = zip(s.get(name), value, func(_, y float64) float64 { return y })
		fallthrough
	default:
		s.values[name] = value
	}
}

// number enters a number, and rows a matrix that is made when it is wanted.
func (s *scope) number(name string, x float64) { s.values[name] = scalar(x) }

func (s *scope) rows(name string, make func() [][]float64) {
	s.lazy[name] = func() matrixOf { return make() }
}

// lineNames are the names of the lines of a proof.
var lineNames = []string{"line0", "line1", "line2"}

// result has the right answer, also as the grid of its block, and by the lines of a proof.
func (s *scope) result() {
	g, blocks := s.q.claim.values, s.q.blocks
	s.rows("answer", func() [][]float64 { return [][]float64{slices.Clone(g)} })
	if b := blocks[0]; len(blocks) == 1 && b.Rows > 1 && b.Cols > 1 {
		s.rows("grid", func() [][]float64 { return matrix.Cut(slices.Clone(g), b.Cols) })
	}
	for i := range min(len(blocks), len(lineNames)) {
		n := len(g) / len(blocks)
		s.rows(lineNames[i], func() [][]float64 { return [][]float64{slices.Clone(g[i*n : (i+1)*n])} })
	}
	if s.q.in != nil {
		s.rows("θ", func() [][]float64 { return [][]float64{s.q.shrunk()} })
	}
}

// shrunk returns the parameters that a weight decay would shrink.
func (q *probe) shrunk() []float64 {
	if q.last > q.first {
		return q.in.θ[q.first:q.last]
	}
	return q.in.regressionW()
}

// picked returns the numbers of a probe, of which derivatives at a point are given as a Jacobian.
func (s *scope) picked(value matrixOf) (values []float64) {
	if s.q.in != nil || s.q.slopes == nil {
		return matrix.Flat(value)
	}
	for _, p := range s.q.slopes.pick {
		values = append(values, value.at(p[0], p[1]))
	}
	return values
}

// lines puts the lines of a proof together.
func (s *scope) lines() (values []float64) {
	lines := lineNames[:len(s.q.blocks)]
	n := len(s.q.claim.values) / len(lines)
	for i, name := range lines {
		value := s.get(name)
		if len(value[0]) == n && len(value) == 1 {
			values = append(values, value[0]...)
			continue
		}
		for _, p := range s.q.slopes.pick[i*n : (i+1)*n] {
			values = append(values, value.at(p[0], p[1]))
		}
	}
	return values
}

// point has the numbers x of a point: t and y if they are two, and the softmax of them as activations a, with e = exp a and
// their sum S. A name with a 1 has the index k′, down.
func (s *scope) point(x []float64) {
	s.values["x"], s.values["a"] = matrixOf{slices.Clone(x)}, matrixOf{slices.Clone(x)}
	if len(x) == 2 {
		s.number("t", x[0])
		s.number("y", x[1])
		s.number("N", x[0])
		s.number("B", x[1])
	}
	s.rows("δ", func() [][]float64 { return builtins["eye"]([]matrixOf{scalar(float64(len(x)))}) })
	s.rows("e", func() [][]float64 {
		e, _ := exponentials[double](x)
		return [][]float64{floats(e)}
	})
	s.lazy["S"] = func() matrixOf { return scalar(total(s.get("e")[0])) }
	s.rows("Y", func() [][]float64 { return softened([][]float64{x}, math.Exp) })
	for _, name := range []string{"e", "Y"} {
		s.rows(name+"1", func() [][]float64 { return matrix.Transpose(s.get(name)) })
	}
}

// die has the rolls, in a row, and the probabilities w.
func (s *scope) die() {
	rolls := make([]float64, len(s.q.die.rolls))
	for i, roll := range s.q.die.rolls {
		rolls[i] = float64(roll)
	}
	s.values["rolls"] = matrixOf{rolls}
	if s.q.die.w != nil {
		s.values["w"] = matrixOf{s.q.die.w}
	}
}

// average has an average by recursion: y from the last y, with x number t and the decay β; xs are the numbers so far, and
// ewma is the exponentially weighted average of them. The answer is y, or an expression, for each t.
func (s *scope) average() {
	var x, t, y, ewma, usual float64
	a := s.q.average
	s.bound = map[string]*float64{"x": &x, "t": &t, "y": &y, "ewma": &ewma, "usual": &usual}
	s.number("β", a.β)
	s.values["xs"] = matrixOf{{}}
	smoothed := func(y float64) float64 { return float64(a.β*y) + float64((1-a.β)*x) }
	s.run = func(m mistake) (values []float64) {
		if m.assigns("answer") {
			return s.put(m)
		}
		for i := range a.xs {
			x, t = a.xs[i], float64(i+1)
			s.values["xs"] = matrixOf{a.xs[:i+1]}
			ewma, usual = smoothed(ewma), smoothed(y)
			for _, statement := range m.body {
				if e, is := statement.(*ast.ExprStmt); is {
					y = s.eval(e.X)[0][0]
				} else {
					s.do(statement)
				}
			}
			values = append(values, y)
		}
		return values
	}
}
