package book

import (
	"regexp"
	"strings"
)

// habit is a way to write that the book does without, and the one it has.
type habit struct {
	pattern *regexp.Regexp
	want    string
}

var (
	proseHabits = []habit{
		{regexp.MustCompile(`(?:^|[\s(])-\d`), "a minus sign, −"},
		{regexp.MustCompile(`\b\d[\d.]*e[-+]?\d+\b`), "a power of ten, such as 3·10⁻⁵"},
		{regexp.MustCompile(`(?:^|[^.\d\p{L}])\d{5,}`), "narrow spaces between thousands"},
	}
	formulaHabits = []habit{
		{regexp.MustCompile(`(?:^|[^_])[A-Za-z0-9)]\^T\b`), `\top for a transpose`}, // W_x^T is a print of the paper
	}
)

// checkNotation finds chapters that lack a recap, exercises or a way on, and numbers and transposes
// that are written otherwise than elsewhere.
func (b *Book) checkNotation(f *findings) {
	for _, p := range b.pages {
		if !p.isChapter() {
			continue
		}
		for _, part := range []string{"\n## What you know now\n", "\n## Exercises\n", "\nNext: "} {
			if !strings.Contains(string(p.Source), part) {
				f.add(p.name, 0, "want %s", strings.TrimSpace(part))
			}
		}
		for _, t := range p.Prose {
			f.addHabits(p.name, t.Line, t.Text, proseHabits)
		}
		for _, t := range p.Formulas {
			f.addHabits(p.name, t.Line, t.TeX, formulaHabits)
		}
	}
}

// addHabits finds habits in a text.
func (f *findings) addHabits(name string, line int, text string, habits []habit) {
	for _, h := range habits {
		if found := h.pattern.FindString(text); found != "" {
			f.add(name, line, "%s: want %s", strings.TrimSpace(found), h.want)
		}
	}
}
