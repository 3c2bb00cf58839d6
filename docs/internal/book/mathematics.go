package book

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	inlineMath = regexp.MustCompile("\\$`([^`]*)`\\$")
	unwanted   = regexp.MustCompile(`\\(tag|label|eqref|ref|newcommand|renewcommand|def|let|require|cal|bm)\b`)
	braces     = regexp.MustCompile(`\\.|[{}]`)
	grouping   = regexp.MustCompile(`\\(begin|end|left|right)\b`)
)

// checkMathematics finds formulas that do not close what they open, use commands that
// not every reader of Markdown knows, or stand between single dollars.
func (b *Book) checkMathematics() (findings []Finding) {
	for _, p := range b.pages {
		for _, m := range formulas(p.text) {
			if fault := faultOf(m.name); fault != "" {
				findings = append(findings, Finding{p.name, m.line, fault})
			}
		}
		for i, line := range proseOf(p.text) {
			rest := codeSpan.ReplaceAllString(inlineMath.ReplaceAllString(line, ""), "")
			if strings.Contains(strings.ReplaceAll(rest, `\$`, ""), "$") {
				findings = append(findings, Finding{p.name, i + 1, "a dollar: formulas stand between $` and `$"})
			}
		}
	}
	return findings
}

// formulas returns the formulas of a page, each as the name of the place where it is.
func formulas(text string) (all []place) {
	var f fence
	open := false // a block of mathematics
	for i, line := range strings.Split(text, "\n") {
		was := f.mark != ""
		in := f.in(line)
		switch {
		case in && !was:
			if open = strings.TrimSpace(line) == "```math"; open {
				all = append(all, place{line: i + 1})
			}
		case in && f.mark == "":
			open = false
		case in && open:
			all[len(all)-1].name += line + "\n"
		case !in:
			for _, m := range inlineMath.FindAllStringSubmatch(line, -1) {
				all = append(all, place{line: i + 1, name: m[1]})
			}
		}
	}
	return all
}

// faultOf says what is wrong with a formula.
func faultOf(formula string) string {
	if command := unwanted.FindString(formula); command != "" {
		return fmt.Sprintf("%s is not for every reader", command)
	}
	depth := 0
	for _, brace := range braces.FindAllString(formula, -1) {
		switch brace {
		case "{":
			depth++
		case "}":
			depth--
		}
		if depth < 0 {
			return "a formula with a } too many"
		}
	}
	if depth != 0 {
		return "a formula with a { too many"
	}
	n := map[string]int{}
	for _, m := range grouping.FindAllStringSubmatch(formula, -1) {
		n[m[1]]++
	}
	if n["begin"] != n["end"] || n["left"] != n["right"] {
		return `a formula in which \begin or \left has no end`
	}
	return ""
}
