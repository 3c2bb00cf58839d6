package gradcheck

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func twoDigits(x float64) string { return fmt.Sprintf("%.2g", x) }

// A square matrix is transposed as any other, and two of its entries are exchanged. A
// symmetric one never is transposed: an error in it is something else.
func TestDiagnosisOfSquares(t *testing.T) {
	square := func(g, truth []float64) []string {
		bound := make([]float64, len(truth))
		for i := range bound {
			bound[i] = 1e-15
		}
		return Compare(Claim{Gradient: g, Bound: bound, Blocks: []Block{{"V", 3, 3}}}, known(truth...)).Diagnosis
	}
	g := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9}
	transposed := slices.Clone(g)
	transpose(3, 3)(transposed)
	require.Equal(t, []string{"V is filled as its transpose"}, square(transposed, g))
	require.Empty(t, square(g, g))

	symmetric := []float64{1, 2, 3, 2, 5, 6, 3, 6, 9}
	transposed = slices.Clone(symmetric)
	transpose(3, 3)(transposed)
	require.Equal(t, symmetric, transposed)
	require.Empty(t, square(transposed, symmetric))
	for i := range transposed { // wrong by little more than allowed
		transposed[i] += 2e-15
	}
	require.Empty(t, square(transposed, symmetric))
}

// An entry wrong by the number of samples is diagnosed by that name also if the number is 2.
func TestDiagnosisOfEqualConstants(t *testing.T) {
	p := randomPatient()
	c := p.claim(slices.Clone(p.truth))
	by(0.5)(c.Gradient)
	c.Hints.Factors = []Factor{{"N", 2}}
	c.Blocks = nil
	require.Equal(t, []string{"the gradient is the right one times ½ = 1/N"}, p.compare(c).Diagnosis)
	c.Blocks = []Block{{"", 3, 4}, {"", 1, 5}}
	require.Equal(t, []string{"block 0 is the right one times ½ = 1/N", "block 1 is the right one times ½ = 1/N"}, p.compare(c).Diagnosis)
}

// Errors of few bounds, unusable bounds and values that are not numbers are not
// explained by patterns, which all of them would fit.
func TestDiagnosisKeepsSilent(t *testing.T) {
	p := randomPatient()
	slight := slices.Clone(p.truth)
	for i := range slight {
		slight[i] += float64(1.5 * p.bound[i])
	}
	r := p.report(slight)
	require.Equal(t, 17, r.Failed)
	require.Empty(t, r.Diagnosis)

	for _, no := range []float64{nan, inf, -1} {
		c := p.claim(p.truth)
		c.Bound = slices.Repeat([]float64{no}, len(p.bound))
		c.Hints.Wrong = func() []Wrong { return []Wrong{{"anything", times(slices.Clone(p.truth), 3)}} }
		c.Hints.CancellationBound = slices.Repeat([]float64{inf}, len(p.bound))
		r := p.compare(c)
		require.NotEqual(t, PASS, r.Verdict)
		require.Empty(t, r.Diagnosis, "%v", no)

		g := slices.Clone(p.truth)
		g[0] = no * nan
		require.Empty(t, p.report(g).Diagnosis)
	}
	truth := slices.Clone(p.truth)
	truth[2] = nan
	require.Equal(t, []string{"b is the right one times −1"}, Compare(p.claim(times(slices.Clone(p.truth), -1)), known(truth...)).Diagnosis)
}

// One entry that is hardly more than its bound shows no constant, nor do two entries
// one without a name.
func TestDiagnosisNeedsEvidence(t *testing.T) {
	what := func(g, bound []float64) []string {
		return Compare(Claim{Gradient: g, Bound: bound}, known([]float64{1, -3, 5}[:len(g)]...)).Diagnosis
	}
	require.Equal(t, []string{"the gradient is the right one times 2"}, what([]float64{2}, []float64{1e-4}))
	require.Equal(t, []string{"the gradient is the right one times the constant 1.25"}, what([]float64{1.25}, []float64{1e-4}))
	require.Empty(t, what([]float64{2}, []float64{1e-2}))
	require.Empty(t, what([]float64{1.25}, []float64{1e-2}))
	require.Empty(t, what([]float64{0.9, -2.7}, []float64{1e-9, 1e-9}))
	require.NotEmpty(t, what([]float64{0.9, -2.7, 4.5}, []float64{1e-9, 1e-9, 1e-9}))
}

// A claim in float32 does not fail for being that.
func TestDiagnosisInSinglePrecision(t *testing.T) {
	p := randomPatient()
	c := p.claim(single(slices.Clone(p.truth)))
	require.Contains(t, p.compare(c).Diagnosis[0], "has the precision of float32")
	c.Unit = Unit32
	require.Empty(t, p.compare(c).Diagnosis)
}

// A known mistake is named if the claim equals it, not if it is similar, and not if it
// is no mistake.
func TestDiagnosisByName(t *testing.T) {
	p := randomPatient()
	mistake := slices.Clone(p.truth)
	for i := range mistake {
		mistake[i] = math.Tanh(mistake[i])
	}
	c := p.claim(slices.Clone(mistake))
	c.Hints.Wrong = func() []Wrong {
		return []Wrong{{"too short", mistake[:3]}, {"nothing", p.truth}, {"the slope forgotten", mistake}, {"something", p.at}}
	}
	require.Equal(t, []string{"this is the slope forgotten"}, p.compare(c).Diagnosis)
	c.Gradient[4] *= 1 + 1e-12
	require.Empty(t, p.compare(c).Diagnosis)

	c.Gradient = slices.Clone(p.truth)
	c.Gradient[4] += float64(1.5 * p.bound[4]) // fails, and is within two bounds of the truth
	require.Equal(t, FAIL, p.compare(c).Verdict)
	require.NotContains(t, fmt.Sprint(p.compare(c).Diagnosis), "this is")

	c.Gradient = slices.Clone(p.truth)
	c.Gradient[4] = nan
	c.Hints.Wrong = func() []Wrong { return []Wrong{{"a root of −1", slices.Clone(c.Gradient)}, {"nothing", p.truth}} }
	require.Equal(t, []string{"this is a root of −1"}, p.compare(c).Diagnosis)
}

// The slope of tanh as 1 − z² loses digits where z is nearly 1, which the running errors of
// that formula allow: lost digits. A wrong slope is more than they allow.
func TestDiagnosisOfCancellation(t *testing.T) {
	at := []float64{9, 12, 0.5}
	cancellation := func(x RunningError) RunningError { return x.Of(1).Sub(x.Tanh().Mul(x.Tanh())) }
	c := Claim{At: at, Objective: func(x []Exact) Exact { return x[0].Tanh().Add(x[1].Tanh()).Add(x[2].Tanh()) }}
	for _, x := range at {
		z := math.Tanh(x)
		c.Gradient = append(c.Gradient, 1-float64(z*z))
		c.RunningErrors = append(c.RunningErrors, sech2(RunningError{}.Of(x)))
		c.Hints.CancellationBound = append(c.Hints.CancellationBound, cancellation(RunningError{}.Of(x)).Bound(Unit64))
	}
	const lost = "every error is within what the textbook formula loses by cancellation: lost digits rather than a wrong derivative"
	r := CheckExact(c)
	require.Equal(t, FAIL, r.Verdict)
	require.Contains(t, r.Diagnosis, lost)
	for i, factor := range []float64{3e9, 1, 1.0001} {
		wrong := c
		wrong.Gradient = slices.Clone(c.Gradient)
		wrong.Gradient[i] *= factor
		require.Equal(t, factor == 1, slices.Contains(CheckExact(wrong).Diagnosis, lost))
	}
	c.Hints.CancellationBound = c.Hints.CancellationBound[:2]
	require.NotContains(t, CheckExact(c).Diagnosis, lost)
}

// No hint has a part in the verdict, and a claim that passes uses none.
func TestHintsDoNotDecide(t *testing.T) {
	p := randomPatient()
	c := p.claim(p.truth)
	c.Hints.Wrong = func() []Wrong { panic("called") }
	c.Hints.CancellationBound = slices.Repeat([]float64{inf}, len(p.truth))
	require.Equal(t, PASS, p.compare(c).Verdict)
	c.Hints.Wrong = nil
	c.Gradient = times(slices.Clone(p.truth), 1+1e-12)
	require.Equal(t, FAIL, p.compare(c).Verdict)
}

func TestBlocksNameTheEntries(t *testing.T) {
	p := randomPatient()
	g := slices.Clone(p.truth)
	g[6], g[inW+4] = 7, 70
	r := p.report(g)
	require.Equal(t, "b[4] W[1,2]", r.Failures[0].Where+" "+r.Failures[1].Where)
	c := p.claim(p.truth)
	for reason, blocks := range map[string][]Block{
		"the blocks have 12 entries and not 17":            {{"W", 3, 4}},
		"a block has a negative number of rows or columns": {{"W", -3, -4}, {"b", 1, 5}},
		"the blocks have 0 entries and not 17":             {{"W", 0, 4}},
		"the blocks have 22 entries and not 17":            {{"W", 3, 4}, {"b", 1, 5}, {"c", 5, 1}},
	} {
		c.Blocks = blocks
		r := p.compare(c)
		require.Equal(t, FAIL, r.Verdict)
		require.Equal(t, reason, r.Reason)
	}
	c.Blocks = []Block{{"W", 3, 4}, {"none", 0, 7}, {"b", 5, 1}}
	c.Gradient = g
	require.Equal(t, "b[4,0] is off by", p.compare(c).Reason[:16])
}
