package main

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// onTrial matches the anchors of what has a trial.
var onTrial = regexp.MustCompile(`^(eq-\d+|proof-b\d+|code-\d+|algorithm-\d+|example-.+)$`)

// renderHeading writes a heading with its ids, a link to itself, and links to the trials
// of what stands below it. Contents follow the title.
func (c *chapter) renderHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	h := n.(*ast.Heading)
	ids := append(c.anchors[h][:len(c.anchors[h]):len(c.anchors[h])], c.slug(h))
	if entering {
		fmt.Fprintf(w, "<h%d id=\"%s\">", h.Level, ids[0])
		for _, id := range ids[1:] {
			fmt.Fprintf(w, "<span id=\"%s\"></span>", id)
		}
		return ast.WalkContinue, nil
	}
	if h.Level > 1 {
		fmt.Fprintf(w, " <a class=\"self\" href=\"#%s\" aria-label=\"link to this section\">#</a>", ids[0])
	}
	for _, id := range c.anchors[h] {
		if onTrial.MatchString(id) {
			fmt.Fprintf(w, " <a class=\"try\" href=\"/trial/%s\">live trial%s</a>", id, ofWhat(id, len(c.anchors[h])))
		}
	}
	fmt.Fprintf(w, "</h%d>\n", h.Level)
	if h.Level == 1 {
		c.contents(w, h)
	}
	return ast.WalkContinue, nil
}

// ofWhat names a trial beside others below the same heading: (46), B.1, Code 2, 2.5.5.
func ofWhat(id string, anchors int) string {
	kind, number, _ := strings.Cut(id, "-")
	switch {
	case anchors == 1:
		return ""
	case kind == "eq":
		return " (" + number + ")"
	case kind == "proof":
		return " B." + strings.TrimPrefix(number, "b")
	case kind == "example":
		return " " + strings.ReplaceAll(number, "-", ".")
	}
	return " " + strings.ToUpper(kind[:1]) + kind[1:] + " " + number
}

// slug returns the anchor that a heading has by its text.
func (c *chapter) slug(h *ast.Heading) string {
	if name, known := h.AttributeString("slug"); known {
		return name.(string)
	}
	name := html.EscapeString(c.slugs.take(plain(h, c.source)))
	h.SetAttributeString("slug", name)
	return name
}

// contents lists the sections, if there are several.
func (c *chapter) contents(w util.BufWriter, title *ast.Heading) {
	var items []string
	for n := title.NextSibling(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 2 {
			items = append(items, fmt.Sprintf("<li><a href=\"#%s\">%s</a></li>\n", c.slug(h), html.EscapeString(plain(h, c.source))))
		}
	}
	if len(items) > 2 {
		fmt.Fprintf(w, "<details class=\"toc\"><summary>On this page</summary>\n<ul>\n%s</ul>\n</details>\n", strings.Join(items, ""))
	}
}

// registerTable puts tables into boxes that scroll by themselves.
func (c *chapter) registerTable(r renderer.NodeRendererFuncRegisterer) {
	r.Register(extended.KindTable, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString("<div class=\"wide\"><table>\n")
		} else {
			w.WriteString("</table></div>\n")
		}
		return ast.WalkContinue, nil
	})
}

// renderImage writes an image. One that does not know of dark pages gets a plate.
func (c *chapter) renderImage(w util.BufWriter, n ast.Node) error {
	image := n.(*ast.Image)
	class := "figure"
	name := c.resolve(string(image.Destination))
	content, _ := os.ReadFile(filepath.Join(c.book.root, filepath.FromSlash(name)))
	if !bytes.Contains(content, []byte("prefers-color-scheme")) {
		class += " plate"
	}
	_, err := fmt.Fprintf(w, "<img class=\"%s\" src=\"%s\" alt=\"%s\">", class,
		html.EscapeString(string(image.Destination)), html.EscapeString(plain(n, c.source)))
	return err
}

// resolve returns the path from the root to which a relative link leads.
func (c *chapter) resolve(to string) string { return path.Join(path.Dir(c.header.Source), to) }

// image notes an image, which must be there.
func (c *chapter) image(n *ast.Image) {
	name := c.resolve(string(n.Destination))
	if target, err := c.book.target(name); err != nil || target == "" || !isImage(target) {
		c.complain(n, "the image %s is not there, or not an SVG or PNG", n.Destination)
		return
	}
	c.book.images[name] = true
}

// lines matches the fragment of a link to lines of a file.
var lines = regexp.MustCompile(`^L(\d+)(?:-L(\d+))?$`)

// link returns the destination of a link within the pages, which have the paths of their
// sources; empty if it leads to what has no page.
func (c *chapter) link(n *ast.Link, to string) string {
	u, err := url.Parse(to)
	switch {
	case err != nil:
		c.complain(n, "the link %s: %v", to, err)
		return to
	case u.IsAbs() || u.Path == "":
		return to
	}
	name := c.resolve(u.Path)
	target, err := c.book.target(name)
	switch {
	case err != nil || strings.HasPrefix(name, "../"):
		c.complain(n, "the link %s: there is no %s", to, name)
		return to
	case target == "":
		return ""
	case isImage(target):
		c.book.images[target] = true
	default:
		c.links = append(c.links, target)
	}
	if target != name {
		u.Path = path.Join(u.Path, path.Base(target))
	}
	if m := lines.FindStringSubmatch(u.Fragment); m != nil && path.Ext(target) != ".md" {
		u.RawQuery, u.Fragment = "lines="+m[1], "L"+m[1]
		if m[2] != "" {
			u.RawQuery += "-" + m[2]
		}
	}
	return u.String()
}
