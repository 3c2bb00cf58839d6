package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"chainrule/docs/internal/site/page"
)

// book is all the documents of which pages are made, by their paths from the root.
type book struct {
	root, hash string
	documents  map[string]*document
	images     map[string]bool
}

// document is what becomes a page.
type document struct {
	header   page.Header
	body     []byte
	formulas []formula
}

// place is a line of a document.
type place struct {
	document string
	line     int
}

// wrong returns an error about what stands there.
func (p place) wrong(format string, arguments ...any) error {
	return fmt.Errorf("%s:%d: %s", p.document, p.line, fmt.Sprintf(format, arguments...))
}

// read makes the bodies of the documents and of all to which they link, but for the
// formulas. The error joins what is wrong with each.
func (b *book) read(paths []string) error {
	var wrong []error
	for len(paths) > 0 {
		name := paths[0]
		if paths = paths[1:]; b.documents[name] != nil {
			continue
		}
		source, err := os.ReadFile(filepath.Join(b.root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		d := &document{header: page.Header{Source: name, SHA256: page.Hash(source), Generator: b.hash}}
		b.documents[name] = d
		if path.Ext(name) != ".md" {
			if err := d.highlightSource(source); err != nil {
				return err
			}
			continue
		}
		links, err := b.render(d, source)
		wrong, paths = append(wrong, err), append(paths, links...)
	}
	return errors.Join(wrong...)
}

// changed returns the documents whose pages in out are not those of their sources, in
// the order of their paths.
func (b *book) changed(out string) (some []*document) {
	for name, d := range b.documents {
		old, err := os.ReadFile(b.file(out, name))
		h, _, bad := page.Parse(old)
		if err != nil || bad != nil || h.SHA256 != d.header.SHA256 || h.Generator != d.header.Generator {
			some = append(some, d)
		}
	}
	slices.SortFunc(some, func(c, d *document) int { return bytes.Compare([]byte(c.header.Source), []byte(d.header.Source)) })
	return some
}

// file returns the name of a document's page.
func (b *book) file(out, name string) string {
	return filepath.Join(out, filepath.FromSlash(name)) + ".html"
}

// write writes the pages and images, and removes what is no longer one.
func (b *book) write(out string, changed []*document) error {
	for _, d := range changed {
		data, err := page.Format(d.header, d.body)
		if err != nil {
			return err
		}
		if err := put(b.file(out, d.header.Source), data); err != nil {
			return err
		}
	}
	for name := range b.images {
		data, err := os.ReadFile(filepath.Join(b.root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if err := put(filepath.Join(out, filepath.FromSlash(name)), data); err != nil {
			return err
		}
	}
	return b.sweep(out)
}

// put writes a file and the folders that it needs.
func put(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// sweep removes the files in out that no document and no image has.
func (b *book) sweep(out string) error {
	keep := map[string]bool{}
	for name := range b.documents {
		keep[b.file(out, name)] = true
	}
	for name := range b.images {
		keep[filepath.Join(out, filepath.FromSlash(name))] = true
	}
	return filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || keep[name] {
			return err
		}
		return os.Remove(name)
	})
}

// target returns what a path from the root leads to: a document, an image, or nothing
// that can be shown. A folder stands for its README.md or its doc.go.
func (b *book) target(name string) (string, error) {
	info, err := os.Stat(filepath.Join(b.root, filepath.FromSlash(name)))
	if err != nil {
		return "", fmt.Errorf("there is no %s", name)
	}
	if info.IsDir() {
		for _, file := range []string{"README.md", "doc.go"} {
			if _, err := os.Stat(filepath.Join(b.root, filepath.FromSlash(name), file)); err == nil {
				return path.Join(name, file), nil
			}
		}
		return "", nil
	}
	if isImage(name) {
		return name, nil
	}
	content, err := os.ReadFile(filepath.Join(b.root, filepath.FromSlash(name)))
	if err != nil || len(content) > longest || !utf8.Valid(content) {
		return "", err
	}
	return name, nil
}

// longest is the size of the largest file of which there is a page.
const longest = 400_000

func isImage(name string) bool { return slices.Contains([]string{".svg", ".png"}, path.Ext(name)) }
