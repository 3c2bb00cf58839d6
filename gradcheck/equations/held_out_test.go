package equations

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// The held-out mutants are by a third hand, by the author of neither the trials nor the registry,
// and were written down before any of them was run. Plain ones show nearly everywhere;
// subtle ones at some points alone, in few entries or in late digits.
var (
	heldOutPlain = slices.Concat(heldOutLikelihood, heldOutRegression, heldOutForward, heldOutSlope, heldOutGradient,
		heldOutUpdate, heldOutAverage, heldOutProof, heldOutListing)
	heldOutSubtle = slices.Concat(heldOutLikelihoodSubtle, heldOutRegressionSubtle, heldOutForwardSubtle, heldOutSlopeSubtle, heldOutGradientSubtle,
		heldOutUpdateSubtle, heldOutAverageSubtle, heldOutProofSubtle, heldOutListingSubtle)
)

func heldOut() []Mutant { return slices.Concat(heldOutPlain, heldOutSubtle) }

// They are many, of many rows, and none is in the registry.
func TestHeldOutList(t *testing.T) {
	names, rows := map[string]bool{}, map[string]bool{}
	for _, m := range Mutants() {
		names[m.Equation+m.Name] = true
	}
	for _, m := range heldOut() {
		_, err := Find(m.Equation)
		require.NoError(t, err, m.Name)
		assert.False(t, names[m.Equation+m.Name], "%s: %s", m.Equation, m.Name)
		assert.LessOrEqual(t, utf8.RuneCountInString(m.Name), 50, m.Name)
		names[m.Equation+m.Name], rows[m.Equation] = true, true
	}
	assert.GreaterOrEqual(t, len(heldOut()), 120)
	assert.GreaterOrEqual(t, len(heldOutSubtle), 40)
	assert.GreaterOrEqual(t, len(rows), 40)
}

// They answer, and leave the claims as they are.
func TestHeldOutAnswer(t *testing.T) {
	onStandardPoints(t)
	for _, m := range heldOut() {
		answers := 0
		for _, q := range probedOf(t, m.Equation) {
			if q.unit != gradcheck.Unit64 {
				continue
			}
			before := slices.Clone(q.claim.values)
			if values := m.answer(q); values != nil {
				answers++
			}
			assert.Equal(t, before, q.claim.values, "%s: %s", m.Equation, m.Name)
		}
		assert.Positive(t, answers, "%s: %s", m.Equation, m.Name)
	}
}
