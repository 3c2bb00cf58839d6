package book

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"chainrule/docs/internal/markdown"
)

// figureLink matches the address of a picture of docs/figures.
var figureLink = regexp.MustCompile(`^(?:\.\./)?figures/(.+)\.svg$`)

// draw draws all figures.
func (b *Book) draw(f *findings) map[string]string {
	files := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(b.figures)) {
		file := "docs/figures/" + name + ".svg"
		data, err := b.drawing(name)
		if err != nil {
			f.add(file, 0, "%v", err)
		}
		files[file] = string(data)
	}
	return files
}

// checkFigures compares the figures with what is drawn, and finds figures that are
// shown and not drawn, or drawn and not shown.
func (b *Book) checkFigures(f *findings) {
	drawn, shown := b.draw(f), map[string]bool{}
	for _, file := range slices.Sorted(maps.Keys(drawn)) {
		if have, err := b.read(file); err != nil {
			f.add(file, 0, "is not there")
		} else if have != drawn[file] {
			f.add(file, 0, "is not what is drawn")
		}
	}
	for _, p := range b.pages {
		for _, l := range p.Links {
			if m := figureLink.FindStringSubmatch(l.Target); m != nil && l.Image {
				shown[m[1]] = true
				if b.figures[m[1]] == nil {
					f.add(p.name, l.Line, "no figure %q", m[1])
				}
			}
		}
	}
	for _, file := range b.glob("docs/figures/*") {
		name := strings.TrimSuffix(path.Base(file), ".svg")
		if b.figures[name] == nil {
			f.add(file, 0, "nothing draws it")
		}
		if !shown[name] {
			f.add(file, 0, "no chapter shows it")
		}
	}
}

// value returns a number, printed by a verb, or by its own if that is empty.
func (b *Book) value(name, verb string) (string, error) {
	source, within, _ := strings.Cut(name, ".")
	all, err := b.chapter(source)
	n, known := all[within]
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", name, err)
	case !known:
		return "", fmt.Errorf("no number %q", name)
	}
	return n.Text(verb), nil
}

// checkNumbers finds the numbers of chapters that no page shows. Those of errata need not be
// shown.
func (b *Book) checkNumbers(f *findings) {
	shown := map[string]bool{}
	for _, p := range b.pages {
		for _, c := range p.pieces {
			if c.kind == "=" {
				shown[c.args[0]] = true
			}
		}
	}
	for _, source := range slices.Sorted(maps.Keys(b.numbers)) {
		if erratumID.MatchString(source) {
			continue
		}
		all, _ := b.chapter(source) // the error is found where a number stands
		for _, within := range slices.Sorted(maps.Keys(all)) {
			if name := source + "." + within; !shown[name] {
				f.add("docs/internal/chapters", 0, "the number %q is in no chapter", name)
			}
		}
	}
}

var unwanted = regexp.MustCompile(`\\(tag|label|eqref|ref|newcommand|renewcommand|def|let|require|cal|bm|operatorname|DeclareMathOperator|gdef|href|unicode|class|cssId|style|bbox|includegraphics)\b`)

// checkText finds formulas that use commands which not every reader of Markdown knows, or
// stand between single dollars, tags that pages don't show, and text that a comment before it
// keeps from being Markdown. What else is wrong with a formula keeps it from being typeset.
func (b *Book) checkText(f *findings) {
	for _, p := range b.pages {
		for _, formula := range p.Formulas {
			if command := unwanted.FindString(formula.TeX); command != "" {
				f.add(p.name, formula.Line, "%s is not for every reader", command)
			}
		}
		last := 0 // line with a dollar
		for _, t := range p.Prose {
			if t.Line != last && strings.Contains(strings.ReplaceAll(t.Text, `\$`, ""), "$") {
				last = t.Line
				f.add(p.name, t.Line, "a dollar: formulas stand between $` and `$")
			}
		}
		for _, h := range p.HTML {
			if shown, fit := markdown.Shown(h.Text); !fit {
				f.add(p.name, h.Line, "HTML that pages don't show: %.60s", strings.TrimSpace(shown))
			}
		}
	}
}
