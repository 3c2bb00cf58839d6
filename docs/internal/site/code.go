package site

import (
	"fmt"
	"go/scanner"
	"go/token"
	"go/types"
	"html"
	"strconv"
	"strings"
)

// codeLines returns the lines of code as HTML, in colours if it is Go.
func codeLines(language, code string) []string {
	code = strings.TrimRight(code, "\n")
	if language != "go" {
		return strings.Split(html.EscapeString(code), "\n")
	}
	var b strings.Builder
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", -1, len(code)), []byte(code), func(token.Position, string) {}, scanner.ScanComments)
	at, before := 0, token.EOF
	for pos, tok, text := s.Scan(); tok != token.EOF; pos, tok, text = s.Scan() {
		start := fset.Position(pos).Offset
		end := start + len(text)
		class := classOf(tok, text, before == token.FUNC || strings.HasPrefix(code[min(end, len(code)):], "("))
		if before = tok; class == "" {
			continue
		}
		b.WriteString(html.EscapeString(code[at:start]))
		for i, line := range strings.Split(code[start:end], "\n") {
			if i > 0 {
				b.WriteByte('\n')
			}
			if line != "" {
				fmt.Fprintf(&b, `<span class="%s">%s</span>`, class, html.EscapeString(line))
			}
		}
		at = end
	}
	b.WriteString(html.EscapeString(code[at:]))
	return strings.Split(b.String(), "\n")
}

// classOf returns the class of a token, for the few that have a colour. A name may be that
// of a function.
func classOf(tok token.Token, text string, function bool) string {
	_, isType := types.Universe.Lookup(text).(*types.TypeName)
	switch {
	case tok.IsKeyword() || text == "nil" || text == "true" || text == "false":
		return "kw"
	case tok == token.COMMENT:
		return "co"
	case tok == token.STRING || tok == token.CHAR:
		return "st"
	case tok.IsLiteral() && tok != token.IDENT:
		return "nu"
	case tok == token.IDENT && isType:
		return "ty"
	case tok == token.IDENT && function && types.Universe.Lookup(text) == nil:
		return "fn"
	}
	return ""
}

// codePage returns the body of a source file's page: its name and its lines, with anchors
// L1, L2, …, those in a range marked.
func codePage(name string, lines []string, first, last int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<h1 class=\"path\">%s</h1>\n<pre class=\"source\" tabindex=\"0\"><code>", html.EscapeString(name))
	for i, line := range lines {
		n, class := i+1, "line"
		if first <= n && n <= last {
			class = "line marked"
		}
		fmt.Fprintf(&b, `<span class="%s" id="L%d"><a href="#L%d">%d</a>%s`+"\n</span>", class, n, n, n, line)
	}
	return b.String() + "</code></pre>\n"
}

// lineRange reads lines=5-9, or lines=5. Without, there are none.
func lineRange(lines string) (first, last int, err error) {
	if lines == "" {
		return 0, -1, nil
	}
	from, to, ranged := strings.Cut(lines, "-")
	if !ranged {
		to = from
	}
	first, err = strconv.Atoi(from)
	if err == nil {
		last, err = strconv.Atoi(to)
	}
	if err != nil || first < 1 || last < first {
		return 0, 0, fmt.Errorf("lines=%s: want two numbers as in 5-9", lines)
	}
	return first, last, nil
}
