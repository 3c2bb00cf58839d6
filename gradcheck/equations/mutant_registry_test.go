package equations

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

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
