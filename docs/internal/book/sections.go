package book

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"chainrule/docs/internal/markdown"
	"chainrule/gradcheck/equations"
)

// section is the part of a page below an anchor of something on trial.
type section struct {
	place                       // of the anchor
	heading   *markdown.Heading // right below it, or nil
	statement bool              // whether the first fenced block is mathematics
	trials    []place           // the trial blocks within
	code      string            // what the first code block is of
}

var trialAnchor = regexp.MustCompile(`^(?:eq|proof|code|algorithm|example)-`)

// sections returns the sections of a page.
func sections(p *page) (all []*section) {
	for _, a := range p.Anchors {
		if trialAnchor.MatchString(a.ID) {
			all = append(all, &section{place: place{p.name, a.Line, a.ID}})
		}
	}
	for i, s := range all {
		end := math.MaxInt
		if i+1 < len(all) {
			end = all[i+1].line
		}
		s.read(p, end)
	}
	return all
}

// read notes what a section has, which ends before a line.
func (s *section) read(p *page, end int) {
	within := func(line int) bool { return s.line < line && line < end }
	for _, h := range p.Headings {
		if s.heading == nil && h.Line > s.line && slices.Contains(h.IDs, s.name) {
			s.heading = h
		}
	}
	first := slices.IndexFunc(p.Fences, func(f markdown.Fence) bool { return within(f.Line) })
	s.statement = first >= 0 && p.Fences[first].Language == "math"
	for _, c := range p.pieces {
		switch of := joined(c.args); {
		case !within(c.line):
		case c.kind == "trial":
			s.trials = append(s.trials, place{p.name, c.line, of})
		case c.kind == "code" && s.code == "":
			s.code = of
		}
	}
}

// sectionOf returns the section of a trial, nil if no chapter has one.
func (b *Book) sectionOf(t equations.Trial) *section {
	for _, p := range b.chapters() {
		for _, s := range sections(p) {
			if s.name == t.Anchor() {
				return s
			}
		}
	}
	return nil
}

// checkSections finds what is wrong with the order of sections and trials.
func (b *Book) checkSections() (findings []Finding) {
	trials, seen := map[string]equations.Trial{}, map[string]bool{}
	for _, t := range b.trials {
		trials[t.Anchor()] = t
	}
	for _, p := range b.chapters() {
		for _, s := range sections(p) {
			t, known := trials[s.name]
			for _, what := range s.faults(t, known, seen[s.name]) {
				findings = append(findings, Finding{s.file, s.line, what})
			}
			seen[s.name] = true
		}
	}
	return findings
}

// faults says what is wrong with a section.
func (s *section) faults(t equations.Trial, known, again bool) (faults []string) {
	if !known {
		return []string{fmt.Sprintf("nothing on trial has the anchor %s", s.name)}
	}
	if again {
		faults = append(faults, fmt.Sprintf("the anchor %s again", s.name))
	}
	if s.heading == nil {
		faults = append(faults, fmt.Sprintf("want a heading right after the anchor %s", s.name))
	}
	if t.IsEquation() && (s.heading == nil || !strings.Contains(s.heading.Source, "("+t.Number+")")) {
		faults = append(faults, fmt.Sprintf("the heading after the anchor %s does not name (%s)", s.name, t.Number))
	}
	if t.IsEquation() && !s.statement {
		faults = append(faults, fmt.Sprintf("the first block after the anchor %s is not a statement in mathematics", s.name))
	}
	for i, trial := range s.trials {
		if trial.name != t.Number {
			faults = append(faults, fmt.Sprintf("the trial of %s, line %d, stands in the section %s", trial.name, trial.line, s.name))
		} else if i > 0 {
			faults = append(faults, fmt.Sprintf("the trial of %s again, line %d", trial.name, trial.line))
		}
	}
	return faults
}

// Missing finds what is on trial and has no code, or no section in a chapter.
func (b *Book) Missing() (findings []Finding) {
	for _, t := range b.trials {
		if len(b.address()[t.Number]) == 0 {
			findings = append(findings, Finding{File: registered, What: "no code of " + t.Title()})
		}
		switch s := b.sectionOf(t); {
		case s == nil:
			findings = append(findings, Finding{File: "docs/chapters", What: fmt.Sprintf("no section of %s: want the anchor %s", t.Title(), t.Anchor())})
		case len(s.trials) == 0:
			findings = append(findings, Finding{s.file, s.line, fmt.Sprintf("no trial of %s in its section", t.Title())})
		}
	}
	return findings
}

// HasSection reports whether a chapter has a section of the trial.
func (b *Book) HasSection(t equations.Trial) bool { return b.sectionOf(t) != nil }
