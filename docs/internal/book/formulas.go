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

// sorted returns the part of a table that pages use, and the formulas that it lacks, with
// the places of each. Files are what is to stand in pages.
func (b *Book) sorted(files map[string]string, old formulas.Table) (used formulas.Table, lacking []markdown.Formula, at map[markdown.Formula][]place) {
	others, _ := b.others()
	at = map[markdown.Formula][]place{}
	for _, p := range slices.Concat(b.pages, others) {
		parsed := p.Page
		if text, is := files[p.name]; is && text != p.text {
			parsed = markdown.Parse(text)
		}
		for _, f := range parsed.Formulas {
			here := place{p.name, f.Line, strings.TrimSpace(f.TeX)}
			f.Line = 0
			if mathML := old.MathML(f); mathML != "" {
				used.Set(f, mathML)
				continue
			}
			if at[f] == nil {
				lacking = append(lacking, f)
			}
			at[f] = append(at[f], here)
		}
	}
	return used, lacking, at
}

// typeset returns the table of the formulas that pages have when the files are written. Formulas
// that it lacks are typeset; what can't be is found.
func (b *Book) typeset(files map[string]string) (text string, findings []Finding) {
	old, err := b.table()
	if err != nil {
		return "", []Finding{{File: formulas.File, What: err.Error()}}
	}
	used, lacking, at := b.sorted(files, old)
	if len(lacking) > 0 {
		answers, err := b.temml(filepath.Join(b.root, filepath.FromSlash(formulas.Folder)), lacking)
		if err != nil {
			var where []string
			for _, f := range lacking {
				where = append(where, fmt.Sprintf("%s at %s:%d", at[f][0].name, at[f][0].file, at[f][0].line))
			}
			what := fmt.Sprintf("lacks %s, %s: %v", count(len(lacking), "formula"), strings.Join(where, ", "), err)
			return string(used.Bytes()), []Finding{{File: formulas.File, What: what}}
		}
		for i, a := range answers {
			if f := at[lacking[i]][0]; a.Error != "" {
				findings = append(findings, Finding{f.file, f.line, fmt.Sprintf("the formula %s: %s", f.name, a.Error)})
			} else {
				used.Set(lacking[i], a.MathML)
			}
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
	used, lacking, at := b.sorted(nil, old)
	for _, f := range lacking {
		for _, here := range at[f] {
			findings = append(findings, Finding{here.file, here.line, fmt.Sprintf("the formula %s is not typeset: run go run ./docs write", here.name)})
		}
	}
	if have, err := b.read(formulas.File); err == nil && have != string(used.Bytes()) {
		findings = append(findings, Finding{File: formulas.File, What: "is not what is written: run go run ./docs write"})
	}
	return findings
}

// checkHTML finds tags that pages don't show, and text that a comment before it keeps from
// being Markdown.
func (b *Book) checkHTML() (findings []Finding) {
	others, _ := b.others()
	for _, p := range slices.Concat(b.pages, others) {
		for _, h := range p.HTML {
			if shown, fit := markdown.Shown(h.Text); !fit {
				findings = append(findings, Finding{p.name, h.Line, fmt.Sprintf("HTML that pages don't show: %.60s", strings.TrimSpace(shown))})
			}
		}
	}
	return findings
}
