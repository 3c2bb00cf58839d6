package book

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// value returns a number, printed by a verb, or by its own if that is empty.
func (b *Book) value(name, verb string) (string, error) {
	source, within, _ := strings.Cut(name, ".")
	if b.chapter[source] == nil {
		return "", fmt.Errorf("no number %q", name)
	}
	all, err := b.chapter[source]()
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	n, known := all[within]
	if !known {
		return "", fmt.Errorf("no number %q", name)
	}
	return n.Text(verb), nil
}

// checkNumbers finds the numbers of chapters that no page shows. Those of errata need not be
// shown.
func (b *Book) checkNumbers() (findings []Finding) {
	shown := map[string]bool{}
	for _, p := range b.pages {
		for _, c := range p.pieces {
			if c.kind == "=" {
				shown[c.args[0]] = true
			}
		}
	}
	for _, source := range slices.Sorted(maps.Keys(b.chapter)) {
		all, err := b.chapter[source]()
		if err != nil || erratumID.MatchString(source) {
			continue // the error is found where a number stands
		}
		for _, within := range slices.Sorted(maps.Keys(all)) {
			if name := source + "." + within; !shown[name] {
				findings = append(findings, Finding{File: "docs/internal/chapters", What: fmt.Sprintf("the number %q is in no chapter", name)})
			}
		}
	}
	return findings
}
