package equations

import (
	"fmt"
	"math"
	"slices"

	"chainrule/gradcheck"
)

// Status says how the paper's print relates to what is tried.
type Status string

// The statuses. A printed form that is corrected has errata.
const (
	AsPrinted  Status = "as printed"
	Corrected  Status = "corrected"
	Definition Status = "definition"
)

// Trial is an equation of the paper with what decides about it.
type Trial struct {
	Number    string   // as in the paper, without parentheses
	Section   string   // of the paper
	Statement string   // the correct form, in Unicode
	Status    Status   // how the print relates to it
	Errata    []string // the entries of the errata that concern it
	Note      string   // how the print differs, or what it assumes; may be empty

	try     func(*evidence) // enters what nn or adam computes
	printed func(*evidence) // enters what the print says, if that is not what try enters
}

// Result is the outcome of a trial.
type Result struct {
	Trial
	Report  gradcheck.Report // on the correct form
	Printed gradcheck.Report // on the form that the paper prints
}

// Verdict is that on the correct form.
func (r Result) Verdict() gradcheck.Verdict { return r.Report.Verdict }

// PrintedVerdict is that on the form that the paper prints.
func (r Result) PrintedVerdict() gradcheck.Verdict { return r.Printed.Verdict }

// Run tries the equation.
func (t Trial) Run() Result {
	var e evidence
	t.try(&e)
	r := Result{Trial: t, Report: e.judge("Equation (" + t.Number + ")")}
	r.Printed = r.Report
	if t.printed != nil {
		var e evidence
		t.printed(&e)
		r.Printed = e.judge("Equation (" + t.Number + ") as printed")
	}
	return r
}

// All returns the trials in the order of their numbers.
func All() []Trial { return slices.Clone(registry) }

// Find returns the trial of the equation with that number, or an error that says
// which there are.
func Find(number string) (Trial, error) {
	for _, t := range registry {
		if t.Number == number {
			return t, nil
		}
	}
	return Trial{}, fmt.Errorf("no trial of equation %q: there are %s", number, numbers())
}

// numbers lists the equations on trial, runs of numbers as 4–8.
func numbers() string {
	text, last, begun := "", math.MinInt, 0
	flush := func() {
		switch {
		case begun == 0:
		case last > begun:
			text += fmt.Sprintf(", %d–%d", begun, last)
		default:
			text += fmt.Sprintf(", %d", begun)
		}
	}
	for _, t := range registry {
		var n int
		fmt.Sscan(t.Number, &n)
		if n != last+1 {
			flush()
			begun = n
		}
		last = n
	}
	flush()
	return text[2:]
}
