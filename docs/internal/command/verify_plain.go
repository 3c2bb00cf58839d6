package command

import (
	"fmt"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// printPlain prints the outcome of a report on something, such as the code, in sentences
// that need no knowledge of rounding.
func printPlain(t *cli.Text, what string, crossChecks []equations.CrossCheck, r gradcheck.Report) {
	truth := "exact value"
	if len(crossChecks) > 0 && crossChecks[0].Name == equations.ByDifference {
		truth = "derivative"
	}
	t.Printf("\n")
	if text := plain(what, truth, r); text != "" {
		t.Printf("%s\n", cli.Wrap("", "", text, min(78, t.Width)))
	}
}

// plain tells of the worst entry, or nothing where the Reason of the report has to do.
func plain(what, truth string, r gradcheck.Report) string {
	switch e := r.Worst; {
	case r.Verdict == gradcheck.PASS && e.Error == 0:
		return fmt.Sprintf("The %s's answers are the %ss, without any difference.", what, truth)
	case r.Verdict == gradcheck.PASS:
		return fmt.Sprintf("The %s's answer for %s differs from the %s, %.6g, by %.3g. Rounding alone can cause %.3g there, so the difference "+
			"is no sign of a mistake; no other answer comes nearer to its limit.", what, e.Where, truth, e.Numeric, e.Error, e.Bound)
	case r.Verdict == gradcheck.FAIL && e.Ratio() > 1:
		return fmt.Sprintf("The %s's answer for %s is %.6g, and the %s is %.6g. They differ by %.3g, where rounding can cause no more than %.3g: "+
			"the %[1]s is wrong.", what, e.Where, e.Analytic, truth, e.Numeric, e.Error, e.Bound)
	}
	return ""
}
