package book

import (
	"fmt"
	"math"
	"strings"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// commandOf returns the command that tries a statement.
func commandOf(t equations.Trial) string {
	number := t.Number
	if strings.Contains(number, " ") {
		number = `"` + number + `"`
	}
	return "go run ./docs verify -equation " + number
}

// linkTrial returns a link to the trial's entry in the registry.
func (b *Book) linkTrial(p *page, t equations.Trial, name string) (string, error) {
	return b.linkText(p, name, "gradcheck/equations/registry.txt", "trial "+t.Number+" |")
}

// trial returns a trial block, one line that unfolds: verdict, references, planted errors, the print.
func (b *Book) trial(p *page, args []string) (string, error) {
	r, err := b.try(joined(args))
	if err != nil {
		return "", err
	}
	link, err := b.linkTrial(p, r.Trial, "registry")
	if err != nil {
		return "", err
	}
	text, before := printed(r), " Errata: "
	for _, id := range r.Errata {
		link, err := b.linkErratum(p, id)
		if err != nil {
			return "", err
		}
		text, before = text+before+link, ", "
	}
	if len(r.Errata) > 0 {
		text += "."
	}
	return fmt.Sprintf("<details><summary>%s</summary>\n\n- %s\n- %s\n- Errors planted: %d, caught: %d.\n- %s\n- `%s` · %s\n\n</details>\n", brief(r),
		code(r), crossChecks(r), r.Score.Total, r.Score.Killed, text, commandOf(r.Trial), link), nil
}

// brief returns a trial in one line: verdict, roundings of those allowed, planted errors, print.
func brief(r equations.Result) string {
	mark := map[bool]string{true: "✓", false: "✗"}
	text := mark[r.Verdict() == gradcheck.PASS] + " exact"
	if e := r.Report.Worst; e.Rounding != 0 || e.Error != 0 {
		text = fmt.Sprintf("%s %.2g of %.0f roundings", mark[r.Verdict() == gradcheck.PASS], e.Error/e.Rounding, e.Bound/e.Rounding)
	}
	if r.Score.Total > 0 {
		text += fmt.Sprintf(" · %d of %d planted errors caught", r.Score.Killed, r.Score.Total)
	}
	return strings.TrimSpace(text + " · print " + mark[r.PrintedVerdict() == gradcheck.PASS] + " " + strings.Join(r.Errata, " "))
}

// code returns a sentence on the right form: verdict, worst entry, bound.
func code(r equations.Result) string {
	e := r.Report.Worst
	text := fmt.Sprintf("On trial: **%v**. ", r.Verdict())
	if e.Rounding == 0 && e.Error == 0 {
		return text + count(r.Report.Entries) + ", all exact."
	}
	return text + fmt.Sprintf("Of %s the worst, `%s`, is off by %.2g roundings; %.0f are allowed.",
		count(r.Report.Entries), e.Where, e.Error/e.Rounding, e.Bound/e.Rounding)
}

func count(n int) string {
	if n == 1 {
		return "1 number"
	}
	return fmt.Sprintf("%d numbers", n)
}

// printed returns a sentence on the form that the paper prints.
func printed(r equations.Result) string {
	text := fmt.Sprintf("As printed: **%v**", r.PrintedVerdict())
	switch {
	case r.PrintedVerdict() == gradcheck.PASS && r.Printed.Name == r.Report.Name:
		return text + ", the print being what is tried."
	case r.PrintedVerdict() == gradcheck.PASS:
		return text + "."
	case r.Printed.Failed == 0:
		return text + ", " + escaped(r.Printed.Reason) + "."
	}
	return text + fmt.Sprintf(", wrong in %d of %s.", r.Printed.Failed, count(r.Printed.Entries))
}

// crossChecks returns a sentence on the reference and the cross-checks that agree with it.
func crossChecks(r equations.Result) string {
	if len(r.CrossChecks) == 0 {
		return "Reference: none."
	}
	text := "Reference: " + r.CrossCheckName(0) + "."
	var agree []string
	for i, e := range r.CrossChecks[1:] {
		digits := fmt.Sprintf("to %.0f digits", e.Digits)
		if math.IsInf(e.Digits, 1) || math.IsNaN(e.Digits) {
			digits = "exactly"
		}
		agree = append(agree, fmt.Sprintf("%s (%s)", r.CrossCheckName(i+1), digits))
	}
	if len(agree) > 0 {
		text += " Cross-checks: " + strings.Join(agree, ", ") + "."
	}
	if !math.IsNaN(r.Order.Value) {
		text += fmt.Sprintf(" Differences converge with order %.2f.", r.Order.Value)
	}
	return text
}
