package book

import (
	"fmt"
	"regexp"
	"strings"

	"chainrule/gradcheck/equations"
)

// section is what follows an anchor.
type section struct {
	place             // of the anchor
	heading   string  // the first line of text after it
	statement bool    // whether the first fenced block is mathematics
	trials    []place // the trial blocks within
	code      string  // what the first code block is of
}

var trialAnchor = regexp.MustCompile(`^<a id="((?:eq|proof|code|algorithm|example)-[^"]*)"></a>\s*$`)

// sections returns the sections of a page that are of something on trial.
func sections(p *page) (all []*section) {
	var f fence
	fenced := false // whether the section has had a fenced block
	for i, line := range strings.Split(p.text, "\n") {
		was := f.mark != ""
		if f.in(line) {
			if len(all) > 0 && !was && !fenced {
				all[len(all)-1].statement, fenced = strings.TrimSpace(line) == "```math", true
			}
			continue
		}
		if m := trialAnchor.FindStringSubmatch(line); m != nil {
			all, fenced = append(all, &section{place: place{p.name, i + 1, m[1]}}), false
			continue
		}
		if len(all) == 0 {
			continue
		}
		last := all[len(all)-1]
		if last.heading == "" {
			last.heading = line
		}
		if m := beginMark.FindStringSubmatch(line); m != nil {
			last.begin(m[1], place{file: p.name, line: i + 1})
		}
	}
	return all
}

// begin notes a block of a section.
func (s *section) begin(mark string, at place) {
	kind, of, _ := strings.Cut(mark, " ")
	switch {
	case kind == "trial":
		at.name = of
		s.trials = append(s.trials, at)
	case kind == "code" && s.code == "":
		s.code = of
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
	if !strings.HasPrefix(s.heading, "#") {
		faults = append(faults, fmt.Sprintf("want a heading right after the anchor %s", s.name))
	}
	if t.IsEquation() && !strings.Contains(s.heading, "("+t.Number+")") {
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
