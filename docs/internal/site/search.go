package site

import (
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"chainrule/docs/internal/markdown"
)

// section is a part of a page below a heading, as it is searched.
type section struct {
	link
	Page string // the title of its page
	text string // in lower case, with its heading
}

// longestSearch is the number of letters that are searched for at most.
const longestSearch = 100

// sectionsOf cuts a page at its headings.
func sectionsOf(p *markdown.Page) (sections []section) {
	for i, h := range p.Headings {
		var b strings.Builder
		b.WriteString(h.Text)
		for _, t := range p.Prose {
			if t.Line > h.Line && (i+1 == len(p.Headings) || t.Line < p.Headings[i+1].Line) {
				b.WriteString(" " + t.Text)
			}
		}
		sections = append(sections, section{link{"#" + h.IDs[len(h.IDs)-1], h.Text}, p.Title(), strings.ToLower(b.String())})
	}
	return sections
}

// has reports whether a section has all words.
func (s section) has(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(s.text, word) })
}

// find returns the sections of the book that have all words; without words, all of them.
func (p *pages) find(words []string) (found []section) {
	names, _ := fs.Glob(p.files, "docs/decisions/*.md")
	order := p.order()
	for _, name := range names {
		order = append(order, link{Path: "/" + name})
	}
	for _, at := range order {
		page, err := p.page(at.Path[1:])
		if err != nil {
			continue
		}
		for _, s := range page.sections {
			if s.has(words) {
				s.Path = at.Path + s.Path
				found = append(found, s)
			}
		}
	}
	return found
}

// serveSearch lists the sections that have the words of a query, or all.
func (s *site) serveSearch(w http.ResponseWriter, r *http.Request) {
	q := ""
	f := form{"q": {"", func(text string) (want string) {
		if len(text) > longestSearch {
			return "at most 100 letters"
		}
		q = text
		return ""
	}}}
	v := view{Title: "Search", Here: "/search", Query: q}
	if _, err := f.parse(r.URL.RawQuery); err != nil {
		s.problem(w, http.StatusBadRequest, err.Error())
		return
	}
	v.Query, v.Found = q, s.find(strings.Fields(strings.ToLower(q)))
	s.show(w, http.StatusOK, "search.html", v)
}
