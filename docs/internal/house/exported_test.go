package house

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// signed are the packages whose signatures the page has.
var signed = []string{"tensor", "nn", "nn/dataset", "nn/file", "nn/classifier", "adam", "gradcheck", "gradcheck/equations", "bench/chart", "docs/chart"}

// The page of signatures names every exported identifier of the packages that
// others import.
func TestThePageOfSignaturesIsWhole(t *testing.T) {
	page, err := os.ReadFile("../../decisions/01-api.md")
	require.NoError(t, err)
	for path := range packages(t) {
		if !slices.ContainsFunc(signed, func(pattern string) bool { return fits(path, pattern) }) {
			continue
		}
		for _, name := range exported(t, path) {
			require.True(t, regexp.MustCompile(`\b`+name+`\b`).Match(page), "decisions/01-api.md does not name %s.%s: add it", path, name)
		}
	}
	require.Contains(t, exported(t, "tensor"), "ProductNT")
}

// exported returns the exported functions, types, constants and variables of a
// package, and the methods of its exported types.
func exported(t *testing.T, folder string) (names []string) {
	t.Helper()
	sources(t, folder, func(name string, _ *token.FileSet, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		ast.FileExports(file)
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil || ast.IsExported(strings.TrimLeft(types.ExprString(d.Recv.List[0].Type), "*")) {
					names = append(names, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						names = append(names, s.Name.Name)
					case *ast.ValueSpec:
						for _, n := range s.Names {
							names = append(names, n.Name)
						}
					}
				}
			}
		}
	})
	return slices.DeleteFunc(names, func(name string) bool { return !ast.IsExported(name) })
}
