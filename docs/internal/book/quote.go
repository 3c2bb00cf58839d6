package book

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"path"
	"regexp"
	"slices"
	"strings"
)

// span is a range of lines of a file, from 1, both within.
type span struct{ first, last int }

// code quotes a declaration, its body, or lines.
func (b *Book) code(p *page, args []string) (string, error) {
	if len(args) < 2 {
		return "", fmt.Errorf("want a file and a declaration, or a file and lines /first/ /last/")
	}
	source, err := b.read(args[0])
	if err != nil {
		return "", err
	}
	s, err := find(args[0], source, args[1:])
	if err != nil {
		return "", err
	}
	lines := strings.Split(source, "\n")[s.first-1 : s.last]
	return fenced(language(args[0]), dedent(lines)) + "\n" + p.linkLines(args[0], s) + "\n", nil
}

// language returns the name by which a fence calls that of a file.
func language(file string) string {
	if name, known := map[string]string{".go": "go", ".s": "asm", ".py": "python", ".txt": "text"}[path.Ext(file)]; known {
		return name
	}
	return ""
}

// fenced returns text as a fenced block.
func fenced(language, text string) string {
	return "```" + language + "\n" + strings.TrimRight(text, "\n") + "\n```\n"
}

// linkLines returns a link to lines of a file.
func (p *page) linkLines(file string, s span) string {
	if s.first == s.last {
		return fmt.Sprintf("[%s, line %d](%s#L%d)", file, s.first, p.link(file), s.first)
	}
	return fmt.Sprintf("[%s, lines %d to %d](%s#L%d-L%d)", file, s.first, s.last, p.link(file), s.first, s.last)
}

// dedent takes the tabs that all lines begin with from each.
func dedent(lines []string) string {
	tabs := math.MaxInt
	for _, line := range lines {
		if line != "" {
			tabs = min(tabs, len(line)-len(strings.TrimLeft(line, "\t")))
		}
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(line[min(tabs, len(line)):] + "\n")
	}
	return text.String()
}

// find finds the lines that the arguments of a code block name.
func find(file, source string, args []string) (span, error) {
	all := span{1, strings.Count(source, "\n")}
	if args[0] == "lines" {
		return within(source, all, args[1:])
	}
	whole, body, err := declaration(file, source, args[0])
	switch {
	case err != nil:
		return span{}, err
	case len(args) == 1:
		return whole, nil
	case args[1] == "lines":
		return within(source, whole, args[2:])
	case args[1] == "body" && len(args) == 2 && body.first <= body.last:
		return body, nil
	case args[1] == "body" && len(args) == 2:
		return span{}, fmt.Errorf("%s has no body on lines of its own", args[0])
	}
	return span{}, fmt.Errorf("after %s want nothing, body, or lines /first/ /last/", args[0])
}

// within finds the first line in s that matches the first pattern, and the first from
// there that matches the second, if there is one.
func within(source string, s span, patterns []string) (span, error) {
	if len(patterns) < 1 || len(patterns) > 2 {
		return span{}, fmt.Errorf("want lines /first/ /last/, or lines /one/")
	}
	lines, at := strings.Split(source, "\n"), s.first
	found := span{}
	for i, pattern := range patterns {
		re, err := compile(pattern)
		if err != nil {
			return span{}, err
		}
		for at <= s.last && !re.MatchString(lines[at-1]) {
			at++
		}
		if at > s.last {
			return span{}, fmt.Errorf("no line matches %s", pattern)
		}
		if i == 0 {
			found.first = at
		}
		found.last = at
	}
	return found, nil
}

// compile compiles a pattern between slashes.
func compile(pattern string) (*regexp.Regexp, error) {
	inner, begins := strings.CutPrefix(pattern, "/")
	inner, ends := strings.CutSuffix(inner, "/")
	if !begins || !ends {
		return nil, fmt.Errorf("%s is not a pattern between slashes", pattern)
	}
	return regexp.Compile(inner)
}

// declaration finds a declaration, without its doc comment, and its body if it is a
// function.
func declaration(file, source, name string) (whole, body span, err error) {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, file, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return span{}, span{}, err
	}
	line := func(p token.Pos) int { return fset.Position(p).Line }
	for _, d := range parsed.Decls {
		if f, is := d.(*ast.FuncDecl); is && fullName(f) == name {
			whole = span{line(f.Pos()), line(f.End())}
			if f.Body != nil {
				body = span{line(f.Body.Lbrace) + 1, line(f.Body.Rbrace) - 1}
			}
			return whole, body, nil
		}
		if node := declares(d, name); node != nil {
			return span{line(node.Pos()), line(node.End())}, span{1, 0}, nil
		}
	}
	return span{}, span{}, fmt.Errorf("%s declares no %s", file, name)
}

// declares returns the part of a declaration that declares a type, constant or
// variable: all of it if there is no other.
func declares(d ast.Decl, name string) ast.Node {
	g, is := d.(*ast.GenDecl)
	if !is {
		return nil
	}
	for _, spec := range g.Specs {
		var names []*ast.Ident
		switch s := spec.(type) {
		case *ast.TypeSpec:
			names = []*ast.Ident{s.Name}
		case *ast.ValueSpec:
			names = s.Names
		}
		if slices.ContainsFunc(names, func(n *ast.Ident) bool { return n.Name == name }) {
			if g.Lparen == token.NoPos {
				return g
			}
			return spec
		}
	}
	return nil
}

// fullName returns the name of a function, of a method with its type before it.
func fullName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	receiver, _, _ := strings.Cut(types.ExprString(f.Recv.List[0].Type), "[")
	return strings.TrimPrefix(receiver, "*") + "." + f.Name.Name
}
