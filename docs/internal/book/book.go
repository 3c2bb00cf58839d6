package book

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"chainrule/docs/internal/chapters"
	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
	"chainrule/gradcheck/equations"
	"chainrule/nn/file"
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

// findings lists all that is wrong so far.
type findings []Finding

func (f *findings) add(file string, line int, format string, args ...any) {
	*f = append(*f, Finding{file, line, fmt.Sprintf(format, args...)})
}

// Book is the book with all that its pages are made of.
type Book struct {
	root     string // the module's folder
	pages    []*page
	trials   []equations.Trial
	numbers  map[string]func() map[string]chapters.Number // by the first part of the name
	figures  map[string]func() ([]byte, error)
	command  func(args []string) (string, error)
	sections func() []section          // of all chapters
	address  func() map[string][]place // of the code of a trial

	// Trials by their numbers, numbers by the first part of the name and figures are each
	// computed once.
	try     func(number string) (equations.Result, error)
	chapter func(name string) (map[string]chapters.Number, error)
	drawing func(name string) ([]byte, error)
	temml   func(folder string, all []markdown.Formula) ([]formulas.Typeset, error)
}

// Open reads the pages of the book of the module in a folder. The command runs
// go run ./docs and returns what it prints.
func Open(root string, command func(args []string) (string, error)) (*Book, []Finding) {
	b := &Book{root: root, trials: equations.All(), numbers: chapters.Numbers(), figures: chapters.Figures, command: command}
	b.prepare(equations.Trial.Run)
	return b, b.readPages()
}

// readPages reads the pages of the book, and others with links, formulas and tags.
func (b *Book) readPages() []Finding {
	var f findings
	for i, pattern := range []string{"docs/README.md", "docs/equations.md", errataPage, "docs/chapters/*.md", "README.md", "docs/decisions/*.md", "bench/README.md", "bench/results/README.md", "gradcheck/README.md", "nn/README.md", "tensor/README.md"} {
		names := b.glob(pattern)
		if len(names) == 0 && i < 2 {
			names = []string{pattern} // which is not there
		}
		for _, name := range names {
			if text, err := b.read(name); err != nil {
				f.add(name, 0, "%v", errors.Unwrap(err))
			} else {
				b.pages = append(b.pages, parse(name, text, &f))
			}
		}
	}
	return f
}

// glob returns the files of a pattern, both from the module's folder.
func (b *Book) glob(pattern string) []string {
	names, _ := fs.Glob(os.DirFS(b.root), pattern)
	return names
}

// read returns the text of a file, given from the module's folder.
func (b *Book) read(name string) (string, error) {
	text, err := fs.ReadFile(os.DirFS(b.root), name)
	if wrong, is := errors.AsType[*fs.PathError](err); is {
		err = fmt.Errorf("%s: %w", name, wrong.Err)
	}
	return string(text), err
}

// Write renders all pages and figures and then, if nothing is wrong, writes the files that
// have changed, with the table of formulas. It returns their names, and a finding for each
// formula that can't be typeset.
func (b *Book) Write() (changed []string, _ []Finding, _ error) {
	b.compute()
	var f findings
	files := b.draw(&f)
	for _, p := range b.pages {
		files[p.name] = b.render(p, &f)
	}
	table, _ := b.table(&f)
	if len(f) > 0 {
		return nil, f, nil
	}
	files[formulas.File] = b.typeset(table, files, &f)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if old, err := b.read(name); err == nil && old == files[name] {
			continue
		}
		changed = append(changed, name)
		if err := b.write(name, files[name]); err != nil {
			return nil, nil, err
		}
	}
	return changed, f, nil
}

// write writes a file of the module.
func (b *Book) write(name, text string) error {
	path := filepath.Join(b.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	err := file.Write(path, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Check compares the pages with what is written into them, and says what else is wrong
// with them: links, figures, numbers.
func (b *Book) Check() []Finding {
	b.compute()
	var f findings
	for _, check := range []func(*findings){b.drift, b.checkFigures, b.checkNumbers, b.checkSections,
		b.checkText, b.checkNotation, b.checkFormulas, b.checkLinks} {
		check(&f)
	}
	return f
}

// link returns the way from a page to a file, or to lines of it.
func (p *page) link(target string) string {
	way, _ := filepath.Rel(path.Dir(p.name), target) // of two paths from the same folder
	return filepath.ToSlash(way)
}
