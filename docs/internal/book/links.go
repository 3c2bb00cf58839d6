package book

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"

	"chainrule/docs/internal/markdown"
)

var erratumID = regexp.MustCompile(`^E\d+$`)

// checkLinks finds the links that lead nowhere.
func (b *Book) checkLinks(f *findings) {
	parsed := map[string]*markdown.Page{}
	for _, p := range b.pages {
		parsed[p.name] = p.Page
	}
	for _, p := range b.pages {
		for _, l := range p.Links {
			if strings.Contains(l.Target, "://") || strings.HasPrefix(l.Target, "mailto:") {
				continue
			}
			if err := b.follow(p.name, l, parsed); err != nil {
				f.add(p.name, l.Line, "the link %s: %v", l.Target, err)
			}
		}
	}
}

// follow follows a link of a page to a file. One by the name of an erratum leads to its entry. Pages that are read are kept in parsed.
func (b *Book) follow(name string, l markdown.Link, parsed map[string]*markdown.Page) error {
	target, fragment, _ := strings.Cut(l.Target, "#")
	if target = path.Join(path.Dir(name), target); strings.HasPrefix(l.Target, "#") {
		target = name
	}
	info, err := fs.Stat(os.DirFS(b.root), target)
	switch {
	case err != nil:
		return fmt.Errorf("no file %s", target)
	case info.IsDir() && fragment != "":
		return fmt.Errorf("%s is a folder", target)
	case info.IsDir() || fragment == "" && !erratumID.MatchString(l.Text):
		return nil
	}
	text, err := b.read(target)
	if err == nil {
		err = hasFragment(target, text, fragment, parsed)
	}
	if err == nil && erratumID.MatchString(l.Text) && !isEntry(l, target, fragment) {
		err = fmt.Errorf("want the entry of %s in %s", l.Text, errataPage)
	}
	return err
}

// hasFragment finds that a file lacks the anchor or the lines that a fragment names.
func hasFragment(target, text, fragment string, parsed map[string]*markdown.Page) error {
	if fragment == "" {
		return nil
	}
	if path.Ext(target) == ".md" {
		if parsed[target] == nil {
			parsed[target] = markdown.Parse(text)
		}
		if !parsed[target].Has(fragment) {
			return fmt.Errorf("%s has no anchor %s", target, fragment)
		}
		return nil
	}
	var first, last int
	fmt.Sscanf(fragment, "L%d-L%d", &first, &last)
	switch fragment {
	case fmt.Sprintf("L%d", first):
		last = first
	case fmt.Sprintf("L%d-L%d", first, last):
	default:
		return fmt.Errorf("%s is not L1 or L1-L2", fragment)
	}
	if n := strings.Count(text, "\n"); first < 1 || last < first || last > n {
		return fmt.Errorf("%s has the lines 1 to %d", target, n)
	}
	return nil
}
