package book

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"chainrule/gradcheck/equations"
)

// group is a part of the index and of a chapter's entry in the contents: the trials whose
// anchors begin with the prefix.
type group struct{ prefix, heading, singular string }

var groups = []group{
	{"eq-", "Equations", ""},
	{"proof-", "Proofs", "proof"},
	{"code-", "Listings", "Code"},
	{"algorithm-", "", ""}, // in the same table
	{"example-", "Examples", "example"},
}

// has reports whether a trial is in the group.
func (g group) has(t equations.Trial) bool { return strings.HasPrefix(t.Anchor(), g.prefix) }

// index lists all that is on trial. The trials are run all at a time.
func (b *Book) index(p *page, _ []string) (text string, _ error) {
	var tasks sync.WaitGroup
	for _, t := range b.trials {
		tasks.Go(func() { b.try(t.Number) })
	}
	tasks.Wait()
	for _, g := range groups {
		if g.heading != "" {
			text += "\n## " + g.heading + "\n\n| | statement | code | trial | verdict | as printed | chapter |\n|---|---|---|---|---|---|---|\n"
		}
		for _, t := range b.trials {
			if !g.has(t) {
				continue
			}
			row, err := b.row(p, t)
			if err != nil {
				return "", err
			}
			text += row
		}
	}
	return text, nil
}

// row is the line of a trial.
func (b *Book) row(p *page, t equations.Trial) (string, error) {
	name, chapter := nameOf(t), ""
	if s := b.sectionOf(t); s != nil {
		name = fmt.Sprintf("[%s](%s#%s)", name, p.link(s.file), s.name)
		chapter = fmt.Sprintf("[%s](%s)", chapterNumber(s.file), p.link(s.file))
	}
	trial, err := b.linkTrial(p, t, "`"+strings.TrimPrefix(commandOf(t), "go run ./docs ")+"`")
	if err != nil {
		return "", err
	}
	var code []string
	for _, at := range b.address()[t.Number] {
		code = append(code, fmt.Sprintf("[`%s`](%s#L%d)", at.name, p.link(at.file), at.line))
	}
	r, err := b.try(t.Number)
	return fmt.Sprintf("| <a id=%q></a>%s | `%s` | %s | %s | %v | %v | %s |\n", t.Anchor(), name,
		strings.ReplaceAll(t.Statement, "|", `\|`), strings.Join(code, ", "), trial, r.Verdict(), r.PrintedVerdict(), chapter), err
}

// nameOf returns the number as it stands in a text.
func nameOf(t equations.Trial) string {
	if t.IsEquation() {
		return "(" + t.Number + ")"
	}
	return t.Number
}

// chapterNumber returns the number that a chapter's file begins with.
func chapterNumber(file string) string {
	number, _, _ := strings.Cut(path.Base(file), "-")
	if n, err := strconv.Atoi(number); err == nil {
		return strconv.Itoa(n)
	}
	return number
}

var ordinal = regexp.MustCompile(`^\d+[.:]?\s+`)

// contents lists the chapters and what each is of.
func (b *Book) contents(p *page, _ []string) (text string, _ error) {
	for _, c := range b.pages {
		if c.isChapter() {
			text += fmt.Sprintf("%s. [%s](%s)%s\n", chapterNumber(c.name), c.title(), p.link(c.name), b.covered(c))
		}
	}
	return text, nil
}

// title returns the first heading of a page, without its number.
func (p *page) title() string {
	if len(p.Headings) == 0 {
		return path.Base(p.name)
	}
	return ordinal.ReplaceAllString(p.Headings[0].Source, "")
}

// covered lists what is on trial in a chapter.
func (b *Book) covered(c *page) (text string) {
	within := map[string]bool{}
	for _, s := range b.sections() {
		within[s.name] = within[s.name] || s.file == c.name
	}
	separator := ": "
	for _, g := range groups {
		if list := g.list(b.trials, within); list != "" {
			text, separator = text+separator+list, "; "
		}
	}
	return text
}

// list enumerates the trials of the group whose anchors are within a chapter, three and more
// that follow each other as a range.
func (g group) list(trials []equations.Trial, within map[string]bool) string {
	var names, run []string
	n := 0
	end := func() {
		if len(run) > 2 {
			run = []string{run[0] + "–" + run[len(run)-1]}
		}
		names, run = append(names, run...), nil
	}
	for _, t := range trials {
		switch {
		case !g.has(t):
		case within[t.Anchor()]:
			run, n = append(run, strings.TrimPrefix(nameOf(t), "Code ")), n+1
		default:
			end()
		}
	}
	end()
	list := strings.Join(names, ", ")
	switch {
	case g.singular == "" || n == 0:
		return list
	case n == 1:
		return g.singular + " " + list
	}
	return g.singular + "s " + list
}
