package site

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"chainrule/gradcheck/equations"
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
		previous, next := around(links, links[i].Path)
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
	if chosen, err := v.form().parse(r.URL.RawQuery); err != nil {
		status, problem = http.StatusBadRequest, err.Error()
	} else if chosen || s.Static {
		status, problem = s.inTurn(r.Context(), "trial", func(ctx context.Context) error {
			if r.URL.Query().Has("plant") && len(r.URL.Query()) == 1 { // and no point
				v.Choice, _ = v.Visible(ctx, v.Choice)
			}
			return s.try(ctx, v)
		})
	}
	s.show(w, status, "trial.html", view{Title: t.Title(), Trial: v, Problem: problem, Previous: t.previous, Next: t.next})
}

// entry is a trial in the list of all, and its place in the book.
type entry struct {
	equations.Trial
	Home string
}

// serveTrials lists all trials: equations, proofs, listings and examples.
func (s *site) serveTrials(w http.ResponseWriter, r *http.Request) {
	groups, of := make([][]entry, 4), map[string]int{"eq": 0, "proof": 1, "code": 2, "algorithm": 2, "example": 3}
	for _, t := range equations.All() {
		kind, _, _ := strings.Cut(t.Anchor(), "-")
		home, _ := s.home(t.Anchor())
		groups[of[kind]] = append(groups[of[kind]], entry{t, home})
	}
	s.show(w, http.StatusOK, "trials.html", view{Title: "Live trials", Here: "/trial/", Trials: groups})
}
