package chart

import (
	"fmt"
	"math"
)

// of returns a number's position in units that are even on the axis.
func (s Scale) of(v float64) float64 {
	switch s {
	case Log2:
		return math.Log2(v)
	case Log10:
		return math.Log10(v)
	}
	return v
}

// An axisMap takes numbers to pixels.
type axisMap struct {
	Axis
	lo, hi   float64 // the ends, as of the scale
	from, to float64 // in pixels
	ticks    []tick
}

// at returns the pixel of a number.
func (m *axisMap) at(v float64) float64 { return m.between(m.Scale.of(v)) }

// between returns the pixel of a position on the scale.
func (m *axisMap) between(s float64) float64 {
	return m.from + (s-m.lo)/(m.hi-m.lo)*(m.to-m.from)
}

// all returns the pixels of numbers.
func (m *axisMap) all(v []float64) []float64 {
	pixels := make([]float64, len(v))
	for i := range v {
		pixels[i] = m.at(v[i])
	}
	return pixels
}

// fit sets the ends: the given ones, or the range of the values and a little more.
func (m *axisMap) fit(values []vector) error {
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		for i, x := range v.values {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fmt.Errorf("%s[%d] is %v", v.field, i, x)
			}
			if m.Scale != Linear && x <= 0 {
				return fmt.Errorf("%s[%d] is %v on a logarithmic axis", v.field, i, x)
			}
			least, most = min(least, m.Scale.of(x)), max(most, m.Scale.of(x))
		}
	}
	m.lo, m.hi = min(m.lo, least), max(m.hi, most)
	return nil
}

// ends settles the ends after all values are seen.
func (m *axisMap) ends(a Axis) error {
	if a.Min != a.Max {
		m.lo, m.hi = a.Scale.of(a.Min), a.Scale.of(a.Max)
	} else {
		space := 0.04 * (m.hi - m.lo)
		if space == 0 {
			space = 0.5
		}
		if a.Scale == Linear && m.lo >= 0 {
			m.lo = max(0, m.lo-space) // positive values need no negative numbers on the axis
		} else {
			m.lo -= space
		}
		m.hi += space
	}
	if !(m.lo < m.hi) || math.IsInf(m.hi-m.lo, 0) {
		return fmt.Errorf("the axis %q from %v to %v", a.Title, a.Min, a.Max)
	}
	if len(a.Labels) > 0 && len(a.Labels) != len(a.Ticks) {
		return fmt.Errorf("the axis %q has %d labels for %d ticks", a.Title, len(a.Labels), len(a.Ticks))
	}
	return nil
}

// choose sets the ticks: the most that leave room for their labels.
func (m *axisMap) choose(length float64, upright bool) {
	if m.Axis.Ticks != nil {
		m.ticks = m.given()
		return
	}
	fits := func(ticks []tick) bool {
		for i := 1; i < len(ticks); i++ {
			room := (m.Scale.of(ticks[i].at) - m.Scale.of(ticks[i-1].at)) / (m.hi - m.lo) * length
			if upright && room < 30 || !upright && room < 16+(width(ticks[i].label, tickSize)+width(ticks[i-1].label, tickSize))/2 {
				return false
			}
		}
		return len(ticks) <= 9 || len(ticks) <= 11 && m.Scale != Linear
	}
	if m.Scale == Linear {
		m.ticks = linearTicks(m.lo, m.hi, fits)
	} else {
		m.ticks = logTicks(m.Scale, m.lo, m.hi, fits)
	}
}
