package command

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
	"chainrule/gradcheck/equations/errata"
)

// verdicts are words with the colours they have.
var (
	verdicts = map[string]string{"PASS": cli.Green, "FAIL": cli.Red, "survived": cli.Red,
		"KINK": cli.Yellow, "UNDECIDED": cli.Yellow, "REFERENCE-MISMATCH": cli.Yellow}
	caughtColour = map[bool]string{true: cli.Green, false: cli.Red} // are all planted errors caught?

	verdict = regexp.MustCompile(`\b(PASS|FAIL|survived|KINK|UNDECIDED|REFERENCE-MISMATCH)\b`)
)

// say writes whole lines in which verdicts are coloured.
func say(t *cli.Text, format string, arguments ...any) {
	t.Printf("%s", coloured(t, format, arguments...))
}

func coloured(t *cli.Text, format string, arguments ...any) string {
	return verdict.ReplaceAllStringFunc(fmt.Sprintf(format, arguments...), func(word string) string { return t.Paint(verdicts[word], word) })
}

// printLine writes a line of the table of trials. The statement has the room that the
// others leave of 80 columns.
func printLine(t *cli.Text, label, statement, errors, caught, print, verdict string) {
	cells := fmt.Sprintf("%9s  %6s %-5s %s", errors, caught, print, verdict)
	t.Row(fmt.Sprintf("%-7s %s", label, cli.Cell(statement, 80-8-cli.Columns(cells))), coloured(t, "%s", cells))
}

// printResult prints the line of a trial: the error of the worst entry and its bound, in
// roundings; the planted errors caught; the verdicts on the printed form and on the right one.
func printResult(t *cli.Text, r equations.Result) {
	label := r.Trial.Label()
	if r.IsEquation() {
		label = fmt.Sprintf("%4s", r.Number)
	}
	caught := t.Paint(caughtColour[r.Score.Killed == r.Score.Total], fmt.Sprintf("%6s", fmt.Sprintf("%d/%d", r.Score.Killed, r.Score.Total)))
	printLine(t, label, r.Statement, roundings(r.Report.Worst), caught, r.PrintedVerdict().String(), r.Verdict().String())
}

// roundings is the error of an entry and its bound, in roundings, in at most
// nine columns.
func roundings(e gradcheck.Entry) string {
	if e.Rounding == 0 {
		return short(e.Error) + "/0"
	}
	return short(e.Error/e.Rounding) + fmt.Sprintf("/%.0f", e.Bound/e.Rounding)
}

// short prints a number that should be small in at most five columns.
func short(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x < 1e-3 || x >= 100:
		return fmt.Sprintf("%.0e", x)
	}
	return fmt.Sprintf("%.2f", x)
}

// printReport prints all that is known of one trial.
func printReport(t *cli.Text, r equations.Result) {
	note := func(text string) { t.Printf("%s\n", cli.Wrap("  ", "  ", text, min(78, t.Width))) }
	t.Printf("\n%s, section %s, %s\n  %s\n", r.Title(), r.Section, r.Status, r.Statement)
	if r.Note != "" {
		note(r.Note)
	}
	for _, id := range r.Errata {
		if e, err := errata.Find(id); err == nil {
			note(fmt.Sprintf("%s [%s] %s", e.ID, strings.Join(e.Kinds, ", "), e.Text))
		}
	}
	printPlain(t, "code", r.CrossChecks, r.Report)
	say(t, "The code. %v", r.Report)
	printCrossChecks(t, r)
	printScore(t, r.Score)
	if r.Printed.Name != r.Report.Name {
		printPlain(t, "printed form", r.CrossChecks, r.Printed)
		say(t, "The print. %v", r.Printed)
	}
}

// printCrossChecks prints the reference and the methods that agree with it, and the order of convergence.
func printCrossChecks(w io.Writer, r equations.Result) {
	fmt.Fprintf(w, "\nThe reference and its cross-checks\n")
	for i, e := range r.CrossChecks {
		name, fate := r.CrossCheckName(i), fmt.Sprintf("to %.1f digits", e.Digits)
		switch {
		case i == 0:
			name, fate = "reference: "+name, "numbers"
		case math.IsInf(e.Digits, 1) || math.IsNaN(e.Digits):
			fate = "agree exactly"
		}
		fmt.Fprintf(w, "  %-54s %5d %s\n", name, e.Entries, fate)
	}
	switch {
	case !math.IsNaN(r.Order.Value):
		fmt.Fprintf(w, "  Differences converge to the claimed %s\n  with order %.3f.\n", r.Order.Where, r.Order.Value)
	case r.Order.Linear:
		fmt.Fprintf(w, "  The function is linear: differences have no remainder.\n")
	}
}

// printScore prints how the planted errors fared.
func printScore(t *cli.Text, s equations.Score) {
	t.Printf("\nErrors planted: %d of %d %s\n", s.Killed, s.Total, t.Paint(caughtColour[s.Killed == s.Total], "caught"))
	line := func(name, fate string) { t.Row("  "+cli.Cell(name, 60), coloured(t, " %9s", fate)) }
	for _, k := range s.Kills {
		line(k.Name, times(k.Ratio))
	}
	for _, name := range s.Survivors {
		line(name, "survived")
	}
	for _, name := range s.Flagged {
		line(name, "is none")
	}
}

// times prints how many times its bound an error is.
func times(ratio float64) string {
	return strings.Replace(fmt.Sprintf("%.0e×", ratio), "+Inf×", "∞", 1)
}
