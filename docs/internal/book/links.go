package book

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

var (
	linkMark   = regexp.MustCompile(`\]\(([^()\s]+)\)|(?:src|href)="([^"]+)"`)
	codeSpan   = regexp.MustCompile("`+[^`]*`+")
	anchorMark = regexp.MustCompile(`<a id="([^"]+)">`)
	headMark   = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	errataMark = regexp.MustCompile(`\[(E\d+)\]\(([^()\s]+)\)`)
	lineRange  = regexp.MustCompile(`^L(\d+)(?:-L(\d+))?$`)
)

// linked are the pages outside the book whose links are checked as well.
var linked = []string{"README.md", "docs/decisions/*.md", "bench/results/README.md"}

// checkLinks finds the links that lead nowhere.
func (b *Book) checkLinks() (findings []Finding) {
	texts, names := map[string]string{}, []string{}
	for _, p := range b.pages {
		texts[p.name], names = p.text, append(names, p.name)
	}
	for _, pattern := range linked {
		files, _ := filepath.Glob(filepath.Join(b.root, pattern))
		for _, file := range files {
			name := path.Join(path.Dir(pattern), filepath.Base(file))
			text, err := b.read(name)
			if err != nil {
				findings = append(findings, Finding{File: name, What: err.Error()})
			}
			texts[name], names = text, append(names, name)
		}
	}
	for _, name := range names {
		findings = append(findings, b.checkLinksOf(name, texts[name])...)
	}
	return findings
}

// checkLinksOf finds those of a page.
func (b *Book) checkLinksOf(name, text string) (findings []Finding) {
	for i, line := range proseOf(text) {
		for _, m := range linkMark.FindAllStringSubmatch(codeSpan.ReplaceAllString(line, "`"), -1) {
			if err := b.follow(name, m[1]+m[2]); err != nil {
				findings = append(findings, Finding{name, i + 1, fmt.Sprintf("the link %s: %v", m[1]+m[2], err)})
			}
		}
		for _, m := range errataMark.FindAllStringSubmatch(line, -1) {
			if !b.hasErratum(name, m[1], m[2]) {
				findings = append(findings, Finding{name, i + 1, fmt.Sprintf("the link %s: %s is not there", m[2], m[1])})
			}
		}
	}
	return findings
}

// hasErratum reports whether the file that a link of a page leads to has an entry of the
// errata. What is missing altogether is told elsewhere.
func (b *Book) hasErratum(name, id, link string) bool {
	target, _, _ := strings.Cut(link, "#")
	text, err := b.read(path.Join(path.Dir(name), target))
	return err != nil || strings.Contains(text, `{"`+id+`",`)
}

// follow follows a link of a page, if it leads to a file.
func (b *Book) follow(name, link string) error {
	if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
		return nil
	}
	target, fragment, _ := strings.Cut(link, "#")
	target = path.Join(path.Dir(name), target)
	if strings.HasPrefix(link, "#") {
		target = name
	}
	info, err := os.Stat(filepath.Join(b.root, filepath.FromSlash(target)))
	switch {
	case err != nil:
		return fmt.Errorf("no file %s", target)
	case fragment == "":
		return nil
	case info.IsDir():
		return fmt.Errorf("%s is a folder", target)
	}
	text, err := b.read(target)
	switch {
	case err != nil:
		return err
	case path.Ext(target) == ".md" && !slices.Contains(anchors(text), fragment):
		return fmt.Errorf("%s has no anchor %s", target, fragment)
	case path.Ext(target) == ".md":
		return nil
	}
	return checkRange(target, text, fragment)
}

// checkRange finds whether a file has the lines of a fragment.
func checkRange(target, text, fragment string) error {
	m := lineRange.FindStringSubmatch(fragment)
	if m == nil {
		return fmt.Errorf("%s is not L1 or L1-L2", fragment)
	}
	first, _ := strconv.Atoi(m[1])
	last := first
	if m[2] != "" {
		last, _ = strconv.Atoi(m[2])
	}
	if n := strings.Count(text, "\n"); first < 1 || last < first || last > n {
		return fmt.Errorf("%s has the lines 1 to %d", target, n)
	}
	return nil
}

// anchors returns those of a page: the ones it sets and the ones of its headings, as
// GitHub makes them.
func anchors(text string) (all []string) {
	seen := map[string]int{}
	for _, line := range proseOf(text) {
		for _, m := range anchorMark.FindAllStringSubmatch(line, -1) {
			all = append(all, m[1])
		}
		if m := headMark.FindStringSubmatch(line); m != nil {
			slug := slugOf(m[1])
			if n := seen[slug]; n > 0 {
				all = append(all, fmt.Sprintf("%s-%d", slug, n))
			} else {
				all = append(all, slug)
			}
			seen[slug]++
		}
	}
	return all
}

var linkText = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// slugOf returns the anchor of a heading: lower case, spaces to hyphens, and of all
// else only letters, digits, hyphens and underscores.
func slugOf(heading string) string {
	heading = linkText.ReplaceAllString(heading, "$1")
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}
