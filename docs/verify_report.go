package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"chainrule/docs/internal/book"
	"chainrule/gradcheck/equations"
	"chainrule/gradcheck/equations/errata"
)

// printReport prints all that is known of one trial.
func printReport(w io.Writer, r equations.Result) {
	fmt.Fprintf(w, "\n%s, section %s, %s\n  %s\n", r.Title(), r.Section, r.Status, r.Statement)
	if r.Note != "" {
		printIndented(w, r.Note)
	}
	for _, id := range r.Errata {
		if e, err := errata.Find(id); err == nil {
			printIndented(w, fmt.Sprintf("%s [%s] %s", e.ID, strings.Join(e.Kinds, ", "), e.Text))
		}
	}
	fmt.Fprintf(w, "\nThe code. %v", r.Report)
	printOracles(w, r)
	printScore(w, r.Score)
	if r.Printed.Name != r.Report.Name {
		fmt.Fprintf(w, "\nThe print. %v", r.Printed)
	}
}

func printIndented(w io.Writer, text string) {
	fmt.Fprintf(w, "  %s\n", strings.Join(wrap(text, 76), "\n  "))
}

// printOracles prints who agrees with the judge, and the order of convergence.
func printOracles(w io.Writer, r equations.Result) {
	fmt.Fprintf(w, "\nThe oracles\n")
	for i, e := range r.Oracles {
		name := book.OracleName(r, i)
		switch {
		case i == 0:
			fmt.Fprintf(w, "  %-54s %5d numbers\n", "the judge: "+name, e.Entries)
		case math.IsInf(e.Digits, 1) || math.IsNaN(e.Digits):
			fmt.Fprintf(w, "  %-54s %5d agree exactly\n", name, e.Entries)
		default:
			fmt.Fprintf(w, "  %-54s %5d to %.1f digits\n", name, e.Entries, e.Digits)
		}
	}
	switch {
	case !math.IsNaN(r.Order.Value):
		fmt.Fprintf(w, "  Differences converge to the claimed %s\n  with order %.3f.\n", r.Order.Where, r.Order.Value)
	case r.Order.Linear:
		fmt.Fprintf(w, "  The function is linear: differences have no remainder.\n")
	}
}

// printScore prints how the planted errors fared.
func printScore(w io.Writer, s equations.Score) {
	fmt.Fprintf(w, "\nErrors planted: %d of %d caught\n", s.Killed, s.Total)
	for _, k := range s.Kills {
		fmt.Fprintf(w, "  %-60s %9s\n", cell(k.Name, 60), times(k.Ratio))
	}
	for _, name := range s.Survivors {
		fmt.Fprintf(w, "  %-60s %9s\n", cell(name, 60), "survived")
	}
	for _, name := range s.Flagged {
		fmt.Fprintf(w, "  %-60s %9s\n", cell(name, 60), "is none")
	}
}

// times prints how many times its bound an error is.
func times(ratio float64) string {
	if math.IsInf(ratio, 1) {
		return "∞"
	}
	return fmt.Sprintf("%.0e×", ratio)
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
