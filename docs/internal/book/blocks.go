package book

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"chainrule/gradcheck/equations/errata"
)

// output is what go run ./docs prints.
func (b *Book) output(_ *page, args []string) (string, error) {
	if len(args) == 0 || !slices.Contains([]string{"verify", "train", "dataset"}, args[0]) {
		return "", fmt.Errorf("want verify, train or dataset, with flags")
	}
	text, err := b.command(args)
	if err != nil {
		return "", fmt.Errorf("go run ./docs %s: %w", strings.Join(args, " "), err)
	}
	return fenced("text", strings.TrimLeft(text, "\n")), nil
}

// result quotes the lines of a committed result that match one of the patterns, or, after
// the word lines, those from a first to a last pattern.
func (b *Book) result(p *page, args []string) (string, error) {
	if len(args) < 2 {
		return "", fmt.Errorf("want a file of bench/results and a pattern")
	}
	file, words := "bench/results/"+args[0], args[1:]
	text, err := b.read(file)
	if err != nil {
		return "", err
	}
	all := strings.Split(text, "\n")
	var lines []string
	if words[0] == "lines" {
		s, err := within(text, span{1, len(all)}, words[1:])
		if err != nil {
			return "", fmt.Errorf("%s: %w", file, err)
		}
		lines = all[s.first-1 : s.last]
	} else {
		patterns, err := compileAll(file, all, words)
		if err != nil {
			return "", err
		}
		for _, line := range all {
			if slices.ContainsFunc(patterns, func(re *regexp.Regexp) bool { return re.MatchString(line) }) {
				lines = append(lines, line)
			}
		}
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return fenced("text", strings.Join(lines, "\n")) + "\nFrom [" + file + "](" + p.link(file) + ").\n", nil
}

// compileAll compiles patterns, each of which must match a line of the file.
func compileAll(file string, lines, words []string) (patterns []*regexp.Regexp, err error) {
	for _, word := range words {
		re, err := compile(word)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(lines, re.MatchString) {
			return nil, fmt.Errorf("no line of %s matches %s", file, word)
		}
		patterns = append(patterns, re)
	}
	return patterns, nil
}

// example quotes the body of an Example function, and then its output.
func (b *Book) example(p *page, args []string) (string, error) {
	if len(args) != 2 {
		return "", fmt.Errorf("want a package's folder and an Example function")
	}
	files, _ := filepath.Glob(filepath.Join(b.root, filepath.FromSlash(args[0]), "*_test.go"))
	for _, name := range files {
		file := args[0] + "/" + filepath.Base(name)
		source, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		_, body, err := declaration(file, string(source), args[1])
		if err != nil {
			continue
		}
		lines := strings.Split(string(source), "\n")[body.first-1 : body.last]
		code, output, found := strings.Cut(dedent(lines), "// Output:\n")
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
func (b *Book) errata(p *page, args []string) (string, error) {
	if len(args) == 0 {
		return "", fmt.Errorf("want the names of errata: E1 E2 …")
	}
	var text strings.Builder
	for _, id := range args {
		e, err := errata.Find(id)
		if err != nil {
			return "", err
		}
		link, err := b.linkErratum(p, id)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&text, "- %s, %s (%s). %s\n", link, escaped(e.Place), strings.Join(e.Kinds, ", "), escaped(e.Text))
	}
	return text.String(), nil
}

// linkErratum returns a link to the entry of an erratum.
func (b *Book) linkErratum(p *page, id string) (string, error) {
	at, err := b.findLine("gradcheck/equations/errata/*.go", `{"`+id+`",`)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("[%s](%s#L%d)", id, p.link(at.file), at.line), nil
}

// place is a line of a file, and what is there.
type place struct {
	file string
	line int
	name string
}

// findLine returns the first line that has a text, in the files of a pattern but for
// tests.
func (b *Book) findLine(pattern, text string) (place, error) {
	files, _ := filepath.Glob(filepath.Join(b.root, filepath.FromSlash(pattern)))
	for _, name := range files {
		file := filepath.ToSlash(filepath.Dir(pattern)) + "/" + filepath.Base(name)
		source, err := b.read(file)
		if err != nil {
			return place{}, err
		}
		if before, _, found := strings.Cut(source, text); found && !strings.HasSuffix(file, "_test.go") {
			return place{file, 1 + strings.Count(before, "\n"), text}, nil
		}
	}
	return place{}, fmt.Errorf("no %s in %s", text, pattern)
}

var special = regexp.MustCompile("[\\\\`*_\\[\\]<>|~$#]")

// escaped returns text with the characters escaped that mean something in Markdown.
func escaped(text string) string { return special.ReplaceAllString(text, `\$0`) }
