package book

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// numbers are the functions that compute what stands within the lines of the chapters.
type numbers map[string]func() string

// allNumbers returns those of all chapters.
func allNumbers() numbers {
	return merged(
		likelihoodNumbers, regressionNumbers, jacobianNumbers, backpropagationNumbers, vectorisingNumbers, batchNumbers, averageNumbers,
		optimizerNumbers, experimentNumbers, numericsNumbers, productNumbers, trialNumbers, errataNumbers, answerNumbers,
	)
}

// merged returns the numbers of all maps. It panics if two have the same name.
func merged(maps ...numbers) numbers {
	all := numbers{}
	for _, some := range maps {
		for name, value := range some {
			if all[name] != nil {
				panic("book: two numbers of the name " + name)
			}
			all[name] = value
		}
	}
	return all
}

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
	const folder = "docs/internal/book"
	files, _ := filepath.Glob(filepath.Join(b.root, folder, "numbers_*.go"))
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
