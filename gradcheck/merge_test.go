package gradcheck

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// reportOf returns a report of one entry with the verdict.
func reportOf(name string, v Verdict) Report {
	o := Known(BigOf(0.5))
	claimed := 0.5
	switch v {
	case FAIL:
		claimed = 1
	case KINK:
		r := Report{Name: name, Entries: 1, Kinks: 1, Verdict: v, Worst: Entry{Where: "[0]", Kink: true, open: true, Verdict: v, Float64Difference: nan, why: "[0] is at a kink"}}
		r.AtKinks, r.Reason = []Entry{r.Worst}, r.Worst.explain()
		return r
	case ReferenceMismatch:
		o.Exact, o.HasExact = BigOf(7), true
	case UNDECIDED:
		o, claimed = Known(BigOf(1e-20)), 0
	}
	return Compare(Claim{Name: name, Gradient: []float64{claimed}, Bound: []float64{1e-9}}, []Reference{o})
}

var allVerdicts = []Verdict{PASS, KINK, UNDECIDED, FAIL, ReferenceMismatch} // by gravity

// The gravest verdict becomes the verdict of all, in whatever order, with its reason.
func TestMergeTakesTheGravest(t *testing.T) {
	for i, a := range allVerdicts {
		require.Equal(t, a, reportOf("x", a).Verdict)
		require.Equal(t, a == PASS, reportOf("x", a).Reason == "")
		for _, b := range allVerdicts[:i+1] {
			grave, other := reportOf("grave", a), reportOf("other", b)
			for _, m := range []Report{Merge("both", grave, other), Merge("both", other, grave), Merge("both", Merge("", other), grave)} {
				require.Equal(t, a, m.Verdict, "%v, %v", a, b)
				require.Equal(t, 2, m.Entries)
				if a != b {
					require.Equal(t, "grave: "+grave.Reason, m.Reason)
					require.Equal(t, grave.Diagnosis, m.Diagnosis)
				}
			}
		}
	}
	require.Equal(t, Verdict(9), Merge("", reportOf("", PASS), Report{Verdict: 9}, reportOf("", FAIL)).Verdict)
	require.Equal(t, FAIL, Merge("nothing").Verdict)
	require.Equal(t, "there is nothing to compare", Merge("nothing").Reason)
	require.Equal(t, FAIL, Merge("", reportOf("", PASS), Report{}).Verdict)
	require.Equal(t, "no reason is given", Merge("", reportOf("", PASS), Report{}).Reason)
}

func TestMergeAddsTheCounts(t *testing.T) {
	var all []Report
	for _, v := range append(allVerdicts, FAIL, KINK) {
		all = append(all, reportOf(v.String(), v))
	}
	m := Merge("all", all...)
	require.Equal(t, []int{7, 2, 1, 2, 1}, []int{m.Entries, m.Failed, m.Undecided, m.Kinks, m.Faults})
	require.Len(t, m.Failures, 2)
	require.Equal(t, "[0] (FAIL)", m.Failures[0].Where)
	require.Equal(t, "[0] (REFERENCE-MISMATCH)", m.Worst.Where)
	require.Contains(t, m.String(), "all: REFERENCE-MISMATCH, 1 of 7 entries, 2 at a kink\n")
	require.Contains(t, Merge("all", all[:4]...).String(), "all: FAIL, 1 of 4 entries, 1 at a kink\n")
	require.Contains(t, Merge("all", all[:3]...).String(), "all: UNDECIDED, 1 of 3 entries, 1 at a kink\n")
	require.Contains(t, Merge("all", all[:2]...).String(), "all: KINK, 2 entries, 1 at a kink\n")
}

// The failures of all are ordered, NaN first, and ten are kept.
func TestMergeOrdersFailures(t *testing.T) {
	var all []Report
	for k := range 5 {
		claimed := []float64{1, float64(k), 10 + float64(k), 20 + float64(k), 1}
		if k == 3 {
			claimed[1] = nan
		}
		all = append(all, Compare(Claim{Name: string(rune('a' + k)), Gradient: claimed, Bound: []float64{1, 0.5, 0.5, 0.5, 0}}, known(0, 0, 0, 0, 1)))
	}
	m := Merge("all", all...)
	require.Equal(t, 14, m.Failed)
	require.Equal(t, 25, m.Entries)
	var order []string
	for _, e := range m.Failures {
		order = append(order, e.Where)
	}
	require.Equal(t, "[1] (d) [3] (e) [3] (d) [3] (c) [3] (b) [3] (a) [2] (e) [2] (d) [2] (c) [2] (b)", strings.Join(order, " "))
	require.Equal(t, m.Failures[0].Where, m.Worst.Where)
	require.Equal(t, "a: [3] is off by 40 times its bound", m.Reason)
	require.Equal(t, "[1]", all[3].Worst.Where, "the reports are left alone")
}

// A report that could not be compared has no worst entry to be merged.
func TestMergeOfARefusal(t *testing.T) {
	m := Merge("all", reportOf("right", PASS), Compare(Claim{Name: "empty"}, make([]Reference, 5)))
	require.Equal(t, FAIL, m.Verdict)
	require.Equal(t, "empty: the claimed gradient has 0 entries and not 5", m.Reason)
	require.Equal(t, "[0] (right)", m.Worst.Where)
	require.Equal(t, "[0] (right)", Merge("all", Report{Name: "empty"}, reportOf("right", PASS)).Worst.Where)
	head := "all: FAIL, 6 entries\n  empty: the claimed gradient has 0 entries and not 5\n  worst     [0] (right)\n"
	require.True(t, strings.HasPrefix(m.String(), head), m.String())
}

// columns returns the length of the longest line.
func columns(text string) (most int) {
	for line := range strings.Lines(text) {
		most = max(most, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")))
	}
	return most
}

// Every kind of report fits into 80 columns, with names and numbers of any length.
func TestEveryReportFitsTheScreen(t *testing.T) {
	widest := 0
	for _, name := range []string{"", "W", strings.Repeat("∂W/∂", 40), strings.Repeat("a b ", 60)} {
		for _, v := range allVerdicts {
			for _, r := range []Report{reportOf(name, v), Merge(name, reportOf(name, v), reportOf(name, PASS))} {
				r.Worst.Analytic, r.Worst.Numeric, r.Worst.Float64Difference = -math.Pi*1e-300, -math.Pi*1e-301, -math.Pi*0x1p-1000
				r.Worst.Left, r.Worst.Right, r.Worst.Rounding = -math.Pi*1e300, -math.Pi*0x1p-1070, 1.2345e-300
				r.Worst.Error, r.Worst.Bound, r.Worst.ULP = math.Pi*1e-3, math.Pi*1e-299, 1e-300
				r.Diagnosis = append(r.Diagnosis, name+" is the right one times "+name)
				widest = max(widest, columns(r.String()))
				require.LessOrEqual(t, columns(r.String()), 80, r.String())
			}
		}
	}
	require.Equal(t, 80, widest)
	require.Equal(t, 5, columns("ab\n∂W/∂x\n"))
}

// Without a name the verdict is first, and no name breaks a line.
func TestReportNames(t *testing.T) {
	require.True(t, strings.HasPrefix(reportOf("", PASS).String(), "PASS, 1 entry\n"))
	require.Equal(t, "FAIL, 0 entries\n  there is nothing to compare\n", Merge("").String())
	c := Claim{Name: "a\nb\r\nc", Gradient: []float64{2, 3}, Bound: []float64{1, 1}, Blocks: []Block{{"W\n", 1, 2}}}
	r := Compare(c, known(0, 0)).String()
	require.True(t, strings.HasPrefix(r, "a b  c: FAIL, 2 of 2 entries\n"), r)
	require.Contains(t, r, "  W [1] is off by 3 times its bound\n")
	require.Contains(t, r, "  worst     W [1]\n")
	require.Contains(t, r, "  next: W [0] 2\n")
}

func TestReportSaysWhatIsWrong(t *testing.T) {
	c := Claim{Name: "layer", Gradient: []float64{-1, -2, 0, 1e-17}, RunningErrors: []RunningError{of3(1, 1, 4), of3(2, 2, 4), of3(0, 1, 0), of3(0, 1, 4)}, Blocks: []Block{{"W", 1, 2}, {"b", 1, 2}}}
	r := Compare(c, known(1, 2, 0, 0))
	require.Equal(t, `layer: FAIL, 2 of 4 entries
  W[0] is off by 4.5e+15 times its bound
  diagnosis: W is the right one times −1
  worst     W[0]
  analytic  -1                        -0x1p+00
  numeric   1                         0x1p+00
  error     2, relative 2, bound 4.44e-16, error/bound 4.5e+15
  that is   9.01e+15 ulp, or 1.8e+16 roundings, of which 4 are allowed
  next: W[1] 4.5e+15
`, r.String())
	c.Gradient = []float64{1, 2, 0, 1e-17}
	require.Contains(t, Compare(c, known(1, 2, 0, 0)).String(), "  that is   0.0901 roundings, of which 4 are allowed\n")
}
