package main

import (
	"embed"
	"io/fs"
	"strings"

	"chainrule/bench/results"
)

//go:embed *.md formulas.json chapters decisions figures
var documents embed.FS

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
