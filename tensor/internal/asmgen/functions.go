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

// pow2 returns 2^(n>>4), which must be a normal number.
func (b *builder) pow2(n reduced) vec {
	k := b.and(b.shl(n.t, 48), b.q(0xfff<<52))
	return b.addQ(k, b.q(1023<<52))
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

// exponential is exponential in exp.go; lo is computed if it is wanted.
func (b *builder) exponential(t *tables, x vec, wantLo bool) (hi, lo vec, n reduced) {
	n = b.reduce(b.clamp(x, 750))
	b.say("w = r²·q(r)")
	w := b.mul(b.mul(n.r, n.r), b.horner(n.r, constants().exp))
	b.say("T + (T·r + (T·w + remainder of T))")
	T := b.lookup(t.expHi, n.t)
	rest := b.lookup(t.expLo, n.t)
	s := b.fma(T, n.r, b.fma(T, w, rest))
	hi = b.add(T, s)
	if wantLo {
		lo = b.sub(s, b.sub(hi, T))
	}
	return hi, lo, n
}

func (b *builder) exp64(t *tables, x vec) vec {
	hi, _, n := b.exponential(t, x, false)
	b.say("2ᵏ")
	return b.scale(hi, n, 0)
}

// shortExpm1 is shortExpm1 in exp.go.
func (b *builder) shortExpm1(r vec) vec {
	return b.fma(b.mul(r, r), b.horner(r, constants().exp32), r)
}

// shortExponential returns 2ᵏ·hi of shortExponential in exp.go.
func (b *builder) shortExponential(t *tables, x vec) vec {
	n := b.reduce(b.clamp(x, 110))
	b.say("T + T·(r + r²·q(r))")
	p := b.shortExpm1(n.r)
	T := b.lookup(t.expHi, n.t)
	return b.mul(b.fma(T, p, T), b.pow2(n))
}

func (b *builder) exp32(t *tables, x vec) vec { return b.shortExponential(t, x) }

// logarithm is log64 and log32 in log.go. In double precision every float32 but 0 is
// a normal number, so that the subnormal ones need no care.
func (b *builder) logarithm(t *tables, x vec, double bool) vec {
	const one, start = 0x3ff << 52, 0x3fe6_8000_0000_0000
	c := constants()
	given := x
	bias := b.c(0x1p52 + 1023)
	if double {
		b.say("a subnormal number times 2⁵⁴")
		tiny := b.compare(less, x, b.c(0x1p-1022))
		x = b.choose(tiny, b.mul(x, b.c(0x1p54)), x)
		bias = b.choose(tiny, b.reg(b.c(0x1p52+1023+54)), b.reg(bias))
	}
	b.say("x = 2ᵏ·z, z in interval j of the table")
	bits := b.addQ(x, b.q(one-start))
	k := b.sub(b.or(b.shr(bits, 52), b.q(0x433<<52)), bias)
	z := b.addQ(b.and(bits, b.q(1<<52-1)), b.q(start))
	j := b.shr(bits, 48)
	inverse := b.lookup(t.inverse, j)
	Thi := b.lookup(t.logHi, j)
	Tlo := b.lookup(t.logLo, j)
	b.say("r = z·inverse − 1, and k·ln2 − log inverse = hi + lo")
	r := b.fms(z, inverse, b.c(1))
	hi := b.fma(k, b.c(c.ln2hi), Thi)
	lo := b.fma(k, b.c(c.ln2lo), Tlo)
	var y vec
	if double {
		sum := b.add(hi, r)
		rest := b.add(b.sub(hi, sum), r)
		b.say("r²·P(r)")
		P := b.horner(r, c.log)
		y = b.add(sum, b.fma(b.mul(r, r), P, b.add(lo, rest)))
	} else {
		b.say("r + r²·P(r)")
		P := b.horner(r, c.log32)
		y = b.add(hi, b.add(b.fma(b.mul(r, r), P, r), lo))
	}
	b.say("±0, negative numbers, +∞ and NaN")
	y = b.choose(b.compare(equal, given, b.c(0)), b.c(math.Inf(-1)), y)
	y = b.choose(b.compare(less, given, b.c(0)), b.c(math.NaN()), y)
	y = b.choose(b.compare(equal, given, b.c(math.Inf(1))), given, y)
	return b.choose(b.compare(unordered, given, given), given, y)
}

func (b *builder) log64(t *tables, x vec) vec { return b.logarithm(t, x, true) }
func (b *builder) log32(t *tables, x vec) vec { return b.logarithm(t, x, false) }

// quotient is quotient in sigmoid.go; without a rest of y it has an operation less.
func (b *builder) quotient(y, yRest, d, dRest vec) vec {
	b.say("quotient, corrected")
	inverse := b.div(b.c(1), d)
	q := b.mul(y, inverse)
	r := b.add(b.fnma(q, d, y), yRest)
	r = b.fnma(q, dRest, r)
	return b.fma(r, inverse, q)
}

// withSign returns x with the sign of y.
func (b *builder) withSign(x, y vec) vec {
	return b.or(b.abs(x), b.and(y, b.e(1<<63, 1<<31)))
}

func (b *builder) tanh64(t *tables, x vec) vec {
	a := b.abs(x)
	n := b.reduce(b.mul(b.min(b.c(22), a), b.c(-2)))
	rest := b.fnma(n.m, b.c(constants().expLo), b.sub(n.exact, n.r))
	b.say("w = r²·q(r), S = 2ᵏ·T")
	w := b.fma(b.mul(n.r, n.r), b.horner(n.r, constants().exp), rest)
	twoK := b.pow2(n)
	S := b.mul(b.lookup(t.expHi, n.t), twoK)
	s := b.mul(b.lookup(t.expLo, n.t), twoK)
	b.say("y = (S − 1) + S·(r + w) in two parts")
	A := b.sub(S, b.c(1))
	p := b.mul(S, n.r)
	B := b.add(A, p)
	low := b.fma(s, n.r, b.add(b.sub(S, b.add(A, b.c(1))), s))
	low = b.add(b.fma(S, w, low), b.fms(S, n.r, p))
	low = b.add(low, b.sub(p, b.sub(B, A)))
	hi := b.add(B, low)
	lo := b.sub(low, b.sub(hi, B))
	b.say("−y/(2+y)")
	d := b.add(hi, b.c(2))
	dRest := b.add(b.sub(hi, b.sub(d, b.c(2))), lo)
	y := b.withSign(b.quotient(b.neg(hi), b.neg(lo), d, dRest), x)
	return b.choose(b.compare(less, a, b.c(0x1p-27)), x, y)
}

func (b *builder) tanh32(t *tables, x vec) vec {
	n := b.reduce(b.mul(b.min(b.c(22), b.abs(x)), b.c(-2)))
	b.say("y = (S − 1) + S·(r + r²·q(r)), S = 2ᵏ·T")
	S := b.mul(b.lookup(t.expHi, n.t), b.pow2(n))
	y := b.fma(S, b.shortExpm1(n.r), b.sub(S, b.c(1)))
	return b.withSign(b.div(y, b.add(y, b.c(2))), x)
}

func (b *builder) sigmoid64(t *tables, x vec) vec {
	hi, lo, n := b.exponential(t, b.neg(b.abs(x)), true)
	e := b.scale(hi, n, 0)
	d := b.add(e, b.c(1))
	rest := b.add(b.sub(e, b.sub(d, b.c(1))), b.scale(lo, n, 0))
	negative := b.compare(less, x, b.c(0))
	q := b.quotient(b.choose(negative, hi, b.reg(b.c(1))), b.only(negative, lo), d, rest)
	return b.choose(negative, b.scale(q, n, 0), q)
}

func (b *builder) sigmoid32(t *tables, x vec) vec {
	e := b.shortExponential(t, b.neg(b.abs(x)))
	y := b.choose(b.compare(less, x, b.c(0)), e, b.reg(b.c(1)))
	y = b.div(y, b.add(e, b.c(1)))
	b.say("near 0, ½ + x/4 and a trace less")
	near := b.sub(b.fma(x, b.reg(b.c(0.25)), b.c(0.5)), b.withSign(b.reg(b.c(0x1p-53)), x))
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

func (b *builder) minusTwice(x vec) vec { return b.mul(b.abs(x), b.c(-2)) }

func (b *builder) tanhDerivative64(t *tables, x vec) vec { return b.hump(t, b.minusTwice(x), 2) }
func (b *builder) tanhDerivative32(t *tables, x vec) vec { return b.hump32(t, b.minusTwice(x), 4) }

func (b *builder) sigmoidDerivative64(t *tables, x vec) vec {
	return b.hump(t, b.neg(b.abs(x)), 0)
}

func (b *builder) sigmoidDerivative32(t *tables, x vec) vec {
	return b.hump32(t, b.neg(b.abs(x)), 1)
}

// relu and reluDerivative are those of sigmoid.go; they take vectors of either type.
func (b *builder) relu(x vec) vec {
	return b.except(b.compare(less, x, b.c(0)), x)
}

func (b *builder) reluDerivative(x vec) vec {
	u := b.choose(b.compare(greater, x, b.c(0)), b.reg(b.c(1)), x)
	return b.except(b.compare(atMost, x, b.c(0)), u)
}
