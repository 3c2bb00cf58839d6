package command

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// try tries an equation. Tests put other outcomes in its place.
var try = equations.Trial.RunAt

const aboutVerify = "Puts the paper on trial: its equations, proofs, listings and examples.\n" +
	"Derivatives are compared with differences in 320-bit arithmetic, values with\n" +
	"values, and may differ by no more than their rounding errors can. Errors are\n" +
	"planted in each, and must be caught."

// verify puts the equations on trial.
func verify(ctx context.Context, args []string, s cli.Streams) error {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	number := flags.String("equation", "", "try this `one` only, and report on it: 46, B.5, Code 2, Algorithm 1, 2.5.5")
	asJSON := flags.Bool("json", false, "print JSON")
	seed := flags.Uint64("seed", 0, "try at random points, drawn from this `seed`")
	asMutants := flags.Bool("mutants", false, "print how many planted errors are caught, by us and by other checkers")
	many := flags.Int("instances", 0, "try at the random points of this `many` seeds, and count false alarms")
	if err := cli.Parse(flags, args, 0, aboutVerify, s); err != nil {
		return err
	}
	for _, pair := range [][2]string{{"equation", "mutants"}, {"equation", "instances"}, {"mutants", "instances"}, {"seed", "instances"}} {
		if cli.Given(flags, pair[0]) && cli.Given(flags, pair[1]) {
			return cli.Unusable("verify: -%s and -%s exclude each other", pair[0], pair[1])
		}
	}
	points := equations.Standard()
	if cli.Given(flags, "seed") {
		points = equations.Random(*seed)
	}
	switch {
	case cli.Given(flags, "instances"):
		return instances(*many, *asJSON, s)
	case *asMutants:
		return mutants(points, *asJSON, s)
	case !cli.Given(flags, "equation"):
		return tryAll(ctx, equations.All(), points, *asJSON, s)
	}
	trial, err := equations.Find(strings.Trim(*number, "()"))
	if err != nil {
		return cli.Unusable("verify: -equation: %w", err)
	}
	return tryAll(ctx, []equations.Trial{trial}, points, *asJSON, s)
}

// tryAll tries equations and prints a line of each, and a report if it is one.
func tryAll(ctx context.Context, trials []equations.Trial, points *equations.Points, asJSON bool, s cli.Streams) error {
	t, list := cli.NewText(s.Out), []cli.Object{}
	if asJSON {
		t = cli.NewText(io.Discard)
	}
	printLine(t, " eq.", "statement", "error/of", "caught", "print", "verdict")
	results, err := tryEach(ctx, trials, points, func(r equations.Result) {
		printResult(t, r)
		list = append(list, object(r))
	})
	if err != nil {
		return err
	}
	return emit(s, asJSON, list, func(t *cli.Text) {
		if len(results) == 1 {
			printReport(t, results[0])
		} else {
			say(t, "%s\n", summary(results))
		}
	}, isFailure(results))
}

// tryEach tries equations, one after the other, until the context ends.
func tryEach(ctx context.Context, trials []equations.Trial, points *equations.Points, each func(equations.Result)) (results []equations.Result, err error) {
	for _, trial := range trials {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r := try(trial, points)
		results = append(results, r)
		each(r)
	}
	return results, nil
}

// isFailure reports whether a verdict is not PASS, or a planted error was not caught, or
// something that is no error was taken for one.
func isFailure(results []equations.Result) bool {
	return slices.ContainsFunc(results, func(r equations.Result) bool {
		return r.Verdict() != gradcheck.PASS || len(r.Score.Survivors)+len(r.Score.Flagged) > 0
	})
}

// kindOf returns the kind of statement that a trial judges.
func kindOf(t equations.Trial) string {
	switch {
	case t.IsEquation():
		return "equation"
	case strings.HasPrefix(t.Number, "B."):
		return "proof"
	case strings.HasPrefix(t.Number, "Code"), strings.HasPrefix(t.Number, "Algorithm"):
		return "listing"
	}
	return "example"
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
