package main

import "math"

// log64 is log64 in log.go.
func (b *builder) log64(t *tables, x vec) vec {
	b.say("a subnormal number times 2⁵⁴")
	tiny := b.compare(less, x, b.c(0x1p-1022))
	scaled := b.choose(tiny, b.mul(x, b.c(0x1p54)), x)
	bias := b.choose(tiny, b.reg(b.c(0x1p52+1023+54)), b.reg(b.c(0x1p52+1023)))
	return b.special(x, b.logarithm64(t, scaled, bias))
}

// log32 is log32 in log.go. In double precision every float32 but 0 is a normal number.
func (b *builder) log32(t *tables, x vec) vec { return b.special(x, b.plainLog32(t, x)) }

// special blends in the logarithms of ±0, negative numbers, +∞ and NaN.
func (b *builder) special(x, y vec) vec {
	b.say("±0, negative numbers, +∞ and NaN")
	y = b.choose(b.compare(equal, x, b.c(0)), b.c(math.Inf(-1)), y)
	y = b.choose(b.compare(less, x, b.c(0)), b.c(math.NaN()), y)
	y = b.choose(b.compare(equal, x, b.c(math.Inf(1))), x, y)
	return b.choose(b.compare(unordered, x, x), x, y)
}

// log1p64 is log1p64 in log.go.
func (b *builder) log1p64(t *tables, r vec) vec { return b.log1p(t, r, b.plainLog64) }

// log1p32 is log1p32 in log.go.
func (b *builder) log1p32(t *tables, r vec) vec { return b.log1p(t, r, b.plainLog32) }

func (b *builder) log1p(t *tables, r vec, log func(t *tables, x vec, more ...vec) vec) vec {
	x := b.add(r, b.c(1))
	y := log(t, x, b.div(b.sub(r, b.sub(x, b.c(1))), x))
	return b.choose(b.compare(unordered, r, r), r, y)
}

// plainLog64 is log64 of a positive normal number, and more on top.
func (b *builder) plainLog64(t *tables, x vec, more ...vec) vec {
	return b.logarithm64(t, x, b.c(0x1p52+1023), more...)
}

// logarithm64 is the logarithm of 2^(1023−bias)·x, and bias has 2⁵² on top.
func (b *builder) logarithm64(t *tables, x, bias vec, more ...vec) vec {
	c := constants()
	k, r, j := b.significand(t, x, bias)
	Thi, Tlo := b.lookup(t.logHi, j), b.lookup(t.logLo, j)
	b.say("k·ln2 − log inverse = hi + lo, r²·P(r)")
	hi, lo := b.fma(k, b.c(c.ln2hi), Thi), b.fma(k, b.c(c.ln2lo), Tlo)
	sum := b.add(hi, r)
	rest := b.add(b.sub(hi, sum), r)
	square := b.mul(r, r)
	low := b.add(lo, rest)
	for _, x := range more {
		low = b.add(low, x)
	}
	return b.add(sum, b.fma(square, b.polynomial(r, square, c.log), low))
}

// plainLog32 is log32 of a positive number, and more on top.
func (b *builder) plainLog32(t *tables, x vec, more ...vec) vec {
	c := constants()
	k, r, j := b.significand(t, x, b.c(0x1p52+1023))
	Thi, Tlo := b.lookup(t.logHi, j), b.lookup(t.logLo, j)
	b.say("k·ln2 − log inverse = hi + lo, r + r²·P(r)")
	hi, lo := b.fma(k, b.c(c.ln2hi), Thi), b.fma(k, b.c(c.ln2lo), Tlo)
	square := b.mul(r, r)
	low := b.add(r, lo)
	for _, x := range more {
		low = b.add(low, x)
	}
	return b.add(hi, b.fma(square, b.polynomial(r, square, c.log32), low))
}

// significand is significand in log.go, and r = z·inverse − 1.
func (b *builder) significand(t *tables, x, bias vec) (k, r, j vec) {
	const one, start = 0x3ff << 52, 0x3fe6_8000_0000_0000
	b.say("x = 2ᵏ·z, z in interval j of the table, r = z·inverse − 1")
	bits := b.addQ(x, b.q(one-start))
	k = b.sub(b.or(b.shr(bits, 52), b.q(0x433<<52)), bias)
	z := b.addQ(b.and(bits, b.q(1<<52-1)), b.q(start))
	j = b.slot(b.shr(bits, 48))
	return k, b.fms(z, b.lookup(t.inverse, j), b.c(1)), j
}
