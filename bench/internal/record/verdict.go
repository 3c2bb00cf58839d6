package record

import "math"

// Verdict is the conclusion of a comparison.
type Verdict string

// The verdicts. An interval of the ratio that lies above 1 is faster, below 1 slower. One
// that has 1 and lies within Resolution on both sides is the same, and any other that has 1
// is undecided.
const (
	Faster    Verdict = "faster"
	Slower    Verdict = "slower"
	Same      Verdict = "same"
	Undecided Verdict = "undecided"
	TooFew    Verdict = "too few rounds"
)

// Resolution is the smallest difference that a record is meant to find, and the largest
// that may hide behind the same: see docs/decisions/08-record.md.
const Resolution = 0.03

// Comparison is a contender's ratio to the base, above 1 if the contender is better.
type Comparison struct {
	Estimate          // of the ratios of the same round; Rounds counts the rounds that both have
	Verdict  Verdict  `json:"verdict"`
	Within   *float64 `json:"within"` // if the same: the interval is within 1/(1 + Within) and 1 + Within
	P        *float64 `json:"p"`      // of Mann and Whitney's test; nil with too few rounds

	isDependent bool // a round's ratio follows the one before, so that the interval is too narrow
}

// compare returns the comparison of a with the base, or nil if they share no round.
func compare(a, base series, better int) *Comparison {
	ratios := a.over(base, better)
	if len(ratios) == 0 {
		return nil
	}
	c := &Comparison{Estimate: geometricMedianOf(ratios)}
	c.Verdict, c.Within = verdict(c.Interval)
	if c.Interval != nil {
		c.P = new(pValue(a.all(), base.all()))
		c.isDependent = correlation(ratios) > 2/math.Sqrt(float64(len(ratios)))
	}
	return c
}

// verdict returns the verdict on the interval of a ratio, and for the verdict "the same" the least
// distance within which it holds.
func verdict(ratio *Interval) (Verdict, *float64) {
	switch {
	case ratio == nil:
		return TooFew, nil
	case ratio.Lo > 1:
		return Faster, nil
	case ratio.Hi < 1:
		return Slower, nil
	}
	if most := max(ratio.Hi, 1/ratio.Lo); most <= 1+Resolution {
		return Same, new(most - 1)
	}
	return Undecided, nil
}
