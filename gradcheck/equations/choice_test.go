package equations

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// Sizes at which a trial takes some milliseconds.
var (
	small = Choice{N: 3, D: 2, M: 3, K: 3, Seed: 1}
	large = Choice{N: 6, D: 2, M: 2, K: 3, Seed: 2}
)

// choices returns the choices that make a difference to a trial, at a size. In short mode they are
// all at the ordinary kind of point.
func choices(t Trial, size Choice) (all []Choice) {
	relevantOptions, known := relevant[t.Number]
	if !known {
		relevantOptions = t.RelevantOptions()
		relevant[t.Number] = relevantOptions
	}
	for _, size.Activation = range relevantOptions.Activations {
		for _, size.Kind = range relevantOptions.Kinds {
			if size.Kind == relevantOptions.Kinds[0] || !testing.Short() {
				all = append(all, size)
			}
		}
	}
	return all
}

// relevant has the options of each trial, found once for all tests.
var relevant = map[string]RelevantOptions{}

// drawn returns the points of a choice, drawn and computed once for all trials.
func drawn(c Choice) *Points {
	c.Mutant, c.Printed = 0, false
	if drawings[c] == nil {
		drawings[c] = c.points()
	}
	return drawings[c]
}

var drawings = map[Choice]*Points{}

// The code passes wherever one may choose to try it. The whole sweep has every choice of
// a trial, go test every other, which changes from trial to trial, and short tests a fourth
// of the choices of the ordinary kind of point.
func TestTheCodePassesAtEveryChoice(t *testing.T) {
	for i, trial := range All() {
		all := choices(trial, small)
		for _, c := range choices(trial, Smallest) {
			if c.Seed = 1; trial.Number != "2.2.4" && !(trial.Number == "B.7" && c.Kind == string(atKink)) {
				all = append(all, c) // the one is about three classes, the other leaves the kink out
			}
		}
		if !testing.Short() && i%8 == 0 {
			all = append(all, choices(trial, Largest)[0])
		}
		for j, c := range all {
			if (i+j)%sweep(4, 2, 1) > 0 {
				continue
			}
			a, err := trial.tryAt(t.Context(), c, drawn)
			require.NoError(t, err, "%s: %+v", trial.Number, c)
			require.Equal(t, gradcheck.PASS, a.Verdict(), "%s: %+v: %v", trial.Number, c, a.Report)
			require.Positive(t, a.Probes)
			require.Zero(t, a.Wrong)
			require.Empty(t, a.Score.Flagged, "%s: %+v", trial.Number, c)
		}
	}
}

// The verdict on a planted error when it is tried agrees with the score. Short tests try
// every fourth.
func TestTryingAPlantedErrorIsItsScore(t *testing.T) {
	failed, passed := 0, 0
	for _, trial := range All() {
		c := choices(trial, small)[0]
		a, err := trial.tryAt(t.Context(), c, drawn)
		require.NoError(t, err)
		for _, m := range trial.Mutants() {
			if m.ID%sweep(4, 1, 1) > 0 {
				continue
			}
			name := fmt.Sprintf("mutant %d: %s", m.ID, m.Name)
			want := gradcheck.PASS
			if slices.ContainsFunc(a.Score.Kills, func(k Kill) bool { return k.Name == name }) {
				want = gradcheck.FAIL
			}
			c.Mutant = m.ID
			b, err := trial.tryAt(t.Context(), c, drawn)
			require.NoError(t, err)
			require.Equal(t, want, b.Verdict(), "%s: %v", name, b.Report)
			require.Equal(t, a.Probes, b.Probes)
			if want == gradcheck.PASS {
				passed++
				continue
			}
			failed++
			require.Positive(t, b.Wrong)
			require.Empty(t, m.Equivalent)
			require.Contains(t, b.Report.String(), trial.Title()+": FAIL, ")
			require.NotEmpty(t, b.Report.Reason)
		}
	}
	require.Greater(t, failed, sweep(50, 200, 200))
	require.Greater(t, passed, sweep(5, 40, 40), "the changes that are no errors, at least")
}

// Each planted error can be seen to fail at some choice, except for errors that need numbers
// which no choice has.
func TestEveryPlantedErrorFailsAtAChoice(t *testing.T) {
	onStandardPoints(t)
	var unseen []string
	for _, trial := range All() {
		left := unseenAt(trial, small, trial.Mutants())
		for _, m := range unseenAt(trial, large, left) {
			unseen = append(unseen, trial.Number+": "+m.Name)
		}
	}
	require.Equal(t, []string{"58: 1 − βᵗ by subtraction"}, unseen, "it takes many steps, and β near 1")
}

// unseenAt returns the errors that are caught at no choice of a size.
func unseenAt(trial Trial, size Choice, errors []Mutant) []Mutant {
	for _, c := range choices(trial, size) {
		errors = slices.DeleteFunc(errors, func(m Mutant) bool { return m.Equivalent != "" })
		if len(errors) == 0 {
			break
		}
		probes := trial.probes(drawn(c))
		errors = slices.DeleteFunc(errors, func(m Mutant) bool {
			_, caught := m.run(probes)
			return caught
		})
	}
	return errors
}

// A print that is wrong fails at some choice, one that is right at none.
func TestThePrintAtAChoice(t *testing.T) {
	onStandardPoints(t)
	for _, trial := range All() {
		c := small
		c.Printed, c.Kind = true, string(ordinary)
		if !trial.RelevantOptions().Print {
			_, err := trial.tryAt(t.Context(), c, drawn)
			require.EqualError(t, err, trial.Title()+" is printed as it is tried")
			continue
		}
		failed := 0
		for _, c := range choices(trial, c) {
			a, err := trial.tryAt(t.Context(), c, drawn)
			if err == nil && a.Verdict() != gradcheck.PASS {
				failed++
				require.Contains(t, a.Report.Name, "as printed")
			}
		}
		require.Equal(t, slices.Contains(misprinted, trial.Number), failed > 0, "%s: %d", trial.Number, failed)
	}
}

func TestUnusableChoices(t *testing.T) {
	for want, turn := range map[string]func(c *Choice){
		"N is 0: want 1 to 8":                              func(c *Choice) { c.N = 0 },
		"D is 6: want 1 to 5":                              func(c *Choice) { c.D = 6 },
		"M is -1: want 1 to 5":                             func(c *Choice) { c.M = -1 },
		"K is 1: want 2 to 5":                              func(c *Choice) { c.K = 1 },
		`unknown kind of point "odd"`:                      func(c *Choice) { c.Kind = "odd" },
		"unknown activation":                               func(c *Choice) { c.Activation = 9 },
		"Equation (46) has no planted error 1":             func(c *Choice) { c.Mutant = 1 },
		"no error is planted in the print":                 func(c *Choice) { c.Mutant, c.Printed = 167, true },
		"Equation (46) has no probe at such a point":       func(c *Choice) { c.Activation = nn.ReLU },
		`Equation (46) has no probe at such a point: acti`: func(c *Choice) { c.Kind = string(extreme) },
	} {
		trial, err := Find("46")
		require.NoError(t, err)
		c := small
		c.Kind = string(ordinary)
		_, err = trial.Try(t.Context(), c)
		require.NoError(t, err)
		turn(&c)
		_, err = trial.Try(t.Context(), c)
		require.Error(t, err)
		require.True(t, strings.HasPrefix(err.Error(), want), err)
	}
}

func TestTryEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, trial := range All() {
		_, err := trial.tryAt(ctx, choices(trial, small)[0], drawn)
		require.ErrorIs(t, err, context.Canceled)
	}
}

// Options that make no difference are not offered.
func TestRelevantOptions(t *testing.T) {
	relevantOptions := func(number string) RelevantOptions {
		trial, err := Find(number)
		require.NoError(t, err)
		return trial.RelevantOptions()
	}
	require.Equal(t, RelevantOptions{
		Activations: nn.Activations, Kinds: Kinds()[:9], Seed: true, N: true, D: true, M: true, K: true, Print: true,
	}, relevantOptions("47"))
	require.Equal(t, RelevantOptions{Activations: nn.Activations[:1], Kinds: Kinds()[:1]}, relevantOptions("Code 6"), "the paper's data")
	require.False(t, relevantOptions("20").M, "the regression has no hidden units")
	require.Equal(t, []nn.Activation{nn.ReLU}, relevantOptions("Code 11").Activations)
	require.Contains(t, relevantOptions("22").Kinds, string(extreme), "values are tried there")
}
