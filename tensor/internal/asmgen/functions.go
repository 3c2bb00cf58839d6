package main

import "math"

// The sequences of operations of exp.go, log.go and sigmoid.go, on vectors of
// float64. Each mirrors the Go function that its comment names, which defines it.

// tables holds the tables that a function has prepared.
type tables struct {
	expHi, expLo, expBits, inverse, logHi, logLo                           table
	narrowPower, narrowRest, narrowTanh, narrowInverse, narrowHi, narrowLo table
}

const magic = 0x1.8p52 // roundMagic in exp.go

// slot returns the number of an entry in a table of 16, the last four bits of the index.
func (b *builder) slot(index vec) vec {
	if b.wide == 'Z' { // the lookup takes no other bits
		return index
	}
	return b.and(index, b.q(15))
}

// lookup returns the entries of a table in the slots.
func (b *builder) lookup(t table, slot vec) vec {
	out := b.fresh(b.wide)
	if b.wide == 'Z' { // the index register becomes the result
		b.code = append(b.code, instr{op: "VPERMI2PD", in: []vec{slot, t.pinned[1], t.pinned[0]}, out: out, tied: true})
		return out
	}
	b.code = append(b.code, instr{op: "VGATHERQPD", in: []vec{{mem: "(" + t.register + ")(%s*8)", whole: true}, slot}, out: out, tmp: b.fresh('Y')})
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

// power returns 2^(n/16), without its remainder, where that is a normal number. The last bits
// of t are 16k + j; shifted by 48 they are k in the place of the exponent and j below,
// which the entries of the table have subtracted from their bits.
func (b *builder) power(t *tables, n reduced) vec {
	return b.addQ(b.lookup(t.expBits, b.slot(n.t)), b.shl(n.t, 48))
}

// pow2 returns 2^(n>>4), a normal number.
func (b *builder) pow2(n reduced) vec {
	return b.addQ(b.and(b.shl(n.t, 48), b.q(0xfff<<52)), b.q(1023<<52))
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
	j := b.slot(n.t)
	T, rest := b.lookup(t.expHi, j), b.lookup(t.expLo, j)
	s := b.fma(T, n.r, b.fma(b.mul(T, square), q, rest))
	hi = b.add(T, s)
	if wantLo {
		lo = b.sub(s, b.sub(hi, T))
	}
	return hi, lo, n
}

func (b *builder) exp64(t *tables, x vec) vec {
	hi, _, n := b.exponential(t, b.clamp(x, expReach), false)
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
	S := b.power(t, n)
	return b.fma(S, b.shortExpm1(n.r), S)
}

func (b *builder) exp32(t *tables, x vec) vec { return b.shortExponential(t, b.clamp(x, exp32Reach)) }

// expOfNegative64 is exp64 for x ≤ 0.
func (b *builder) expOfNegative64(t *tables, x vec) vec {
	hi, _, n := b.exponential(t, b.max(b.c(-expReach), x), false)
	return b.scale(hi, n, 0)
}

// quotient is quotient in sigmoid.go.
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
		op := map[string]string{"PD": "VPTERNLOGQ", "PS": "VPTERNLOGD"}[b.p]
		b.code = append(b.code, instr{op: op, imm: "$0xd8, ", in: []vec{b.reg(x), b.e(1<<63, 1<<31), b.reg(y)}, out: out, tied: true})
		return out
	}
	return b.or(b.abs(x), b.and(y, b.e(1<<63, 1<<31)))
}

func (b *builder) tanh64(t *tables, x vec) vec {
	a := b.minusAbs(x, tanhReach)
	n := b.reduce(b.add(a, a))
	rest := b.fnma(n.m, b.c(constants().expLo), b.sub(n.exact, n.r))
	square := b.mul(n.r, n.r)
	b.say("S = 2ᵏ·T, y = (S − 1) + S·(r + r²·q(r)) in two parts, B + low")
	twoK := b.pow2(n)
	j := b.slot(n.t)
	S, s := b.mul(b.lookup(t.expHi, j), twoK), b.mul(b.lookup(t.expLo, j), twoK)
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
	a := b.minusAbs(x, tanhReach)
	b.say("2a = n·ln2/16 + 2r")
	n := reduced{t: b.fma(a, b.c(2*c.inverse), b.c(magic))}
	n.m = b.sub(n.t, b.c(magic))
	n.r = b.fnma(n.m, b.c(c.expHi/2), a)
	b.say("y/2 = (S − 1)/2 + S·(r + r²·2q(2r)), S = 2ᵏ·T")
	S := b.power(t, n)
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
