package site

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"chainrule/gradcheck/equations"
	"chainrule/nn"
)

// trial is a trial with the parts of a choice that matter to it, computed when it is first asked
// for, and its neighbours.
type trial struct {
	equations.Trial
	relevant       func() equations.RelevantOptions
	previous, next *link
}

// newTrials returns the trials by their anchors.
func newTrials() map[string]*trial {
	trials, links := map[string]*trial{}, []link{}
	for _, t := range equations.All() {
		links = append(links, link{"/trial/" + t.Anchor(), t.Title()})
	}
	for i, t := range equations.All() {
		previous, next := around(links, i)
		trials[t.Anchor()] = &trial{t, sync.OnceValue(t.RelevantOptions), previous, next}
	}
	return trials
}

// serveTrial shows the form of a trial, and the verdict if the query chooses something.
func (s *site) serveTrial(w http.ResponseWriter, r *http.Request) {
	t, ok := s.trials[r.PathValue("anchor")]
	if !ok {
		s.problem(w, http.StatusNotFound, "There is no trial "+r.PathValue("anchor")+". All are listed under Trials.")
		return
	}
	v, status, problem := s.view(t), http.StatusOK, ""
	if query, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		status, problem = http.StatusBadRequest, err.Error()
	} else if len(query) > 0 {
		status, problem = s.answer(r.Context(), t, v, query)
	}
	later(w, status)
	s.show(w, status, "trial.html", view{Title: t.Title(), Trial: v, Problem: problem, Previous: t.previous, Next: t.next})
}

// answer tries the choice of a query when the limiter lets it, or says why not.
func (s *site) answer(ctx context.Context, t *trial, v *trialView, query url.Values) (status int, problem string) {
	if err := v.choose(query); err != nil {
		return http.StatusBadRequest, err.Error()
	}
	return s.inTurn(ctx, "trial", func(ctx context.Context) error {
		a, err := t.Try(ctx, v.Choice)
		if err == nil {
			v.Outcome = s.outcome(v, a)
		}
		return err
	})
}

// highestSeed is the largest seed that the form takes.
const highestSeed = 999_999_999

// choose reads the choice from a query. Every parameter is given at most once.
func (v *trialView) choose(query url.Values) (err error) {
	c := &v.Choice
	sizes := map[string]*int{"n": &c.N, "d": &c.D, "m": &c.M, "k": &c.K}
	for name, values := range query {
		if len(values) > 1 {
			return fmt.Errorf("%s is given %d times", name, len(values))
		}
		value := values[0]
		switch name {
		case "activation":
			c.Activation, err = nn.ParseActivation(value)
		case "kind":
			c.Kind = value
		case "seed":
			if c.Seed, err = strconv.ParseUint(value, 10, 64); err != nil || c.Seed > highestSeed {
				err = fmt.Errorf("seed is %q: want a whole number from 0 to %d", value, highestSeed)
			}
		case "n", "d", "m", "k":
			if *sizes[name], err = strconv.Atoi(value); err != nil {
				err = fmt.Errorf("%s is %q: want a whole number", strings.ToUpper(name), value)
			}
		case "plant":
			err = v.plant(value)
		default:
			err = fmt.Errorf("unknown parameter %q", name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// plant reads what is tried: nothing for the code, print, or the number of an error.
func (v *trialView) plant(value string) (err error) {
	c := &v.Choice
	switch c.Printed = value == "print"; {
	case value == "" || c.Printed:
	default:
		if c.Mutant, err = strconv.Atoi(value); err != nil || c.Mutant < 1 {
			err = fmt.Errorf("plant is %q: want the number of a planted error, or print", value)
		}
	}
	return err
}
