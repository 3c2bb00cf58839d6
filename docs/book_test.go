package main

import (
	"testing"

	"chainrule/docs/internal/book"
)

// complete says whether the book has all its chapters.
const complete = false

// The book is what go run ./docs write writes, its links lead somewhere, and what it
// computes it shows.
func TestBook(t *testing.T) {
	if testing.Short() {
		t.Skip("the trials take some seconds")
	}
	b, findings := book.Open("..", func(args []string) (string, error) { return printed(t.Context(), args) })
	findings = append(findings, b.Check()...)
	if complete {
		findings = append(findings, b.Missing()...)
	}
	for _, f := range findings {
		t.Error(f)
	}
}
