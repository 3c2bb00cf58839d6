package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A tick is a marked number of an axis.
type tick struct {
	at    float64
	label string
}

// given returns the ticks that the axis names.
func (m *axisMap) given() (ticks []tick) {
	for i, at := range m.Axis.Ticks {
		t := tick{at, signed(strconv.FormatFloat(at, 'g', -1, 64))}
		if len(m.Labels) > 0 {
			t.label = m.Labels[i]
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// signed returns a number with the sign for minus.
func signed(number string) string { return strings.Replace(number, "-", "−", 1) }

// linearTicks returns multiples of 1, 2 or 5 times a power of ten, as close as fits.
func linearTicks(lo, hi float64, fits func([]tick) bool) (ticks []tick) {
	for e := int(math.Floor(math.Log10(hi-lo))) - 2; ; e++ {
		for _, m := range []float64{1, 2, 5} {
			if ticks = multiples(lo, hi, m, e); fits(ticks) {
				return ticks
			}
		}
	}
}

// multiples returns the multiples of m·10ᵉ between lo and hi. Powers of ten are multiplied or
// divided by, whichever is exact, so that 3·10⁻¹ is 0.3.
func multiples(lo, hi, m float64, e int) (ticks []tick) {
	value := func(k float64) float64 {
		if e < 0 {
			return k * m / math.Pow10(-e)
		}
		return k * m * math.Pow10(e)
	}
	slack := 1e-9 * (hi - lo)
	for k := math.Ceil((lo - slack) / value(1)); value(k) <= hi+slack; k++ {
		ticks = append(ticks, tick{value(k) + 0, signed(strconv.FormatFloat(value(k)+0, 'f', max(0, -e), 64))})
	}
	return ticks
}

// logTicks returns powers of two or ten: all, or every second, third, fifth … that fit.
func logTicks(s Scale, lo, hi float64, fits func([]tick) bool) (ticks []tick) {
	if s == Log10 && hi-lo < 2 {
		if ticks = fineTicks(lo, hi); fits(ticks) {
			return ticks
		}
	}
	first, last := int(math.Ceil(lo-1e-9)), int(math.Floor(hi+1e-9))
	for _, stride := range []int{1, 2, 3, 4, 5, 10, 20, 50, 100, 200} {
		ticks = nil
		for e := first; e <= last; e++ {
			if e%stride == 0 {
				ticks = append(ticks, power(s, e, first, last))
			}
		}
		if fits(ticks) {
			break
		}
	}
	return ticks
}

// fineTicks returns 1, 2 and 5 times the powers of ten.
func fineTicks(lo, hi float64) (ticks []tick) {
	for e := int(math.Floor(lo)); e <= int(math.Floor(hi)); e++ {
		for _, t := range multiples(math.Pow10(e), 5*math.Pow10(e), 1, e) {
			digit := strings.Trim(t.label, "0.")
			if at := math.Log10(t.at); at > lo-1e-9 && at < hi+1e-9 && strings.Contains("125", digit) {
				ticks = append(ticks, t)
			}
		}
	}
	return ticks
}

// power returns the tick of a power. Labels are plain numbers if all between first and last are short.
func power(s Scale, e, first, last int) tick {
	if s == Log2 {
		t := tick{math.Ldexp(1, e), "2" + superscript(e)}
		if first >= 0 && last <= 16 {
			t.label = strconv.Itoa(1 << e)
		}
		return t
	}
	t := tick{math.Pow10(e), "10" + superscript(e)}
	if first >= -3 && last <= 4 {
		t.label = strconv.FormatFloat(t.at, 'f', max(0, -e), 64)
	} else if e == 0 {
		t.label = "1"
	}
	return t
}

var superscripts = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
	"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// superscript returns an exponent.
func superscript(e int) string { return superscripts.Replace(fmt.Sprint(e)) }
