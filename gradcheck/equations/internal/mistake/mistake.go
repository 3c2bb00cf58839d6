// Package mistake has a language of planted errors: Go statements about matrices of doubles.
//
//	where N > 1: R = either(n < N-1, 0, R)
//
// A number is a matrix of 1×1; where an operand has one row or one column, that is repeated. Each operation works
// element by element and rounds, so that no two are fused; a comparison is 1 or 0.
package mistake

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// Mistake is an error in the pieces of a computation. Where the condition is false, or the scope has not what the
// mistake names, it cannot be made.
type Mistake struct {
	where ast.Expr   // nil if everywhere
	Body  []ast.Stmt // assignments, calls, an expression
	names []string   // that the scope must have
}

// Language is the vocabulary of mistakes. Every other name must be that of a variable, 0 at first.
type Language struct {
	Names     []string            // of pieces of computations, and constants
	Functions map[string]Function // beside the general ones of functions.go
	Local     []string            // functions of some scopes
}

// Parse reads a mistake, or says what is wrong with it.
func (l *Language) Parse(text string) (m Mistake, err error) {
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
	m.Body = body.List
	var variables []string
	for _, s := range m.Body {
		if a, is := s.(*ast.AssignStmt); is {
			for _, to := range a.Lhs {
				variables = append(variables, NameOf(to))
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
			case called[n] && l.function(n.Name) == nil && !slices.Contains(l.Local, n.Name):
				err = cmp.Or(err, fmt.Errorf("no function %q", n.Name))
			case called[n]:
			case slices.Contains(l.Names, n.Name):
				m.names = append(m.names, n.Name)
			case !slices.Contains(variables, n.Name):
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

func (l *Language) function(name string) Function {
	if f := l.Functions[name]; f != nil {
		return f
	}
	return general[name]
}

// NameOf returns the name of a variable, or of an element's matrix.
func NameOf(e ast.Expr) string {
	if i, is := e.(*ast.IndexExpr); is {
		e = i.X
	}
	return e.(*ast.Ident).Name
}

// Assigns reports whether the mistake changes a name that begins so.
func (m Mistake) Assigns(prefix string) bool {
	return slices.ContainsFunc(m.Body, func(s ast.Stmt) bool {
		a, is := s.(*ast.AssignStmt)
		return is && strings.HasPrefix(NameOf(a.Lhs[0]), prefix)
	})
}
