package equations

import (
	"fmt"
	"slices"
	"strings"

	"chainrule/gradcheck"
	"chainrule/nn/file"
)

// Status is the relation of the paper's print to the tried form.
type Status string

// The statuses. A printed form that is corrected has errata.
const (
	AsPrinted  Status = "as printed"
	Corrected  Status = "corrected"
	Definition Status = "definition"
	Beyond     Status = "beyond the paper"
)

// Trial is a statement of the paper, an equation or another, with the probes that decide
// about it.
type Trial struct {
	Number    string   // of an equation, as in the paper, without parentheses; or "B.1", "Code 1", …
	Section   string   // of the paper
	Statement string   // the correct form, in Unicode
	Status    Status   // relation of the print to it
	Errata    []string // the entries of the errata that concern it
	Note      string   // the print's difference, or its assumptions; may be empty

	probe     probes // for the answers of the code or the formula
	printed   probes // for the printed form, if it differs
	undefined string // a symbol in the print that has no meaning
}

// IsEquation reports whether the trial is of a numbered equation.
func (t Trial) IsEquation() bool { return strings.Trim(t.Number, "0123456789") == "" }

// Label names the trial in at most seven characters: 46, B.1, Code 2, Alg. 1, ….
func (t Trial) Label() string { return strings.Replace(t.Number, "Algorithm", "Alg.", 1) }

// Anchor names the trial in addresses, as the book does: eq-46, proof-b1, code-2,
// algorithm-1, example-2-5-5.
func (t Trial) Anchor() string {
	switch {
	case t.IsEquation():
		return "eq-" + t.Number
	case strings.HasPrefix(t.Number, "B."):
		return "proof-b" + t.Number[2:]
	case strings.HasPrefix(t.Number, "2."):
		return "example-" + strings.ReplaceAll(t.Number, ".", "-")
	}
	return strings.ToLower(strings.ReplaceAll(t.Number, " ", "-"))
}

// Title names the trial: Equation (46), Proof B.1, Code 2, ….
func (t Trial) Title() string {
	switch {
	case t.IsEquation():
		return "Equation (" + t.Number + ")"
	case strings.HasPrefix(t.Number, "B."):
		return "Proof " + t.Number
	}
	return t.Number
}

// Result is the outcome of a trial.
type Result struct {
	Trial
	Report      gradcheck.Report // on the correct form
	Printed     gradcheck.Report // on the form that the paper prints
	CrossChecks []CrossCheck     // the reference, and the methods that agree with it
	Score       Score            // of the errors planted
	Order       Order            // of convergence of the differences
}

// Verdict returns the verdict on the correct form.
func (r Result) Verdict() gradcheck.Verdict { return r.Report.Verdict }

// PrintedVerdict returns the verdict on the form that the paper prints, PASS or FAIL.
func (r Result) PrintedVerdict() gradcheck.Verdict {
	if r.Printed.Verdict == gradcheck.PASS {
		return gradcheck.PASS
	}
	return gradcheck.FAIL
}

// Run tries the statement at the standard points.
func (t Trial) Run() Result { return t.RunAt(Standard()) }

// RunAt tries the statement at the given points. First of all errors are planted: a
// trial that catches none of them fails, whatever the code does.
func (t Trial) RunAt(p *Points) Result {
	probes := t.probes(p)
	r := Result{Trial: t, Score: t.score(probes)}
	r.Report = t.try(t.Title(), probes)
	if r.Score.Total > 0 && r.Score.Killed == 0 {
		r.Report.Verdict, r.Report.Reason = gradcheck.FAIL, "none of the planted errors was caught, so nothing is shown"
	}
	r.CrossChecks, r.Order = crossChecks(probes), orderOf(probes)
	switch name := t.Title() + " as printed"; {
	case t.undefined != "":
		r.Printed = gradcheck.Report{Name: name, Verdict: gradcheck.FAIL, Reason: t.undefined + " is not defined"}
	case t.printed != nil:
		probes := t.printed(p)
		for _, q := range probes {
			q.isPrint = true
		}
		r.Printed = t.try(name, probes)
	default:
		r.Printed = r.Report
	}
	return r
}

// Check checks the code, or the formula, at the given points, without planted errors.
func (t Trial) Check(p *Points) gradcheck.Report { return t.try(t.Title(), t.probes(p)) }

// probes returns the probes of the code, or of the formula.
func (t Trial) probes(p *Points) []*probe {
	all := t.probe(p)
	for _, q := range all {
		q.planted = true
	}
	return all
}

// try checks the answers to all probes.
func (t Trial) try(name string, probes []*probe) gradcheck.Report {
	reports := make([]gradcheck.Report, len(probes))
	for i, q := range probes {
		reports[i] = t.compare(q, q.claim.values)
		if reports[i].Verdict == gradcheck.PASS {
			reports[i] = q.formulaReport(reports[i])
		}
	}
	return gradcheck.Merge(name, reports...)
}

// compare checks an answer, and explains it if it fails.
func (t Trial) compare(q *probe, values []float64) gradcheck.Report {
	r := q.compare(values, gradcheck.Hints{})
	if r.Verdict != gradcheck.FAIL {
		return r
	}
	hints := gradcheck.Hints{Factors: q.factors(), Wrong: func() []gradcheck.Wrong { return t.wrong(q) }}
	if q.cancellation != nil {
		hints.CancellationBound = gradcheck.Bounds(runningErrors(q.cancellation()), q.unit)
	}
	return q.compare(values, hints)
}

// factors are the constants by which a gradient may be wrong.
func (q *probe) factors() []gradcheck.Factor {
	if q.model == nil {
		return nil
	}
	N := float64(len(q.model.X))
	return []gradcheck.Factor{{Name: "N", Value: N}, {Name: "(N−1)", Value: N - 1}, {Name: "N/(N−1)", Value: N / (N - 1)}}
}

// formulaReport returns r, or a failure if the claim's formula is not the truth.
func (q *probe) formulaReport(r gradcheck.Report) gradcheck.Report {
	for i, o := range q.references() {
		if !q.claim.bound && !q.isTruth(i, o) {
			r.Verdict, r.Failed = gradcheck.FAIL, r.Failed+1
			r.Reason = fmt.Sprintf("the formula of the claim, in 320 bits, is %.17g where the truth is %.17g", q.claim.formula[i].Big, o.Truth)
		}
	}
	return r
}

// All returns the trials of the paper: the equations in order, then proofs, listings, examples.
func All() []Trial {
	return slices.DeleteFunc(slices.Clone(registry), func(t Trial) bool { return t.Status == Beyond })
}

// AllBeyond returns the trials of what goes beyond the paper: networks of any depth.
func AllBeyond() []Trial {
	return slices.DeleteFunc(slices.Clone(registry), func(t Trial) bool { return t.Status != Beyond })
}

// Find returns the trial with that Number, Title or Label, or an error that lists the existing ones.
func Find(number string) (Trial, error) {
	for _, t := range registry {
		if slices.ContainsFunc([]string{t.Number, t.Title(), t.Label()}, func(name string) bool { return strings.EqualFold(name, number) }) {
			return t, nil
		}
	}
	return Trial{}, fmt.Errorf("no trial of %s: there are %s", file.Quote(number), numbers())
}

// numbers lists the trials; the equations, which have all numbers, by the first and the last.
func numbers() string {
	var equations, others []string
	for _, t := range registry {
		if t.IsEquation() {
			equations = append(equations, t.Number)
		} else {
			others = append(others, t.Number)
		}
	}
	return fmt.Sprintf("%s–%s, %s", equations[0], equations[len(equations)-1], strings.Join(others, ", "))
}
