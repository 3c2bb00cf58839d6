package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chainrule/docs/internal/site/page"
)

//go:embed all:pages
var embedded embed.FS

// Pages returns the embedded pages.
func Pages() fs.FS {
	pages, err := fs.Sub(embedded, "pages")
	if err != nil {
		panic(err) // of the constant path
	}
	return pages
}

// library is the pages in memory, by the paths of their sources.
type library struct {
	pages  map[string]leaf
	images map[string][]byte
	order  []string          // the chapters
	homes  map[string]string // where an anchor of a trial is in the book
	styles string            // the rules of classes that formulas need
}

// leaf is a page.
type leaf struct {
	page.Header
	body []byte
}

// newLibrary reads the pages.
func newLibrary(pages fs.FS) (*library, error) {
	l := &library{pages: map[string]leaf{}, images: map[string][]byte{}, homes: map[string]string{}}
	rules := map[string]string{}
	err := fs.WalkDir(pages, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(pages, name)
		if err != nil {
			return err
		}
		source, isPage := strings.CutSuffix(name, ".html")
		if !isPage {
			l.images[name] = data
			return nil
		}
		h, body, err := page.Parse(data)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		l.add(source, leaf{h, body})
		for class, rule := range h.Styles {
			rules[class] = rule
		}
		return nil
	})
	for _, class := range slices.Sorted(maps.Keys(rules)) {
		l.styles += "." + class + "{" + rules[class] + "}\n"
	}
	return l, err
}

// tried matches the anchors of headings that have a trial.
var tried = regexp.MustCompile(`href="/trial/([^"]+)"`)

func (l *library) add(source string, p leaf) {
	l.pages[source] = p
	if path.Dir(source) == "docs/chapters" {
		l.order = append(l.order, source) // in the order of the names
	}
	for _, m := range tried.FindAllSubmatch(p.body, -1) {
		if anchor := string(m[1]); l.homes[anchor] == "" && path.Dir(source) == "docs/chapters" {
			l.homes[anchor] = "/" + source + "#" + anchor
		}
	}
}

// home is the page on which the book begins.
func (l *library) home() string {
	if _, ok := l.pages["docs/README.md"]; ok {
		return "/docs/README.md"
	}
	return "/trial/"
}

// link is one of a page to another.
type link struct{ Path, Title string }

// neighbours returns the chapters before and after a page; nil where there are none.
func (l *library) neighbours(source string) (previous, next *link) {
	at := slices.Index(l.order, source)
	to := func(i int) *link {
		if at < 0 || i < 0 || i >= len(l.order) {
			return nil
		}
		return &link{"/" + l.order[i], l.pages[l.order[i]].Title}
	}
	return to(at - 1), to(at + 1)
}

// formula returns the first displayed formula below an anchor, as the book has it, empty
// if there is none before the next heading.
func (l *library) formula(anchor string) template.HTML {
	source, _, _ := strings.Cut(strings.TrimPrefix(l.homes[anchor], "/"), "#")
	_, section, found := bytes.Cut(l.pages[source].body, []byte(`id="`+anchor+`"`))
	if !found {
		return ""
	}
	_, section, _ = bytes.Cut(section, []byte("</h"))
	section, _, _ = bytes.Cut(section, []byte("<h"))
	const begin, end = `<div class="display">`, `</div>`
	_, math, found := bytes.Cut(section, []byte(begin))
	math, _, closed := bytes.Cut(math, []byte(end))
	if !found || !closed {
		return ""
	}
	return template.HTML(begin + string(math) + end) // which the generator wrote
}

// mark marks the lines first-last of a source page.
func mark(body []byte, lines string) ([]byte, error) {
	from, to, ranged := strings.Cut(lines, "-")
	first, err := strconv.Atoi(from)
	last := first
	if err == nil && ranged {
		last, err = strconv.Atoi(to)
	}
	if err != nil || first < 1 || last < first || last-first > 100_000 {
		return nil, fmt.Errorf("lines=%s: want two numbers as in 5-9", lines)
	}
	for n := first; n <= last; n++ {
		line := fmt.Sprintf(`<span class="line" id="L%d">`, n)
		body = bytes.Replace(body, []byte(line), []byte(strings.Replace(line, "line", "line marked", 1)), 1)
	}
	return body, nil
}
