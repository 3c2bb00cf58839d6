package gradcheck

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRatio(t *testing.T) {
	for _, c := range []struct{ err, bound, want float64 }{
		{0, 0, 0}, {1, 0, inf}, {inf, 0, inf}, {1, 4, 0.25}, {0, 4, 0}, {inf, 4, inf}, {1, math.Copysign(0, -1), inf}, {0, math.Copysign(0, -1), 0},
		{nan, 1, nan}, {1, nan, nan}, {1, -1, nan}, {0, -1, nan}, {1, inf, nan}, {inf, inf, nan}, {0, inf, nan},
	} {
		got := Entry{Error: c.err, Bound: c.bound}.Ratio()
		require.True(t, sameDouble(c.want, got), "%v/%v is %v", c.err, c.bound, got)
	}
}

// The printed ratio and the verdict are one rule: ratio ≤ 1 if and only if
// error ≤ bound, for neighbouring doubles of every size.
func TestRatioDecides(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 0))
	for range rounds(20000) {
		bound := math.Float64frombits(r.Uint64N(0x7fe << 52))
		for _, err := range []float64{bound, math.Nextafter(bound, 0), math.Nextafter(bound, inf)} {
			e := Entry{Error: err, Bound: bound, certain: true}.decided()
			require.Equal(t, err <= bound, e.Ratio() <= 1)
			require.Equal(t, err <= bound, e.Verdict == PASS)
		}
	}
}

func compare(claimed, truth, bound []float64) Report {
	return Compare(Claim{Name: "test", Gradient: claimed, Bound: bound}, known(truth...))
}

// known returns references that are known exactly.
func known(truth ...float64) (references []Reference) {
	for _, x := range truth {
		references = append(references, Known(BigOf(x)))
	}
	return references
}

// compareOne compares one number with a truth in 320 bits.
func compareOne(claimed float64, truth Big, bound float64) Report {
	return Compare(Claim{Gradient: []float64{claimed}, Bound: []float64{bound}}, []Reference{Known(truth)})
}

func TestComparePasses(t *testing.T) {
	r := compare([]float64{1, 2, 0}, []float64{1, 2.5, 0}, []float64{0, 1, 0})
	require.Equal(t, PASS, r.Verdict)
	require.Equal(t, 3, r.Entries)
	require.Zero(t, r.Failed+r.Undecided+len(r.Failures))
	require.Empty(t, r.Reason)
	require.Equal(t, "[1]", r.Worst.Where)
	require.Equal(t, 0.5, r.Worst.Ratio())
}

// Whatever cannot be compared must fail and say why.
func TestCompareFails(t *testing.T) {
	for _, c := range []struct {
		claimed, truth, bound []float64
		reason                string
	}{
		{[]float64{1.5}, []float64{1}, []float64{0.25}, "[0] is off by 2 times its bound"},
		{[]float64{1}, []float64{2}, []float64{0}, "[0] is off by +Inf times its bound"},
		{[]float64{nan}, []float64{1}, []float64{1}, "the claimed [0] is NaN"},
		{[]float64{inf}, []float64{1}, []float64{1}, "the claimed [0] is +Inf"},
		{[]float64{inf}, []float64{inf}, []float64{1}, "the claimed [0] is +Inf"},
		{[]float64{1}, []float64{nan}, []float64{1}, "the slope at [0] is NaN"},
		{[]float64{1}, []float64{-inf}, []float64{1}, "the slope at [0] is -Inf"},
		{[]float64{1}, []float64{1}, []float64{nan}, "the bound of [0] is NaN"},
		{[]float64{1}, []float64{1}, []float64{-1}, "the bound of [0] is -1: it must be 0 or more"},
		{[]float64{1, 2}, []float64{1}, []float64{1}, "the claimed gradient has 2 entries and not 1"},
		{[]float64{1}, []float64{1, 2}, []float64{1, 1}, "the claimed gradient has 1 entries and not 2"},
		{[]float64{1}, []float64{1}, []float64{1, 1}, "there are 2 bounds for 1 entries"},
		{[]float64{1}, []float64{1}, nil, "there are 0 bounds for 1 entries"},
		{nil, nil, nil, "there is nothing to compare"},
		{nil, []float64{1}, []float64{1}, "the claimed gradient has 0 entries and not 1"},
	} {
		r := compare(c.claimed, c.truth, c.bound)
		require.Equal(t, FAIL, r.Verdict, c.reason)
		require.Contains(t, r.Reason, c.reason)
		require.Contains(t, r.String(), "FAIL")
	}
}

// One wrong entry must not hide among right ones, nor a NaN behind an infinity.
func TestCompareOrdersFailures(t *testing.T) {
	claimed, truth, bound := make([]float64, 40), make([]float64, 40), make([]float64, 40)
	for i := range claimed {
		bound[i] = 1
		claimed[i] = float64(i % 20) // ratios 0 … 19, twice
	}
	claimed[7], bound[9] = nan, 0
	r := compare(claimed, truth, bound)
	require.Equal(t, FAIL, r.Verdict)
	require.Equal(t, 36, r.Failed)
	require.Len(t, r.Failures, 10)
	order := []string{}
	for _, e := range r.Failures {
		order = append(order, e.Where)
	}
	require.Equal(t, "[7] [9] [19] [39] [18] [38] [17] [37] [16] [36]", strings.Join(order, " "))
	require.Equal(t, r.Failures[0].Where, r.Worst.Where)
	require.Equal(t, "the claimed [7] is NaN", r.Reason)
}

// The error is formed before the truth is rounded to a double.
func TestCompareSeesBelowTheLastBit(t *testing.T) {
	truth := BigOf(1).Add(BigOf(0x1p-60))
	require.Equal(t, PASS, compareOne(1, truth, 0x1p-60).Verdict)
	r := compareOne(1, truth, 0x1p-61)
	require.Equal(t, FAIL, r.Verdict)
	require.Equal(t, 2.0, r.Worst.Ratio())
	require.Equal(t, r.Worst.Analytic, r.Worst.Numeric)
}

func TestVerdictNames(t *testing.T) {
	require.Equal(t, "FAIL PASS UNDECIDED KINK REFERENCE-MISMATCH Verdict(9)", fmt.Sprint(FAIL, PASS, UNDECIDED, KINK, ReferenceMismatch, Verdict(9)))
	var forgotten Report
	require.Equal(t, FAIL, forgotten.Verdict)
}

func TestReportText(t *testing.T) {
	r := compare([]float64{1.5, 3, 0.1}, []float64{1, 2, 0.1}, []float64{0.25, 0.25, 0})
	require.Equal(t, `test: FAIL, 2 of 3 entries
  [1] is off by 4 times its bound
  worst     [1]
  analytic  3                         0x1.8p+01
  numeric   2                         0x1p+01
  error     1, relative 0.5, bound 0.25, error/bound 4
  next: [0] 2
`, r.String())
	require.Equal(t, "test: FAIL, 0 entries\n  there is nothing to compare\n", compare(nil, nil, nil).String())
	require.Contains(t, compare([]float64{1}, []float64{1}, []float64{0}).String(), "test: PASS, 1 entry\n  worst     [0]\n")
}

// A wide bound lets nothing pass: within any bound no zero, doubled or negated entry passes, but a
// right one does where its digits show.
func TestSlackDoesNotCertify(t *testing.T) {
	for claimed, want := range map[float64]Verdict{1: PASS, 1.2: PASS, 0.6: PASS, 0: UNDECIDED, 2: UNDECIDED, -1: UNDECIDED, 1.6: UNDECIDED, 4.5: FAIL, nan: FAIL, inf: FAIL} {
		require.Equal(t, want, compare([]float64{claimed}, []float64{1}, []float64{3}).Verdict, "%v", claimed)
		if want != FAIL {
			want = UNDECIDED // an infinite bound says nothing
		}
		if claimed == 4.5 {
			want = UNDECIDED
		}
		require.Equal(t, want, compare([]float64{claimed}, []float64{1}, []float64{inf}).Verdict, "%v", claimed)
	}
	r := compare([]float64{0}, []float64{1}, []float64{3})
	require.Equal(t, "[0] is off by 1, and rounding alone may leave 3 of the value 1: a 0 would pass as well", r.Reason)
	require.Contains(t, compare([]float64{1}, []float64{1}, []float64{inf}).Reason, "the bound of [0] is +Inf: rounding may leave no digit")
	require.Equal(t, PASS, compare([]float64{1e-17}, []float64{0}, []float64{1e-16}).Verdict, "of nothing there is no half")
	require.Equal(t, PASS, compareOne(0, BigOf(1e-97), 1e-16).Verdict, "what 320 bits leave of nothing")
	require.Equal(t, UNDECIDED, compareOne(0, BigOf(1e-60), 1e-16).Verdict)
	proven := Known(BigOf(1))
	proven.Proven = true
	require.Equal(t, PASS, Compare(Claim{Gradient: []float64{0}, Bound: []float64{3}}, []Reference{proven}).Verdict)
}

// The error is compared before it is rounded: 1 + 2.1·10⁻¹⁹ is above 1. What a double cannot hold is no error.
func TestErrorsAreComparedIn320Bits(t *testing.T) {
	require.Equal(t, FAIL, compare([]float64{2.1e-19}, []float64{-1}, []float64{1}).Verdict)
	require.Equal(t, FAIL, compare([]float64{1e6}, []float64{0}, []float64{math.Copysign(0, -1)}).Verdict)
	least := BigOf(5e-324)
	require.Equal(t, PASS, compareOne(0, least.Mul(BigOf(0.5)), 0).Verdict)
	require.Equal(t, FAIL, compareOne(0, least.Mul(BigOf(0.51)), 0).Verdict)
	rounded := Known(BigOf(1))
	rounded.HasExact, rounded.Exact = true, BigOf(1).Add(BigOf(0x1p-319))
	require.Equal(t, PASS, Compare(Claim{Gradient: []float64{1}, Bound: []float64{0}}, []Reference{rounded}).Verdict)
}
