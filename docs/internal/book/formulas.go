package book

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
)

// table reads the typeset formulas, none where there is no file.
func (b *Book) table(f *findings) (t formulas.Table, ok bool) {
	text, err := b.read(formulas.File)
	if err == nil {
		t, err = formulas.Parse([]byte(text))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.add(formulas.File, 0, "%v", err)
		return t, false
	}
	return t, true
}

// untypeset is a formula that the table lacks.
type untypeset struct {
	markdown.Formula
	file string
}

func (u untypeset) String() string {
	return fmt.Sprintf("%s at %s:%d", strings.TrimSpace(u.TeX), u.file, u.Line)
}

// sorted returns the part of a table that the pages use, and the formulas that it lacks. Files have
// the text of pages that is to be written.
func (b *Book) sorted(old formulas.Table, files map[string]string) (used formulas.Table, lacking []untypeset) {
	used = formulas.New()
	for _, p := range b.pages {
		parsed := p.Page
		if text, is := files[p.name]; is && text != string(p.Source) {
			parsed = markdown.Parse(text)
		}
		for _, f := range parsed.Formulas {
			if mathML := old.MathML(f); mathML != "" {
				used.Set(f, mathML)
			} else {
				lacking = append(lacking, untypeset{f, p.name})
			}
		}
	}
	return used, lacking
}

// typeset returns the table of the formulas that pages have when the files are written. Formulas
// that the old one lacks are typeset; what can't be is found.
func (b *Book) typeset(old formulas.Table, files map[string]string, f *findings) string {
	used, lacking := b.sorted(old, files)
	var all []markdown.Formula
	for _, u := range lacking {
		all = append(all, u.Formula)
	}
	if len(all) == 0 {
		return used.String()
	}
	answers, err := b.temml(filepath.Join(b.root, filepath.FromSlash(formulas.Folder)), all)
	if err != nil {
		f.add(formulas.File, 0, "lacks %v: %v", lacking, err)
	}
	for i, a := range answers {
		if u := lacking[i]; a.Error != "" {
			f.add(u.file, u.Line, "the formula %s: %s", strings.TrimSpace(u.TeX), a.Error)
		} else {
			used.Set(u.Formula, a.MathML)
		}
	}
	return used.String()
}

// checkFormulas finds the formulas that are not typeset, and a table that has others than
// the pages.
func (b *Book) checkFormulas(f *findings) {
	table, ok := b.table(f)
	if !ok {
		return
	}
	used, lacking := b.sorted(table, nil)
	for _, u := range lacking {
		f.add(u.file, u.Line, "the formula %s is not typeset: run go run ./docs write", strings.TrimSpace(u.TeX))
	}
	if have, err := b.read(formulas.File); err == nil && have != used.String() {
		f.add(formulas.File, 0, "is not what is written: run go run ./docs write")
	}
}
