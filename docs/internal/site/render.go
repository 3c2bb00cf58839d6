package site

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
	"chainrule/gradcheck/equations"
)

// document is a page of Markdown while it is rendered.
type document struct {
	*markdown.Page
	name     string
	files    fs.FS
	table    formulas.Table
	above    []string                 // the anchors of the last heading
	formulas map[string]template.HTML // the first displayed formula below each anchor, or none
}

// RegisterFuncs says which nodes are rendered here.
func (d *document) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	for _, kind := range []ast.NodeKind{ast.KindHeading, ast.KindLink, ast.KindImage, ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindHTMLBlock, ast.KindRawHTML,
		extended.KindTable, markdown.KindFormula} {
		r.Register(kind, d.render)
	}
}

// render writes what stands before or after the children of a node, or instead of them.
func (d *document) render(w util.BufWriter, _ []byte, n ast.Node, entering bool) (status ast.WalkStatus, err error) {
	text := ""
	switch status = ast.WalkContinue; n := n.(type) {
	case *ast.Heading:
		text = d.heading(d.Heading(n), entering)
	case *ast.Link:
		if to := d.address(string(n.Destination)); to != "" {
			text = map[bool]string{true: `<a href="` + html.EscapeString(to) + `">`, false: "</a>"}[entering]
		}
	case *extended.Table:
		text = map[bool]string{true: wide("div", "wide", "table") + "<table>\n", false: "</table></div>\n"}[entering]
	default:
		if status = ast.WalkSkipChildren; entering {
			text = d.leaf(n)
		}
	}
	w.WriteString(text)
	return status, nil
}

// longFormula is the length of TeX beyond which a formula may be wider than a telephone.
const longFormula = 30

// wide starts an element that scrolls by itself, by the keys too, where it is wider than the page.
func wide(element, class, what string) string {
	return fmt.Sprintf(`<%s class="%s" tabindex="0" role="group" aria-label="%s">`, element, class, what)
}

// leaf returns a node that is rendered without its children.
func (d *document) leaf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Image:
		return d.image(string(n.Destination), d.PlainText(n))
	case *ast.FencedCodeBlock:
		return d.fence(string(n.Language(d.Source)), string(n.Lines().Value(d.Source)))
	case *ast.CodeBlock:
		return d.fence("", string(n.Lines().Value(d.Source)))
	case *markdown.FormulaNode:
		if n.Parent().Parent().Kind() == extended.KindTableHeader { // a header has a name, which MathML gives to some readers only
			return strings.Replace(d.typeset(n.TeX, false), "<math", `<math aria-label="`+html.EscapeString(n.TeX)+`"`, 1)
		}
		if len(n.TeX) > longFormula {
			return wide("span", "formula", "formula") + d.typeset(n.TeX, false) + "</span>"
		}
		return d.typeset(n.TeX, false)
	}
	if shown, fit := markdown.Shown(d.RawHTML(n)); fit && strings.TrimSpace(shown) != "" {
		return shown
	}
	return ""
}

// typeset returns a formula as the table has it, or its TeX.
func (d *document) typeset(tex string, display bool) string {
	return cmp.Or(d.table.MathML(markdown.Formula{TeX: tex, Display: display}), "<code>"+html.EscapeString(tex)+"</code>")
}

// fence returns a block of code, or of a formula.
func (d *document) fence(language, code string) string {
	if language != "math" {
		return fmt.Sprintf("<pre tabindex=\"0\"><code>%s</code></pre>\n", codeHTML(language, code))
	}
	text := `<div class="display">`
	if len(code) > longFormula {
		text = wide("div", "display", "formula")
	}
	text += d.typeset(code, true) + "</div>"
	for _, id := range d.above {
		d.formulas[id] = cmp.Or(d.formulas[id], template.HTML(text))
	}
	return text + "\n"
}

// trialNames are the names of trials as they stand beside others, by anchor: (46), B.1, Code 2.
var trialNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, t := range equations.All() {
		if names[t.Anchor()] = t.Number; t.IsEquation() {
			names[t.Anchor()] = "(" + t.Number + ")"
		}
	}
	return names
})

// heading returns the start of a heading with its ids, or its end with a link to itself, and links
// to the trials of what stands below it. Contents follow the title.
func (d *document) heading(h *markdown.Heading, entering bool) string {
	ids := strings.Split(html.EscapeString(strings.Join(h.IDs, "\n")), "\n")
	var b strings.Builder
	if entering {
		fmt.Fprintf(&b, "<h%d id=\"%s\">", h.Level, ids[0])
		for _, id := range ids[1:] {
			fmt.Fprintf(&b, "<span id=\"%s\"></span>", id)
		}
		return b.String()
	}
	d.above = h.IDs
	if h.Level > 1 {
		fmt.Fprintf(&b, " <a class=\"self\" href=\"#%s\" aria-label=\"link to this section\">#</a>", ids[0])
	}
	for _, id := range h.IDs {
		d.formulas[id] = ""
		name, onTrial := trialNames()[id]
		if len(ids) == 2 { // one, and the slug
			name = ""
		}
		if onTrial {
			fmt.Fprintf(&b, " <a class=\"try\" href=\"/trial/%s\">%s</a>", id, strings.TrimSpace("live trial "+name))
		}
	}
	fmt.Fprintf(&b, "</h%d>\n", h.Level)
	if h.Level == 1 {
		b.WriteString(d.contents())
	}
	return b.String()
}

// contents lists the sections and what is below them, if there are several.
func (d *document) contents() string {
	var b strings.Builder
	sections, level := 0, 2
	for _, h := range d.Headings {
		if h.Level != 2 && (h.Level != 3 || sections == 0) {
			continue
		}
		if h.Level == 2 {
			sections++
		}
		switch {
		case h.Level > level:
			b.WriteString("<ul>\n")
		case h.Level < level:
			b.WriteString("</ul>\n</li>\n")
		case b.Len() > 0:
			b.WriteString("</li>\n")
		}
		level = h.Level
		fmt.Fprintf(&b, "<li><a href=\"#%s\">%s</a>", html.EscapeString(h.IDs[len(h.IDs)-1]), html.EscapeString(h.Text))
	}
	if sections <= 2 {
		return ""
	}
	if level == 3 {
		b.WriteString("</li>\n</ul>\n")
	}
	return "<details class=\"toc\" open><summary>On this page</summary>\n<ul>\n" + b.String() + "</li>\n</ul>\n</details>\n"
}

// pictureSize matches the size of a picture.
var pictureSize = regexp.MustCompile(`<svg[^>]*? (width="\d+" height="\d+")`)

// image returns an image with its size. One that does not know of dark pages gets a plate.
func (d *document) image(to, alt string) string {
	class, size := "figure", ""
	content, _ := fs.ReadFile(d.files, path.Join(path.Dir(d.name), to))
	if !bytes.Contains(content, []byte("prefers-color-scheme")) {
		class += " plate"
	}
	if m := pictureSize.FindSubmatch(content); m != nil {
		size = " " + string(m[1])
	}
	return fmt.Sprintf("<img class=\"%s\" src=\"%s\"%s alt=\"%s\">", class, html.EscapeString(to), size, html.EscapeString(alt))
}

// rangeOf matches the fragment of a link to lines of a file.
var rangeOf = regexp.MustCompile(`^L(\d+)(?:-L(\d+))?$`)

// address returns the address of what a link leads to; empty if that has no page. A folder
// stands for the file that tells of it.
func (d *document) address(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Path == "" {
		return to
	}
	name := path.Join(path.Dir(d.name), u.Path)
	target := targetOf(d.files, name)
	switch {
	case target == "":
		return ""
	case target != name:
		u.Path = path.Join(u.Path, path.Base(target))
	}
	if m := rangeOf.FindStringSubmatch(u.Fragment); m != nil && path.Ext(name) != ".md" {
		u.RawQuery, u.Fragment = strings.TrimSuffix("lines="+m[1]+"-"+m[2], "-"), "L"+m[1]
	}
	return u.String()
}
