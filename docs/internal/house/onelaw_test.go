package house

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lawful are the functions of package math whose result is the same on every
// machine: each is one IEEE operation or works on bits.
var lawful = []string{"Sqrt", "FMA", "Abs", "Copysign", "Float64bits", "Float64frombits", "Float32bits",
	"Float32frombits", "NaN", "Inf", "IsNaN", "IsInf", "Signbit"}

// bound are the packages in which an operation has one numerical result.
var bound = []string{"tensor", "nn", "nn/dataset", "adam"}

// What the packages import is checked once, in one set of positions.
var (
	positions = token.NewFileSet()
	imported  = importer.ForCompiler(positions, "source", nil)
)

// fusible returns, for each file of a package, the places that break the law of one
// answer: calls of functions of math that are not lawful, and products of floats
// that the compiler may fuse with a sum. A product may not be fused if it is
// converted, explicitly, to its own type; so each product must be the operand of a
// conversion, or of a product or quotient that is.
func fusible(t *testing.T, files []*ast.File) (bad []string) {
	t.Helper()
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: imported}
	_, err := config.Check("p", positions, files, info)
	require.NoError(t, err)
	report := func(node ast.Node, format string, arguments ...any) {
		bad = append(bad, fmt.Sprintf("%v: %s", positions.Position(node.Pos()), fmt.Sprintf(format, arguments...)))
	}
	for _, file := range files {
		safe := map[ast.Expr]bool{} // products whose rounding is explicit
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.CallExpr:
				if info.Types[node.Fun].IsType() {
					markSafe(node.Args[0], safe)
				}
			case *ast.BinaryExpr:
				if node.Op == token.MUL && isFloat(info.Types[node]) && !safe[node] {
					report(node, "a product that may be fused: convert it")
				}
				if node.Op == token.QUO { // a product below a quotient is rounded before it
					markSafe(node.X, safe)
					markSafe(node.Y, safe)
				}
			case *ast.AssignStmt:
				if node.Tok == token.MUL_ASSIGN && isFloat(info.Types[node.Lhs[0]]) {
					report(node, "a product that may be fused: write x = F(x * y)")
				}
			case *ast.SelectorExpr:
				object := info.Uses[node.Sel]
				if f, ok := object.(*types.Func); ok && f.Pkg() != nil && f.Pkg().Path() == "math" && !slices.Contains(lawful, f.Name()) {
					report(node, "math.%s is not the same on every machine", f.Name())
				}
			}
			return true
		})
	}
	return bad
}

// markSafe marks the product x, and the products that are its factors: the result of
// a product can be fused only with a sum.
func markSafe(x ast.Expr, safe map[ast.Expr]bool) {
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		markSafe(x.X, safe)
	case *ast.BinaryExpr:
		if x.Op == token.MUL {
			safe[x] = true
			markSafe(x.X, safe)
			markSafe(x.Y, safe)
		}
	}
}

// isFloat reports whether an expression is a variable float, or of a type parameter
// that stands for floats.
func isFloat(tv types.TypeAndValue) bool {
	if tv.Type == nil || tv.Value != nil {
		return false
	}
	if p, ok := tv.Type.(*types.TypeParam); ok {
		return strings.Contains(p.Constraint().Underlying().String(), "float")
	}
	basic, ok := tv.Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsFloat != 0
}

// builds lists the builds whose files are read: a file that one leaves out is in another.
var builds = []build.Context{
	{GOOS: "linux", GOARCH: "amd64", Compiler: "gc"},
	{GOOS: "linux", GOARCH: "arm64", Compiler: "gc"},
	{GOOS: "linux", GOARCH: "amd64", Compiler: "gc", BuildTags: []string{"purego"}},
}

func TestLawOfOneAnswerInSource(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks every build of four packages: the long form does")
	}
	for _, folder := range bound {
		for _, context := range builds {
			p, err := context.ImportDir(filepath.Join(root, folder), 0)
			require.NoError(t, err)
			var files []*ast.File
			for _, name := range p.GoFiles {
				file, err := parser.ParseFile(positions, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
				require.NoError(t, err)
				files = append(files, file)
			}
			require.NotEmpty(t, files, folder)
			require.Empty(t, fusible(t, files), folder)
		}
	}
}

func TestLawOfOneAnswerSeesWhatBreaksIt(t *testing.T) {
	for source, breaks := range map[string]bool{
		`func f(x, y, z float64) float64 { return x*y + z }`:                                         true,
		`func f(x, y, z float64) float64 { t := x * y; return t + z }`:                               true,
		`func f(x, y float64) float64 { x *= y; return x + y }`:                                      true,
		`func f[F float32|float64](x, y, z F) F { return z - x*y }`:                                  true,
		`func f[F float32|float64](x, y, z F) F { return z - F(x*y) }`:                               false,
		`func f(x, y, z float64) float64 { return float64(x*y*z) + z }`:                              false,
		`func f(x, y, z float64) float64 { return x/(y*z) + z }`:                                     false,
		`func f(x, y float64) float64 { return float64(x*(x*y + y)) }`:                               true,
		"type Float interface{ float32 | float64 }\nfunc f[F Float](x, y, z F) F { return z - x*y }": true,
		`func f(i, j int) int { return i*j + 1 }`:                                                    false,
		`func f(x float64) float64 { return math.Exp(x) }`:                                           true,
		`func f(x float64) float64 { return math.Sqrt(x) }`:                                          false,
		`var g = math.Tanh`: true,
	} {
		file, err := parser.ParseFile(positions, "p.go", "package p\nimport \"math\"\nvar _ = math.Pi\n"+source, 0)
		require.NoError(t, err)
		bad := fusible(t, []*ast.File{file})
		require.Equal(t, breaks, len(bad) > 0, "%s: %v", source, bad)
	}
}
