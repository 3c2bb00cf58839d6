package command

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"chainrule/docs/cli"
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

// verify puts the equations on trial.
func verify(ctx context.Context, args []string, s cli.Streams) error {
	var v verifySettings
	flags := v.flagSet()
	about := "Puts the paper on trial: its equations, proofs, listings and examples.\n" +
		"Derivatives are compared with differences in 320-bit arithmetic, values with\n" +
		"values, and may differ by no more than their rounding errors can. Errors are\n" +
		"planted in each, and must be caught."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	if err := v.check(flags); err != nil {
		return err
	}
	points := equations.Standard()
	if cli.Given(flags, "seed") {
		points = equations.Random(v.seed)
	}
	switch {
	case v.mutants:
		return mutants(points, v.asJSON, s)
	case cli.Given(flags, "instances"):
		return instances(v.instances, v.asJSON, s)
	}
	return v.tryAll(ctx, flags, points, s)
}

// check says which flags exclude each other.
func (v *verifySettings) check(flags *flag.FlagSet) error {
	for _, pair := range [][2]string{{"equation", "mutants"}, {"equation", "instances"}, {"mutants", "instances"}, {"seed", "instances"}} {
		if cli.Given(flags, pair[0]) && cli.Given(flags, pair[1]) {
			return cli.Unusable("verify: -%s and -%s exclude each other", pair[0], pair[1])
		}
	}
	if cli.Given(flags, "instances") && v.instances < 1 {
		return cli.Unusable("verify: -instances is %d: want at least 1", v.instances)
	}
	return nil
}

// tryAll tries the equations, or the one asked for.
func (v *verifySettings) tryAll(ctx context.Context, flags *flag.FlagSet, points *equations.Points, s cli.Streams) error {
	trials, t := equations.All(), cli.NewText(s.Out)
	one := cli.Given(flags, "equation")
	if one {
		trial, err := equations.Find(bare(v.number))
		if err != nil {
			return cli.Unusable("verify: -equation: %w", err)
		}
		trials = []equations.Trial{trial}
	}
	each := func(r equations.Result) { printResult(t, r) }
	if v.asJSON {
		each = func(equations.Result) {}
	} else {
		printLine(t, " eq.", "statement", "error/of", "caught", "print", "verdict")
	}
	results, err := tryEach(ctx, trials, points, each)
	switch {
	case err != nil:
		return err
	case v.asJSON:
		if err := cli.WriteJSON(s.Out, objects(results)); err != nil {
			return err
		}
	case one:
		printReport(t, results[0])
	default:
		say(t, "%s\n", summary(results))
	}
	return firstFailure(results)
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

// bare returns the number in (46), and anything else as it stands.
func bare(number string) string {
	if inner, ok := strings.CutPrefix(number, "("); ok && strings.HasSuffix(inner, ")") {
		return strings.TrimSuffix(inner, ")")
	}
	return number
}

// firstFailure returns ErrSilent if a verdict is not PASS, or a planted error was not
// caught, or something that is no error was taken for one.
func firstFailure(results []equations.Result) error {
	for _, r := range results {
		if r.Verdict() != gradcheck.PASS || len(r.Score.Survivors)+len(r.Score.Flagged) > 0 {
			return cli.ErrSilent
		}
	}
	return nil
}

// kindOf says what a trial is of.
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
