package equations

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// Choice is a point of one's own, and the candidate to try there: the code, an error planted
// in its answer, or the form that the paper prints.
type Choice struct {
	Activation nn.Activation
	Kind       string // one of Kinds
	Seed       uint64 // from which all numbers are drawn
	N, D, M, K int    // between Smallest and Largest
	Mutant     int    // the ID of an error of the trial's; 0 for none
	Printed    bool   // the paper's print instead
}

// Smallest and Largest are the bounds of the sizes.
var (
	Smallest = Choice{N: 1, D: 1, M: 1, K: 2}
	Largest  = Choice{N: 8, D: 5, M: 5, K: 5}
)

// choosable are the kinds that have no sizes of their own. At the last three values are
// tried, but no derivatives.
var choosable = []kind{ordinary, saturated, counts, soft, tied, atKink, nearKink, tiny, long, extreme, sunk, raised}

// Kinds returns the kinds of points among which one can choose, the ordinary one first.
func Kinds() (names []string) {
	for _, k := range choosable {
		names = append(names, string(k))
	}
	return names
}

// Mutants returns the errors that can be planted in the trial's answers, and the
// changes that are no errors.
func (t Trial) Mutants() []Mutant { return mutantsOf(t.Number) }

// Attempt is the outcome of a trial at a chosen point. Its Report is on the candidate.
// The Score counts all errors planted there, if the code was tried.
type Attempt struct {
	Result
	Probes int     // number of probes
	Wrong  int     // number of probes that the planted error answers in its own way
	Arrays []Array // of the probe whose answer is farthest from the truth
}

// Try tries the choice. The error says that the choice is invalid, that no probe
// arises at such a point, or that the context ended.
func (t Trial) Try(ctx context.Context, c Choice) (Attempt, error) {
	return t.tryAt(ctx, c, Choice.points)
}

// tryAt is Try with the numbers that points draws for a choice.
func (t Trial) tryAt(ctx context.Context, c Choice, points func(Choice) *Points) (Attempt, error) {
	m, err := c.check(t)
	if err != nil {
		return Attempt{}, err
	}
	a := Attempt{Result: Result{Trial: t}}
	probes, name := t.probes(points(c)), t.Title()
	switch {
	case c.Printed && t.printed == nil:
		a.Report = gradcheck.Report{Name: name + " as printed", Verdict: gradcheck.FAIL, Reason: t.undefined + " is not defined"}
		return a, nil
	case c.Printed:
		probes, name = t.print(c, points), name+" as printed"
	}
	if len(probes) == 0 {
		return Attempt{}, fmt.Errorf("%s has no probe at such a point: activation %v, kind %q", name, c.Activation, c.Kind)
	}
	a.Probes = len(probes)
	a.Report, err = a.compare(ctx, name, probes, m)
	a.Arrays = arraysOf(probes, m)
	if err != nil || c.Printed {
		return a, err
	}
	if m.ID == 0 {
		a.Score = t.score(probes)
	}
	a.CrossChecks, a.Order = crossChecks(probes), orderOf(probes)
	return a, nil
}

// compare checks the answers to all probes; the planted error's answers are among them.
func (a *Attempt) compare(ctx context.Context, name string, probes []*probe, m Mutant) (gradcheck.Report, error) {
	var reports []gradcheck.Report
	for _, q := range probes {
		if ctx.Err() != nil {
			return gradcheck.Report{}, ctx.Err()
		}
		if values := m.wrong(q); values != nil {
			a.Wrong++
			reports = append(reports, a.Trial.compare(q, values))
			continue
		}
		reports = append(reports, a.try("", []*probe{q}))
	}
	return gradcheck.Merge(name, reports...), nil
}

// wrong returns the planted error's answer to a probe, nil if that is the code's.
func (m Mutant) wrong(q *probe) []float64 {
	if m.ID == 0 || q.unit != gradcheck.Unit64 {
		return nil
	}
	return m.answer(q)
}

// print returns the probes about the printed form, at the activation that was chosen
// or, if its caption names another, at that.
func (t Trial) print(c Choice, points func(Choice) *Points) (probes []*probe) {
	for _, σ := range append([]nn.Activation{c.Activation}, nn.Activations...) {
		if c.Activation = σ; len(probes) == 0 {
			probes = t.printed(points(c))
		}
	}
	for _, q := range probes {
		q.isPrint = true
	}
	return probes
}

// check returns the planted error, or an error that names the invalid part of the choice.
func (c Choice) check(t Trial) (m Mutant, err error) {
	sizes := []struct {
		name            string
		is, least, most int
	}{
		{"N", c.N, Smallest.N, Largest.N}, {"D", c.D, Smallest.D, Largest.D}, {"M", c.M, Smallest.M, Largest.M}, {"K", c.K, Smallest.K, Largest.K},
	}
	for _, s := range sizes {
		if s.is < s.least || s.is > s.most {
			return m, fmt.Errorf("%s is %d: want %d to %d", s.name, s.is, s.least, s.most)
		}
	}
	mutants := t.Mutants()
	i := slices.IndexFunc(mutants, func(m Mutant) bool { return m.ID == c.Mutant })
	switch {
	case !slices.Contains(nn.Activations, c.Activation):
		return m, fmt.Errorf("unknown activation %v", c.Activation)
	case !slices.Contains(choosable, kind(c.Kind)):
		return m, fmt.Errorf("unknown kind of point %q", c.Kind)
	case c.Printed && c.Mutant != 0:
		return m, fmt.Errorf("no error is planted in the print")
	case c.Printed && t.printed == nil && t.undefined == "":
		return m, fmt.Errorf("%s is printed as it is tried", t.Title())
	case c.Mutant != 0 && i < 0:
		return m, fmt.Errorf("%s has no planted error %d", t.Title(), c.Mutant)
	case c.Mutant != 0:
		m = mutants[i]
	}
	return m, nil
}

// points returns the point as points, one of everything.
func (c Choice) points() *Points {
	r := rand.New(rand.NewPCG(c.Seed, 61))
	p := &Points{Name: "a point of one's own", seed: c.Seed, settings32: shortSettings[:1]}
	p.decays = []float64{(1 + r.Float64()) / 2}
	p.settings = []adam.Options{{Rate: r.Float64() / 64, Beta1: (1 + r.Float64()) / 2, Beta2: (1 + r.Float64()) / 2, Epsilon: r.Float64() / 1e6}}
	p.sequences = [][]float64{make([]float64, c.N)}
	for n := range c.N {
		p.sequences[0][n] = dyadic(r, 4)
		p.rolls = append(p.rolls, 1+r.IntN(6))
		p.α = append(p.α, c.preactivation(n, r))
	}
	p.logits = [][]float64{make([]float64, c.K)}
	for k := range c.K {
		p.logits[0][k] = c.logit(r)
	}
	in := &instance{Perceptron: paper.Perceptron{Activation: c.Activation, N: c.N, D: c.D, M: c.M, K: c.K}, kind: kind(c.Kind)}
	in.drawn(rand.New(rand.NewPCG(c.Seed, 62)))
	if in.beyond() {
		p.extremes = []*instance{in}
	} else {
		p.networks = []*instance{in}
	}
	return p
}

// preactivation draws α of sample n.
func (c Choice) preactivation(n int, r *rand.Rand) float64 {
	x := dyadic(r, 4)
	switch k := kind(c.Kind); {
	case k == saturated:
		return 8 * x
	case k == tiny:
		return 0x1p-30 * x
	case k == atKink && n == 0:
		return 0
	case k == nearKink && n == 0:
		return 0x1p-20
	}
	return x
}

// logit draws an activation of the softmax.
func (c Choice) logit(r *rand.Rand) float64 {
	x := dyadic(r, 4)
	switch kind(c.Kind) {
	case saturated:
		return 8 * x
	case tied:
		return 0.5
	}
	return x
}
