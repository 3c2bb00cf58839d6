package mistake

import (
	"go/ast"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainrule/gradcheck/equations/internal/matrix"
)

// Scope has the pieces of a computation, open to mistakes.
type Scope struct {
	Language *Language
	Block    string // the argument for which the function block is true
	Values   map[string]Matrix
	Lazy     map[string]func() Matrix // pieces made of others, when they are wanted
	Bound    map[string]*float64      // pieces in the memory of the computation
	Calls    map[string]Function
}

func (s *Scope) has(name string) bool {
	return s.Values[name] != nil || s.Lazy[name] != nil || s.Bound[name] != nil || s.Calls[name] != nil
}

// Get returns a piece. A variable without a value is 0.
func (s *Scope) Get(name string) Matrix {
	switch {
	case s.Bound[name] != nil:
		return Scalar(*s.Bound[name])
	case s.Values[name] == nil && s.Lazy[name] != nil:
		s.Values[name] = s.Lazy[name]()
	case s.Values[name] == nil:
		return Scalar(0)
	}
	return s.Values[name]
}

// set changes a piece, which keeps its shape but for a line, or a variable.
func (s *Scope) set(name string, value Matrix) {
	switch p := s.Bound[name]; {
	case p != nil:
		*p = value[0][0]
	case s.has(name) && slices.Contains(s.Language.Names, name) && !strings.HasPrefix(name, "line"):
		value = Zip(s.Get(name), value, func(_, y float64) float64 { return y })
		fallthrough
	default:
		s.Values[name] = value
	}
}

// Number enters a number.
func (s *Scope) Number(name string, x float64) { s.Values[name] = Scalar(x) }

// Rows enters a matrix that is made when it is wanted.
func (s *Scope) Rows(name string, make func() [][]float64) {
	s.Lazy[name] = func() Matrix { return make() }
}

// Allows reports whether a mistake can be made there.
func (s *Scope) Allows(m Mistake) bool {
	lacks := slices.ContainsFunc(m.names, func(name string) bool { return !s.has(name) })
	return !lacks && (m.where == nil || s.Eval(m.where)[0][0] != 0)
}

// Execute makes the assignments and calls, and returns the last expression, nil if there is none.
func (s *Scope) Execute(m Mistake) Matrix {
	for i, statement := range m.Body {
		if e, is := statement.(*ast.ExprStmt); is && i == len(m.Body)-1 {
			return s.Eval(e.X)
		}
		s.Do(statement)
	}
	return nil
}

// Do makes an assignment, of which the right sides are evaluated first, or a call.
func (s *Scope) Do(statement ast.Stmt) {
	a, is := statement.(*ast.AssignStmt)
	if !is {
		s.Eval(statement.(*ast.ExprStmt).X)
		return
	}
	values := make([]Matrix, len(a.Rhs))
	for i, e := range a.Rhs {
		values[i] = s.Eval(e)
		if a.Tok != token.ASSIGN {
			values[i] = Zip(s.Eval(a.Lhs[i]), values[i], operators[a.Tok-token.ADD_ASSIGN+token.ADD])
		}
	}
	for i, to := range a.Lhs {
		if at, is := to.(*ast.IndexExpr); is {
			x := s.Get(NameOf(to))
			place := int(s.Eval(at.Index)[0][0])
			x[place/len(x[0])][place%len(x[0])] = values[i][0][0]
			continue
		}
		s.set(NameOf(to), values[i])
	}
}

// operators of the language.
var operators = map[token.Token]func(x, y float64) float64{
	token.ADD: func(x, y float64) float64 { return x + y },
	token.SUB: func(x, y float64) float64 { return x - y },
	token.MUL: func(x, y float64) float64 { return x * y },
	token.QUO: func(x, y float64) float64 { return x / y },
	token.REM: math.Mod,
	token.EQL: func(x, y float64) float64 { return Truth(x == y) },
	token.NEQ: func(x, y float64) float64 { return Truth(x != y) },
	token.LSS: func(x, y float64) float64 { return Truth(x < y) },
	token.LEQ: func(x, y float64) float64 { return Truth(x <= y) },
	token.GTR: func(x, y float64) float64 { return Truth(x > y) },
	token.GEQ: func(x, y float64) float64 { return Truth(x >= y) },
}

// Eval returns the value of an expression.
func (s *Scope) Eval(e ast.Expr) Matrix {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.Eval(e.X)
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return Scalar(Truth(e.Value == strconv.Quote(s.Block)))
		}
		x, err := strconv.ParseFloat(e.Value, 64)
		if err != nil {
			panic(err)
		}
		return Scalar(x)
	case *ast.Ident:
		return s.Get(e.Name)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return s.Eval(e.X).Map(func(x float64) float64 { return 1 - x })
		}
		return s.Eval(e.X).Map(func(x float64) float64 { return -x })
	case *ast.BinaryExpr:
		return Zip(s.Eval(e.X), s.Eval(e.Y), operators[e.Op])
	case *ast.IndexExpr:
		from := matrix.Flat(s.Eval(e.X))
		return s.Eval(e.Index).Map(func(i float64) float64 { return from[int(i)] })
	}
	call := e.(*ast.CallExpr)
	args := make([]Matrix, len(call.Args))
	for i, a := range call.Args {
		args[i] = s.Eval(a)
	}
	if f := s.Calls[NameOf(call.Fun)]; f != nil {
		return f(args)
	}
	return s.Language.function(NameOf(call.Fun))(args)
}
