package equations

import (
	"math"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// gradientRows and updateRows list the equations in which most mistakes are made.
var (
	gradientRows = []string{
		"10", "19", "20", "24", "25", "28", "29", "30", "37", "38", "44", "45", "46", "47", "Code 1", "Code 2", "Code 3", "Code 11", "Algorithm 1",
	}
	updateRows = []string{"48", "49", "54", "55", "56", "57", "58", "59", "Code 13", "2.5.1"}
)

// realMutants counts the mutants of a row that are errors.
func realMutants(number string) (n int) {
	for _, m := range mutantsOf(number) {
		if m.Equivalent == "" {
			n++
		}
	}
	return n
}

func TestMutantsOfEveryRow(t *testing.T) {
	for _, trial := range All() {
		assert.GreaterOrEqual(t, realMutants(trial.Number), 2, trial.Title())
	}
	for _, number := range append(append([]string(nil), gradientRows...), updateRows...) {
		assert.GreaterOrEqual(t, realMutants(number), 5, number)
		assert.LessOrEqual(t, realMutants(number), 14, number)
	}
}

func TestMutantsAreNumberedAndNamed(t *testing.T) {
	all := Mutants()
	equivalent, names := 0, map[string]bool{}
	for i, m := range all {
		assert.Equal(t, i+1, m.ID)
		_, err := Find(m.Equation)
		assert.NoError(t, err, m.Name)
		assert.NotEmpty(t, m.Name)
		assert.LessOrEqual(t, utf8.RuneCountInString(m.Name), 50, m.Name)
		assert.False(t, names[m.Equation+m.Name], "%s has %q twice", m.Equation, m.Name)
		names[m.Equation+m.Name] = true
		if m.Equivalent != "" {
			equivalent++
			assert.Greater(t, utf8.RuneCountInString(m.Equivalent), 20, "a proof is a sentence: %s", m.Name)
		}
	}
	assert.Len(t, all, 297)
	assert.Equal(t, 19, equivalent)
}

func TestMutantsAnswer(t *testing.T) {
	onStandardPoints(t)
	probes := map[string][]*probe{}
	for n, trial := range All() {
		probes[trial.Number] = probed()[n]
	}
	for _, m := range Mutants() {
		answers := 0
		for _, q := range probes[m.Equation] {
			if q.unit != gradcheck.Unit64 {
				continue
			}
			before := append([]float64(nil), q.claim.values...)
			values := m.answer(q)
			assert.Equal(t, before, q.claim.values, "the claim is untouched: %s, %s", m.Equation, m.Name)
			if values != nil {
				answers++
				assert.NotEmpty(t, values, "%s, %s", m.Equation, m.Name)
			}
		}
		assert.Positive(t, answers, "%s, %s", m.Equation, m.Name)
	}
}

// within12 asserts that numbers agree to 10⁻¹² of the largest.
func within12(t *testing.T, want, got []float64, name string) {
	t.Helper()
	require.Len(t, got, len(want), name)
	scale := 0.0
	for _, x := range want {
		scale = max(scale, math.Abs(x))
	}
	for i := range want {
		assert.True(t, math.Abs(got[i]-want[i]) <= 1e-12*scale, "%s: [%d] is %v for %v", name, i, got[i], want[i])
	}
}

func TestMutableMLPWithoutAMistake(t *testing.T) {
	none := func(*mutableMLP) {}
	p := Standard()
	for _, which := range []func(*instance) block{(*instance).blockW, (*instance).blockB, (*instance).blockV, (*instance).blockC} {
		for _, q := range probeCode(everyActivation, which)(p) {
			if q.unit != gradcheck.Unit64 {
				continue
			}
			for _, answer := range []func(*probe) []float64{mutateForward(none), mutateBackward(func(*mutableMLP, [][]float64) {}), mutateForward((*mutableMLP).again)} {
				within12(t, q.claim.values, answer(q), q.name)
			}
		}
	}
	for _, q := range probeRegressionGradient(p) {
		if q.unit == gradcheck.Unit64 {
			within12(t, q.claim.values, mutateLogistic(none)(q), q.name)
		}
	}
	for _, in := range p.withExtremes() {
		c, s, r, mutableLogistic := in.claims(), in.mutableMLP(), in.regression(), in.mutableLogistic()
		within12(t, flat(c.code.α), flat(product(s.X, s.W, s.b)), in.String())
		within12(t, flat(c.code.Z), flat(activated(in.σ, s.α)), in.String())
		within12(t, flat(c.code.A), flat(product(s.Z, s.V, s.c)), in.String())
		within12(t, flat(c.code.Y), flat(softened(s.A, math.Exp)), in.String())
		within12(t, flat(s.S), flat(sloped(in.σ, s.α)), in.String())
		within12(t, []float64{c.code.loss}, []float64{s.loss()}, in.String())
		within12(t, flat(r.code.A), flat(product(mutableLogistic.X, mutableLogistic.V, nil)), in.String())
		within12(t, flat(r.code.Y), flat(softened(mutableLogistic.A, math.Exp)), in.String())
		within12(t, []float64{r.code.loss}, []float64{mutableLogistic.loss()}, in.String())
	}
}

func TestMutableOptimizerWithoutAMistake(t *testing.T) {
	for _, number := range append(append([]string(nil), updateRows...), "Code 5") {
		trial, err := Find(number)
		require.NoError(t, err)
		for _, q := range trial.probes(Standard()) {
			if q.rule == nil || q.unit != gradcheck.Unit64 {
				continue
			}
			got, first := mutateOptimizer(func(*mutableOptimizer) {})(q), 0
			for _, b := range q.blocks {
				last := first + b.Cols
				within12(t, q.claim.values[first:last], got[first:last], number+", "+q.name+", "+b.Name)
				first = last
			}
		}
	}
}

func TestDescentWithoutAMistake(t *testing.T) {
	for _, q := range probeEpoch(Standard()) {
		within12(t, q.claim.values, descending(func(*descent) {})(q), q.name)
	}
}

func TestPredictionsWithoutAMistake(t *testing.T) {
	q := probePredictions(nil)[0]
	within12(t, q.claim.values, predictions(q.x, func(x, best float64) bool { return x > best }), q.name)
	for _, q := range probeBatches(nil) {
		within12(t, q.claim.values, batched(ceiling, cutAtN)(q), q.name)
	}
}
