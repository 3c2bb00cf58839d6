package site

import (
	"net/http"

	"chainrule/gradcheck/equations"
)

// group is the trials of a kind.
type group struct {
	Name   string
	Trials []entry
}

// entry is a trial in the list of all.
type entry struct {
	Title, Statement, Anchor, Home string
	Status                         equations.Status
}

// serveTrials lists all trials.
func (s *site) serveTrials(w http.ResponseWriter, r *http.Request) {
	groups := []group{{Name: "Equations"}, {Name: "Proofs"}, {Name: "Listings"}, {Name: "Examples"}}
	for _, t := range equations.All() {
		at, anchor := 2, t.Anchor()
		switch anchor[:3] {
		case "eq-":
			at = 0
		case "pro":
			at = 1
		case "exa":
			at = 3
		}
		home, _ := s.home(anchor)
		groups[at].Trials = append(groups[at].Trials, entry{t.Title(), t.Statement, anchor, home, t.Status})
	}
	s.show(w, http.StatusOK, "trials.html", view{Title: "Live trials", Trials: groups})
}
