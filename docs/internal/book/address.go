package book

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
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
// the function of its probes. Equations in nn and adam have numbers there.
func (b *Book) addresses() map[string][]place {
	found := map[string][]place{}
	for _, folder := range addressed {
		b.functions(folder, func(at place, f *ast.FuncDecl) {
			for _, number := range NumbersIn(f.Doc.Text()) {
				found[number] = append(found[number], at)
			}
		})
	}
	probed := b.probed()
	for _, t := range b.trials {
		if found[t.Number] != nil {
			continue
		}
		at, known := b.quoted(b.sectionOf(t))
		if !known || t.IsEquation() && path.Dir(at.file) != registered {
			at, known = probed[t.Number]
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

// sources calls a function with each Go file of a folder but for tests.
func (b *Book) sources(folder string, do func(file, text string)) {
	names, _ := filepath.Glob(filepath.Join(b.root, filepath.FromSlash(folder), "*.go"))
	for _, name := range names {
		file := folder + "/" + filepath.Base(name)
		if text, err := b.read(file); err == nil && !strings.HasSuffix(name, "_test.go") {
			do(file, text)
		}
	}
}

// functions calls a function with each function of a folder.
func (b *Book) functions(folder string, do func(at place, f *ast.FuncDecl)) {
	b.sources(folder, func(file, text string) {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return
		}
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is {
				do(place{file, fset.Position(f.Pos()).Line, path.Base(folder) + "." + fullName(f)}, f)
			}
		}
	})
}

var (
	declared = regexp.MustCompile(`(?m)^(?:func ([\pL_][\pL\pN_]*)|(?:var |\t)([\pL_][\pL\pN_]*) += )`)
	entry    = regexp.MustCompile(`(?s)Number: +"([^"]+)".*?\bprobe: +(.*?)(?:\bprinted: |\n\t\})`)

	// names match what an entry probes, the best first: a formula, which is instantiated, one
	// in a line of a proof, any other function.
	names = []*regexp.Regexp{regexp.MustCompile(`([\pL_][\pL\pN_]*)\[`), regexp.MustCompile(`[{,]\s*([\pL_][\pL\pN_]*)\s*[,}]`), regexp.MustCompile(`([\pL_][\pL\pN_]*)`)}
)

// probed returns the function or variable that has the probes of each entry of the registry.
func (b *Book) probed() map[string]place {
	functions, found := map[string]place{}, map[string]place{}
	b.sources(registered, func(file, text string) {
		for _, m := range declared.FindAllStringSubmatchIndex(text, -1) {
			name := text[max(m[2], m[4]):max(m[3], m[5])]
			functions[name] = place{file, 1 + strings.Count(text[:m[0]], "\n"), path.Base(registered) + "." + name}
		}
	})
	b.sources(registered, func(_, text string) {
		for _, m := range entry.FindAllStringSubmatch(text, -1) {
			for _, form := range names {
				for _, name := range form.FindAllStringSubmatch(m[2], -1) {
					if at, is := functions[name[1]]; is && found[m[1]] == (place{}) {
						found[m[1]] = at
					}
				}
			}
		}
	})
	return found
}

// Code returns where the code of a trial is, as file:line and name.
func (b *Book) Code(t equations.Trial) (all []string) {
	for _, at := range b.address()[t.Number] {
		all = append(all, fmt.Sprintf("%s:%d: %s", at.file, at.line, at.name))
	}
	return all
}
