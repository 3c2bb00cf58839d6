package equations

import (
	"go/ast"
	"slices"

	"chainrule/gradcheck/equations/internal/mistake"
)

// mutableOptimizer is an update rule at work on one parameter, from θ = 0, with its pieces
// open to mistakes. Without a mistake the answer is right, to within rounding.
type mutableOptimizer struct {
	*scope
	setting
	t, g, θ, m, v, oldM, oldV float64
	inside, pause             float64
	β, usual                  float64             // of rest, and of the piece that is replaced
	replaced                  map[string]ast.Expr // m, v, step, and rest and root
	others                    []ast.Stmt          // variables, set before the step
}

// optimizer has the pieces of an update rule. Assignments to hyperparameters are made once. Those to m, v and step
// replace them in each update, which has the usual value too, and those to rest and root the functions rest(β, t) = 1 − βᵗ and
// root(v), √v + ε or √(v + ε). mHat and vHat are corrected if the rule corrects them.
func (s *scope) optimizer() {
	a := &mutableOptimizer{scope: s, setting: *s.q.setting, inside: mistake.Truth(s.q.setting.EpsilonInside), replaced: map[string]ast.Expr{}}
	s.Bound = map[string]*float64{
		"β1": &a.Beta1, "β2": &a.Beta2, "η": &a.Rate, "ε": &a.Epsilon, "inside": &a.inside, "pause": &a.pause, "t": &a.t, "g": &a.g, "θ": &a.θ,
		"m": &a.m, "v": &a.v, "oldM": &a.oldM, "oldV": &a.oldV, "β": &a.β, "usual": &a.usual,
	}
	for name, now := range map[string]func() float64{
		"mHat": func() float64 { return a.corrected(a.m, a.Beta1) }, "vHat": func() float64 { return a.corrected(a.v, a.Beta2) },
		"step": a.step, "rest": func() float64 { return 0 }, "root": func() float64 { return 0 },
	} {
		s.Lazy[name] = func() mistake.Matrix { return mistake.Scalar(now()) }
	}
	s.Calls = map[string]mistake.Function{
		"rest": func(args []mistake.Matrix) mistake.Matrix {
			return mistake.Scalar(a.rest(args[0][0][0], args[1][0][0]))
		},
		"root": func(args []mistake.Matrix) mistake.Matrix { return mistake.Scalar(a.root(args[0][0][0])) },
	}
	s.run = func(m mistake.Mistake) []float64 {
		if m.Assigns("answer") {
			return s.put(m)
		}
		for _, statement := range m.Body {
			a.plan(statement.(*ast.AssignStmt))
		}
		return after(*s.q.rule, s.q.setting.gs, a.update)
	}
}

// plan makes an assignment to hyperparameters, or keeps it for every update.
func (a *mutableOptimizer) plan(statement *ast.AssignStmt) {
	switch name := mistake.NameOf(statement.Lhs[0]); {
	case slices.Contains([]string{"g", "m", "v", "step", "rest", "root"}, name):
		a.replaced[name] = statement.Rhs[0]
	case a.Bound[name] != nil:
		a.Do(statement)
	default:
		a.others = append(a.others, statement)
	}
}

// now returns a piece: what replaces it, or else the usual one.
func (a *mutableOptimizer) now(name string, usual func() float64) float64 {
	by := a.replaced[name]
	if by == nil {
		return usual()
	}
	a.usual = usual()
	return a.Eval(by)[0][0]
}

func (a *mutableOptimizer) rest(β, t float64) float64 {
	oldβ, oldT := a.β, a.t
	defer func() { a.β, a.t = oldβ, oldT }()
	a.β, a.t = β, t
	return a.now("rest", func() float64 { return remaining[big](β, int(t)).Float64() })
}

func (a *mutableOptimizer) root(v float64) float64 {
	old := a.v
	defer func() { a.v = old }()
	a.v = v
	return a.now("root", func() float64 {
		s := a.setting
		s.EpsilonInside = a.inside != 0
		return root(double(v), s).Float64()
	})
}

func (a *mutableOptimizer) corrected(x, β float64) float64 {
	if !a.q.rule.corrected {
		return x
	}
	return x / a.rest(β, a.t)
}

// first, second and step are the usual m, v and decrement of θ.
func (a *mutableOptimizer) first() float64 {
	if a.q.rule.name == "classical momentum" {
		return float64(a.Beta1*a.m) - float64(a.Rate*a.g)
	}
	return float64(a.Beta1*a.m) + float64((1-a.Beta1)*a.g)
}

func (a *mutableOptimizer) second() float64 {
	return float64(a.Beta2*a.v) + float64((1-a.Beta2)*a.g*a.g)
}

func (a *mutableOptimizer) step() float64 {
	switch a.q.rule.name {
	case "momentum":
		return a.Rate * a.m
	case "RMSprop":
		return a.Rate * a.g / a.root(a.corrected(a.v, a.Beta2))
	case "Adam":
		return a.Rate * a.corrected(a.m, a.Beta1) / a.root(a.corrected(a.v, a.Beta2))
	}
	return -a.m
}

// update makes one update and is a stepper. With a pause it makes another first, after so many, with g = 0.
func (a *mutableOptimizer) update(g float64) (θ, m, v float64) {
	if a.pause > 0 && a.t == a.pause {
		a.pause = 0
		a.update(0)
	}
	a.t++
	a.g, a.oldM, a.oldV = g, a.m, a.v
	a.g = a.now("g", func() float64 { return a.g })
	a.m = a.now("m", a.first)
	a.v = a.now("v", a.second)
	delete(a.Values, "mHat")
	delete(a.Values, "vHat")
	for _, statement := range a.others {
		a.Do(statement)
	}
	a.θ -= a.now("step", a.step)
	return a.θ, a.m, a.v
}
