package equations

import (
	"math"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/errata"
)

// The statements that the paper prints wrongly.
var misprinted = []string{
	"28", "29", "39", "44", "45", "46", "47", "51", "B.1", "B.5", "B.7",
	"Code 2", "Code 5", "Code 7", "Code 8", "Code 9", "Code 10", "Algorithm 1", "2.2.7", "2.5.5",
}

func init() { debug.SetGCPercent(400) } // numbers of 320 bits are small garbage

// There is a row for each equation, proof and listing, in order; Code 14 is a list of
// settings and results, and states nothing.
func TestEveryEquationProofAndListingHasARow(t *testing.T) {
	var want []string
	for n := range 59 {
		want = append(want, strconv.Itoa(n+1))
	}
	for n := range 7 {
		want = append(want, "B."+strconv.Itoa(n+1))
	}
	for n := range 13 {
		want = append(want, "Code "+strconv.Itoa(n+1))
	}
	want = append(want, "Algorithm 1", "2.1.2", "2.1.3", "2.2.4", "2.2.6", "2.2.7", "2.5.1", "2.5.2", "2.5.5")
	var got []string
	for _, trial := range All() {
		got = append(got, trial.Number)
	}
	require.Equal(t, want, got)
}

// Each statement has probes and each list of probes a statement; a line that cannot be read is refused.
func TestRegistryAndProbesFit(t *testing.T) {
	for number := range printing {
		require.Contains(t, probing, number)
	}
	require.Len(t, probing, len(All())+len(AllBeyond()))
	for text, want := range map[string]string{
		"trial 60 | 4 | as printed | x = x": "registry.txt:1: want a number that has probes | section | status | statement",
		"\ntrial 46 | 2.3.5 | corrected":    "registry.txt:2: want a number that has probes | section | status | statement",
		"remark no":                         "registry.txt:1: want trial, errata, note or undefined",
	} {
		_, err := readTrials(text)
		require.EqualError(t, err, want)
	}
}

// results returns the results of all trials at the standard points, and asked their probes
// there, once for all tests. In short mode, which is for the race detector and for an
// emulated machine, the points are fewer.
var (
	points = sync.OnceValue(func() *Points {
		if testing.Short() {
			return samples()[0]
		}
		return Standard()
	})
	results = sync.OnceValue(func() (all []Result) {
		for _, trial := range All() {
			all = append(all, trial.RunAt(points()))
		}
		return all
	})
	probed = sync.OnceValue(func() (all [][]*probe) {
		for _, trial := range All() {
			all = append(all, trial.probes(points()))
		}
		return all
	})
)

// samples holds the points of the first seeds, computed once for all tests.
var samples = sync.OnceValue(func() (all []*Points) {
	for seed := range uint64(6) {
		all = append(all, Sample(seed+1))
	}
	return all
})

// sweep returns the extent of a sweep: short with -short, part in go test, and with
// CHAINRULE_FULL=1 in the environment whole.
func sweep[T any](short, part, whole T) T {
	switch {
	case testing.Short():
		return short
	case os.Getenv("CHAINRULE_FULL") == "":
		return part
	}
	return whole
}

// onStandardPoints skips a test in short mode.
func onStandardPoints(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the standard points, which take minutes under the race detector: the full run has it")
	}
}

// probedOf returns the probes of the trial with that number.
func probedOf(t *testing.T, number string) []*probe {
	t.Helper()
	i := slices.IndexFunc(All(), func(trial Trial) bool { return trial.Number == number })
	require.GreaterOrEqual(t, i, 0, number)
	return probed()[i]
}

func TestEveryTrialPasses(t *testing.T) {
	for _, r := range results() {
		trial := r.Trial
		t.Run(trial.Number, func(t *testing.T) {
			require.Equal(t, gradcheck.PASS, r.Verdict(), "%v", r.Report)
			want := gradcheck.PASS
			if slices.Contains(misprinted, trial.Number) {
				want = gradcheck.FAIL
				require.Equal(t, Corrected, trial.Status)
			} else if trial.Status == Corrected {
				require.Contains(t, []string{"31", "33"}, trial.Number, "typography alone")
			}
			require.Equal(t, want, r.PrintedVerdict(), "%v", r.Printed)
			if want == gradcheck.FAIL && r.Printed.Worst.Where != "" && trial.Number != "2.5.5" { // where a digit is cut off
				require.False(t, r.Printed.Worst.Ratio() <= 1e6, "a misprint is no rounding error: %v", r.Printed)
			}
			require.NotEmpty(t, trial.Section)
			require.NotEmpty(t, trial.Statement)
			if trial.Status == Corrected {
				require.NotEmpty(t, trial.Errata)
			}
			for _, id := range trial.Errata {
				_, err := errata.Find(id)
				require.NoError(t, err)
			}
			requireReferences(t, r)
		})
	}
}

// requireReferences checks that a result rests on a compare and, unless it is about whole
// numbers alone, on others that agree with it.
func requireReferences(t *testing.T, r Result) {
	t.Helper()
	compare := r.CrossChecks[0]
	require.Equal(t, r.Report.Entries, compare.Entries)
	byName := map[string]CrossCheck{}
	for _, e := range r.CrossChecks[1:] {
		byName[e.Name] = e
	}
	switch compare.Name {
	case ByDifference:
		require.Equal(t, compare.Entries, byName[ByExact].Entries+r.Report.Kinks, "dual numbers cross-check all but kinks")
		require.Greater(t, byName[ByExact].Digits, 45.0)
		require.Greater(t, byName[ByFormula].Digits, 45.0, "the analytic formula, to as many digits")
		require.True(t, math.IsNaN(r.Order.Value) || math.Abs(r.Order.Value-2) < 1e-3, "order %v", r.Order)
	case ByFraction:
		require.Greater(t, byName[ByValue].Digits, 90.0)
		require.Greater(t, byName[ByFormula].Digits, 90.0)
	case ByValue:
		require.Greater(t, byName[ByFormula].Digits, 90.0)
	default:
		t.Fatalf("the reference is by %q", compare.Name)
	}
}

// Where the function is curved the differences converge with order 2.
func TestOrderOfConvergence(t *testing.T) {
	linear := []string{"18", "26", "27", "39", "40", "43", "B.4", "B.7"}
	for _, r := range results() {
		if r.CrossChecks[0].Name == ByDifference {
			require.Equal(t, slices.Contains(linear, r.Number), math.IsNaN(r.Order.Value), "(%s): %v", r.Number, r.Order)
		}
	}
}

// Kinks are met, at every place where the derivative of ReLU is part of the statement,
// and are no failures.
func TestKinksAreMet(t *testing.T) {
	onStandardPoints(t)
	for number, kinks := range map[string]int{"37": 2, "38": 1, "43": 2, "44": 6, "45": 3, "47": 6, "30": 0, "41": 0} {
		i := slices.IndexFunc(results(), func(r Result) bool { return r.Number == number })
		require.Equal(t, kinks, results()[i].Report.Kinks, "(%s): twice in float64 with the formula's, once in float32", number)
		require.Equal(t, gradcheck.PASS, results()[i].Verdict())
	}
}

// With u(0) = 1, which the paper does not exclude, (43) as it stands is wrong at the kink.
func TestAnotherConventionFailsAtTheKink(t *testing.T) {
	trial, err := Find("43")
	require.NoError(t, err)
	for _, q := range trial.probe(Standard()) {
		if q.x[0] != 0 {
			continue
		}
		r := trial.compare(q, []float64{1})
		require.Equal(t, gradcheck.FAIL, r.Verdict)
		require.Contains(t, r.Reason, "where the convention is 0")
		require.Equal(t, gradcheck.FAIL, trial.compare(q, []float64{-0.5}).Verdict, "not between the slopes")
		require.Equal(t, gradcheck.FAIL, trial.compare(q, []float64{0.5}).Verdict, "between the slopes, but not the convention")
	}
}

func TestFind(t *testing.T) {
	for _, number := range []string{"46", "B.5", "b.5", "Code 2", "code 2", "Algorithm 1", "2.5.5", "Equation (46)", "Proof B.5"} {
		trial, err := Find(number)
		require.NoError(t, err)
		require.Contains(t, []string{"2.3.5", "B.5", "3.8", "2.5.5"}, trial.Section)
	}
	_, err := Find("60")
	require.EqualError(t, err, `no trial of "60": there are 1–59, B.1, B.2, B.3, B.4, B.5, B.6, B.7, Code 1, Code 2, Code 3, Code 4, Code 5, Code 6, `+
		`Code 7, Code 8, Code 9, Code 10, Code 11, Code 12, Code 13, Algorithm 1, 2.1.2, 2.1.3, 2.2.4, 2.2.6, 2.2.7, 2.5.1, 2.5.2, 2.5.5, Depth`)
}

func TestTitles(t *testing.T) {
	for number, title := range map[string]string{"46": "Equation (46)", "B.5": "Proof B.5", "Code 2": "Code 2", "Algorithm 1": "Algorithm 1", "2.5.5": "2.5.5"} {
		trial, err := Find(number)
		require.NoError(t, err)
		require.Equal(t, title, trial.Title())
		require.Equal(t, number == "46", trial.IsEquation())
	}
}
