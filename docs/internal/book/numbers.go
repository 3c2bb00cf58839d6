package book

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// checkNumbers finds the numbers that no page shows.
func (b *Book) checkNumbers() (findings []Finding) {
	shown := map[string]bool{}
	for _, p := range b.pages {
		for _, c := range p.pieces {
			if c.kind == "=" {
				shown[c.args[0]] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.numbers)) {
		if !shown[name] {
			f := b.declared(name)
			f.What = fmt.Sprintf("the number %q is in no chapter", name)
			findings = append(findings, f)
		}
	}
	return findings
}

// declared returns the place where a number is.
func (b *Book) declared(name string) Finding {
	const folder = "docs/internal/chapters"
	files, _ := filepath.Glob(filepath.Join(b.root, folder, "*.go"))
	for _, file := range files {
		f := folder + "/" + filepath.Base(file)
		if text, err := b.read(f); err == nil {
			if before, _, found := strings.Cut(text, `"`+name+`"`); found {
				return Finding{File: f, Line: 1 + strings.Count(before, "\n")}
			}
		}
	}
	return Finding{File: folder}
}
