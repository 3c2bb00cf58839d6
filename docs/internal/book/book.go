package book

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"chainrule/docs/internal/chapters"
	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
	"chainrule/gradcheck/equations"
)

// Finding is something wrong at a place.
type Finding struct {
	File string // from the module's folder
	Line int    // 0 if it is the whole file
	What string
}

// String returns file:line: what.
func (f Finding) String() string {
	if f.Line == 0 {
		return f.File + ": " + f.What
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What)
}

// Book is the book with all that its pages are made of.
type Book struct {
	root    string // the module's folder
	pages   []*page
	others  []*page // outside the book
	trials  []equations.Trial
	try     func(equations.Trial) equations.Result                // each trial once
	numbers map[string]func() map[string]chapters.Number          // by the first part of the name
	chapter map[string]func() (map[string]chapters.Number, error) // each computed once
	figures map[string]func() ([]byte, error)
	drawing func(name string) ([]byte, error) // of a figure, made once
	command func(args []string) (string, error)
	address func() map[string][]place // where the code of an equation is
	temml   func(folder string, all []markdown.Formula) ([]formulas.Typeset, error)
}

// Open reads the pages of the book of the module in a folder. The command runs
// go run ./docs and returns what it prints.
func Open(root string, command func(args []string) (string, error)) (*Book, []Finding) {
	b := &Book{root: root, trials: equations.All(), numbers: chapters.Numbers(), figures: chapters.Figures, command: command}
	b.prepare(equations.Trial.Run)
	return b, b.readPages()
}

// readPages reads the pages: those of the book are cut into pieces, of others the links, formulas
// and tags are checked.
func (b *Book) readPages() (findings []Finding) {
	for i, pattern := range []string{"docs/README.md", "docs/equations.md", "docs/chapters/*.md", "README.md", "docs/decisions/*.md", "bench/results/README.md"} {
		files, _ := filepath.Glob(filepath.Join(b.root, pattern))
		if len(files) == 0 && i < 2 {
			files = []string{pattern} // which is not there
		}
		for _, file := range files {
			name := path.Join(path.Dir(pattern), filepath.Base(file))
			text, err := b.read(name)
			if err != nil {
				findings = append(findings, Finding{File: name, What: errors.Unwrap(err).Error()})
				continue
			}
			if i > 2 {
				b.others = append(b.others, &page{name: name, text: text, Page: markdown.Parse(text)})
				continue
			}
			p, wrong := parse(name, text)
			b.pages, findings = append(b.pages, p), append(findings, wrong...)
		}
	}
	return findings
}

// chapters returns the pages that are chapters.
func (b *Book) chapters() (pages []*page) {
	for _, p := range b.pages {
		if p.isChapter() {
			pages = append(pages, p)
		}
	}
	return pages
}

// read returns the text of a file, given from the module's folder.
func (b *Book) read(name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(b.root, filepath.FromSlash(name)))
	var wrong *os.PathError
	if errors.As(err, &wrong) {
		return "", fmt.Errorf("%s: %w", name, wrong.Err)
	}
	return string(text), err
}

// Write renders all pages and figures and then, if nothing is wrong, writes those that
// have changed, with the table of formulas. It returns their names, and what keeps
// formulas from being typeset.
func (b *Book) Write() (changed []string, findings []Finding, err error) {
	b.compute()
	files := map[string]string{}
	for _, p := range b.pages {
		text, wrong := b.render(p)
		files[p.name], findings = text, append(findings, wrong...)
	}
	drawn, wrong := b.draw()
	findings = append(findings, wrong...)
	if len(findings) > 0 {
		return nil, findings, nil
	}
	maps.Copy(files, drawn)
	files[formulas.File], findings = b.typeset(files)
	for name, text := range files {
		if old, err := b.read(name); err != nil || old != text {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	for _, name := range changed {
		if err := replace(filepath.Join(b.root, filepath.FromSlash(name)), files[name]); err != nil {
			return nil, nil, err
		}
	}
	return changed, findings, nil
}

// replace writes a file under another name and renames it.
func replace(name, text string) error {
	written := filepath.Join(filepath.Dir(name), ".book-"+filepath.Base(name))
	err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(written, []byte(text), 0o644))
	if err == nil {
		err = os.Rename(written, name)
	}
	if err != nil {
		os.Remove(written)
	}
	return err
}

// Check compares the pages with what is written into them, and says what else is wrong
// with them: links, figures, numbers.
func (b *Book) Check() (findings []Finding) {
	b.compute()
	for _, p := range b.pages {
		findings = append(findings, b.drift(p)...)
	}
	findings = append(findings, b.checkFigures()...)
	findings = append(findings, b.checkNumbers()...)
	findings = append(findings, b.checkSections()...)
	findings = append(findings, b.checkMathematics()...)
	findings = append(findings, b.checkFormulas()...)
	findings = append(findings, b.checkHTML()...)
	return append(findings, b.checkLinks()...)
}

// link returns the way from a page to a file, or to lines of it.
func (p *page) link(target string) string {
	way, _ := filepath.Rel(path.Dir(p.name), target) // of two paths from the same folder
	return filepath.ToSlash(way)
}
