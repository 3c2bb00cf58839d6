package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// try tries an equation. Tests put other outcomes in its place.
var try = equations.Trial.RunAt

// verifySettings are the flags of verify.
type verifySettings struct {
	number    string
	seed      uint64
	asJSON    bool
	mutants   bool
	instances int
}

func (v *verifySettings) flagSet() *flag.FlagSet {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.StringVar(&v.number, "equation", "", "try this `one` only, and report on it: 46, B.5, Code 2, Algorithm 1, 2.5.5")
	flags.BoolVar(&v.asJSON, "json", false, "print JSON")
	flags.Uint64Var(&v.seed, "seed", 0, "try at random points, drawn from this `seed`")
	flags.BoolVar(&v.mutants, "mutants", false, "print how many planted errors are caught, by us and by other checkers")
	flags.IntVar(&v.instances, "instances", 0, "try at the random points of this `many` seeds, and count false alarms")
	return flags
}

// verifyCommand puts the equations on trial.
func verifyCommand(args []string, s streams) error {
	var v verifySettings
	flags := v.flagSet()
	about := "Puts the paper on trial: its equations, proofs, listings and examples.\n" +
		"Derivatives are compared with differences in 320-bit arithmetic, values with\n" +
		"values, and may differ by no more than their rounding errors can. Errors are\n" +
		"planted in each, and must be caught."
	if err := parse(flags, args, about, s); err != nil {
		return err
	}
	if err := v.check(flags); err != nil {
		return err
	}
	points := equations.Standard()
	if given(flags, "seed") {
		points = equations.Random(v.seed)
	}
	switch {
	case v.mutants:
		return mutantsCommand(points, v.asJSON, s)
	case given(flags, "instances"):
		return instancesCommand(v.instances, v.asJSON, s)
	}
	return v.tryAll(flags, points, s)
}

// check says which flags exclude each other.
func (v *verifySettings) check(flags *flag.FlagSet) error {
	exclusive := []string{"equation", "mutants", "instances"}
	for i, a := range exclusive {
		for _, b := range exclusive[i+1:] {
			if given(flags, a) && given(flags, b) {
				return unusable("verify: -%s and -%s exclude each other", a, b)
			}
		}
	}
	if given(flags, "seed") && given(flags, "instances") {
		return unusable("verify: -seed and -instances exclude each other")
	}
	if given(flags, "instances") && v.instances < 1 {
		return unusable("verify: -instances is %d: want at least 1", v.instances)
	}
	return nil
}

// tryAll tries the equations, or the one asked for.
func (v *verifySettings) tryAll(flags *flag.FlagSet, points *equations.Points, s streams) error {
	trials := equations.All()
	one := given(flags, "equation")
	if one {
		trial, err := equations.Find(bare(v.number))
		if err != nil {
			return unusable("verify: -equation: %w", err)
		}
		trials = []equations.Trial{trial}
	}
	var results []equations.Result
	if !v.asJSON {
		printHeading(s.out)
	}
	for _, trial := range trials {
		r := try(trial, points)
		results = append(results, r)
		if !v.asJSON {
			printResult(s.out, r)
		}
	}
	switch {
	case v.asJSON:
		if err := printJSON(s.out, results); err != nil {
			return err
		}
	case one:
		printReport(s.out, results[0])
	default:
		fmt.Fprintln(s.out, summary(results))
	}
	return firstFailure(results)
}

// bare returns the number in (46), and anything else as it stands.
func bare(number string) string {
	if inner, ok := strings.CutPrefix(number, "("); ok && strings.HasSuffix(inner, ")") {
		return strings.TrimSuffix(inner, ")")
	}
	return number
}

// given reports whether the flag was set on the command line.
func given(flags *flag.FlagSet, name string) (is bool) {
	flags.Visit(func(f *flag.Flag) { is = is || f.Name == name })
	return is
}

// firstFailure returns errSilent if a verdict is not PASS, or a planted error was not
// caught, or something that is no error was taken for one.
func firstFailure(results []equations.Result) error {
	for _, r := range results {
		if r.Verdict() != gradcheck.PASS || len(r.Score.Survivors)+len(r.Score.Flagged) > 0 {
			return errSilent
		}
	}
	return nil
}

// The columns beside the statement.
const besideStatement = len("Code 13 ") + len(" error/of") + len("  caught") + len(" print") + 1

func printHeading(w io.Writer) {
	fmt.Fprintf(w, "%-7s %s%9s  %6s %-5s %s\n", " eq.", cell("statement", 80-besideStatement-len("verdict")), "error/of", "caught", "print", "verdict")
}

// printResult prints a line of at most 80 columns: the error of the worst entry and
// its bound, in gauges; the planted errors caught; the verdicts on the printed form
// and on the right one.
func printResult(w io.Writer, r equations.Result) {
	verdict := r.Verdict().String()
	fmt.Fprintf(w, "%-7s %s%9s  %6s %-5v %s\n", label(r.Trial), cell(r.Statement, 80-besideStatement-len(verdict)), gauges(r.Report.Worst),
		fmt.Sprintf("%d/%d", r.Score.Killed, r.Score.Total), r.PrintedVerdict(), verdict)
}

// label names a trial in seven columns.
func label(t equations.Trial) string {
	if t.IsEquation() {
		return fmt.Sprintf("%4s", t.Number)
	}
	return t.Label()
}

// gauges is the error of an entry and its bound, in units of its gauge, in at most
// nine columns.
func gauges(e gradcheck.Entry) string {
	if e.Gauge == 0 {
		return short(e.Error) + "/0"
	}
	return short(e.Error/e.Gauge) + fmt.Sprintf("/%.0f", e.Bound/e.Gauge)
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

// cell returns text cut or padded to so many columns. A combining mark, such as
// the bar of X̄, takes no column.
func cell(text string, columns int) string {
	wide := columnsOf(text)
	for wide > columns {
		_, size := utf8.DecodeLastRuneInString(strings.TrimSuffix(text, "…"))
		text = strings.TrimSuffix(text, "…")
		text = text[:len(text)-size] + "…"
		wide = columnsOf(text)
	}
	return text + strings.Repeat(" ", columns-wide)
}

func columnsOf(text string) int {
	n := 0
	for _, r := range text {
		if r < 0x300 || r > 0x36f {
			n++
		}
	}
	return n
}

// summary counts the trials and their verdicts, and names the misprints, in three
// lines.
func summary(results []equations.Result) string {
	passed, killed, planted, kinds := 0, 0, 0, map[string]int{}
	var misprinted []string
	for _, r := range results {
		kinds[kindOf(r.Trial)]++
		if r.Verdict() == gradcheck.PASS {
			passed++
		}
		if r.PrintedVerdict() != gradcheck.PASS && r.IsEquation() {
			misprinted = append(misprinted, "("+r.Number+")")
		}
		killed, planted = killed+r.Score.Killed, planted+r.Score.Total
	}
	return fmt.Sprintf("%d equations, %d proofs, %d listings, %d examples: %d of %d PASS\nplanted errors caught: %d of %d\nmisprinted equations: %s",
		kinds["equation"], kinds["proof"], kinds["listing"], kinds["example"], passed, len(results), killed, planted, strings.Join(misprinted, " "))
}
