package main

// The kernels of this file have sixteen lanes of float32 where the definition has eight of float64, and the same results. They compute
// f(x) as hi + lo, within a known error, and round that. A rounding test, Ziv's, tells where the error could change the
// result; a unit with such an element is computed by the definition's operations.
//
// Let u be hi + lo rounded, l = hi + lo − u what rounding has left, and E the error's bound, in halves of the last place of u. If u
// stays the same when doubt·l more is added, l is at most 1/(1+doubt) of the half, and the exact value rounds to u too as long as
// E < 1 − 1/(1+doubt). docs/decisions/13-narrow.md derives E for each function; TestEveryFloat32 tries every input.

// A narrowed result is a vector, and the lanes in which it is certain.
type narrowed struct{ y, sure vec }

// certain rounds hi + a·b, and tests it.
func (b *builder) certain(hi, x, y vec, doubt float64, within vec) narrowed {
	u := b.fma(x, y, hi)
	rest := b.fms(x, y, b.sub(u, hi))
	return narrowed{u, b.compareIn(within, equal, u, b.fma(rest, b.c(1+doubt), u))}
}

// certainSum rounds hi + lo, and tests it.
func (b *builder) certainSum(hi, lo vec, doubt float64, within vec) narrowed {
	u := b.add(hi, lo)
	rest := b.sub(lo, b.sub(u, hi))
	return narrowed{u, b.compareIn(within, equal, u, b.fma(rest, b.c(1+doubt), u))}
}

// compareIn is compare in the lanes of a mask.
func (b *builder) compareIn(mask vec, predicate int, x, y vec) vec {
	out := b.compare(predicate, x, y)
	b.code[len(b.code)-1].mask = mask
	return out
}

const narrowMagic = 0x1.8p23 // adding it rounds to an integer that lies in the last bits

// lookupNarrow returns the entries of a table of 32 that the last five bits of the index name.
func (b *builder) lookupNarrow(t table, index vec) vec {
	out := b.fresh('Z')
	b.code = append(b.code, instr{op: "VPERMI2PS", in: []vec{index, t.pinned[1], t.pinned[0]}, out: out, tied: true})
	return out
}

// raised returns 2^(n/entries) from an entry of the table of powers, and t, whose last bits are n: the shift brings the exponent
// to its place, and below it the index that the entry lacks.
func (b *builder) raised(entry, t vec, shift int) vec {
	return b.do("VPADDD", b.imm("VPSLLD", shift, t), entry)
}

// expm1Narrow returns t, with n in the last bits, r and p, where ±x = n·ln2/32 + r and e^±x = S·(1 + r + p), S the power that the table has.
func (b *builder) expm1Narrow(tab *tables, x vec, sign float64) (t, r, p vec) {
	c := narrow()
	b.say("±x = n·ln2/32 + r, r exact, and the rest of r")
	t = b.fma(x, b.c(sign*c.inverse), b.c(narrowMagic))
	n := b.sub(t, b.c(narrowMagic))
	if sign < 0 {
		r = b.fnms(n, b.c(c.expHi), x)
	} else {
		r = b.fnma(n, b.c(c.expHi), x)
	}
	rest := b.fnma(n, b.c(c.expLo), b.lookupNarrow(tab.narrowRest, t))
	b.say("p = rest + r²·q(r)")
	whole := b.add(r, rest)
	q := b.fma(b.fma(whole, b.c(c.exp[2]), b.c(c.exp[1])), whole, b.c(c.exp[0]))
	return t, r, b.fma(b.mul(whole, whole), q, rest)
}

// product returns x·y + z rounded, and what rounding has left; the sum is near z.
func (b *builder) product(x, y, z vec) (sum, rest vec) {
	sum = b.fma(x, y, z)
	return sum, b.fma(x, y, b.sub(z, sum))
}

// expNarrow computes S·(1 + r + p).
func (b *builder) expNarrow(tab *tables, x vec) narrowed {
	within := b.compareIn(b.compare(atLeast, x, b.c(narrowExpLeast)), atMost, x, b.c(narrowExpMost))
	t, r, p := b.expm1Narrow(tab, x, 1)
	S := b.raised(b.lookupNarrow(tab.narrowPower, t), t, 18)
	hi, rest := b.product(S, r, S)
	return b.certainSum(hi, b.fma(S, p, rest), expDoubt, within)
}

// logNarrow computes k·ln2 − log inverse + r − r²/2 + r³·Q(r), x = 2ᵏ·z, 3/4 ≤ z < 3/2, r = z·inverse − 1, which is exact.
func (b *builder) logNarrow(tab *tables, x vec) narrowed {
	c := narrow()
	b.say("positive normal numbers")
	within := b.compareBits(less, b.do("VPSUBD", b.e(0, 0x00800000), x), b.e(0, 0x7f000000))
	b.say("x = 2ᵏ·z, z in interval j of the table, r = z·inverse − 1")
	z := b.imm("VGETMANTPS", 3, x)
	k := b.do("VGETEXPPS", b.mul(x, b.c(4.0/3)))
	j := b.imm("VPSRLD", 18, z)
	r := b.fms(z, b.lookupNarrow(tab.narrowInverse, j), b.c(1))
	b.say("k·ln2 − log inverse = hi + lo, hi + r = sum + rest")
	hi := b.fma(k, b.c(c.ln2hi), b.lookupNarrow(tab.narrowHi, j))
	lo := b.fma(k, b.c(c.ln2lo), b.lookupNarrow(tab.narrowLo, j))
	sum := b.add(hi, r)
	rest := b.sub(r, b.sub(sum, hi))
	b.say("− r²/2 and its rest, r³·Q(r)")
	half := b.mul(r, b.c(-0.5))
	sum, more := b.product(half, r, sum)
	cube := b.mul(b.mul(half, r), r)
	Q := b.fma(b.fma(b.fma(b.c(c.log[3]), r, b.c(c.log[2])), r, b.c(c.log[1])), r, b.c(c.log[0]))
	return b.certainSum(sum, b.fma(cube, Q, b.add(b.add(rest, lo), more)), logDoubt, within)
}

// sigmoidNarrow computes 1/(1 + S·(1 + r + p)), S = 2^(n/32). 1 + S is D and a rest.
func (b *builder) sigmoidNarrow(tab *tables, x vec) narrowed {
	within := b.compare(atLeast, x, b.c(narrowSigmoidReach))
	t, r, p := b.expm1Narrow(tab, b.min(b.c(narrowSigmoidEnd), x), -1)
	S := b.raised(b.lookupNarrow(tab.narrowPower, t), t, 18)
	D := b.add(S, b.c(1))
	rest := b.sub(S, b.sub(D, b.c(1)))
	b.say("denominator, quotient, remainder")
	d, dRest := b.product(S, r, D)
	dRest = b.fma(S, p, b.add(dRest, rest))
	y := b.div(b.c(1), d)
	remainder := b.fnma(y, dRest, b.fnma(y, d, b.c(1)))
	return b.certain(y, remainder, b.fma(remainder, y, y), sigmoidDoubt, within)
}

// tanhNarrow computes (N + D·θ)/(D + N·θ) with S = 2^(n/16), N = S − 1 and D = S + 1, which are exact, and θ = tanh ρ, |x| = n·ln2/32 + ρ.
func (b *builder) tanhNarrow(tab *tables, x vec) narrowed {
	c := narrow()
	a := b.min(b.c(narrowTanhEnd), b.abs(x))
	within := b.compareBits(notBelow, b.do("VPSUBD", b.c(narrowTanhReach), a), b.e(0, narrowTanhGap))
	b.say("|x| = n·ln2/32 + ρ, ρ exact, and the rest of ρ")
	t := b.fma(a, b.c(c.inverse), b.c(narrowMagic))
	n := b.sub(t, b.c(narrowMagic))
	rho := b.fnma(n, b.c(c.expHi), a)
	rest := b.fnma(n, b.c(c.expLo), b.do("VPERMPS", tab.narrowTanh.pinned[1], t))
	b.say("θ = tanh(ρ + rest) = ρ + p, p = rest + ρ²·(ρ·P(ρ²) − rest)")
	square := b.mul(rho, rho)
	p := b.fma(square, b.fms(rho, b.fma(square, b.c(c.tanh[1]), b.c(c.tanh[0])), rest), rest)
	b.say("numerator and denominator, each with a rest, quotient, remainder")
	S := b.raised(b.do("VPERMPS", tab.narrowTanh.pinned[0], t), t, 19)
	N, D := b.sub(S, b.c(1)), b.add(S, b.c(1))
	num, numRest := b.product(D, rho, N)
	den, denRest := b.product(N, rho, D)
	numRest, denRest = b.fma(D, p, numRest), b.fma(N, p, denRest)
	inverse := b.div(b.c(1), den)
	y := b.mul(num, inverse)
	remainder := b.fnma(y, denRest, b.add(b.fnma(y, den, num), numRest))
	result := b.certain(y, remainder, inverse, tanhDoubt, within)
	result.y = b.withSign(result.y, x)
	return result
}

// compareBits is compare of unsigned integers.
func (b *builder) compareBits(predicate int, x, y vec) vec {
	out := b.compare(predicate, x, y)
	b.code[len(b.code)-1].op = "VPCMPUD"
	return out
}
