package equations

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// Every planted error is caught, and no harmless change is taken for an error.
func TestEveryPlantedErrorIsCaught(t *testing.T) {
	onStandardPoints(t)
	all := Score{Weakest: math.Inf(1)}
	for _, r := range results() {
		require.Greater(t, r.Score.Killed, 0, "(%s)", r.Number)
		all.Add(r.Score)
	}
	require.Empty(t, all.Survivors)
	require.Empty(t, all.Flagged)
	require.Equal(t, all.Total, all.Killed)
	require.GreaterOrEqual(t, all.Total, 100)
	require.Len(t, all.Kills, all.Killed)
	require.Len(t, Mutants(), all.Total+all.Equivalent)
	require.Greater(t, all.Weakest, 10.0, "%s: far from the bound", all.WeakestName)
}

// A trial that catches none of its planted errors fails, though the code is right.
func TestNegativeControl(t *testing.T) {
	trial, err := Find("30")
	require.NoError(t, err)
	blunt := trial
	blunt.probe = func(p *Points) []*probe {
		probes := trial.probe(p)
		for _, q := range probes {
			for i := range q.claim.formula {
				q.claim.formula[i].Running = gradcheck.RunningError{Scale: 1e30, Roundings: 1} // a bound that lets everything pass
			}
		}
		return probes
	}
	r := blunt.RunAt(Sample(1))
	require.Equal(t, gradcheck.FAIL, r.Verdict())
	require.Equal(t, "none of the planted errors was caught, so nothing is shown", r.Report.Reason)
	require.Equal(t, 0, r.Score.Killed)
	require.NotEmpty(t, r.Score.Survivors)
}

// A mistake is recognised when it is met, and named.
func TestFailureNamesTheMutant(t *testing.T) {
	onStandardPoints(t)
	for _, m := range Mutants() {
		if m.Equivalent != "" || m.Equation != "30" && m.Equation != "59" {
			continue
		}
		trial, err := Find(m.Equation)
		require.NoError(t, err)
		named := false
		for _, q := range probedOf(t, m.Equation) {
			values := m.answer(q)
			if values == nil || q.unit != gradcheck.Unit64 {
				continue
			}
			if r := trial.compare(q, values); r.Verdict == gradcheck.FAIL && len(values) == len(q.claim.values) {
				named = true
				require.Contains(t, r.Diagnosis[0], "this is mutant", m.Name)
			}
		}
		require.True(t, named, m.Name)
	}
}

// The right code raises no alarm at random points: one in short mode, two in go test, six
// in the whole sweep. go run ./docs verify -instances 1000 takes more.
func TestNoFalseAlarms(t *testing.T) {
	for _, p := range samples()[:sweep(1, 2, 6)] {
		for _, trial := range All() {
			r := trial.Check(p)
			require.Equal(t, gradcheck.PASS, r.Verdict, "%s: %v", p.Name, r)
		}
	}
}

// The misprints of section 2.3 are recognised as mistakes that people make.
func TestMisprintsAreNamed(t *testing.T) {
	for number, what := range map[string]string{
		"44": "Z(1 − Z) for every σ", "45": "Z(1 − Z) for every σ", "46": "Z(1 − Z) for every σ",
		"47": "([(T − Y)Vᵀ] ⊙ Z) > 0", "Algorithm 1": "([(T − Y)Vᵀ] ⊙ Z) > 0",
	} {
		r := results()[slices.IndexFunc(results(), func(r Result) bool { return r.Number == number })]
		require.Len(t, r.Printed.Diagnosis, map[bool]int{true: 2, false: 1}[number == "45"], "%v", r.Printed.Diagnosis)
		require.Contains(t, r.Printed.Diagnosis[0], what)
	}
}

// Where units saturate, z(1 − z) and 1 − z² lose their digits. A diagnosis tells that from
// a wrong derivative.
func TestLostDigitsAreTold(t *testing.T) {
	onStandardPoints(t)
	for _, number := range []string{"41", "42"} {
		trial, err := Find(number)
		require.NoError(t, err)
		told := 0
		printed := trial.printed(Standard())
		for _, q := range trial.probes(Standard()) {
			if q.unit != gradcheck.Unit64 {
				continue
			}
			r := trial.compare(q, printed[0].claim.values)
			if printed = printed[1:]; r.Verdict == gradcheck.FAIL {
				told++
				require.Contains(t, r.Diagnosis[len(r.Diagnosis)-1], "lost digits rather than a wrong derivative", "(%s) %s", number, q.name)
			}
		}
		require.Greater(t, told, 3)
	}
}
