package equations

import (
	"math"
	"slices"
	"sync"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/internal/othercheckers"
)

// RuleScore is a decision rule's result on the planted errors in derivatives.
type RuleScore struct {
	Name        string
	Killed      float64 // of Total, on average over the seeds of a rule that draws directions
	Total       int
	FalseAlarms float64 // right answers rejected, likewise
	Controls    int     // right answers
	Weakest     float64 // the least error/tolerance of a caught error
}

// Table scores the published rules of other gradient checkers on the planted errors
// in derivatives at some points, and lastly our own: in doubles and in 320 bits. Each rule sees the same
// probes; an error is caught if the rule rejects it at any of them where it accepts
// the right answer. One that rejects everything distinguishes nothing.
func Table(p *Points, seeds int) []RuleScore {
	trials, rules := derivativeTrials(p), append(othercheckers.Rules(), everyday)
	scores := make([]RuleScore, len(rules)+1)
	var workers sync.WaitGroup
	for i, rule := range rules {
		workers.Go(func() { scores[i] = scoreChecker(trials, rule, seeds) })
	}
	workers.Wait()
	ours := RuleScore{Name: "320 bits, derived bound", Weakest: math.Inf(1)}
	ours.add(scoreRule(trials, func(q *probe) func([]float64) float64 { return q.ratio }))
	scores[len(rules)] = ours
	return scores
}

// scoreChecker returns the average over the seeds, if the rule draws directions.
func scoreChecker(trials []derivativeTrial, rule othercheckers.Rule, seeds int) RuleScore {
	s := RuleScore{Name: rule.Name, Weakest: math.Inf(1)}
	if !rule.Random {
		seeds = 1
	}
	for seed := range seeds {
		s.add(scoreRule(trials, func(q *probe) func([]float64) float64 { return q.byChecker(rule, uint64(seed)) }))
	}
	s.Killed, s.FalseAlarms = s.Killed/float64(seeds), s.FalseAlarms/float64(seeds)
	return s
}

// add enters the score of one run.
func (s *RuleScore) add(run RuleScore) {
	s.Killed, s.FalseAlarms = s.Killed+run.Killed, s.FalseAlarms+run.FalseAlarms
	s.Total, s.Controls, s.Weakest = run.Total, run.Controls, min(s.Weakest, run.Weakest)
}

// derivativeTrial is the part of a trial that differences can compare.
type derivativeTrial struct {
	probes  []*probe
	mutants []Mutant
}

func derivativeTrials(p *Points) (all []derivativeTrial) {
	for _, t := range All() {
		d := derivativeTrial{}
		for _, q := range t.probes(p) {
			if q.slopes != nil && q.unit == gradcheck.Unit64 {
				d.probes = append(d.probes, q)
			}
		}
		for _, m := range mutantsOf(t.Number) {
			if m.Equivalent == "" && m.answers(d.probes) {
				d.mutants = append(d.mutants, m)
			}
		}
		if len(d.probes) > 0 {
			all = append(all, d)
		}
	}
	return all
}

// answers reports whether the mutant differs from the right answer at any probe.
func (m Mutant) answers(probes []*probe) bool {
	for _, q := range probes {
		for i, x := range m.answer(q) {
			if i >= len(q.claim.values) || x != q.claim.values[i] {
				return true
			}
		}
	}
	return false
}

// scoreRule runs a rule, which gives error/tolerance of an answer to a probe.
func scoreRule(trials []derivativeTrial, prepare func(*probe) func([]float64) float64) RuleScore {
	s := RuleScore{Weakest: math.Inf(1)}
	for _, t := range trials {
		checks := map[*probe]func([]float64) float64{}
		var useful []*probe // at which the rule accepts the right answer
		for _, q := range t.probes {
			checks[q] = prepare(q)
			s.Controls++
			if checks[q](q.claim.values) <= 1 {
				useful = append(useful, q)
			} else {
				s.FalseAlarms++
			}
		}
		for _, m := range t.mutants {
			s.Total++
			most := m.worst(useful, func(q *probe, values []float64) float64 { return checks[q](values) })
			if most > 1 {
				s.Killed++
				s.Weakest = min(s.Weakest, most)
			}
		}
	}
	return s
}

// decisive returns a ratio with +Inf for NaN, which is a rejection.
func decisive(ratio float64) float64 {
	if math.IsNaN(ratio) {
		return math.Inf(1)
	}
	return ratio
}

// byChecker returns the rule of another checker for the probe. A rule is given the
// Jacobian of the outputs and inputs that are probed; if the probe is of some of it
// only, the rest is right. If it has them twice, each answer is compared by itself.
func (q *probe) byChecker(rule othercheckers.Rule, seed uint64) func([]float64) float64 {
	outputs, inputs := q.slopes.axes()
	compare := rule.Prepare(q.slopes.restricted(outputs, inputs), seed)
	right := matrix.Map(outputs, func(output int) []float64 {
		return matrix.Map(inputs, func(input int) float64 { return q.slopes.all()[output][input].Truth.Float64() })
	})
	return func(values []float64) (most float64) {
		if len(values) != len(q.slopes.pick) {
			return math.Inf(1)
		}
		J, probed := matrix.Clone(right), map[[2]int]bool{}
		for n, p := range q.slopes.pick {
			if probed[p] {
				most = max(most, decisive(compare(J)))
				J, probed = matrix.Clone(right), map[[2]int]bool{}
			}
			J[slices.Index(outputs, p[0])][slices.Index(inputs, p[1])] = values[n]
			probed[p] = true
		}
		return max(most, decisive(compare(J)))
	}
}

// axes returns the outputs and the inputs of the numbers that are probed.
func (d *derivative) axes() (outputs, inputs []int) {
	for _, p := range d.pick {
		if !slices.Contains(outputs, p[0]) {
			outputs = append(outputs, p[0])
		}
		if !slices.Contains(inputs, p[1]) {
			inputs = append(inputs, p[1])
		}
	}
	return outputs, inputs
}

// restricted returns the function of some inputs, with some outputs, in doubles.
func (d *derivative) restricted(outputs, inputs []int) othercheckers.Problem {
	f := func(x []float64) []float64 {
		point := slices.Clone(d.at)
		for i, input := range inputs {
			point[input] = x[i]
		}
		all := d.f.double(point)
		return matrix.Map(outputs, func(output int) float64 { return all[output] })
	}
	return othercheckers.Problem{F: f, At: matrix.Map(inputs, func(i int) float64 { return d.at[i] })}
}
