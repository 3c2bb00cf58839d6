package site

import (
	"html/template"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
)

// pages makes pages of files, and keeps each while its file is unchanged.
type pages struct {
	files fs.FS
	mu    sync.Mutex
	made  map[string]*page
	table formulas.Table
	stamp stamp // of the table
}

// page is the page of a file.
type page struct {
	Title    string
	body     string                   // of Markdown
	lines    []string                 // of anything else
	formulas map[string]template.HTML // the first displayed formula of each trial, by anchor
	stamp    stamp
}

// stamp tells whether a file has changed.
type stamp struct {
	changed time.Time
	size    int64
}

func stampOf(info fs.FileInfo) stamp { return stamp{info.ModTime(), info.Size()} }

// page returns the page of a file.
func (p *pages) page(name string) (*page, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.readTable()
	info, err := fs.Stat(p.files, name)
	if err != nil || !isPublic(name) {
		return nil, fs.ErrNotExist
	}
	made := p.made[name]
	if made != nil && made.stamp == stampOf(info) {
		return made, nil
	}
	content, err := fs.ReadFile(p.files, name)
	if err != nil || !isText(content) {
		return nil, fs.ErrNotExist
	}
	made = p.make(name, string(content))
	made.stamp, p.made[name] = stampOf(info), made
	return made, nil
}

// readTable reads the table of formulas if it has changed, and forgets the pages then.
func (p *pages) readTable() {
	info, err := fs.Stat(p.files, formulas.File)
	if err != nil || stampOf(info) == p.stamp {
		return
	}
	content, _ := fs.ReadFile(p.files, formulas.File)
	p.table, _ = formulas.Parse(content) // pages show the TeX of what is not there
	p.stamp, p.made = stampOf(info), map[string]*page{}
}

// make makes the page of a file.
func (p *pages) make(name, content string) *page {
	if path.Ext(name) != ".md" {
		return &page{Title: name, lines: codeLines(strings.TrimPrefix(path.Ext(name), "."), content)}
	}
	d := &document{Page: markdown.Parse(content), name: name, files: p.files, table: p.table, found: map[string]string{}}
	var body strings.Builder
	d.Render(&body, d) // whose errors are those of the builder: none
	made := &page{Title: d.Title(), body: body.String(), formulas: map[string]template.HTML{}}
	for i, h := range d.Headings {
		end := math.MaxInt
		if i+1 < len(d.Headings) {
			end = d.Headings[i+1].Line
		}
		first := slices.IndexFunc(d.Formulas, func(f markdown.Formula) bool { return f.Display && h.Line < f.Line && f.Line < end })
		for _, id := range h.IDs {
			if made.formulas[id] = ""; first >= 0 {
				made.formulas[id] = template.HTML(d.typeset(d.Formulas[first]))
			}
		}
	}
	return made
}

// isPublic reports whether a name is not that of a hidden file.
func isPublic(name string) bool { return fs.ValidPath(name) && !strings.Contains("/"+name, "/.") }

// exists reports whether there is a file.
func exists(files fs.FS, name string) bool {
	_, err := fs.Stat(files, name)
	return err == nil
}

// isText reports whether a page shows a content, which has to be text and not too long.
func isText(content []byte) bool { return len(content) <= 400_000 && utf8.Valid(content) }

// targetOf returns the file whose page is that of a file or folder, empty for what can't be
// shown. A name of nothing stays.
func targetOf(files fs.FS, name string) string {
	if _, err := fs.ReadDir(files, name); err == nil {
		for _, file := range []string{path.Join(name, "README.md"), path.Join(name, "doc.go")} {
			if exists(files, file) {
				return file
			}
		}
		return ""
	}
	if content, err := fs.ReadFile(files, name); err == nil && !isText(content) && !slices.Contains(images, path.Ext(name)) {
		return ""
	}
	return name
}

// link leads to a page.
type link struct{ Path, Title string }

// chapters returns the chapters in their order, with their pages.
func (p *pages) chapters() (links []link, made []*page) {
	names, _ := fs.Glob(p.files, "docs/chapters/*.md")
	for _, name := range names {
		if page, err := p.page(name); err == nil {
			links, made = append(links, link{"/" + name, page.Title}), append(made, page)
		}
	}
	return links, made
}

// neighbours returns the chapters before and after a page; nil where there are none.
func (p *pages) neighbours(name string) (previous, next *link) {
	links, _ := p.chapters()
	return around(links, slices.IndexFunc(links, func(l link) bool { return l.Path == "/"+name }))
}

// around returns the links before and after one of many, or nil.
func around(links []link, i int) (previous, next *link) {
	if i > 0 {
		previous = &links[i-1]
	}
	if i >= 0 && i+1 < len(links) {
		next = &links[i+1]
	}
	return previous, next
}

// home returns where the book has a trial, and its formula; empty if it has none.
func (p *pages) home(anchor string) (address string, formula template.HTML) {
	links, made := p.chapters()
	for i, page := range made {
		if formula, has := page.formulas[anchor]; has {
			return links[i].Path + "#" + anchor, formula
		}
	}
	return "", ""
}
