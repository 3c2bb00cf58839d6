package book

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"chainrule/docs/internal/markdown"
	"chainrule/gradcheck/equations"
)

// section is the part of a page below an anchor of something on trial. Anchors above one heading
// share it.
type section struct {
	place                       // of the anchor
	heading   *markdown.Heading // right below it, or nil
	statement bool              // whether the first fenced block is mathematics
	trials    []place           // the trial blocks within
}

var trialAnchor = regexp.MustCompile(`^(?:eq|proof|code|algorithm|example)-`)

// readSections returns the sections of all chapters.
func (b *Book) readSections() (all []section) {
	for _, p := range slices.Backward(b.pages) {
		end, next := math.MaxInt, math.MaxInt // of the section, and the anchor below
		for _, a := range slices.Backward(p.Anchors) {
			if p.isChapter() && trialAnchor.MatchString(a.Text) {
				if a.Line+1 < next {
					end = next
				}
				all, next = append(all, p.section(a, end)), a.Line
			}
		}
	}
	slices.Reverse(all)
	return all
}

// section returns the section of an anchor, which ends before a line.
func (p *page) section(a markdown.Text, end int) section {
	s := section{place: place{p.name, a.Line, a.Text}}
	within := func(line int) bool { return s.line < line && line < end }
	if i := slices.IndexFunc(p.Headings, func(h *markdown.Heading) bool { return h.Line > s.line && slices.Contains(h.IDs, s.name) }); i >= 0 {
		s.heading = p.Headings[i]
	}
	if i := slices.IndexFunc(p.Fences, func(f markdown.Fence) bool { return within(f.Line) }); i >= 0 {
		s.statement = p.Fences[i].Language == "math"
	}
	for _, c := range p.pieces {
		if c.kind == "trial" && within(c.line) {
			s.trials = append(s.trials, place{p.name, c.line, joined(c.args)})
		}
	}
	return s
}

// sectionOf returns the section of a trial, nil if no chapter has one.
func (b *Book) sectionOf(t equations.Trial) *section {
	all := b.sections()
	if i := slices.IndexFunc(all, func(s section) bool { return s.name == t.Anchor() }); i >= 0 {
		return &all[i]
	}
	return nil
}

// checkSections finds what is on trial and has no code or no section in a chapter, and what is
// wrong with the sections.
func (b *Book) checkSections(f *findings) {
	known := map[string]bool{}
	for _, t := range b.trials {
		if len(b.address()[t.Number]) == 0 {
			f.add("gradcheck/equations", 0, "no code of %s: want its number in a doc comment, or its line in docs/internal/book/address.go", t.Title())
		}
		for _, s := range b.sections() {
			if s.name == t.Anchor() {
				s.check(t, known[s.name], f)
				known[s.name] = true
			}
		}
		if !known[t.Anchor()] {
			f.add("docs/chapters", 0, "no section of %s: want the anchor %s", t.Title(), t.Anchor())
		}
	}
	for _, s := range b.sections() {
		if !known[s.name] {
			f.add(s.file, s.line, "nothing on trial has the anchor %s", s.name)
		}
	}
}

// check finds what is wrong with the section of a trial.
func (s section) check(t equations.Trial, again bool, f *findings) {
	if again {
		f.add(s.file, s.line, "the anchor %s again", s.name)
	}
	if s.heading == nil {
		f.add(s.file, s.line, "want a heading right after the anchor %s", s.name)
	}
	if t.IsEquation() && (s.heading == nil || !strings.Contains(s.heading.Source, "("+t.Number+")")) {
		f.add(s.file, s.line, "the heading after the anchor %s does not name (%s)", s.name, t.Number)
	}
	if t.IsEquation() && !s.statement {
		f.add(s.file, s.line, "the first block after the anchor %s is not a statement in mathematics", s.name)
	}
	if !again && !slices.ContainsFunc(s.trials, func(trial place) bool { return trial.name == t.Number }) {
		f.add(s.file, s.line, "no trial of %s in its section", t.Title())
	}
	for i, trial := range s.trials {
		if s.heading == nil || !slices.Contains(s.heading.IDs, equations.Trial{Number: trial.name}.Anchor()) {
			f.add(s.file, s.line, "the trial of %s, line %d, stands in the section %s", trial.name, trial.line, s.name)
		} else if i > 0 && s.trials[i-1].name == trial.name {
			f.add(s.file, s.line, "the trial of %s again, line %d", trial.name, trial.line)
		}
	}
}
