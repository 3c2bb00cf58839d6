package site

import (
	"html/template"

	"chainrule/gradcheck/equations"
	"chainrule/gradcheck/equations/errata"
)

// trialView is what the page of a trial shows.
type trialView struct {
	equations.Trial
	Home    string // where the book has it
	Formula template.HTML
	Errata  []errata.Erratum
	Options equations.RelevantOptions
	Choice  equations.Choice
	Mutants []equations.Mutant
	Highest int
	Outcome *outcome
}

// size is one of the sizes that matter.
type size struct {
	Name, Of        string
	Is, Least, Most int
}

// start is what a form shows at first.
var start = equations.Choice{Seed: 1, N: 4, D: 3, M: 3, K: 3}

func (s *site) view(t *trial) *trialView {
	home, formula := s.home(t.Anchor())
	v := &trialView{Trial: t.Trial, Home: home, Formula: formula, Options: t.relevant(), Choice: start,
		Mutants: t.Mutants(), Highest: highestSeed}
	v.Choice.Activation, v.Choice.Kind = v.Options.Activations[0], v.Options.Kinds[0]
	for _, id := range t.Errata {
		if e, err := errata.Find(id); err == nil {
			v.Errata = append(v.Errata, e)
		}
	}
	return v
}

// SizesOf returns the sizes that matter, for the form.
func (v *trialView) SizesOf() (all []size) {
	c, least, most := v.Choice, equations.Smallest, equations.Largest
	for _, s := range []struct {
		matters bool
		size    size
	}{
		{v.Options.N, size{"N", "samples", c.N, least.N, most.N}},
		{v.Options.D, size{"D", "inputs", c.D, least.D, most.D}},
		{v.Options.M, size{"M", "hidden units", c.M, least.M, most.M}},
		{v.Options.K, size{"K", "classes", c.K, least.K, most.K}},
	} {
		if s.matters {
			all = append(all, s.size)
		}
	}
	return all
}

// kinds says what the kinds of points are.
var kinds = map[string]string{
	"ordinary":    "one-hot targets",
	"saturated":   "units and outputs nearly certain",
	"counts":      "targets that are counts",
	"soft":        "targets that are probabilities",
	"tied":        "all logits equal",
	"at a kink":   "an α that is 0",
	"near a kink": "an α of 2⁻²⁰",
	"tiny":        "every α about 2⁻³⁰",
	"long":        "numbers of 53 bits",
	"extreme":     "logits of 1000",
	"sunk":        "logits of −1000",
	"raised":      "rows of logits that differ by 2000",
}

// About says what a kind of point is.
func (v *trialView) About(kind string) string { return kinds[kind] }

// Free reports whether there is anything to choose about the point.
func (v *trialView) Free() bool {
	return v.Options.Seed || len(v.Options.Activations) > 1 || len(v.Options.Kinds) > 1 || len(v.SizesOf()) > 0
}

// mutant returns the planted error that was chosen.
func (v *trialView) mutant() (m equations.Mutant) {
	for _, one := range v.Mutants {
		if one.ID == v.Choice.Mutant {
			m = one
		}
	}
	return m
}
