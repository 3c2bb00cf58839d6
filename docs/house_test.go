package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations"
)

// arrows says which packages of the module each may import (tests may import
// more). docs and bench see everything, and nothing sees them.
var arrows = map[string][]string{
	"chainrule/tensor":     {},
	"chainrule/nn":         {"chainrule/tensor"},
	"chainrule/nn/dataset": {"chainrule/tensor"},
	"chainrule/adam":       {"chainrule/tensor"},
	"chainrule/gradcheck":  {},

	"chainrule/gradcheck/internal/anchors": {},
	"chainrule/gradcheck/equations": {"chainrule/adam", "chainrule/gradcheck", "chainrule/gradcheck/internal/anchors",
		"chainrule/nn", "chainrule/nn/dataset", "chainrule/tensor"},

	"chainrule/bench/chart":             {},
	"chainrule/bench/internal/record":   {},
	"chainrule/bench/internal/roofline": {},

	"chainrule/docs/internal/book": {"chainrule/docs/internal/chapters", "chainrule/docs/internal/formulas", "chainrule/docs/internal/markdown",
		"chainrule/gradcheck", "chainrule/gradcheck/equations", "chainrule/gradcheck/equations/errata"},
	"chainrule/docs/internal/formulas": {"chainrule/docs/internal/markdown"},
	"chainrule/docs/internal/markdown": {},
	"chainrule/bench/results":          {},

	"chainrule/docs/internal/site": {"chainrule/adam", "chainrule/bench/chart", "chainrule/docs/internal/formulas", "chainrule/docs/internal/markdown",
		"chainrule/gradcheck", "chainrule/gradcheck/equations", "chainrule/gradcheck/equations/errata", "chainrule/nn", "chainrule/nn/dataset", "chainrule/tensor"},
}

// packages returns the folders of the module that hold Go files, by import path.
func packages(t *testing.T) map[string]*build.Package {
	t.Helper()
	found := map[string]*build.Package{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if base := filepath.Base(path); path != ".." && (strings.HasPrefix(base, ".") || base == "testdata" || hasModule(path)) {
			return filepath.SkipDir
		}
		p, err := build.ImportDir(path, 0)
		if _, none := err.(*build.NoGoError); none {
			return nil
		}
		rel, _ := filepath.Rel("..", path)
		found["chainrule/"+filepath.ToSlash(rel)] = p
		return err
	})
	require.NoError(t, err)
	return found
}

// hasModule reports whether a folder is the root of a module of its own.
func hasModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

// forbidden returns the imports of a package that the arrows do not allow.
func forbidden(path string, imports []string) (bad []string) {
	allowed, known := arrows[path]
	for _, other := range imports {
		_, within := strings.CutPrefix(other, "chainrule/")
		free := path == "chainrule/docs" || path == "chainrule/bench"
		if within && !free && (!known || !slices.Contains(allowed, other)) {
			bad = append(bad, other)
		}
		if within && (other == "chainrule/docs" || other == "chainrule/bench") {
			bad = append(bad, other)
		}
	}
	return bad
}

func TestArrowsBetweenPackages(t *testing.T) {
	found := packages(t)
	for path := range arrows {
		require.Contains(t, found, path)
	}
	for path, p := range found {
		require.Empty(t, forbidden(path, p.Imports), path)
	}
	require.NotEmpty(t, forbidden("chainrule/tensor", []string{"chainrule/nn"}), "the test sees a wrong arrow")
	require.NotEmpty(t, forbidden("chainrule/nn", []string{"chainrule/adam"}))
	require.NotEmpty(t, forbidden("chainrule/new", []string{"chainrule/tensor"}), "a new package needs an entry")
}

func TestTopLevelIsFixed(t *testing.T) {
	allowed := []string{"tensor", "nn", "adam", "gradcheck", "bench", "docs", "go.mod", "go.sum", "README.md", "LICENSE"}
	entries, err := filepath.Glob("../*")
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	for _, entry := range entries {
		if base := filepath.Base(entry); !strings.HasPrefix(base, ".") {
			require.Contains(t, allowed, base)
		}
	}
}

// equationLine matches the lines of a doc comment that give equations an address.
var (
	equationLine   = regexp.MustCompile(`(?m)^Equations? \(.*$`)
	equationNumber = regexp.MustCompile(`\((\d+)\)`)
)

// addresses returns the equations that the doc comments of a package's functions
// carry, with the functions' names.
func addresses(t *testing.T, folder string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok {
				for _, number := range numbersIn(f.Doc.Text()) {
					found[number] = append(found[number], f.Name.Name)
				}
			}
		}
	}
	return found
}

// numbersIn returns the equation numbers in the last paragraph of a doc comment, if
// that is of equations.
func numbersIn(doc string) (numbers []string) {
	paragraphs := strings.Split(strings.TrimSpace(doc), "\n\n")
	for _, line := range equationLine.FindAllString(paragraphs[len(paragraphs)-1], -1) {
		for _, match := range equationNumber.FindAllStringSubmatch(line, -1) {
			numbers = append(numbers, match[1])
		}
	}
	return numbers
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
		names, err := filepath.Glob(filepath.Join("..", strings.TrimPrefix(path, "chainrule/"), "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, name := range names {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
			require.NoError(t, err)
			if ast.IsGenerated(file) {
				continue
			}
			require.LessOrEqual(t, fset.File(file.Pos()).LineCount(), 251, name)
			require.Empty(t, lengths(file, fset, 60), name)
		}
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", "package p\nfunc f() {\n\n\n}\n", 0)
	require.NoError(t, err)
	require.Equal(t, []string{"f: 2 lines"}, lengths(file, fset, 1))
}

// An equation that has an address in the code is on trial; the equations on trial
// that nn and adam do not implement are links of the chain rule.
func TestEveryImplementedEquationIsOnTrial(t *testing.T) {
	implemented := addresses(t, "../nn")
	for number, functions := range addresses(t, "../adam") {
		implemented[number] = append(implemented[number], functions...)
	}
	require.Greater(t, len(implemented), 25)
	for number, functions := range implemented {
		_, err := equations.Find(number)
		require.NoError(t, err, "equation (%s), implemented by %v", number, functions)
	}
	links := []string{"1", "2", "3", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "24", "25", "26", "27", "36", "37", "38", "39", "40", "52", "53"}
	for _, trial := range equations.All() {
		if trial.IsEquation() && !slices.Contains(links, trial.Number) {
			require.Contains(t, implemented, trial.Number, "no doc comment in nn or adam ends with Equation (%s)", trial.Number)
		}
	}
	require.Equal(t, []string{"46", "47"}, numbersIn("Sets x.\n\nEquations (46), (47), negated: gradient of the loss.\n"))
	require.Empty(t, numbersIn("The paper's Equation (46) is not here.\n"))
	require.Empty(t, numbersIn("Equation (51) is misprinted.\n\nMore about it.\n"))
}
