package house

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/internal/book"
	"chainrule/gradcheck/equations"
)

const root = "../../.."

// arrows says which packages of the module a package may import (tests may import more),
// as patterns of the go command. The first line that fits a package counts.
var arrows = [][2]string{
	{"tensor", ""},
	{"nn", "tensor nn/file"},
	{"nn/file", ""},
	{"nn/dataset", "tensor nn/file"},
	{"nn/experiment", "nn nn/dataset nn/file adam tensor"},
	{"nn/internal/...", ""},
	{"nn/classifier", "nn nn/dataset nn/experiment nn/file nn/internal/... tensor"},
	{"adam", "tensor"},
	{"gradcheck", ""},
	{"gradcheck/internal/...", ""},
	{"gradcheck/equations/...", "nn/... adam tensor gradcheck/..."},
	{"bench/chart", ""},
	{"docs/chart", ""},
	{"docs/cli", "nn/file"},
	{"bench/internal/roofline", "bench/internal/cases"},
	{"bench/internal/...", "docs/cli nn/file"},
	{"bench/...", "tensor nn/... adam gradcheck/... bench/... docs/chart docs/cli"},
	{"docs/...", "tensor nn/... adam gradcheck/... docs/... bench/chart bench/results"},
}

// fits reports whether a package is one of the pattern's.
func fits(path, pattern string) bool {
	top, tree := strings.CutSuffix(pattern, "/...")
	return path == top || tree && strings.HasPrefix(path, top+"/")
}

// forbidden returns the imports of a package that the arrows do not allow.
func forbidden(path string, imports []string) (bad []string) {
	var allowed []string
	if i := slices.IndexFunc(arrows, func(a [2]string) bool { return fits(path, a[0]) }); i >= 0 {
		allowed = strings.Fields(arrows[i][1])
	}
	for _, name := range imports {
		other, ours := strings.CutPrefix(name, "chainrule/")
		if ours && !slices.ContainsFunc(allowed, func(pattern string) bool { return fits(other, pattern) }) {
			bad = append(bad, name)
		}
	}
	return bad
}

// packages returns the packages of the module by their folders.
func packages(t *testing.T) map[string]*build.Package {
	t.Helper()
	found := map[string]*build.Package{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if base := filepath.Base(path); path != root && (strings.HasPrefix(base, ".") || base == "testdata" || hasModule(path)) {
			return filepath.SkipDir
		}
		p, err := build.ImportDir(path, 0)
		if _, none := err.(*build.NoGoError); none {
			return nil
		}
		rel, _ := filepath.Rel(root, path)
		found[filepath.ToSlash(rel)] = p
		return err
	})
	require.NoError(t, err)
	require.Contains(t, found, "gradcheck/equations")
	return found
}

// hasModule reports whether a folder is the root of a module of its own.
func hasModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

func TestArrowsBetweenPackages(t *testing.T) {
	for path, p := range packages(t) {
		require.Empty(t, forbidden(path, p.Imports), path)
	}
	for path, other := range map[string]string{"tensor": "nn", "nn": "adam", "nn/dataset": "nn", "gradcheck": "tensor", "new": "tensor",
		"gradcheck/equations": "docs/chart", "docs/cli": "tensor", "docs/internal/book": "bench/internal/record", "bench/ladder": "docs/internal/book"} {
		require.Len(t, forbidden(path, []string{"math", "chainrule/" + other}), 1, "%s → %s", path, other)
	}
	require.Empty(t, forbidden("docs/internal/book", []string{"math", "chainrule/nn/experiment", "chainrule/docs/cli"}))
}

// strangers returns the names at the top level of files that have no place there.
func strangers(files []string) (bad []string) {
	allowed := []string{"tensor", "nn", "adam", "gradcheck", "bench", "docs", "go.mod", "go.sum", "README.md", "LICENSE"}
	for _, file := range files {
		if top, _, _ := strings.Cut(file, "/"); !strings.HasPrefix(top, ".") && !slices.Contains(allowed, top) {
			bad = append(bad, file)
		}
	}
	return bad
}

// What git does not keep, such as profiles and programs, may lie there.
func TestTopLevelIsFixed(t *testing.T) {
	list, err := exec.CommandContext(t.Context(), "git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		t.Skipf("git ls-files: %v: no git, or no repository", err)
	}
	files := strings.Split(strings.TrimRight(string(list), "\x00"), "\x00")
	require.Contains(t, files, "go.mod")
	require.Empty(t, strangers(files))
	require.Equal(t, []string{"cmd/x.go", "x.md"}, strangers([]string{".ci/run", "cmd/x.go", "go.mod", "nn/x.md", "x.md"}))
}

// sources calls a function with each parsed Go file of a folder.
func sources(t *testing.T, folder string, do func(name string, fset *token.FileSet, file *ast.File)) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		do(name, fset, file)
	}
}

// lengths returns the number of lines of each function of a file that has more than
// the limit.
func lengths(file *ast.File, fset *token.FileSet, limit int) (long []string) {
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Body != nil {
			if n := fset.Position(f.Body.Rbrace).Line - fset.Position(f.Body.Lbrace).Line - 1; n > limit {
				long = append(long, fmt.Sprintf("%s: %d lines", f.Name.Name, n))
			}
		}
	}
	return long
}

func TestFilesAndFunctionsAreShort(t *testing.T) {
	for path := range packages(t) {
		sources(t, path, func(name string, fset *token.FileSet, file *ast.File) {
			if !ast.IsGenerated(file) {
				require.LessOrEqual(t, fset.File(file.Pos()).LineCount(), 251, name)
				require.Empty(t, lengths(file, fset, 60), name)
			}
		})
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", "package p\nfunc f() {\n\n\n}\n", 0)
	require.NoError(t, err)
	require.Equal(t, []string{"f: 2 lines"}, lengths(file, fset, 1))
}

// addresses returns the equations and listings that the doc comments of the functions of
// some folders carry, with the functions' names.
func addresses(t *testing.T, folders ...string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, folder := range folders {
		sources(t, folder, func(name string, _ *token.FileSet, file *ast.File) {
			for _, declaration := range file.Decls {
				if f, ok := declaration.(*ast.FuncDecl); ok && !strings.HasSuffix(name, "_test.go") {
					for _, number := range book.NumbersIn(f.Doc.Text()) {
						found[number] = append(found[number], f.Name.Name)
					}
				}
			}
		})
	}
	return found
}

// An equation that has an address in the code is on trial; the equations on trial
// that nn and adam do not implement are links of the chain rule.
func TestEveryImplementedEquationIsOnTrial(t *testing.T) {
	implemented := addresses(t, "nn", "adam")
	require.Greater(t, len(implemented), 25)
	for number, functions := range implemented {
		_, err := equations.Find(number)
		require.NoError(t, err, "(%s), implemented by %v", number, functions)
	}
	links := []string{"1", "2", "3", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "24", "25", "26", "27", "36", "37", "38", "39", "40", "52", "53"}
	for _, trial := range equations.All() {
		if trial.IsEquation() && !slices.Contains(links, trial.Number) {
			require.Contains(t, implemented, trial.Number, "no doc comment in nn or adam ends with Equation (%s)", trial.Number)
		}
	}
}
