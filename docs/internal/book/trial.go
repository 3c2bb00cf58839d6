package book

import (
	"fmt"
	"math"
	"strings"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// trialOf returns the trial of a number.
func (b *Book) trialOf(number string) (equations.Trial, error) {
	for _, t := range b.trials {
		if t.Number == number {
			return t, nil
		}
	}
	return equations.Trial{}, fmt.Errorf("no trial of %q", number)
}

// commandOf returns the command that tries a statement.
func commandOf(t equations.Trial) string {
	number := t.Number
	if strings.Contains(number, " ") {
		number = `"` + number + `"`
	}
	return "go run ./docs verify -equation " + number
}

// linkTrial returns a link to the trial's entry in the registry.
func (b *Book) linkTrial(p *page, t equations.Trial, text string) (string, error) {
	at, err := b.findLine("gradcheck/equations/registry*.go", `Number: "`+t.Number+`"`)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("[%s](%s#L%d)", text, p.link(at.file), at.line), nil
}

// trial says how a trial went.
func (b *Book) trial(p *page, args []string) (string, error) {
	t, err := b.trialOf(joined(args))
	if err != nil {
		return "", err
	}
	link, err := b.linkTrial(p, t, "registry")
	if err != nil {
		return "", err
	}
	printed, err := b.printed(p, t)
	if err != nil {
		return "", err
	}
	r := b.try(t)
	lines := []string{code(r), oracles(r), fmt.Sprintf("Errors planted: %d, caught: %d.", r.Score.Total, r.Score.Killed),
		printed, fmt.Sprintf("`%s` · %s", commandOf(t), link)}
	return "- " + strings.Join(lines, "\n- ") + "\n", nil
}

// code says how the right form fared.
func code(r equations.Result) string {
	e := r.Report.Worst
	text := fmt.Sprintf("On trial: **%v**. ", r.Verdict())
	if e.Gauge == 0 && e.Error == 0 {
		return text + fmt.Sprintf("%s, all exact.", count(r.Report.Entries, "number"))
	}
	return text + fmt.Sprintf("Of %s the worst, `%s`, is off by %s roundings; %.0f are allowed.",
		count(r.Report.Entries, "number"), e.Where, roundings(e.Error/e.Gauge), e.Bound/e.Gauge)
}

func roundings(x float64) string {
	if x == 0 {
		return "0"
	}
	return fmt.Sprintf("%.2g", x)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// printed says how the form that the paper prints fared, and which errata there are.
func (b *Book) printed(p *page, t equations.Trial) (string, error) {
	r := b.try(t)
	text := fmt.Sprintf("As printed: **%v**", r.PrintedVerdict())
	switch {
	case r.PrintedVerdict() == gradcheck.PASS && r.Printed.Name == r.Report.Name:
		text += ", the print being what is tried"
	case r.PrintedVerdict() == gradcheck.PASS:
	case r.Printed.Failed == 0:
		text += ", " + escaped(r.Printed.Reason)
	default:
		text += fmt.Sprintf(", wrong in %d of %s", r.Printed.Failed, count(r.Printed.Entries, "number"))
	}
	text += "."
	var links []string
	for _, id := range t.Errata {
		link, err := b.linkErratum(p, id)
		if err != nil {
			return "", err
		}
		links = append(links, link)
	}
	if len(links) > 0 {
		text += " Errata: " + strings.Join(links, ", ") + "."
	}
	return text, nil
}

// examiners says in words what the oracles are.
var examiners = map[string]string{
	equations.ByDifference: "central differences in 320 bits",
	equations.ByValue:      "the forward side of the paper in 320 bits",
	equations.ByFraction:   "exact fractions",
	equations.ByExact:      "dual numbers in 320 bits",
	equations.ByDouble:     "the forward side of the paper in doubles",
	equations.ByFormula:    "the analytic formula in 320 bits",
}

// OracleName says in words what one of the oracles of a result is; the first is the
// judge.
func OracleName(r equations.Result, i int) string {
	name := r.Oracles[i].Name
	if name == equations.ByValue && r.Oracles[0].Name == equations.ByFraction {
		return "the closed form in 320 bits"
	}
	return examiners[name]
}

// oracles says who judges and who agrees.
func oracles(r equations.Result) string {
	if len(r.Oracles) == 0 {
		return "Judge: none."
	}
	text := "Judge: " + OracleName(r, 0) + "."
	var agree []string
	for i, e := range r.Oracles[1:] {
		digits := fmt.Sprintf("to %.0f digits", e.Digits)
		if math.IsInf(e.Digits, 1) || math.IsNaN(e.Digits) {
			digits = "exactly"
		}
		agree = append(agree, fmt.Sprintf("%s (%s)", OracleName(r, i+1), digits))
	}
	if len(agree) > 0 {
		text += " In agreement: " + strings.Join(agree, ", ") + "."
	}
	if !math.IsNaN(r.Order.Value) {
		text += fmt.Sprintf(" Differences converge with order %.2f.", r.Order.Value)
	}
	return text
}
