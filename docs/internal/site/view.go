package site

import (
	"context"
	"fmt"
	"html/template"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chainrule/gradcheck/equations"
	"chainrule/gradcheck/equations/errata"
	"chainrule/nn"
)

// trialView is the data of the page of a trial.
type trialView struct {
	equations.Trial
	Home           string // where the book has it
	Formula        template.HTML
	Errata         []errata.Erratum
	Relevant       equations.RelevantOptions
	Choice         equations.Choice
	Smallest, Most equations.Choice // the limits of what can be chosen
	Mutants        []equations.Mutant
	Attempt        *equations.Attempt
	CrossChecks    string // the reference and the methods that agree with it

	ctx    context.Context // of the request, for the search of points
	static bool
}

func (s *site) view(t *trial) *trialView {
	home, formula := s.home(t.Anchor())
	v := &trialView{Trial: t.Trial, Home: home, Formula: formula, Relevant: t.relevant(), Mutants: t.Mutants(), ctx: context.Background(), static: s.Static,
		Choice: equations.Choice{Seed: 1, N: 4, D: 3, M: 3, K: 3}, Smallest: equations.Smallest, Most: equations.Largest}
	v.Most.Seed = highestSeed
	v.Choice.Activation, v.Choice.Kind = v.Relevant.Activations[0], v.Relevant.Kinds[0]
	for _, id := range t.Errata {
		if e, err := errata.Find(id); err == nil {
			v.Errata = append(v.Errata, e)
		}
	}
	return v
}

// form returns the parameters. Links have the relevant ones.
func (v *trialView) form() form {
	c, k, least, most := &v.Choice, v.Relevant, v.Smallest, v.Most
	return form{
		"activation": oneOf(&c.Activation, nn.Activations...).linkedIf(len(k.Activations) > 1),
		"kind":       oneOf(&c.Kind, equations.Kinds()...).linkedIf(len(k.Kinds) > 1),
		"seed":       whole(&c.Seed, 0, highestSeed).linkedIf(k.Seed),
		"n":          whole(&c.N, least.N, most.N).linkedIf(k.N),
		"d":          whole(&c.D, least.D, most.D).linkedIf(k.D),
		"m":          whole(&c.M, least.M, most.M).linkedIf(k.M),
		"k":          whole(&c.K, least.K, most.K).linkedIf(k.K),
		"plant":      {"", v.plant},
	}
}

// plant reads what is tried: nothing for the code, print, or the number of an error.
func (v *trialView) plant(text string) (want string) {
	switch id, err := strconv.Atoi(text); {
	case text == "", text == "print":
		v.Choice.Printed = text == "print"
	case err != nil || id < 1:
		return "the number of a planted error, or print"
	default:
		v.Choice.Mutant = id
	}
	return ""
}

// With returns the query that plants an error: at the same point, or at one nearby where it is visible.
func (v *trialView) With(m equations.Mutant) template.URL {
	at := *v
	at.Choice.Mutant, at.Choice.Printed = m.ID, false
	if m.Equivalent == "" && v.Caught(m) == "" {
		at.Choice, _ = v.Visible(v.ctx, at.Choice)
	}
	return at.address(strconv.Itoa(m.ID))
}

// Elsewhere returns the query of a point at which the planted error is visible, if it is not at this one.
func (v *trialView) Elsewhere() template.URL {
	c, visible := v.Visible(v.ctx, v.Choice)
	if !visible || c == v.Choice {
		return ""
	}
	at := *v
	at.Choice = c
	return at.address(strconv.Itoa(c.Mutant))
}

// address returns the query of the choice. The files of a static site have one a planted error.
func (v *trialView) address(plant string) template.URL {
	q := v.form().query()
	if v.static {
		q = url.Values{}
	}
	q.Set("plant", plant)
	return template.URL("?" + q.Encode())
}

// try tries the choice.
func (s *site) try(ctx context.Context, v *trialView) error {
	v.ctx = ctx
	a, err := v.Try(ctx, v.Choice)
	if err != nil {
		return err
	}
	v.Attempt = &a
	if s.CrossChecks != nil && len(a.CrossChecks) > 0 {
		var b strings.Builder
		s.CrossChecks(&b, a.Result)
		v.CrossChecks = strings.TrimSpace(b.String())
	}
	return nil
}

// Sentence says in words what is wrong, or how near to the truth everything is.
func (v *trialView) Sentence() string {
	r := v.Attempt.Report
	worst := r.Worst
	switch {
	case r.Failed == 0 && worst.Bound > 0:
		return fmt.Sprintf("Of %d numbers the one farthest from the truth uses %.2g of its allowance.", r.Entries, worst.Ratio())
	case r.Failed == 0:
		return fmt.Sprintf("%d numbers were compared.", r.Entries)
	}
	numbers := strings.ReplaceAll(fmt.Sprintf("should be %.6g and is %.6g", worst.Numeric, worst.Analytic), "-", "−")
	return fmt.Sprintf("%d of %d numbers are wrong. The worst, %s, %s.", r.Failed, r.Entries, worst.Where, numbers)
}

// Caught returns a phrase on how clearly an error is caught at the point, empty if it is not.
func (v *trialView) Caught(m equations.Mutant) string {
	if v.Attempt == nil {
		return ""
	}
	kills := v.Attempt.Score.Kills
	i := slices.IndexFunc(kills, func(k equations.Kill) bool { return k.Name == fmt.Sprintf("mutant %d: %s", m.ID, m.Name) })
	switch {
	case i < 0:
		return ""
	case math.IsInf(kills[i].Ratio, 1):
		return "caught, beyond all bounds"
	}
	return fmt.Sprintf("caught, %.0e times its bound", kills[i].Ratio)
}
