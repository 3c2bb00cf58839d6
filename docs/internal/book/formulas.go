package book

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
)

// table reads the typeset formulas, none where there is no file.
func (b *Book) table() (t formulas.Table, err error) {
	text, err := b.read(formulas.File)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err == nil {
		t, err = formulas.Parse([]byte(text))
	}
	return t, err
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
	for _, p := range slices.Concat(b.pages, b.others) {
		parsed := p.Page
		if text, is := files[p.name]; is && text != p.text {
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
// that it lacks are typeset; what can't be is found.
func (b *Book) typeset(files map[string]string) (text string, findings []Finding) {
	old, err := b.table()
	if err != nil {
		return "", []Finding{{File: formulas.File, What: err.Error()}}
	}
	used, lacking := b.sorted(old, files)
	if len(lacking) > 0 {
		var all []markdown.Formula
		for _, u := range lacking {
			all = append(all, u.Formula)
		}
		answers, err := b.temml(filepath.Join(b.root, filepath.FromSlash(formulas.Folder)), all)
		if err != nil {
			findings = append(findings, Finding{File: formulas.File, What: fmt.Sprintf("lacks %v: %v", lacking, err)})
		}
		for i, a := range answers {
			if a.Error != "" {
				findings = append(findings, Finding{lacking[i].file, lacking[i].Line, fmt.Sprintf("the formula %s: %s", strings.TrimSpace(lacking[i].TeX), a.Error)})
				continue
			}
			used.Set(lacking[i].Formula, a.MathML)
		}
	}
	return string(used.Bytes()), findings
}

// checkFormulas finds the formulas that are not typeset, and a table that has others than
// the pages.
func (b *Book) checkFormulas() (findings []Finding) {
	old, err := b.table()
	if err != nil {
		return []Finding{{File: formulas.File, What: err.Error()}}
	}
	used, lacking := b.sorted(old, nil)
	for _, u := range lacking {
		findings = append(findings, Finding{u.file, u.Line, fmt.Sprintf("the formula %s is not typeset: run go run ./docs write", strings.TrimSpace(u.TeX))})
	}
	if have, err := b.read(formulas.File); err == nil && have != string(used.Bytes()) {
		findings = append(findings, Finding{File: formulas.File, What: "is not what is written: run go run ./docs write"})
	}
	return findings
}

// checkHTML finds tags that pages don't show, and text that a comment before it keeps from
// being Markdown.
func (b *Book) checkHTML() (findings []Finding) {
	for _, p := range slices.Concat(b.pages, b.others) {
		for _, h := range p.HTML {
			if shown, fit := markdown.Shown(h.Text); !fit {
				findings = append(findings, Finding{p.name, h.Line, fmt.Sprintf("HTML that pages don't show: %.60s", strings.TrimSpace(shown))})
			}
		}
	}
	return findings
}
