package book

import (
	"errors"
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

// sorted returns the part of a table that the pages use, and the formulas that it lacks, with the
// names of their pages. Files have the text of pages that is to be written.
func (b *Book) sorted(old formulas.Table, files map[string]string) (used formulas.Table, lacking []markdown.Formula, of []string) {
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
				lacking, of = append(lacking, f), append(of, p.name)
			}
		}
	}
	return used, lacking, of
}

// typeset returns the table of the formulas that pages have when the files are written. Formulas
// that the old one lacks are typeset; what can't be is found.
func (b *Book) typeset(old formulas.Table, files map[string]string, f *findings) string {
	used, lacking, of := b.sorted(old, files)
	if len(lacking) == 0 {
		return used.String()
	}
	answers, err := b.temml(filepath.Join(b.root, filepath.FromSlash(formulas.Folder)), lacking)
	if err != nil {
		f.add(formulas.File, 0, "lacks %d formulas, the first %s at %s:%d: %v", len(lacking), strings.TrimSpace(lacking[0].TeX), of[0], lacking[0].Line, err)
	}
	for i, a := range answers {
		if a.Error != "" {
			f.add(of[i], lacking[i].Line, "the formula %s: %s", strings.TrimSpace(lacking[i].TeX), a.Error)
		} else {
			used.Set(lacking[i], a.MathML)
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
	used, lacking, of := b.sorted(table, nil)
	for i, formula := range lacking {
		f.add(of[i], formula.Line, "the formula %s is not typeset: run go run ./docs write", strings.TrimSpace(formula.TeX))
	}
	if have, err := b.read(formulas.File); err == nil && have != used.String() {
		f.add(formulas.File, 0, "is not what is written: run go run ./docs write")
	}
}
