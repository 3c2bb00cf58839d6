package main

import (
	"embed"
	"io/fs"
	"os"
	"strings"

	"chainrule/bench/results"
	"chainrule/docs/internal/book"
)

//go:embed *.md formulas.json chapters decisions figures
var documents embed.FS

// bookFiles returns the files that serve shows: those of the checkout that the working folder
// is in, or else those that the program has.
func bookFiles() fs.FS {
	if root, err := book.Root(); err == nil {
		return os.DirFS(root)
	}
	return embedded{}
}

// embedded is the part of the module's files that the program has: the book and the results
// of the benchmarks. Sources can't be embedded from here.
type embedded struct{}

// Open opens a file by its path from the module's folder.
func (embedded) Open(name string) (fs.File, error) {
	if rest, within := strings.CutPrefix(name, "bench/results/"); within {
		return results.Files.Open(rest)
	}
	if rest, within := strings.CutPrefix(name, "docs/"); within {
		return documents.Open(rest)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
