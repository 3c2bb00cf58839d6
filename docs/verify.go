package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// try tries an equation. Tests put other outcomes in its place.
var try = equations.Trial.Run

// verifyCommand puts the equations on trial.
func verifyCommand(args []string, s streams) error {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	number := flags.String("equation", "", "try the equation with this `number` only, and report on it")
	asJSON := flags.Bool("json", false, "print a JSON array")
	about := "Puts the equations of the paper on trial: each is differenced in 320-bit\n" +
		"arithmetic, and the code may differ by no more than its rounding errors can."
	if err := parse(flags, args, about, s); err != nil {
		return err
	}
	trials := equations.All()
	if given(flags, "equation") {
		trial, err := equations.Find(strings.Trim(*number, "()"))
		if err != nil {
			return unusable("verify: -equation: %w", err)
		}
		trials = []equations.Trial{trial}
	}
	var results []equations.Result
	if !*asJSON {
		printHeading(s.out)
	}
	for _, trial := range trials {
		r := try(trial)
		results = append(results, r)
		if !*asJSON {
			printResult(s.out, r)
		}
	}
	switch {
	case *asJSON:
		if err := printJSON(s.out, results); err != nil {
			return err
		}
	case given(flags, "equation"):
		printReport(s.out, results[0])
	default:
		fmt.Fprintln(s.out, summary(results))
	}
	return firstFailure(results)
}

// given reports whether the flag was set on the command line.
func given(flags *flag.FlagSet, name string) (is bool) {
	flags.Visit(func(f *flag.Flag) { is = is || f.Name == name })
	return is
}

// firstFailure returns errSilent if a verdict is not PASS.
func firstFailure(results []equations.Result) error {
	for _, r := range results {
		if r.Verdict() != gradcheck.PASS {
			return errSilent
		}
	}
	return nil
}

func printHeading(w io.Writer) {
	fmt.Fprintf(w, "%4s  %-45s %7s  %-7s  %s\n", "eq.", "statement", "error", "printed", "verdict")
	fmt.Fprintf(w, "%4s  %-45s %7s  %s\n", "", "", "/bound", "form")
}

// printResult prints a line of at most 80 columns.
func printResult(w io.Writer, r equations.Result) {
	fmt.Fprintf(w, "%4s  %s %7s  %-7v  %v\n", r.Number, cell(r.Statement, 45), short(r.Report.Worst.Ratio()),
		r.PrintedVerdict(), r.Verdict())
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

// short prints a ratio in at most seven columns.
func short(x float64) string {
	if x != 0 && (x < 1e-3 || x >= 1e4) {
		return fmt.Sprintf("%.1e", x)
	}
	return fmt.Sprintf("%.3f", x)
}

// printReport prints all that is known of one equation.
func printReport(w io.Writer, r equations.Result) {
	fmt.Fprintf(w, "\nEquation (%s), section %s, %s\n  %s\n", r.Number, r.Section, r.Status, r.Statement)
	if len(r.Errata) > 0 {
		fmt.Fprintf(w, "  errata: %s\n", strings.Join(r.Errata, ", "))
	}
	if r.Note != "" {
		fmt.Fprintf(w, "  %s\n", strings.Join(wrap(r.Note, 76), "\n  "))
	}
	fmt.Fprintf(w, "\nThe code. %v", r.Report)
	if r.Printed.Name != r.Report.Name {
		fmt.Fprintf(w, "\nThe print. %v", r.Printed)
	}
}

// wrap cuts text between words into lines of at most so many columns.
func wrap(text string, columns int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && columnsOf(line)+1+columnsOf(word) > columns {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// summary counts the verdicts and names the misprints.
func summary(results []equations.Result) string {
	passed := 0
	var misprinted []string
	for _, r := range results {
		if r.Verdict() == gradcheck.PASS {
			passed++
		}
		if r.PrintedVerdict() != gradcheck.PASS {
			misprinted = append(misprinted, "("+r.Number+")")
		}
	}
	return fmt.Sprintf("%d of %d equations PASS; misprinted: %s", passed, len(results), strings.Join(misprinted, " "))
}

// number is a float64 that JSON can hold: null if it is NaN or infinite.
type number float64

// MarshalJSON writes the number in its shortest exact form.
func (x number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(x))
}

type resultJSON struct {
	Equation       string    `json:"equation"`
	Section        string    `json:"section"`
	Statement      string    `json:"statement"`
	Status         string    `json:"status"`
	Errata         []string  `json:"errata"`
	Entries        int       `json:"entries"`
	Worst          worstJSON `json:"worst"`
	PrintedVerdict string    `json:"printed_verdict"`
	Verdict        string    `json:"verdict"`
}

type worstJSON struct {
	Where    string `json:"where"`
	Analytic number `json:"analytic"`
	Numeric  number `json:"numeric"`
	Error    number `json:"error"`
	Bound    number `json:"bound"`
}

func printJSON(w io.Writer, results []equations.Result) error {
	rows := make([]resultJSON, len(results))
	for i, r := range results {
		worst := r.Report.Worst
		rows[i] = resultJSON{r.Number, r.Section, r.Statement, string(r.Status), append([]string{}, r.Errata...), r.Report.Entries,
			worstJSON{worst.Where, number(worst.Analytic), number(worst.Numeric), number(worst.Error), number(worst.Bound)},
			r.PrintedVerdict().String(), r.Verdict().String()}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(rows)
}
