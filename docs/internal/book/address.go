package book

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"chainrule/gradcheck/equations"
)

// addressed are the folders whose doc comments give equations and listings an address.
var addressed = []string{"nn", "nn/dataset", "adam"}

// registered is the folder of the trials, whose functions are the code of what has no
// other.
const registered = "gradcheck/equations"

var (
	equationLine = regexp.MustCompile(`(?m)^Equations? \(.*$`)
	listingLine  = regexp.MustCompile(`(?m)^(?:Sections?|Codes?) .*$`)
	inBrackets   = regexp.MustCompile(`\((\d+)\)`)
	listingName  = regexp.MustCompile(`Code \d+`)
)

// NumbersIn returns the equations and listings in the last paragraph of a doc comment,
// if that is of them.
func NumbersIn(doc string) (numbers []string) {
	paragraphs := strings.Split(strings.TrimSpace(doc), "\n\n")
	last := paragraphs[len(paragraphs)-1]
	for _, line := range equationLine.FindAllString(last, -1) {
		for _, m := range inBrackets.FindAllStringSubmatch(line, -1) {
			numbers = append(numbers, m[1])
		}
	}
	for _, line := range listingLine.FindAllString(last, -1) {
		sentence, _, _ := strings.Cut(line, ". ")
		numbers = append(numbers, listingName.FindAllString(sentence, -1)...)
	}
	return numbers
}

// addresses returns where the code of each trial is: the functions whose doc comments
// end with its number, or else the first declaration that its section quotes, or else
// the function that the registry asks. Equations in nn and adam have numbers there.
func (b *Book) addresses() map[string][]place {
	found := map[string][]place{}
	for _, folder := range addressed {
		b.functions(folder, func(at place, f *ast.FuncDecl) {
			for _, number := range NumbersIn(f.Doc.Text()) {
				found[number] = append(found[number], at)
			}
		})
	}
	functions, asks := b.named(registered), b.asked()
	for _, t := range b.trials {
		if found[t.Number] != nil {
			continue
		}
		at, known := b.quoted(b.sectionOf(t))
		if !known || t.IsEquation() && path.Dir(at.file) != registered {
			at, known = askedOf(asks[t.Number], functions)
		}
		if known {
			found[t.Number] = []place{at}
		}
	}
	return found
}

// quoted returns the declaration that the first code block of a section quotes.
func (b *Book) quoted(s *section) (at place, known bool) {
	if s == nil {
		return place{}, false
	}
	args := strings.Fields(s.code)
	if len(args) < 2 || args[1] == "lines" {
		return place{}, false
	}
	source, err := b.read(args[0])
	if err != nil {
		return place{}, false
	}
	whole, _, err := declaration(args[0], source, args[1])
	return place{args[0], whole.first, path.Base(path.Dir(args[0])) + "." + args[1]}, err == nil
}

// files calls a function with each parsed file of a folder but for tests.
func (b *Book) files(folder string, do func(file string, fset *token.FileSet, parsed *ast.File)) {
	names, _ := filepath.Glob(filepath.Join(b.root, filepath.FromSlash(folder), "*.go"))
	for _, name := range names {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err == nil && !strings.HasSuffix(name, "_test.go") {
			do(folder+"/"+filepath.Base(name), fset, parsed)
		}
	}
}

// functions calls a function with each function of a folder.
func (b *Book) functions(folder string, do func(at place, f *ast.FuncDecl)) {
	b.files(folder, func(file string, fset *token.FileSet, parsed *ast.File) {
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is {
				do(place{file, fset.Position(f.Pos()).Line, path.Base(folder) + "." + fullName(f)}, f)
			}
		}
	})
}

// named returns the functions and variables of a folder.
func (b *Book) named(folder string) map[string]place {
	found := map[string]place{}
	b.files(folder, func(file string, fset *token.FileSet, parsed *ast.File) {
		add := func(n *ast.Ident) {
			found[n.Name] = place{file, fset.Position(n.Pos()).Line, path.Base(folder) + "." + n.Name}
		}
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					add(d.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, is := spec.(*ast.ValueSpec); is && d.Tok == token.VAR {
						add(v.Names[0])
					}
				}
			}
		}
	})
	return found
}

// asked returns what each entry of the registry asks.
func (b *Book) asked() map[string]ast.Expr {
	asks := map[string]ast.Expr{}
	b.files(registered, func(_ string, _ *token.FileSet, parsed *ast.File) {
		ast.Inspect(parsed, func(node ast.Node) bool {
			if entry, is := node.(*ast.CompositeLit); is {
				if number, is := valueOf(entry, "Number").(*ast.BasicLit); is {
					text, _ := strconv.Unquote(number.Value)
					asks[text] = valueOf(entry, "ask")
				}
			}
			return true
		})
	})
	return asks
}

// valueOf returns the value of a key of a composite literal, nil if it has none.
func valueOf(entry *ast.CompositeLit, key string) ast.Expr {
	for _, e := range entry.Elts {
		if pair, is := e.(*ast.KeyValueExpr); is {
			if name, is := pair.Key.(*ast.Ident); is && name.Name == key {
				return pair.Value
			}
		}
	}
	return nil
}

// askedOf returns the function that is asked: one that is instantiated, which is a
// formula, or else one that stands in a line of a proof, or else the first named.
func askedOf(ask ast.Expr, functions map[string]place) (at place, known bool) {
	if ask == nil {
		return place{}, false
	}
	rank := 0
	consider := func(node ast.Node, r int) {
		if name, is := node.(*ast.Ident); is && r > rank {
			if found, declared := functions[name.Name]; declared {
				at, rank, known = found, r, true
			}
		}
	}
	ast.Inspect(ask, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IndexExpr:
			consider(node.X, 3)
		case *ast.CompositeLit:
			for _, e := range node.Elts {
				consider(e, 2)
			}
		case *ast.Ident:
			consider(node, 1)
		}
		return true
	})
	return at, known
}

// Code returns where the code of a trial is, as file:line and name.
func (b *Book) Code(t equations.Trial) (all []string) {
	for _, at := range b.address()[t.Number] {
		all = append(all, fmt.Sprintf("%s:%d: %s", at.file, at.line, at.name))
	}
	return all
}
