// Package page has the form of the book's HTML pages, which a program of its own
// makes (docs/internal/pages), and tells whether they are those of the sources.
//
// A page is kept at the path of its source, with .html added: a line with a [Header],
// then the body. Images are kept as they are.
package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// The folders of the generator, of what it makes, and how it is run, from the root
// of the module.
const (
	Generator = "docs/internal/pages"
	Output    = "docs/internal/site/pages"
	Command   = "cd docs/internal/pages && npm ci && go run ."
)

// Header says what a page was made of.
type Header struct {
	Title     string            `json:"title"`
	Source    string            `json:"source"`           // path from the root
	SHA256    string            `json:"sha256"`           // of the source
	Generator string            `json:"generator"`        // GeneratorHash
	Styles    map[string]string `json:"styles,omitempty"` // the rules of classes that formulas need
}

const open, shut = "<!-- ", " -->\n"

// Format returns the page with that body.
func Format(h Header, body []byte) ([]byte, error) {
	line, err := json.Marshal(h) // which escapes < and >
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte(open), line, []byte(shut), body), nil
}

// Parse returns the header and the body of a page.
func Parse(data []byte) (h Header, body []byte, err error) {
	first, body, found := bytes.Cut(data, []byte(shut))
	line, opened := bytes.CutPrefix(first, []byte(open))
	if !found || !opened {
		return h, nil, fmt.Errorf("the first line is not a page's header")
	}
	err = json.Unmarshal(line, &h)
	return h, body, err
}

// Hash returns the SHA-256 of data, in hexadecimal.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// GeneratorHash returns the SHA-256 of the generator's sources, names and contents,
// without its tests.
func GeneratorHash(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var all bytes.Buffer
	for _, entry := range entries { // in the order of their names
		name := entry.Name()
		if !isSource(name) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&all, "%s %d\n%s", name, len(content), content)
	}
	return Hash(all.Bytes()), nil
}

// isSource reports whether pages depend on the file of the generator.
func isSource(name string) bool {
	return !strings.HasSuffix(name, "_test.go") && slices.Contains([]string{".go", ".mjs", ".json", ".mod", ".sum"}, path.Ext(name))
}

// Roots returns the documents that have pages, those there are: contents, index,
// chapters and decisions. Whatever they link to has a page too.
func Roots(root string) (paths []string) {
	for _, pattern := range []string{"docs/README.md", "docs/equations.md", "docs/chapters/*.md", "docs/decisions/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			panic(err) // of the pattern
		}
		for _, name := range found {
			rel, _ := filepath.Rel(root, name)
			paths = append(paths, filepath.ToSlash(rel))
		}
	}
	return paths
}

// Drift returns, a line each, in what way the pages are not those that the sources
// under root give. It needs nothing but the files.
func Drift(root string, pages fs.FS) (lines []string, err error) {
	generator, err := GeneratorHash(filepath.Join(root, Generator))
	if err != nil {
		return nil, err
	}
	for _, source := range Roots(root) {
		if _, err := fs.Stat(pages, source+".html"); err != nil {
			lines = append(lines, source+" has no page")
		}
	}
	err = fs.WalkDir(pages, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(pages, name)
		if err == nil {
			if what := drift(root, name, data, generator); what != "" {
				lines = append(lines, what)
			}
		}
		return err
	})
	return lines, err
}

// drift says in what way a page is not that of its source, or is empty.
func drift(root, name string, data []byte, generator string) string {
	source := strings.TrimSuffix(name, ".html")
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(source)))
	if err != nil {
		return fmt.Sprintf("%s has a page, but cannot be read: %v", source, err)
	}
	if source == name { // an image
		if !bytes.Equal(content, data) {
			return source + " has changed since it was copied"
		}
		return ""
	}
	switch h, _, err := Parse(data); {
	case err != nil:
		return fmt.Sprintf("the page of %s: %v", source, err)
	case h.Source != source:
		return fmt.Sprintf("the page of %s says that it is that of %s", source, h.Source)
	case h.SHA256 != Hash(content):
		return source + " has changed since its page was made"
	case h.Generator != generator:
		return "the generator has changed since the page of " + source + " was made"
	}
	return ""
}
