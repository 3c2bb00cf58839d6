package command

import (
	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// object returns a result as JSON has it.
func object(r equations.Result) cli.Object {
	var kinks []cli.Object
	for _, e := range r.Report.AtKinks {
		kinks = append(kinks, cli.Object{"where", e.Where, "analytic", e.Analytic, "left", e.Left, "right", e.Right})
	}
	crossChecks := map[string]cli.Object{} // how many numbers each knows, and to how many digits it agrees with the reference
	for i, e := range r.CrossChecks {
		crossChecks[e.Name] = cli.Object{"reference", i == 0, "entries", e.Entries, "digits", e.Digits}
	}
	p := r.Printed
	return cli.Object{"equation", r.Number, "kind", kindOf(r.Trial), "section", r.Section, "statement", r.Statement, "status", r.Status, "note", r.Note,
		"errata", r.Errata, "entries", r.Report.Entries, "kinks", r.Report.Kinks, "at_kinks", kinks, "worst", worst(r.Report.Worst),
		"order", r.Order.Value, "cross_checks", crossChecks, "mutants", score(r.Score),
		"printed", cli.Object{"entries", p.Entries, "failed", p.Failed, "worst", worst(p.Worst), "reason", p.Reason, "diagnosis", p.Diagnosis},
		"printed_verdict", r.PrintedVerdict().String(), "verdict", r.Verdict().String(), "reason", r.Report.Reason}
}

// worst is the entry with the largest error/bound, with its error in units in the last
// place and in roundings too, and its bound in roundings.
func worst(e gradcheck.Entry) cli.Object {
	ulps, roundings := e.Error/e.ULP, e.Error/e.Rounding
	if e.Error == 0 {
		ulps, roundings = 0, 0
	}
	return cli.Object{"where", e.Where, "analytic", e.Analytic, "numeric", e.Numeric, "error", e.Error, "bound", e.Bound,
		"error_ulp", ulps, "error_roundings", roundings, "bound_roundings", e.Bound / e.Rounding}
}

func score(s equations.Score) cli.Object {
	return cli.Object{"killed", s.Killed, "total", s.Total, "equivalent", s.Equivalent, "weakest_margin", s.Weakest, "weakest", s.WeakestName,
		"survivors", s.Survivors, "flagged", s.Flagged}
}
