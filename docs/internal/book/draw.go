package book

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// figureLink matches the address of a picture of docs/figures.
var figureLink = regexp.MustCompile(`^(?:\.\./)?figures/(.+)\.svg$`)

// figureFile returns the file of a figure.
func figureFile(name string) string { return "docs/figures/" + name + ".svg" }

// draw draws all figures.
func (b *Book) draw() (map[string]string, []Finding) {
	files, findings := map[string]string{}, []Finding(nil)
	for _, name := range slices.Sorted(maps.Keys(b.figures)) {
		data, err := b.drawing(name)
		if err != nil {
			findings = append(findings, Finding{File: figureFile(name), What: err.Error()})
		}
		files[figureFile(name)] = string(data)
	}
	return files, findings
}

// checkFigures compares the figures with what is drawn, and finds those that are shown
// and not drawn, or drawn and not shown.
func (b *Book) checkFigures() (findings []Finding) {
	drawn, findings := b.draw()
	for _, file := range slices.Sorted(maps.Keys(drawn)) {
		if have, err := b.read(file); err != nil {
			findings = append(findings, Finding{File: file, What: "is not there"})
		} else if have != drawn[file] {
			findings = append(findings, Finding{File: file, What: "is not what is drawn"})
		}
	}
	shown, wrong := b.shown()
	findings = append(findings, wrong...)
	files, _ := filepath.Glob(filepath.Join(b.root, "docs/figures/*"))
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".svg")
		if b.figures[name] == nil {
			findings = append(findings, Finding{File: "docs/figures/" + filepath.Base(file), What: "nothing draws it"})
		}
		if !shown[name] {
			findings = append(findings, Finding{File: "docs/figures/" + filepath.Base(file), What: "no chapter shows it"})
		}
	}
	return findings
}

// shown returns the figures that the pages show, and finds those that nothing draws.
func (b *Book) shown() (shown map[string]bool, findings []Finding) {
	shown = map[string]bool{}
	for _, p := range b.pages {
		for _, l := range p.Links {
			if m := figureLink.FindStringSubmatch(l.Target); m != nil && l.Image {
				shown[m[1]] = true
				if b.figures[m[1]] == nil {
					findings = append(findings, Finding{p.name, l.Line, fmt.Sprintf("no figure %q", m[1])})
				}
			}
		}
	}
	return shown, findings
}
