package equations

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainrule/gradcheck/equations/internal/matrix"
)

// mistake is an error in the pieces of a computation, in a language of its own: Go statements about
// matrices of doubles. A number is a matrix of 1×1; where an operand has one row or one column, that is
// repeated.
//
//	where N > 1: R = either(n < N-1, 0, R)
//
// Each operation works element by element and rounds, so that no two are fused; a comparison is
// 1 or 0. The probe's scope (scope.go) has the names, in the paper's letters; another name is a
// variable, 0 at first. The functions are listed in builtins.go. The answer is put together from the pieces,
// or it is the expression with which the statements end. Where the condition is false, or the probe has not
// what the mistake names, the mistake cannot be made.
type mistake struct {
	where ast.Expr   // nil if everywhere
	body  []ast.Stmt // assignments, calls, an expression
	names []string   // that the scope must have
}

// scopeNames are the names of all scopes.
var scopeNames = strings.Fields(`N D M K X T W b V c α Z S A Y R H answer grid g θ n d logY loss losses uneven onehot relu sigmoid tanh
	x t y a e e1 Y1 δ β1 β2 η ε inside m v oldM oldV mHat vHat β xs ewma line0 line1 line2 rolls w B size j rate stale summed pause step rest root usual
	W1 W2 W3 b2 α1 Z1 Z2 S1 S2 H1 H2 dW2 db2 square`)

// parseMistake reads a mistake, or says what is wrong with it.
func parseMistake(text string) (m mistake, err error) {
	if condition, found := strings.CutPrefix(text, "where "); found {
		condition, text, _ = strings.Cut(condition, ": ")
		if m.where, err = parser.ParseExpr(condition); err != nil {
			return m, err
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p; func _() {"+text+"\n}", parser.SkipObjectResolution)
	if err != nil {
		return m, err
	}
	body := file.Decls[0].(*ast.FuncDecl).Body
	m.body = body.List
	variables := map[string]bool{"ln2": true, "ln10": true}
	for _, s := range m.body {
		if a, is := s.(*ast.AssignStmt); is {
			for _, to := range a.Lhs {
				variables[nameOf(to)] = true
			}
		}
	}
	called := map[ast.Expr]bool{}
	collect := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called[n.Fun] = true
		case *ast.Ident:
			switch {
			case called[n] && builtins[n.Name] == nil && !slices.Contains(scopeFunctions, n.Name):
				err = cmp.Or(err, fmt.Errorf("no function %q", n.Name))
			case called[n]:
			case slices.Contains(scopeNames, n.Name):
				m.names = append(m.names, n.Name)
			case !variables[n.Name]:
				err = cmp.Or(err, fmt.Errorf("no name %q", n.Name))
			}
		}
		return true
	}
	ast.Inspect(body, collect)
	if m.where != nil {
		ast.Inspect(m.where, collect)
	}
	return m, err
}

// nameOf returns the name of a variable, or of an element's matrix.
func nameOf(e ast.Expr) string {
	if i, is := e.(*ast.IndexExpr); is {
		e = i.X
	}
	return e.(*ast.Ident).Name
}

// assigns reports whether the mistake changes a name that begins so.
func (m mistake) assigns(prefix string) bool {
	return slices.ContainsFunc(m.body, func(s ast.Stmt) bool {
		a, is := s.(*ast.AssignStmt)
		return is && strings.HasPrefix(nameOf(a.Lhs[0]), prefix)
	})
}

// operators of the language.
var operators = map[token.Token]func(x, y float64) float64{
	token.ADD: func(x, y float64) float64 { return x + y },
	token.SUB: func(x, y float64) float64 { return x - y },
	token.MUL: func(x, y float64) float64 { return x * y },
	token.QUO: func(x, y float64) float64 { return x / y },
	token.REM: math.Mod,
	token.EQL: func(x, y float64) float64 { return truth(x == y) },
	token.NEQ: func(x, y float64) float64 { return truth(x != y) },
	token.LSS: func(x, y float64) float64 { return truth(x < y) },
	token.LEQ: func(x, y float64) float64 { return truth(x <= y) },
	token.GTR: func(x, y float64) float64 { return truth(x > y) },
	token.GEQ: func(x, y float64) float64 { return truth(x >= y) },
}

// eval returns the value of an expression.
func (s *scope) eval(e ast.Expr) matrixOf {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.eval(e.X)
	case *ast.BasicLit:
		x, err := strconv.ParseFloat(e.Value, 64)
		return scalar(must(x, err))
	case *ast.Ident:
		return s.get(e.Name)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return s.eval(e.X).mapped(func(x float64) float64 { return 1 - x })
		}
		return s.eval(e.X).mapped(func(x float64) float64 { return -x })
	case *ast.BinaryExpr:
		return zip(s.eval(e.X), s.eval(e.Y), operators[e.Op])
	case *ast.IndexExpr:
		from := matrix.Flat(s.eval(e.X))
		return s.eval(e.Index).mapped(func(i float64) float64 { return from[int(i)] })
	}
	call := e.(*ast.CallExpr)
	name := nameOf(call.Fun)
	if name == "block" {
		wanted, err := strconv.Unquote(call.Args[0].(*ast.BasicLit).Value)
		return scalar(truth(must(wanted, err) == s.q.blocks[0].Name))
	}
	args := make([]matrixOf, len(call.Args))
	for i, a := range call.Args {
		args[i] = s.eval(a)
	}
	if f := s.calls[name]; f != nil {
		return f(args)
	}
	return builtins[name](args)
}

// do makes an assignment, of which the right sides are evaluated first, or a call.
func (s *scope) do(statement ast.Stmt) {
	a, is := statement.(*ast.AssignStmt)
	if !is {
		s.eval(statement.(*ast.ExprStmt).X)
		return
	}
	values := make([]matrixOf, len(a.Rhs))
	for i, e := range a.Rhs {
		values[i] = s.eval(e)
		if a.Tok != token.ASSIGN {
			values[i] = zip(s.eval(a.Lhs[i]), values[i], operators[a.Tok-token.ADD_ASSIGN+token.ADD])
		}
	}
	for i, to := range a.Lhs {
		if at, is := to.(*ast.IndexExpr); is {
			x := s.get(nameOf(to))
			place := int(s.eval(at.Index)[0][0])
			x[place/len(x[0])][place%len(x[0])] = values[i][0][0]
			continue
		}
		s.set(nameOf(to), values[i])
	}
}

// answer returns the numbers that a mistake leads to at a probe, nil if it cannot be made there.
func (m mistake) answer(q *probe) []float64 {
	s := newScope(q)
	if slices.ContainsFunc(m.names, func(name string) bool { return !s.has(name) }) || m.where != nil && s.eval(m.where)[0][0] == 0 {
		return nil
	}
	return s.run(m)
}

// put makes the assignments, and returns the last expression or else the answer that the pieces make.
func (s *scope) put(m mistake) []float64 {
	for i, statement := range m.body {
		if e, is := statement.(*ast.ExprStmt); is && i == len(m.body)-1 {
			return s.picked(s.eval(e.X))
		}
		s.do(statement)
	}
	switch {
	case m.assigns("answer"):
		return matrix.Flat(s.get("answer"))
	case m.assigns("line"):
		return s.lines()
	}
	return s.whole()
}
