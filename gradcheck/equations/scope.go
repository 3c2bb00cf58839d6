package equations

import (
	"go/ast"
	"math"
	"slices"
	"strings"

	"chainrule/nn"
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
var scopeFunctions = []string{"block", "σ", "slope", "nextσ", "nextSlope", "part", "rest", "root", "dropLast", "unpaired", "overlapping", "filledUp", "twice",
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
		s.rows("grid", func() [][]float64 { return cut(slices.Clone(g), b.Cols) })
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
		return flat(value)
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
		s.rows(name+"1", func() [][]float64 { return flipped(s.get(name)) })
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

// outputs has what the network and the regression have in common: R is T − s⊙Y, but minus the sum of the
// other y at the 1 of a one-hot row; n and d are the indices of rows and inputs.
func (s *scope) outputs(in *instance, p pass[precise]) {
	s.number("N", float64(in.N))
	s.number("D", float64(in.D))
	s.number("K", float64(in.K))
	s.number("uneven", truth(in.kind == counts)) // some row of T does not sum to 1
	s.number("onehot", truth(in.oneHot()))
	for σ, name := range map[nn.Activation]string{nn.ReLU: "relu", nn.Sigmoid: "sigmoid", nn.Tanh: "tanh"} {
		s.number(name, truth(in.σ == σ))
	}
	indices := func(n int) matrixOf { return builtins["upto"]([]matrixOf{scalar(float64(n))}) }
	s.rows("n", func() [][]float64 { return flipped(indices(in.N)) })
	s.rows("d", func() [][]float64 { return indices(in.D) })
	s.rows("X", func() [][]float64 { return copied(in.X) })
	s.rows("T", func() [][]float64 { return copied(in.T) })
	s.rows("A", func() [][]float64 { return plain(p.A) })
	s.rows("Y", func() [][]float64 { return plain(p.Y) })
	s.rows("R", func() [][]float64 {
		R := plain(p.dA)
		each(R, func(r float64, _, _ int) float64 { return -r })
		return R
	})
	s.rows("logY", func() [][]float64 { // as a − m − log Σ e^(a−m)
		A := s.get("A")
		E := softened(A, math.Exp)
		each(E, func(_ float64, n, k int) float64 {
			m, sum := A[n][largestOf(A[n])], 0.0
			for _, a := range A[n] {
				sum += math.Exp(a - m)
			}
			return A[n][k] - m - math.Log(sum)
		})
		return E
	})
	s.rows("losses", func() [][]float64 { // −Σₖ tₖ log yₖ of each sample, where a term with t = 0 is 0
		T, logY, all := s.get("T"), s.get("logY"), make([]float64, in.N)
		for n := range all {
			for k, t := range T[n] {
				if t != 0 {
					all[n] -= float64(t * logY[n][k])
				}
			}
		}
		return [][]float64{all}
	})
	s.lazy["loss"] = func() matrixOf { return scalar(total(s.get("losses")[0])) }
}

// plain returns the values of formulas in doubles.
func plain(rows [][]precise) [][]float64 {
	all := make([][]float64, len(rows))
	for i, row := range rows {
		all[i] = inDouble(row)
	}
	return all
}

// network has the pieces of the multi-layer perceptron, in the careful forms of nn: S is σ′(α), and H is [R·Vᵀ] ⊙ S.
// The answer is the probe's part of the gradient of J in W, b, V and c.
func (s *scope) network(in *instance) {
	p, q := in.claims().formula, unpack(in, slices.Clone(in.θ))
	s.outputs(in, p)
	s.number("M", float64(in.M))
	s.values["W"], s.values["V"], s.values["b"], s.values["c"] = q.W, q.V, matrixOf{q.b}, matrixOf{q.c}
	s.rows("α", func() [][]float64 { return plain(p.α) })
	s.rows("Z", func() [][]float64 { return plain(p.Z) })
	slopeOf := func(σ nn.Activation) builtin {
		return elementwise(func(x float64) float64 { return slope(σ, double(x)).Float64() })
	}
	valueOf := func(σ nn.Activation) builtin {
		return elementwise(func(x float64) float64 { return activation(σ, double(x)).Float64() })
	}
	next := nn.Activations[(int(in.σ)+1)%len(nn.Activations)]
	s.lazy["S"] = func() matrixOf { return slopeOf(in.σ)([]matrixOf{plain(p.α)}) }
	s.rows("H", func() [][]float64 {
		return zip(product(s.get("R"), flipped(s.get("V")), nil), s.get("S"), func(x, y float64) float64 { return x * y })
	})
	s.calls = map[string]builtin{"σ": valueOf(in.σ), "slope": slopeOf(in.σ), "nextσ": valueOf(next), "nextSlope": slopeOf(next), "part": s.part}
	s.whole = func() []float64 {
		X, Z, R, H := s.get("X"), s.get("Z"), s.get("R"), s.get("H")
		return slices.Concat(times(X, H), sums(H), times(Z, R), sums(R))[s.q.first:s.q.last]
	}
}

// part is the probe's part of a gradient in all of θ.
func (s *scope) part(args []matrixOf) matrixOf {
	return matrixOf{flat(builtins["concat"](args))[s.q.first:s.q.last]}
}

// logistic has the pieces of softmax regression. The answer is XᵀR.
func (s *scope) logistic(in *instance) {
	s.outputs(in, in.regression().formula)
	s.rows("W", func() [][]float64 { return cut(in.regressionW(), in.K) })
	s.whole = func() []float64 { return times(s.get("X"), s.get("R")) }
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
