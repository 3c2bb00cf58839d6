package errata_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// reads reports whether x, rounded to the digits of a printed number such as
// −0.0341 or 2.2e-4, is that number: |x − printed| is at most half a unit of the last
// digit. The comparison is exact.
func reads(printed string, x *big.Rat) bool {
	p, ok := new(big.Rat).SetString(printed)
	if !ok {
		return false
	}
	half := lastUnit(printed)
	half.Quo(half, big.NewRat(2, 1))
	p.Sub(p, x)
	return p.Abs(p).Cmp(half) <= 0
}

// lastUnit returns one unit of the last printed digit.
func lastUnit(printed string) *big.Rat {
	mantissa, exponent, _ := strings.Cut(printed, "e")
	if exponent == "" {
		exponent = "0"
	}
	unit, _ := new(big.Rat).SetString("1e" + exponent)
	_, decimals, _ := strings.Cut(mantissa, ".")
	for range decimals {
		unit.Quo(unit, big.NewRat(10, 1))
	}
	return unit
}

// requireDigits requires that x has the printed digits.
func requireDigits(t *testing.T, printed string, x float64) {
	t.Helper()
	require.False(t, math.IsNaN(x) || math.IsInf(x, 0), "%v, want %s", x, printed)
	require.True(t, reads(printed, new(big.Rat).SetFloat64(x)), "%v, want %s", x, printed)
}

// requireRatDigits is requireDigits for an exact fraction.
func requireRatDigits(t *testing.T, printed string, x *big.Rat) {
	t.Helper()
	require.True(t, reads(printed, x), "%s = %s, want %s", x, x.FloatString(20), printed)
}

// agree reports whether two numbers of 320 bits are one: they differ by at most
// 2⁻¹⁰⁰, relative to the truth where that is above 1. A formula errs by some 2⁻³¹⁰, and
// a difference by 2⁻¹⁸²·x²·|f‴|, see [gradcheck.Differences]; no derivative here is
// near 2⁸⁰, and no wrong formula as near as 2⁻⁵⁰.
func agree(formula, truth gradcheck.Big) bool {
	if formula.IsNaN() || truth.IsNaN() {
		return false
	}
	bound := truth.Of(1).Max(truth).Max(truth.Neg()).Mul(truth.Of(0x1p-100))
	gap := formula.Sub(truth)
	return gap.Max(gap.Neg()).Cmp(bound) <= 0
}

// requireAgree requires that each entry of a formula is the truth.
func requireAgree(t *testing.T, formula, truth []gradcheck.Big) {
	t.Helper()
	require.Len(t, formula, len(truth))
	require.NotEmpty(t, truth)
	for i := range truth {
		require.True(t, agree(formula[i], truth[i]), "[%d]: %v, want %v", i, formula[i], truth[i])
	}
}

// worst returns the largest |aᵢ − bᵢ|.
func worst(a, b []gradcheck.Big) (gap float64) {
	for i := range b {
		gap = max(gap, math.Abs(a[i].Sub(b[i]).Float64()))
	}
	return gap
}

func TestDigitsAreRead(t *testing.T) {
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
		require.True(t, reads(printed, new(big.Rat).SetFloat64(values[0])), printed)
		require.False(t, reads(printed, new(big.Rat).SetFloat64(values[1])), printed)
		require.False(t, reads(printed, new(big.Rat).SetFloat64(values[2])), printed)
		require.False(t, reads(printed, new(big.Rat).SetFloat64(-values[0]-1)), printed)
	}
	require.False(t, reads("0.1 or so", big.NewRat(1, 10)))
	require.True(t, reads("0.33333", big.NewRat(1, 3)))
}

// fails reports whether assertions fail.
func fails(assertions func(t *testing.T)) bool {
	fake, done := &testing.T{}, make(chan bool)
	go func() { // FailNow ends the goroutine
		defer close(done)
		assertions(fake)
	}()
	<-done
	return fake.Failed()
}

func TestAssertionsFail(t *testing.T) {
	one, two := numbers[real320](1, 1), numbers[real320](1, 2)
	for says, wrong := range map[string]func(t *testing.T){
		"NaN":            func(t *testing.T) { requireDigits(t, "0.2", math.NaN()) },
		"infinite":       func(t *testing.T) { requireDigits(t, "0.2", math.Inf(1)) },
		"digits":         func(t *testing.T) { requireDigits(t, "0.2", 0.3) },
		"of a fraction":  func(t *testing.T) { requireRatDigits(t, "0.333", rat(1, 4)) },
		"one entry":      func(t *testing.T) { requireAgree(t, one, two) },
		"fewer entries":  func(t *testing.T) { requireAgree(t, one[:1], two) },
		"no entries":     func(t *testing.T) { requireAgree(t, nil, nil) },
		"it fits":        func(t *testing.T) { requireMisfit(t, func() {}) },
		"another reason": func(t *testing.T) { requireMisfit(t, func() { panic("misfit") }) },
	} {
		require.True(t, fails(wrong), says)
	}
	require.False(t, fails(func(t *testing.T) {
		requireDigits(t, "0.2", 0.24)
		requireRatDigits(t, "0.333", rat(1, 3))
		requireAgree(t, one, one)
	}))
}

func TestAgreementIsNarrow(t *testing.T) {
	one, nan := gradcheck.BigOf(1), gradcheck.BigOf(math.NaN())
	require.True(t, agree(one.Add(one.Of(0x1p-100)), one))
	require.False(t, agree(one.Add(one.Of(0x1p-99)), one))
	require.False(t, agree(one.Neg(), one))
	require.False(t, agree(one, one.Neg()))
	require.False(t, agree(one.Of(0x1p-99), one.Of(0)))
	require.False(t, agree(one.Of(-1000), one.Of(1000)))
	require.True(t, agree(one.Of(-1000).Sub(one.Of(0x1p-95)), one.Of(-1000)))
	require.False(t, agree(nan, one))
	require.False(t, agree(one, nan))
	require.InDelta(t, 3, worst([]gradcheck.Big{one, one.Of(4)}, []gradcheck.Big{one, one}), 0)
}
