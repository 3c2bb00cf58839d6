package site

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"net/url"
	"strconv"
	"strings"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// outcome is what the page says of an attempt.
type outcome struct {
	Verdict     string
	Class       string
	What        string // what was tried
	Says        string // what the verdict means
	Text        string // the report
	CrossChecks string
	Planted     []planted
}

// planted is how an error fares at the point.
type planted struct {
	Name, Fate string
	Link       template.URL
}

func (s *site) outcome(v *trialView, a equations.Attempt) *outcome {
	o := &outcome{Verdict: a.Verdict().String(), Text: a.Report.String()}
	o.Class = "other"
	switch a.Verdict() {
	case gradcheck.PASS:
		o.Class = "pass"
	case gradcheck.FAIL:
		o.Class = "fail"
	}
	o.What, o.Says = v.explain(a)
	if s.CrossChecks != nil && len(a.CrossChecks) > 0 {
		var b strings.Builder
		s.CrossChecks(&b, a.Result)
		o.CrossChecks = strings.TrimSpace(b.String())
	}
	if v.Choice.Mutant == 0 && !v.Choice.Printed {
		o.Planted = v.fates(a.Score)
	}
	return o
}

// explain says what was tried, and what the verdict on it means.
func (v *trialView) explain(a equations.Attempt) (what, says string) {
	m, passed := v.mutant(), a.Verdict() == gradcheck.PASS
	switch {
	case v.Choice.Printed && passed:
		return "the form that the paper prints", "At this point the printed form is right."
	case v.Choice.Printed:
		return "the form that the paper prints", "At this point the printed form is wrong."
	case m.ID == 0 && passed:
		return "the code, without an error", "Every number is within its bound."
	case m.ID == 0:
		return "the code, without an error", "The code does not pass here, which should not be."
	}
	what = fmt.Sprintf("planted error %d: %s", m.ID, m.Name)
	switch {
	case a.Wrong == 0:
		return what, "This error cannot be made at this point, so what was checked is the code. Choose other sizes or another kind of point."
	case m.Equivalent != "":
		return what, "This change is no error. " + m.Equivalent
	case passed:
		return what, "This error is not visible at this point: all numbers are within their bounds. It is at others, which the standard points of verify show."
	}
	return what, fmt.Sprintf("The error is caught: it changed the answers to %d of %d probes.", a.Wrong, a.Probes)
}

// fates lists how the planted errors fare at the point, with a link that plants each.
func (v *trialView) fates(s equations.Score) (all []planted) {
	fate := map[string]string{}
	for _, k := range s.Kills {
		fate[k.Name] = "caught, " + times(k.Ratio)
	}
	for _, m := range v.Mutants {
		name := fmt.Sprintf("mutant %d: %s", m.ID, m.Name)
		f := cmp.Or(fate[name], "not visible at this point")
		if m.Equivalent != "" {
			f = "no error"
		}
		all = append(all, planted{m.Name, f, template.URL(v.with(strconv.Itoa(m.ID)))})
	}
	return all
}

// times says how many times its bound an error is.
func times(ratio float64) string {
	if math.IsInf(ratio, 1) {
		return "beyond all bounds"
	}
	return fmt.Sprintf("%.0e times its bound", ratio)
}

// with returns the query that plants something at the same point.
func (v *trialView) with(plant string) string {
	c := v.Choice
	q := url.Values{"plant": {plant}}
	if len(v.Options.Activations) > 1 {
		q.Set("activation", c.Activation.String())
	}
	if len(v.Options.Kinds) > 1 {
		q.Set("kind", c.Kind)
	}
	if v.Options.Seed {
		q.Set("seed", strconv.FormatUint(c.Seed, 10))
	}
	for _, s := range v.SizesOf() {
		q.Set(map[string]string{"N": "n", "D": "d", "M": "m", "K": "k"}[s.Name], strconv.Itoa(s.Is))
	}
	return "?" + q.Encode() + "#verdict"
}
