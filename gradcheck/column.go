package gradcheck

import "math"

// moreBits is the precision of a second look, for slopes that [Bits] do not settle.
const moreBits = 512

// column finds the oracles of all outputs in coordinate i, in up to four attempts.
type column struct {
	f        Function
	at       []float64
	i        int
	centre   []Big // in 320 bits
	sharp    []Big // in more bits, once they are needed
	exact    []Exact
	sharper  []Exact
	attempts [4][]sides
}

// attempt is a precision and a kind of step: the step of [Differences], or 2⁻⁹⁰·|x| also
// where x is tiny. In more bits it is 2⁻²⁰ times as long, so that less is truncated.
type attempt int

const (
	usual attempt = iota
	usualNear
	sharp
	sharpNear
)

func (f Function) column(at []float64, i int, centre []Big) *column {
	c := &column{f: f, at: at, i: i, centre: centre}
	c.look(usual, 0) // if only to count the outputs
	if f.Exact != nil {
		c.exact = f.Exact(Seed[Big](at, i))
		mustHave("Oracles", len(centre), len(c.exact))
	}
	return c
}

// step returns the step k of an attempt.
func (a attempt) step(x float64, k int) Big {
	n, prec := 20*k, uint(Bits)
	if a >= sharp {
		n, prec = n+20, moreBits
	}
	if a == usual || a == sharp {
		x = reach(x)
	}
	return step(x, n, prec)
}

// look returns the sides over step k of an attempt. It also takes the steps before k.
func (c *column) look(a attempt, k int) sides {
	for n := len(c.attempts[a]); n <= k; n++ {
		h := a.step(c.at[c.i], n)
		s := c.f.look(c.at, c.i, h, c.centre)
		if a >= sharp {
			s = c.sharpened(s, h)
		}
		c.attempts[a] = append(c.attempts[a], s)
	}
	return c.attempts[a][k]
}

// sharpened returns the sides in more bits, with their distances from the sides in 320 bits.
func (c *column) sharpened(rough sides, h Big) sides {
	if c.sharp == nil {
		c.sharp = forgetful(c.f.Big(precisely(c.at, moreBits)))
		mustHave("Oracles", len(c.centre), len(c.sharp))
	}
	s := c.f.look(c.at, c.i, h, c.sharp)
	for j := range s.centre {
		s.wrong = append(s.wrong, larger(moved(rough.centre[j], s.centre[j]),
			larger(moved(rough.above[j], s.above[j]), moved(rough.below[j], s.below[j]))))
	}
	return s
}

// moved returns the distance of a value from the value in more bits, all of that if rough is not finite.
func moved(rough, sharp Big) Big {
	if !rough.finite() {
		return magnitude(sharp)
	}
	return magnitude(sharp.Sub(rough))
}

// oracle returns the oracle of output j from the first attempt that is precise enough,
// or from the most precise one.
func (c *column) oracle(j int) Oracle {
	best, bestCalm := c.attempted(usual, j)
	if c.enough(best, bestCalm, usual) {
		return best
	}
	for a := usualNear; a <= sharpNear; a++ {
		if a == usualNear && best.Truth.finite() || (a == usualNear || a == sharpNear) && !tiny(c.at[c.i]) {
			continue
		}
		o, calm := c.attempted(a, j)
		if c.enough(o, calm, a) {
			return o
		}
		if o.Truth.finite() && (!best.Truth.finite() || calm && !bestCalm || calm == bestCalm && (a == sharp || o.noise < best.noise)) {
			best, bestCalm = o, calm
		}
	}
	return best.examined(c, j, sharp)
}

// attempted returns the oracle of output j by an attempt.
func (c *column) attempted(a attempt, j int) (o Oracle, calm bool) {
	o, calm = slopeOf(func(k int) sides { return c.look(a, k) }, j)
	return o.examined(c, j, a), calm
}

// enough reports whether an oracle settles the slope. With Exact it does if the
// two agree: to 2⁻¹⁰⁰, and in more bits but for the noise. Without, it does if the noise
// is negligible beside the slope, and the slope is not so small that it might be
// noise of values that cancel.
func (c *column) enough(o Oracle, calm bool, a attempt) bool {
	switch {
	case o.Kink:
		return true
	case !o.Truth.finite():
		return false
	case o.HasExact:
		limit := float64(0x1p-100 * math.Abs(o.Exact.Float64()))
		if a >= sharp {
			limit += o.noise
		}
		return math.Abs(o.Truth.Sub(o.Exact).Float64()) <= limit
	}
	slope := math.Abs(o.Truth.Float64())
	return (calm || !tiny(c.at[c.i])) && slope > 0x1p-200 && o.noise <= float64(0x1p-60*slope)
}

// examined returns the oracle with the exact slope, in the precision of the attempt.
func (o Oracle) examined(c *column, j int, a attempt) Oracle {
	if c.exact == nil {
		return o
	}
	o.Exact, o.HasExact = c.exact[j].Slope, true
	if a >= sharp {
		if c.sharper == nil {
			c.sharper = c.f.Exact(seeded(c.at, c.i, moreBits))
			mustHave("Oracles", len(c.centre), len(c.sharper))
		}
		o.Exact = c.sharper[j].Slope
		o.blur = math.Ldexp(moved(c.exact[j].Slope, o.Exact).Float64(), 20-moreBits+Bits)
	}
	if o.Kink {
		o.Truth = o.Exact
	}
	return o
}

// seeded is [Seed] with mantissas of prec bits.
func seeded(at []float64, i int, prec uint) []Exact {
	xs := make([]Exact, len(at))
	for k, x := range precisely(at, prec) {
		xs[k] = Exact{x, bigOf(0, prec)}
	}
	xs[i].Slope = bigOf(1, prec)
	return xs
}
