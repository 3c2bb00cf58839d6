package errata

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// more lists demonstrations without numbers in the book: the other errata, and, without a title
// of their own, the truths in 320 bits that compare [demonstrations].
var more = slices.Concat(likelihoodErrata, softmaxErrata, matrixErrata, truths, averagesOnly, listingErrata, targetErrata)

// demonstrated returns all parts of what shows an erratum, by ID.
func demonstrated() map[string][]demonstration {
	all := map[string][]demonstration{}
	for _, d := range slices.Concat(demonstrations, more) {
		all[d.id] = append(all[d.id], d)
	}
	return all
}

// In short mode the long parts are left out: they are half a million steps of training, for
// which the race detector and an emulated machine take minutes, and which show them nothing
// that the tests of package nn do not.
func TestErrata(t *testing.T) {
	all := demonstrated()
	for _, id := range slices.Sorted(maps.Keys(all)) {
		t.Run(id+"_"+strings.ReplaceAll(all[id][0].says, " ", "_"), func(t *testing.T) {
			t.Parallel()
			e := &Evidence{}
			for _, d := range all[id] {
				part := d.evidence(!testing.Short())
				e.Values, e.Claims = append(e.Values, part.Values...), append(e.Claims, part.Claims...)
			}
			if len(e.Values)+len(e.Claims) == 0 {
				t.Skip("only training shows it: left out in short mode")
			}
			require.Empty(t, failures(e))
		})
	}
}

// failures describes the values and claims of an evidence that do not hold.
func failures(e *Evidence) (all []string) {
	for _, v := range e.Values {
		if !v.Reads() {
			all = append(all, fmt.Sprintf("%s: %v, want %s", v.Name, v.Float64(), v.Digits))
		}
	}
	for _, c := range e.Claims {
		if !c.Holds {
			all = append(all, "does not hold: "+c.Says)
		}
	}
	return all
}

// equal enters that two values are equal.
func (e *Evidence) equal(says string, want, got any) {
	e.Holds(fmt.Sprintf("%s: %v, want %v", says, got, want), assert.ObjectsAreEqual(want, got))
}

// agree enters that a formula is the truth, entry by entry.
func (e *Evidence) agree(says string, formula, truth []real320) {
	e.Holds(says, len(truth) > 0 && slices.EqualFunc(formula, truth, agree))
}

// Each erratum that a number can show is demonstrated, with words that name a subtest. The
// others are slips of the pen, Python that stops with an error, and one fact from outside of
// the paper.
func TestExactlyTheShownErrataAreDemonstrated(t *testing.T) {
	others := []string{"E4", "E16", "E27", "E36", "E37", "E48", "E66", "E73", "E75", "E76"}
	all := demonstrated()
	for _, e := range All() {
		require.Equal(t, !slices.Contains(others, e.ID), e.Shown, e.ID)
		require.Equal(t, e.Shown, len(all[e.ID]) > 0, e.ID)
		for i, d := range all[e.ID] {
			require.True(t, d.show != nil || d.long != nil, e.ID)
			require.Equal(t, i == 0, d.says != "", "%s: one title", e.ID)
			require.NotContains(t, d.says, "/", "would be two names for -run")
		}
	}
	require.Len(t, all, 77-len(others))
}

func TestEvidenceIsComputedOnce(t *testing.T) {
	require.Same(t, EvidenceOf("E10"), EvidenceOf("E10"))
	require.NotEmpty(t, EvidenceOf("E10").Values)
	require.Nil(t, EvidenceOf("E4"))
}

func TestErrataAreWhole(t *testing.T) {
	known := []string{"math", "code", "notation", "text", "assumption", "result"}
	all := All()
	require.Len(t, all, 77)
	for i, e := range all {
		require.Equal(t, "E"+strconv.Itoa(i+1), e.ID)
		require.NotEmpty(t, e.Kinds, e.ID)
		require.Subset(t, known, e.Kinds, e.ID)
		require.NotEmpty(t, e.Place, e.ID)
		require.Regexp(t, `\.$`, e.Text, e.ID)
		require.NotRegexp(t, `[\\$]`, e.Text, "%s: Unicode, no markup", e.ID)
		found, err := Find(e.ID)
		require.NoError(t, err)
		require.Equal(t, e, found)
	}
	all[0].ID = "E0"
	require.Equal(t, "E1", All()[0].ID, "a copy")
}

func TestFindErratumKnowsWhatThereIs(t *testing.T) {
	_, err := Find("E78")
	require.EqualError(t, err, `no erratum "E78": there are E1–E77`)
}

func TestDigitsAreRead(t *testing.T) {
	reads := func(printed string, x float64) bool {
		e := &Evidence{}
		e.Is("", printed, x)
		return len(failures(e)) == 0
	}
	for printed, values := range map[string][3]float64{ // read so, and the next on both sides
		"0.26762":         {0.267623, 0.267614, 0.267626},
		"-0.034156865400": {-0.0341568654004, -0.0341568654006, -0.0341568653994},
		"2.2e-4":          {0.0002249, 0.0002149, 0.0002251},
		"78e-1":           {7.84, 7.74, 7.86},
		"2e8":             {1.6e8, 1.4e8, 2.6e8},
		"685.740":         {685.7404, 685.7406, 685.7394},
		"1427":            {1427, 1426, 1428},
		"0":               {0, 0.6, -0.6},
	} {
		require.True(t, reads(printed, values[0]), printed)
		for _, wrong := range []float64{values[1], values[2], -values[0] - 1, math.NaN(), math.Inf(1)} {
			require.False(t, reads(printed, wrong), printed)
		}
	}
	require.False(t, reads("0.1 or so", 0.1))
}

// Each way to enter an evidence can fail.
func TestEvidenceFails(t *testing.T) {
	one, two := numbers[real320](1, 1), numbers[real320](1, 2)
	for want, enter := range map[string]func(e *Evidence){
		"x: 0.3, want 0.2":               func(e *Evidence) { e.Is("x", "0.2", 0.3) },
		"x: NaN, want 0.2":               func(e *Evidence) { e.Is("x", "0.2", math.Inf(1)) },
		"third: 0.25, want 0.333":        func(e *Evidence) { e.IsRat("third", "0.333", rat(1, 4)) },
		"does not hold: so":              func(e *Evidence) { e.Holds("so", false) },
		"does not hold: rows: 3, want 4": func(e *Evidence) { e.equal("rows", 4, 3) },
		"does not hold: one entry":       func(e *Evidence) { e.agree("one entry", one, two) },
		"does not hold: fewer entries":   func(e *Evidence) { e.agree("fewer entries", one[:1], two) },
		"does not hold: no entries":      func(e *Evidence) { e.agree("no entries", nil, nil) },
		"does not hold: it fits":         func(e *Evidence) { e.misfit("it fits", func() {}) },
		"does not hold: another reason":  func(e *Evidence) { e.misfit("another reason", func() { panic("misfit") }) },
	} {
		e := &Evidence{}
		enter(e)
		require.Equal(t, []string{want}, failures(e))
	}
	e := &Evidence{}
	e.Is("", "0.2", 0.24)
	e.IsRat("", "0.333", rat(1, 3))
	e.Holds("", true)
	e.equal("", 4, 4)
	e.agree("", one, one)
	require.Empty(t, failures(e))
}

func TestAgreementIsNarrow(t *testing.T) {
	one := real320{}.Of(1)
	nan := one.Of(math.NaN())
	require.True(t, agree(one.Add(one.Of(0x1p-100)), one))
	require.False(t, agree(one.Add(one.Of(0x1p-99)), one))
	require.False(t, agree(one.Neg(), one))
	require.False(t, agree(one, one.Neg()))
	require.False(t, agree(one.Of(0x1p-99), one.Of(0)))
	require.False(t, agree(one.Of(-1000), one.Of(1000)))
	require.True(t, agree(one.Of(-1000).Sub(one.Of(0x1p-95)), one.Of(-1000)))
	require.False(t, agree(nan, one))
	require.False(t, agree(one, nan))
	require.InDelta(t, 3, worst([]real320{one, one.Of(4)}, []real320{one, one}), 0)
}

// A line that cannot be read is refused.
func TestTheListIsRead(t *testing.T) {
	_, err := read("E1 | math | (1)\nOne.\nTwo.")
	require.EqualError(t, err, "errata.txt:3: want ID | kinds | place")
}
