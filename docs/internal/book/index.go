package book

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"chainrule/gradcheck/equations"
)

// group is a part of the index and of a chapter's entry in the contents.
type group struct {
	heading, singular string
	has               func(equations.Trial) bool
}

var groups = []group{
	{"Equations", "", equations.Trial.IsEquation},
	{"Proofs", "proof", begins("proof-")},
	{"Listings", "Code", begins("code-")},
	{"", "", begins("algorithm-")}, // in the same table
	{"Examples", "example", begins("example-")},
}

// begins returns whether the anchor of a trial begins like this.
func begins(prefix string) func(equations.Trial) bool {
	return func(t equations.Trial) bool { return strings.HasPrefix(t.Anchor(), prefix) }
}

// index lists all that is on trial.
func (b *Book) index(p *page, args []string) (string, error) {
	if len(args) > 0 {
		return "", fmt.Errorf("want nothing after index")
	}
	var text strings.Builder
	for _, g := range groups {
		if g.heading != "" {
			fmt.Fprintf(&text, "\n## %s\n\n| | statement | code | trial | verdict | as printed | chapter |\n|---|---|---|---|---|---|---|\n", g.heading)
		}
		for _, t := range b.trials {
			if !g.has(t) {
				continue
			}
			row, err := b.row(p, t)
			if err != nil {
				return "", err
			}
			text.WriteString(row)
		}
	}
	return text.String(), nil
}

// row is the line of a trial.
func (b *Book) row(p *page, t equations.Trial) (string, error) {
	name, chapter := nameOf(t), ""
	if s := b.sectionOf(t); s != nil {
		name = fmt.Sprintf("[%s](%s#%s)", name, p.link(s.file), s.name)
		chapter = fmt.Sprintf("[%d](%s)", chapterNumber(s.file), p.link(s.file))
	}
	trial, err := b.linkTrial(p, t, "`"+strings.TrimPrefix(commandOf(t), "go run ./docs ")+"`")
	if err != nil {
		return "", err
	}
	var code []string
	for _, at := range b.address()[t.Number] {
		code = append(code, fmt.Sprintf("[`%s`](%s#L%d)", at.name, p.link(at.file), at.line))
	}
	r := b.try(t)
	statement := "`" + strings.ReplaceAll(t.Statement, "|", `\|`) + "`"
	return fmt.Sprintf("| <a id=%q></a>%s | %s | %s | %s | %v | %v | %s |\n",
		t.Anchor(), name, statement, strings.Join(code, ", "), trial, r.Verdict(), r.PrintedVerdict(), chapter), nil
}

// nameOf returns the number as it stands in a text.
func nameOf(t equations.Trial) string {
	if t.IsEquation() {
		return "(" + t.Number + ")"
	}
	return t.Number
}

// chapterNumber returns the number that a chapter's file begins with.
func chapterNumber(file string) int {
	number, _, _ := strings.Cut(path.Base(file), "-")
	n, _ := strconv.Atoi(number)
	return n
}

var ordinal = regexp.MustCompile(`^\d+[.:]?\s+`)

// contents lists the chapters and what each is of.
func (b *Book) contents(p *page, args []string) (string, error) {
	if len(args) > 0 {
		return "", fmt.Errorf("want nothing after contents")
	}
	var text strings.Builder
	for _, c := range b.chapters() {
		fmt.Fprintf(&text, "%d. [%s](%s)%s\n", chapterNumber(c.name), c.title(), p.link(c.name), b.covered(c))
	}
	return text.String(), nil
}

// title returns the first heading of a page, without its number.
func (p *page) title() string {
	if len(p.Headings) == 0 {
		return path.Base(p.name)
	}
	return ordinal.ReplaceAllString(p.Headings[0].Source, "")
}

// covered lists what is on trial in a chapter.
func (b *Book) covered(c *page) string {
	within := map[string]bool{}
	for _, s := range sections(c) {
		within[s.name] = true
	}
	var parts []string
	for _, g := range groups {
		runs := [][]string{} // of those that follow each other
		before := false
		for _, t := range b.trials {
			if !g.has(t) {
				continue
			}
			is := within[t.Anchor()]
			switch {
			case is && before:
				runs[len(runs)-1] = append(runs[len(runs)-1], g.short(t))
			case is:
				runs = append(runs, []string{g.short(t)})
			}
			before = is
		}
		if len(runs) > 0 {
			parts = append(parts, g.name(runs))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, "; ")
}

// short returns the number of a trial within an enumeration.
func (g group) short(t equations.Trial) string { return strings.TrimPrefix(nameOf(t), "Code ") }

// name enumerates trials of a group, three and more that follow each other as a range.
func (g group) name(runs [][]string) string {
	var names []string
	many := 0
	for _, run := range runs {
		many += len(run)
		if len(run) > 2 {
			run = []string{run[0] + "–" + run[len(run)-1]}
		}
		names = append(names, run...)
	}
	list := strings.Join(names, ", ")
	switch {
	case g.singular == "":
		return list
	case many == 1:
		return g.singular + " " + list
	}
	return g.singular + "s " + list
}
