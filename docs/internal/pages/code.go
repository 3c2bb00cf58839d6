package main

import (
	"fmt"
	"html"
	"path"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// classOfToken returns the class of a token, for the few that have a colour.
func classOfToken(t chroma.TokenType) string {
	switch {
	case t == chroma.KeywordType || t == chroma.NameClass:
		return "ty"
	case t.InCategory(chroma.Keyword):
		return "kw"
	case t == chroma.NameFunction:
		return "fn"
	case t.InSubCategory(chroma.LiteralString):
		return "st"
	case t.InSubCategory(chroma.LiteralNumber):
		return "nu"
	case t.InCategory(chroma.Comment):
		return "co"
	}
	return ""
}

// highlight returns the lines of code with its coloured parts in spans. A language that is
// not known is left plain.
func highlight(code []byte, lexer chroma.Lexer) (lines []string, err error) {
	if lexer == nil {
		lexer = lexers.Fallback
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, string(code))
	if err != nil {
		return nil, err
	}
	for _, line := range chroma.SplitTokensIntoLines(tokens.Tokens()) {
		var b strings.Builder
		for _, token := range line {
			text := html.EscapeString(strings.TrimSuffix(token.Value, "\n"))
			if class := classOfToken(token.Type); class != "" && text != "" {
				text = fmt.Sprintf(`<span class="%s">%s</span>`, class, text)
			}
			b.WriteString(text)
		}
		lines = append(lines, b.String())
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines, nil
}

// highlightBlock returns a block of code in a language.
func highlightBlock(code []byte, language string) (string, error) {
	lines, err := highlight(code, lexers.Get(language))
	return `<pre tabindex="0"><code>` + strings.Join(lines, "\n") + "</code></pre>\n", err
}

// highlightSource makes the body of a source file: its path and its lines, with anchors
// L1, L2, ….
func (d *document) highlightSource(source []byte) error {
	name := d.header.Source
	d.header.Title = name
	lines, err := highlight(source, lexers.Match(path.Base(name)))
	var b strings.Builder
	fmt.Fprintf(&b, "<h1 class=\"path\">%s</h1>\n<pre class=\"source\" tabindex=\"0\"><code>", html.EscapeString(name))
	for i, line := range lines {
		fmt.Fprintf(&b, `<span class="line" id="L%d"><a href="#L%d">%d</a>%s`+"\n</span>", i+1, i+1, i+1, line)
	}
	b.WriteString("</code></pre>\n")
	d.body = []byte(b.String())
	return err
}
