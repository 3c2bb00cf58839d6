package book

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	unwanted = regexp.MustCompile(`\\(tag|label|eqref|ref|newcommand|renewcommand|def|let|require|cal|bm)\b`)
	braces   = regexp.MustCompile(`\\.|[{}]`)
	grouping = regexp.MustCompile(`\\(begin|end|left|right)\b`)
)

// checkMathematics finds formulas that do not close what they open, use commands that
// not every reader of Markdown knows, or stand between single dollars.
func (b *Book) checkMathematics() (findings []Finding) {
	for _, p := range b.pages {
		for _, f := range p.Formulas {
			if fault := faultOf(f.TeX); fault != "" {
				findings = append(findings, Finding{p.name, f.Line, fault})
			}
		}
		last := 0 // line with a dollar
		for _, t := range p.Prose {
			if t.Line != last && strings.Contains(strings.ReplaceAll(t.Text, `\$`, ""), "$") {
				last = t.Line
				findings = append(findings, Finding{p.name, t.Line, "a dollar: formulas stand between $` and `$"})
			}
		}
	}
	return findings
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
