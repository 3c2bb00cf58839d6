package site

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
)

// pages makes pages of files, and keeps each while its file and the table of formulas are unchanged.
type pages struct {
	files fs.FS
	mu    sync.Mutex
	made  map[string]*page
}

// page is the page of a file.
type page struct {
	Title    string
	body     template.HTML            // of Markdown
	lines    []template.HTML          // of anything else, from index 1
	formulas map[string]template.HTML // the first displayed formula below each anchor, or none
	stamps   string                   // of the page when it was made
	sections []section
}

func newPages(files fs.FS) *pages { return &pages{files: files, made: map[string]*page{}} }

// page returns the page of a file.
func (p *pages) page(name string) (*page, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	stamps := stamp(p.files, name) + stamp(p.files, formulas.File)
	if made := p.made[name]; made != nil && made.stamps == stamps {
		return made, nil
	}
	content, err := fs.ReadFile(p.files, name)
	if err != nil || !isPublic(name) || !isText(content) {
		return nil, fs.ErrNotExist
	}
	p.made[name] = p.make(name, string(content))
	p.made[name].stamps = stamps
	return p.made[name], nil
}

// stamp returns a text that changes with a file, empty if there is none.
func stamp(files fs.FS, name string) string {
	info, err := fs.Stat(files, name)
	if err != nil {
		return ""
	}
	return fmt.Sprintln(info.ModTime(), info.Size())
}

// make makes the page of a file. Formulas that the table lacks are shown as TeX.
func (p *pages) make(name, content string) *page {
	if path.Ext(name) != ".md" {
		made := &page{Title: name, lines: make([]template.HTML, 1)}
		for line := range strings.SplitSeq(codeHTML(strings.TrimPrefix(path.Ext(name), "."), content), "\n") {
			made.lines = append(made.lines, template.HTML(line))
		}
		return made
	}
	d := &document{Page: markdown.Parse(content), name: name, files: p.files, formulas: map[string]template.HTML{}}
	table, _ := fs.ReadFile(p.files, formulas.File)
	d.table, _ = formulas.Parse(table)
	var body strings.Builder
	d.Render(&body, d) // a strings.Builder has no errors
	html := noHeader.ReplaceAllString(body.String(), "<td></td>")
	return &page{Title: d.Title(), body: template.HTML(html), formulas: d.formulas, sections: sectionsOf(d.Page)}
}

// noHeader matches the header of a column that has none.
var noHeader = regexp.MustCompile(`<th[^>]*></th>`)

// isPublic reports whether no part of a name is hidden.
func isPublic(name string) bool { return fs.ValidPath(name) && !strings.Contains("/"+name, "/.") }

// isText reports whether a page shows a content, which has to be text and not too long.
func isText(content []byte) bool { return len(content) <= 400_000 && utf8.Valid(content) }

// images are the endings of images.
var images = []string{".svg", ".png"}

// targetOf returns the file that is shown for a file or folder, empty if none can be. A name
// of nothing stays.
func targetOf(files fs.FS, name string) string {
	for _, file := range []string{path.Join(name, "README.md"), path.Join(name, "doc.go"), name} {
		if content, err := fs.ReadFile(files, file); err == nil && (isText(content) || slices.Contains(images, path.Ext(file))) {
			return file
		}
	}
	if stamp(files, name) != "" {
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

// order returns the links to the pages in the order of reading: contents, chapters, index, errata.
func (p *pages) order() []link {
	chapters, _ := p.chapters()
	return slices.Concat([]link{{"/docs/README.md", "Contents"}}, chapters, []link{{"/docs/equations.md", "The index"}, {"/docs/errata.md", "The errata"}})
}

// around returns the links before and after the one with a path, or nil.
func around(links []link, path string) (previous, next *link) {
	i := slices.IndexFunc(links, func(l link) bool { return l.Path == path })
	if i > 0 {
		previous = &links[i-1]
	}
	if i >= 0 && i+1 < len(links) {
		next = &links[i+1]
	}
	return previous, next
}

// home returns the address of a trial in the book, and its formula; empty if it has none.
func (p *pages) home(anchor string) (address string, formula template.HTML) {
	links, made := p.chapters()
	for i, page := range made {
		if formula, has := page.formulas[anchor]; has {
			return links[i].Path + "#" + anchor, formula
		}
	}
	return "", ""
}
