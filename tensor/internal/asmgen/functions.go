package main

import "math"

// The sequences of operations of exp.go, log.go and sigmoid.go, on vectors of
// float64. Each mirrors the Go function that its comment names, which defines it.

// tables are those that a function has prepared.
type tables struct{ expHi, expLo, inverse, logHi, logLo table }

const magic = 0x1.8p52

// lookup returns the entries of a table of 16 that the last four bits of the index
// name.
func (b *builder) lookup(t table, index vec) vec {
	out := b.fresh(b.wide)
	if b.wide == 'Z' { // the index register becomes the result
		b.code = append(b.code, instr{op: "VPERMI2PD", in: []vec{index, t.pinned[1], t.pinned[0]}, out: out, tied: true})
		return out
	}
	index = b.and(index, b.q(15))
	b.code = append(b.code, instr{op: "VGATHERQPD", in: []vec{{mem: "(" + t.register + ")(%s*8)"}, index}, out: out, tmp: b.fresh('Y')})
	return out
}

// A reduced argument: x = n·ln2/16 + r, n in the last bits of t and m as a float64.
type reduced struct{ t, m, exact, r vec }

// reduce is reduce in exp.go.
func (b *builder) reduce(x vec) (n reduced) {
	c := constants()
	b.say("x = n·ln2/16 + r")
	n.t = b.fma(x, b.c(c.inverse), b.c(magic))
	n.m = b.sub(n.t, b.c(magic))
	n.exact = b.fnma(n.m, b.c(c.expHi), x)
	n.r = b.fnma(n.m, b.c(c.expLo), n.exact)
	return n
}

// clamp returns x between ±reach; NaN stays.
func (b *builder) clamp(x vec, reach float64) vec {
	return b.min(b.c(reach), b.max(b.c(-reach), x))
}

// timesPow2 returns 2^(n>>4)·x, both normal numbers, by adding to the exponent.
func (b *builder) timesPow2(x vec, n reduced) vec {
	return b.addQ(x, b.and(b.shl(n.t, 48), b.q(0xfff<<52)))
}

// scale is scale in exp.go, for 2^(n>>4 + more).
func (b *builder) scale(y vec, n reduced, more int) vec {
	if b.wide == 'Z' {
		k := b.mul(n.m, b.c(1.0/16))
		if more != 0 {
			k = b.add(k, b.c(float64(more)))
		}
		return b.do("VSCALEFPD", k, y)
	}
	k := b.imm("VPSRAD", 4, n.t)
	if more != 0 {
		k = b.do("VPADDD", b.q(uint64(more)), k)
	}
	half := b.imm("VPSRAD", 1, k)
	rest := b.do("VPSUBD", half, k)
	power := func(k vec) vec { return b.shl(b.do("VPADDD", b.q(1023), k), 52) }
	return b.mul(b.mul(y, power(half)), power(rest))
}

// exponential is exponential in exp.go, for an x within reach; lo is computed if it is
// wanted.
func (b *builder) exponential(t *tables, x vec, wantLo bool) (hi, lo vec, n reduced) {
	n = b.reduce(x)
	square := b.mul(n.r, n.r)
	b.say("q(r)")
	q := b.polynomial(n.r, square, constants().exp)
	b.say("T + (T·r + (T·r²·q + remainder of T))")
	T := b.lookup(t.expHi, n.t)
	rest := b.lookup(t.expLo, n.t)
	s := b.fma(T, n.r, b.fma(b.mul(T, square), q, rest))
	hi = b.add(T, s)
	if wantLo {
		lo = b.sub(s, b.sub(hi, T))
	}
	return hi, lo, n
}

func (b *builder) exp64(t *tables, x vec) vec {
	hi, _, n := b.exponential(t, b.clamp(x, 750), false)
	b.say("2ᵏ")
	return b.scale(hi, n, 0)
}

// shortExpm1 is shortExpm1 in exp.go.
func (b *builder) shortExpm1(r vec) vec {
	square := b.mul(r, r)
	return b.fma(square, b.polynomial(r, square, constants().exp32), r)
}

// shortExponential is shortExponential in exp.go, for an x within reach.
func (b *builder) shortExponential(t *tables, x vec) vec {
	n := b.reduce(x)
	b.say("S + S·(r + r²·q(r)), S = 2ᵏ·T")
	S := b.timesPow2(b.lookup(t.expHi, n.t), n)
	return b.fma(S, b.shortExpm1(n.r), S)
}

func (b *builder) exp32(t *tables, x vec) vec { return b.shortExponential(t, b.clamp(x, 110)) }

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

// plainLog64 is log64 of a positive normal number.
func (b *builder) plainLog64(t *tables, x vec) vec { return b.logarithm64(t, x, b.c(0x1p52+1023)) }

// logarithm64 is the logarithm of 2^(1023−bias)·x, and bias has 2⁵² on top.
func (b *builder) logarithm64(t *tables, x, bias vec) vec {
	c := constants()
	k, r, j := b.significand(t, x, bias)
	Thi, Tlo := b.lookup(t.logHi, j), b.lookup(t.logLo, j)
	b.say("k·ln2 − log inverse = hi + lo, r²·P(r)")
	hi, lo := b.fma(k, b.c(c.ln2hi), Thi), b.fma(k, b.c(c.ln2lo), Tlo)
	sum := b.add(hi, r)
	rest := b.add(b.sub(hi, sum), r)
	square := b.mul(r, r)
	return b.add(sum, b.fma(square, b.polynomial(r, square, c.log), b.add(lo, rest)))
}

// plainLog32 is log32 of a positive number.
func (b *builder) plainLog32(t *tables, x vec) vec {
	c := constants()
	k, r, j := b.significand(t, x, b.c(0x1p52+1023))
	Thi, Tlo := b.lookup(t.logHi, j), b.lookup(t.logLo, j)
	b.say("k·ln2 − log inverse = hi + lo, r + r²·P(r)")
	hi, lo := b.fma(k, b.c(c.ln2hi), Thi), b.fma(k, b.c(c.ln2lo), Tlo)
	square := b.mul(r, r)
	return b.add(hi, b.fma(square, b.polynomial(r, square, c.log32), b.add(r, lo)))
}

// significand is significand in log.go, and r = z·inverse − 1.
func (b *builder) significand(t *tables, x, bias vec) (k, r, j vec) {
	const one, start = 0x3ff << 52, 0x3fe6_8000_0000_0000
	b.say("x = 2ᵏ·z, z in interval j of the table, r = z·inverse − 1")
	bits := b.addQ(x, b.q(one-start))
	k = b.sub(b.or(b.shr(bits, 52), b.q(0x433<<52)), bias)
	z := b.addQ(b.and(bits, b.q(1<<52-1)), b.q(start))
	j = b.shr(bits, 48)
	return k, b.fms(z, b.lookup(t.inverse, j), b.c(1)), j
}

// quotient is quotient in sigmoid.go; without a rest of y it has an operation less.
func (b *builder) quotient(y, yRest, d, dRest vec) vec {
	b.say("quotient, corrected")
	inverse := b.div(b.c(1), d)
	q := b.mul(y, inverse)
	r := b.add(b.fnma(q, d, y), b.fnma(q, dRest, yRest))
	return b.fma(r, inverse, q)
}

// withSign returns x with the sign of y.
func (b *builder) withSign(x, y vec) vec {
	if b.wide == 'Z' { // bit by bit, y where the mask is 1, else x
		out := b.fresh('Z')
		b.code = append(b.code, instr{op: "VPTERNLOGQ", imm: "$0xd8, ", in: []vec{b.reg(x), b.e(1<<63, 1<<31), b.reg(y)}, out: out, tied: true})
		return out
	}
	return b.or(b.abs(x), b.and(y, b.e(1<<63, 1<<31)))
}

func (b *builder) tanh64(t *tables, x vec) vec {
	a := b.minusAbs(x, 22)
	n := b.reduce(b.add(a, a))
	rest := b.fnma(n.m, b.c(constants().expLo), b.sub(n.exact, n.r))
	square := b.mul(n.r, n.r)
	b.say("S = 2ᵏ·T, y = (S − 1) + S·(r + r²·q(r)) in two parts, B + low")
	twoK := b.timesPow2(b.c(1), n)
	S := b.mul(b.lookup(t.expHi, n.t), twoK)
	s := b.mul(b.lookup(t.expLo, n.t), twoK)
	A := b.sub(S, b.c(1))
	p := b.mul(S, n.r)
	B := b.add(A, p)
	low := b.add(b.fma(s, n.r, b.add(b.sub(S, b.add(A, b.c(1))), s)), b.fms(S, n.r, p))
	low = b.fma(S, rest, b.add(low, b.sub(p, b.sub(B, A))))
	low = b.fma(b.mul(S, square), b.polynomial(n.r, square, constants().exp), low)
	b.say("−y/(2+y)")
	y, D := b.add(B, low), b.add(B, b.c(2))
	d := b.add(D, low)
	dRest := b.add(b.sub(B, b.sub(D, b.c(2))), b.sub(low, b.sub(d, D)))
	return b.withSign(b.quotient(b.neg(y), b.sub(b.sub(y, B), low), d, dRest), x)
}

func (b *builder) tanh32(t *tables, x vec) vec {
	c := constants()
	a := b.minusAbs(x, 22)
	b.say("2a = n·ln2/16 + 2r")
	n := reduced{t: b.fma(a, b.c(2*c.inverse), b.c(magic))}
	n.m = b.sub(n.t, b.c(magic))
	n.r = b.fnma(n.m, b.c(c.expHi/2), a)
	b.say("y/2 = (S − 1)/2 + S·(r + r²·2q(2r)), S = 2ᵏ·T")
	S := b.timesPow2(b.lookup(t.expHi, n.t), n)
	square := b.mul(n.r, n.r)
	h := b.fma(S, b.fma(square, b.polynomial(n.r, square, doubled(c.exp32)), n.r), b.fms(S, b.c(0.5), b.c(0.5)))
	return b.withSign(b.div(h, b.add(h, b.c(1))), x)
}

// doubled returns the coefficients of 2·q(2x).
func doubled(q []float64) []float64 {
	var c []float64
	for i, x := range q {
		c = append(c, math.Ldexp(x, i+1))
	}
	return c
}

func (b *builder) sigmoid64(t *tables, x vec) vec {
	hi, lo, n := b.exponential(t, b.minusAbs(x, 750), true)
	e := b.scale(hi, n, 0)
	d := b.add(e, b.c(1))
	rest := b.add(b.sub(e, b.sub(d, b.c(1))), b.scale(lo, n, 0))
	negative := b.compare(less, x, b.c(0))
	q := b.quotient(b.choose(negative, hi, b.reg(b.c(1))), b.only(negative, lo), d, rest)
	return b.choose(negative, b.scale(q, n, 0), q)
}

func (b *builder) sigmoid32(t *tables, x vec) vec {
	e := b.shortExponential(t, b.minusAbs(x, 110))
	y := b.choose(b.compare(less, x, b.c(0)), e, b.reg(b.c(1)))
	y = b.div(y, b.add(e, b.c(1)))
	b.say("near 0, ½ + x/4 and a trace less")
	near := b.sub(b.fma(x, b.c(0.25), b.c(0.5)), b.withSign(b.c(0x1p-53), x))
	return b.choose(b.compare(less, b.abs(x), b.c(0x1p-15)), near, y)
}

// hump is hump in sigmoid.go.
func (b *builder) hump(t *tables, x vec, n int) vec {
	hi, lo, k := b.exponential(t, x, true)
	e := b.scale(hi, k, 0)
	s := b.add(e, b.c(1))
	rest := b.add(b.sub(e, b.sub(s, b.c(1))), b.scale(lo, k, 0))
	d := b.mul(s, s)
	dRest := b.fma(b.mul(s, b.c(2)), rest, b.fms(s, s, d))
	return b.scale(b.quotient(hi, lo, d, dRest), k, n)
}

// hump32 is hump32 in sigmoid.go.
func (b *builder) hump32(t *tables, x vec, factor float64) vec {
	e := b.shortExponential(t, x)
	s := b.add(e, b.c(1))
	y := e
	if factor != 1 {
		y = b.mul(e, b.c(factor))
	}
	return b.div(y, b.mul(s, s))
}

// minusAbs returns −|x|, or −reach if that is more; NaN stays.
func (b *builder) minusAbs(x vec, reach float64) vec {
	return b.max(b.c(-reach), b.or(x, b.e(1<<63, 1<<31)))
}

func (b *builder) tanhDerivative64(t *tables, x vec) vec {
	return b.hump(t, b.minusAbs(b.add(x, x), 750), 2)
}

func (b *builder) tanhDerivative32(t *tables, x vec) vec {
	return b.hump32(t, b.minusAbs(b.add(x, x), 110), 4)
}

func (b *builder) sigmoidDerivative64(t *tables, x vec) vec {
	return b.hump(t, b.minusAbs(x, 750), 0)
}

func (b *builder) sigmoidDerivative32(t *tables, x vec) vec {
	return b.hump32(t, b.minusAbs(x, 110), 1)
}

// relu and reluDerivative are those of sigmoid.go; they take vectors of either type. In
// AVX-512 one instruction replaces an element by what a table has for its class: NaN
// of two kinds, 0, 1, −∞, +∞, negative, positive, four bits each; 0 leaves it, 8 is +0, 10 is 1.
func (b *builder) relu(x vec) vec {
	if b.wide == 'Z' {
		return b.replaced(x, 0x08080000)
	}
	return b.except(b.compare(less, x, b.c(0)), x)
}

func (b *builder) reluDerivative(x vec) vec {
	if b.wide == 'Z' {
		return b.replaced(x, 0xa8a8a800)
	}
	u := b.choose(b.compare(greater, x, b.c(0)), b.reg(b.c(1)), x)
	return b.except(b.compare(atMost, x, b.c(0)), u)
}

func (b *builder) replaced(x vec, classes uint64) vec {
	out := b.fresh('Z')
	table := b.e(classes, classes)
	b.code = append(b.code, instr{op: "VFIXUPIMM" + b.p, imm: "$0, ", in: []vec{x, table, x}, out: out, tied: true})
	return out
}
