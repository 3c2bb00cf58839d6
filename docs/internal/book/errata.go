package book

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"chainrule/docs/internal/markdown"
	"chainrule/gradcheck/equations"
	"chainrule/gradcheck/equations/errata"
)

// errataPage is the page with all errata.
const errataPage = "docs/errata.md"

// errataKinds are the parts of the page, an erratum being in the part of its first kind.
var errataKinds = []struct{ kind, heading string }{
	{"math", "Mathematics"}, {"code", "Code"}, {"result", "Results"}, {"assumption", "Assumptions"}, {"notation", "Notation"}, {"text", "Text"},
}

// list lists all errata by their kinds, after a table of these.
func (b *Book) list(p *page, _ []string) (string, error) {
	table, parts := "| kind | errata | with a number |\n|---|--:|--:|\n", ""
	for _, k := range errataKinds {
		entries, others, shown := "", []string{}, 0
		for _, e := range errata.All() {
			switch {
			case e.Kinds[0] == k.kind:
				entry, numbers, err := b.erratum(p, e)
				if err != nil {
					return "", err
				}
				entries += entry
				if numbers {
					shown++
				}
			case slices.Contains(e.Kinds, k.kind):
				others = append(others, fmt.Sprintf("[%s](#%s)", e.ID, e.ID))
			}
		}
		parts += fmt.Sprintf("\n## %s\n", k.heading)
		if len(others) > 0 {
			parts += "\nOf this kind, but listed elsewhere: " + strings.Join(others, ", ") + ".\n"
		}
		parts += entries
		table += fmt.Sprintf("| [%s](#%s) | %d | %d |\n", k.heading, strings.ToLower(k.heading), strings.Count(entries, "<a id="), shown)
	}
	return table + parts, nil
}

// erratum returns the entry of an erratum, and whether it has a number.
func (b *Book) erratum(p *page, e errata.Erratum) (text string, shown bool, _ error) {
	text = fmt.Sprintf("\n<a id=%q></a>\n### %s: %s\n\n%s\n", e.ID, e.ID, escaped(e.Place), escaped(e.Text))
	numbers, err := b.chapter(e.ID)
	if err != nil {
		return "", false, err
	}
	var values []string
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		values = append(values, fmt.Sprintf("%s %s", escaped(name), strings.ReplaceAll(numbers[name].Text(""), "-", "−")))
	}
	var items []string
	if len(values) > 0 {
		items = append(items, "In numbers: "+strings.Join(values, "; ")+".")
	}
	for _, t := range b.trials {
		if !slices.Contains(t.Errata, e.ID) {
			continue
		}
		r, err := b.try(t.Number)
		if err != nil {
			return "", false, err
		}
		items = append(items, b.beside(p, r))
	}
	if len(items) > 0 {
		text += "\n- " + strings.Join(items, "\n- ") + "\n"
	}
	return text, len(values) > 0, nil
}

// beside returns the right form of a statement, and what is known of the print.
func (b *Book) beside(p *page, r equations.Result) string {
	text := fmt.Sprintf("On trial: [%s](%s#%s), `%s`. ", nameOf(r.Trial), p.link("docs/equations.md"), r.Anchor(), r.Statement)
	if r.Status == equations.Corrected && r.Note != "" {
		text += "Print: " + escaped(strings.TrimSuffix(r.Note, ".")) + ". "
	}
	return text + printed(r)
}

// isEntry reports whether a link by the name of an erratum leads to its entry.
func isEntry(l markdown.Link, target, fragment string) bool {
	return target == errataPage && fragment == l.Text
}
