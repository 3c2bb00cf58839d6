package equations

import (
	_ "embed" // of mutants.txt
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/mistake"
)

// Mutant is an error planted in the answer to an equation's probes, as a person
// would make it, or a change that is no error.
type Mutant struct {
	ID         int    // in the registry, from 1
	Equation   string // the Number of the trial
	Name       string
	Equivalent string // why it is no error, if it's not
	Mistake    string // as the registry has it, in the language of mistake.go

	mistake mistake.Mistake
}

// Mutants returns the errors planted in the paper's statements.
func Mutants() []Mutant {
	beyond := AllBeyond()
	return slices.DeleteFunc(slices.Clone(mutants()), func(m Mutant) bool {
		return slices.ContainsFunc(beyond, func(t Trial) bool { return t.Number == m.Equation })
	})
}

//go:embed mutants.txt
var mutantLines string

var mutants = sync.OnceValue(func() []Mutant { return must(readMutants(mutantLines)) })

// readMutants reads lines of equations, a name and a mistake, and lines that say why the mistake above
// is no error. The IDs are the order.
func readMutants(text string) (all []Mutant, err error) {
	for i, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if why, is := strings.CutPrefix(line, "= "); is {
			all[len(all)-1].Equivalent = why
			continue
		}
		parts := strings.SplitN(line, " | ", 3)
		if len(parts) < 3 {
			return nil, fmt.Errorf("line %d: want equations | name | mistake", i+1)
		}
		m, err := vocabulary.Parse(parts[2])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		for _, number := range strings.Split(parts[0], ", ") {
			all = append(all, Mutant{ID: len(all) + 1, Equation: number, Name: parts[1], Mistake: parts[2], mistake: m})
		}
	}
	return all, nil
}

// mutantsOf returns the mutants of a trial.
func mutantsOf(number string) (some []Mutant) {
	for _, m := range mutants() {
		if m.Equation == number {
			some = append(some, m)
		}
	}
	return some
}

// Kill is a planted error that was caught.
type Kill struct {
	Name  string
	Ratio float64 // error/bound of its most conspicuous entry
}

// Score counts the caught planted errors.
type Score struct {
	Killed, Total int
	Equivalent    int // changes that are no errors
	Kills         []Kill
	Weakest       float64  // the least Ratio
	WeakestName   string   // and whose it is
	Survivors     []string // the errors not caught
	Flagged       []string // the changes that are no errors and were taken for one
}

// Score plants the errors of the trial at the given points.
func (t Trial) Score(p *Points) Score { return t.score(t.probes(p)) }

// Add enters another score.
func (s *Score) Add(other Score) {
	s.Killed, s.Total, s.Equivalent = s.Killed+other.Killed, s.Total+other.Total, s.Equivalent+other.Equivalent
	s.Kills = append(s.Kills, other.Kills...)
	s.Survivors, s.Flagged = append(s.Survivors, other.Survivors...), append(s.Flagged, other.Flagged...)
	if other.Weakest < s.Weakest {
		s.Weakest, s.WeakestName = other.Weakest, other.WeakestName
	}
}

func (t Trial) score(probes []*probe) Score {
	s := Score{Weakest: math.Inf(1)}
	for _, m := range mutantsOf(t.Number) {
		name := fmt.Sprintf("mutant %d: %s", m.ID, m.Name)
		ratio, caught := m.run(probes)
		switch {
		case m.Equivalent != "":
			s.Equivalent++
			if caught {
				s.Flagged = append(s.Flagged, name)
			}
		case !caught:
			s.Total++
			s.Survivors = append(s.Survivors, name)
		default:
			s.Add(Score{Killed: 1, Total: 1, Kills: []Kill{{name, ratio}}, Weakest: ratio, WeakestName: name})
		}
	}
	return s
}

// run gives the wrong answers, and returns the largest error/bound and whether any
// was caught.
func (m Mutant) run(probes []*probe) (ratio float64, caught bool) {
	ratio = m.worst(probes, (*probe).ratio)
	return ratio, ratio > 1
}

// worst returns the largest error/tolerance of the wrong answers by a rule; an error is caught if it is above 1.
func (m Mutant) worst(probes []*probe, rule func(q *probe, values []float64) float64) (most float64) {
	for _, q := range probes {
		if values := m.wrong(q); values != nil {
			most = max(most, decisive(rule(q, values)))
		}
	}
	return most
}

// ratio is our own rule, in 320 bits.
func (q *probe) ratio(values []float64) float64 {
	return rejection(q.compare(values, gradcheck.Hints{}))
}

// gradients are the trials of the gradient of J in the network's parameters: a mistake
// in one of them may be met in any other.
var gradients = []string{"24", "25", "28", "29", "30", "37", "38", "44", "45", "46", "47", "Code 1", "Code 2", "Code 11", "Algorithm 1"}

// relatives returns the mutants of the trial, and of its relatives after them.
func (t Trial) relatives() []Mutant {
	all := mutantsOf(t.Number)
	if slices.Contains(gradients, t.Number) {
		for _, number := range gradients {
			if number != t.Number {
				all = append(all, mutantsOf(number)...)
			}
		}
	}
	return all
}

// wrong returns the wrong answers to a probe by name.
func (t Trial) wrong(q *probe) (all []gradcheck.Wrong) {
	if !q.planted {
		return nil
	}
	for _, m := range t.relatives() {
		if m.Equivalent != "" {
			continue
		}
		if values := m.answer(q); values != nil {
			name := fmt.Sprintf("mutant %d: %s", m.ID, m.Name)
			if m.Equation != t.Number {
				name = fmt.Sprintf("mutant %d, of %s: %s", m.ID, m.Equation, m.Name)
			}
			all = append(all, gradcheck.Wrong{Name: name, Gradient: values})
		}
	}
	return all
}
