package site

import (
	"net/http"
	"strings"

	"chainrule/gradcheck/equations"
)

// group is the trials of a kind.
type group struct {
	Name   string
	Trials []entry
}

// entry is a trial in the list of all, and its place in the book.
type entry struct {
	equations.Trial
	Home string
}

// serveTrials lists all trials.
func (s *site) serveTrials(w http.ResponseWriter, r *http.Request) {
	groups := []group{{Name: "Equations"}, {Name: "Proofs"}, {Name: "Listings"}, {Name: "Examples"}}
	of := map[string]int{"eq": 0, "proof": 1, "code": 2, "algorithm": 2, "example": 3}
	for _, t := range equations.All() {
		kind, _, _ := strings.Cut(t.Anchor(), "-")
		home, _ := s.home(t.Anchor())
		groups[of[kind]].Trials = append(groups[of[kind]].Trials, entry{t, home})
	}
	s.show(w, http.StatusOK, "trials.html", view{Title: "Live trials", Trials: groups})
}
