package book

import (
	"errors"
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

// of returns the lines of a text, without the tabs that all of them begin with.
func (s span) of(source string) string {
	lines, tabs := strings.Split(source, "\n")[s.first-1:s.last], math.MaxInt
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

// languages maps the ending of a file to the name of its language in a fence.
var languages = map[string]string{".go": "go", ".s": "asm", ".py": "python", ".txt": "text"}

// code quotes a declaration, its body, or lines.
func (b *Book) code(p *page, args []string) (string, error) {
	source, err := b.read(args[0])
	if err != nil {
		return "", err
	}
	s, err := find(args[0], source, args[1:])
	if err != nil {
		return "", err
	}
	return fenced(languages[path.Ext(args[0])], s.of(source)) + "\n" + p.linkLines(args[0], s) + "\n", nil
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

// find finds the lines that the arguments of a code block name.
func find(file, source string, args []string) (span, error) {
	if args[0] == "lines" {
		return within(source, span{1, strings.Count(source, "\n")}, args[1:])
	}
	whole, body, err := declaration(file, source, args[0])
	switch {
	case err != nil || len(args) == 1:
		return whole, err
	case args[1] == "lines":
		return within(source, whole, args[2:])
	case args[1] != "body" || len(args) > 2:
		return span{}, fmt.Errorf("after %s want nothing, body, or lines /first/ /last/", args[0])
	case body.first > body.last:
		return span{}, fmt.Errorf("%s has no body on lines of its own", args[0])
	}
	return body, nil
}

// within finds the first line in s that matches the first pattern, and the first from
// there that matches the second, if there is one.
func within(source string, s span, patterns []string) (found span, _ error) {
	if len(patterns) < 1 || len(patterns) > 2 {
		return span{}, errors.New("want lines /first/ /last/, or lines /one/")
	}
	lines := strings.Split(source, "\n")
	for i, pattern := range patterns {
		re, err := compile(pattern)
		if err != nil {
			return span{}, err
		}
		n := slices.IndexFunc(lines[s.first-1:s.last], re.MatchString)
		if n < 0 {
			return span{}, fmt.Errorf("no line matches %s", pattern)
		}
		if s.first += n; i == 0 {
			found.first = s.first
		}
		found.last = s.first
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
	parsed, err := parser.ParseFile(fset, file, source, parser.SkipObjectResolution)
	if err != nil {
		return span{}, span{}, err
	}
	lines := func(from, to token.Pos) span { return span{fset.Position(from).Line, fset.Position(to).Line} }
	for _, d := range parsed.Decls {
		node := declares(d, name)
		if node == nil {
			continue
		}
		if f, is := node.(*ast.FuncDecl); is && f.Body != nil {
			braces := lines(f.Body.Lbrace, f.Body.Rbrace)
			return lines(f.Pos(), f.End()), span{braces.first + 1, braces.last - 1}, nil
		}
		return lines(node.Pos(), node.End()), span{1, 0}, nil
	}
	return span{}, span{}, fmt.Errorf("%s declares no %s", file, name)
}

// declares returns the part of a declaration that declares a name, all of it if there is no
// other.
func declares(d ast.Decl, name string) ast.Node {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if fullName(d) == name {
			return d
		}
	case *ast.GenDecl:
		i := slices.IndexFunc(d.Specs, func(s ast.Spec) bool {
			t, isType := s.(*ast.TypeSpec)
			v, isValue := s.(*ast.ValueSpec)
			return isType && t.Name.Name == name || isValue && slices.ContainsFunc(v.Names, func(n *ast.Ident) bool { return n.Name == name })
		})
		if i >= 0 && d.Lparen.IsValid() {
			return d.Specs[i]
		} else if i >= 0 {
			return d
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
