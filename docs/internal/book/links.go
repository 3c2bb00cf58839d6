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

	"chainrule/docs/internal/markdown"
)

var (
	erratumID = regexp.MustCompile(`^E\d+$`)
	lineRange = regexp.MustCompile(`^L(\d+)(?:-L(\d+))?$`)
)

// checkLinks finds the links that lead nowhere.
func (b *Book) checkLinks() (findings []Finding) {
	pages, parsed := slices.Concat(b.pages, b.others), map[string]*markdown.Page{}
	for _, p := range pages {
		parsed[p.name] = p.Page
	}
	for _, p := range pages {
		for _, l := range p.Links {
			err := b.follow(p.name, l.Target, parsed)
			if err == nil && erratumID.MatchString(l.Text) && !b.hasErratum(p.name, l) {
				err = fmt.Errorf("%s is not there", l.Text)
			}
			if err != nil {
				findings = append(findings, Finding{p.name, l.Line, fmt.Sprintf("the link %s: %v", l.Target, err)})
			}
		}
	}
	return findings
}

// hasErratum reports whether the file that a link of a page leads to has the entry of the
// errata by which the link is called.
func (b *Book) hasErratum(name string, l markdown.Link) bool {
	target, _, _ := strings.Cut(l.Target, "#")
	text, err := b.read(path.Join(path.Dir(name), target))
	return err != nil || strings.Contains(text, `{"`+l.Text+`",`)
}

// follow follows a link of a page, if it leads to a file. Pages that are read are kept in parsed.
func (b *Book) follow(name, link string, parsed map[string]*markdown.Page) error {
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
	case path.Ext(target) != ".md":
		return checkRange(target, text, fragment)
	case parsed[target] == nil:
		parsed[target] = markdown.Parse(text)
	}
	if !parsed[target].Has(fragment) {
		return fmt.Errorf("%s has no anchor %s", target, fragment)
	}
	return nil
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
