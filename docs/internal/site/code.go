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

// codeHTML returns the lines of code as HTML, in colours if it is Go.
func codeHTML(language, code string) string {
	code = strings.TrimRight(code, "\n")
	if language != "go" {
		return html.EscapeString(code)
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
		span := fmt.Sprintf(`<span class="%s">`, class)
		b.WriteString(html.EscapeString(code[at:start]) + span)
		b.WriteString(strings.ReplaceAll(html.EscapeString(code[start:end]), "\n", "</span>\n"+span) + "</span>")
		at = end
	}
	return b.String() + html.EscapeString(code[at:])
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

// lineRange reads lines=5-9, or lines=5. Without, there are none.
func lineRange(lines string) (first, last int, err error) {
	from, to, ranged := strings.Cut(lines, "-")
	if !ranged {
		to = from
	}
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	if lines != "" && (err1 != nil || err2 != nil || first < 1 || last < first) {
		err = fmt.Errorf("lines=%s: want two numbers as in 5-9", lines)
	}
	return first, last, err
}
