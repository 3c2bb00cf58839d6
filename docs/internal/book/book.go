package book

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"chainrule/docs/internal/chapters"
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
	trials  []equations.Trial
	try     func(equations.Trial) equations.Result                // each trial once
	numbers map[string]func() map[string]chapters.Number          // by the first part of the name
	chapter map[string]func() (map[string]chapters.Number, error) // each computed once
	figures map[string]func() ([]byte, error)
	drawing func(name string) ([]byte, error) // of a figure, made once
	command func(args []string) (string, error)
	address func() map[string][]place // where the code of an equation is
}

// Open reads the pages of the book of the module in a folder. The command runs
// go run ./docs and returns what it prints.
func Open(root string, command func(args []string) (string, error)) (*Book, []Finding) {
	b := &Book{root: root, trials: equations.All(), numbers: chapters.Numbers(), figures: chapters.Figures(), command: command}
	b.prepare(equations.Trial.Run)
	return b, b.readPages()
}

// readPages reads and parses the pages.
func (b *Book) readPages() (findings []Finding) {
	names := []string{"docs/README.md", "docs/equations.md"}
	chapters, _ := filepath.Glob(filepath.Join(b.root, "docs/chapters/*.md"))
	slices.Sort(chapters)
	for _, chapter := range chapters {
		names = append(names, "docs/chapters/"+filepath.Base(chapter))
	}
	for _, name := range names {
		text, err := b.read(name)
		if err != nil {
			findings = append(findings, Finding{File: name, What: errors.Unwrap(err).Error()})
			continue
		}
		p, wrong := parse(name, text)
		b.pages, findings = append(b.pages, p), append(findings, wrong...)
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
// have changed. It returns their names.
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
	for name, text := range drawn {
		files[name] = text
	}
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
	return changed, nil, nil
}

// replace writes a file under another name and renames it.
func replace(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".book-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
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
	return append(findings, b.checkLinks()...)
}

// link returns the way from a page to a file, or to lines of it.
func (p *page) link(target string) string {
	up := strings.Repeat("../", strings.Count(p.name, "/"))
	here := path.Dir(p.name) + "/"
	if rest, within := strings.CutPrefix(target, here); within {
		return rest
	}
	if rest, within := strings.CutPrefix(target, "docs/"); within && strings.HasPrefix(p.name, "docs/") {
		return up[3:] + rest
	}
	return up + target
}
