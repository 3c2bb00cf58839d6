package book

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"chainrule/gradcheck/equations/errata"
)

// output returns the output of go run ./docs with the arguments.
func (b *Book) output(_ *page, args []string) (string, error) {
	if len(args) == 0 || !slices.Contains([]string{"verify", "train", "dataset"}, args[0]) {
		return "", errors.New("want verify, train or dataset, with flags")
	}
	text, err := b.command(args)
	if err != nil {
		return "", fmt.Errorf("go run ./docs %s: %w", joined(args), err)
	}
	return fenced("text", strings.TrimLeft(text, "\n")), nil
}

// result quotes the lines of a committed result that match one of the patterns, or, after
// the word lines, those from a first to a last pattern.
func (b *Book) result(p *page, args []string) (string, error) {
	file := "bench/results/" + args[0]
	text, err := b.read(file)
	if err != nil {
		return "", err
	}
	lines, err := chosen(file, text, args[1:])
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return fenced("text", strings.Join(lines, "\n")) + "\nFrom [" + file + "](" + p.link(file) + ").\n", err
}

// chosen returns the lines of a text that a result block asks for. Each pattern must match one.
func chosen(file, text string, words []string) (lines []string, err error) {
	all := strings.Split(text, "\n")
	if words[0] == "lines" {
		s, err := within(text, span{1, len(all)}, words[1:])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return all[s.first-1 : s.last], nil
	}
	var patterns []*regexp.Regexp
	for _, word := range words {
		re, err := compile(word)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, re.MatchString) {
			return nil, fmt.Errorf("no line of %s matches %s", file, word)
		}
		patterns = append(patterns, re)
	}
	return slices.DeleteFunc(all, func(line string) bool {
		return !slices.ContainsFunc(patterns, func(re *regexp.Regexp) bool { return re.MatchString(line) })
	}), nil
}

// example quotes the body of an Example function, and then its output.
func (b *Book) example(p *page, args []string) (string, error) {
	for _, file := range b.glob(args[0] + "/*_test.go") {
		source, err := b.read(file)
		if err != nil {
			return "", err
		}
		_, body, err := declaration(file, source, args[1])
		if err != nil {
			continue
		}
		code, output, found := strings.Cut(body.of(source), "// Output:\n")
		if !found {
			return "", fmt.Errorf("%s has no output", args[1])
		}
		output = strings.ReplaceAll("\n"+output, "\n// ", "\n")
		output = strings.Trim(strings.ReplaceAll(output, "\n//\n", "\n\n"), "\n")
		return fenced("go", code) + "\nprints\n\n" + fenced("text", output) + "\n" + p.linkLines(file, body) + "\n", nil
	}
	return "", fmt.Errorf("no %s in the tests of %s", args[1], args[0])
}

// errata lists entries of the errata.
func (b *Book) errata(p *page, args []string) (text string, _ error) {
	for _, id := range args {
		e, err := errata.Find(id)
		if err != nil {
			return "", err
		}
		link, err := b.linkErratum(p, id)
		if err != nil {
			return "", err
		}
		text += fmt.Sprintf("- %s, %s (%s). %s\n", link, escaped(e.Place), strings.Join(e.Kinds, ", "), escaped(e.Text))
	}
	return text, nil
}

// linkErratum returns a link to the entry of an erratum.
func (b *Book) linkErratum(p *page, id string) (string, error) {
	_, err := errata.Find(id)
	return fmt.Sprintf("[%s](%s#%s)", id, p.link(errataPage), id), err
}

// linkText returns a link to the first line that has a text, in the files of a pattern but
// for tests.
func (b *Book) linkText(p *page, name, pattern, text string) (string, error) {
	for _, file := range b.glob(pattern) {
		source, err := b.read(file)
		if err != nil {
			return "", err
		}
		if before, _, found := strings.Cut(source, text); found && !strings.HasSuffix(file, "_test.go") {
			return fmt.Sprintf("[%s](%s#L%d)", name, p.link(file), 1+strings.Count(before, "\n")), nil
		}
	}
	return "", fmt.Errorf("no %s in %s", text, pattern)
}

var special = regexp.MustCompile("[\\\\`*_\\[\\]<>|~$#]")

// escaped returns text with the characters escaped that mean something in Markdown.
func escaped(text string) string { return special.ReplaceAllString(text, `\$0`) }
