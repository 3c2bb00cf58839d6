package main

func (b *builder) sigmoid64(t *tables, x vec) vec {
	hi, lo, n := b.exponential(t, b.minusAbs(x, expReach), true)
	e := b.scale(hi, n, 0)
	d := b.add(e, b.c(1))
	rest := b.add(b.sub(e, b.sub(d, b.c(1))), b.scale(lo, n, 0))
	negative := b.compare(less, x, b.c(0))
	q := b.quotient(b.choose(negative, hi, b.reg(b.c(1))), b.only(negative, lo), d, rest)
	return b.choose(negative, b.scale(q, n, 0), q)
}

func (b *builder) sigmoid32(t *tables, x vec) vec {
	e := b.shortExponential(t, b.minusAbs(x, exp32Reach))
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
	return b.hump(t, b.minusAbs(b.add(x, x), expReach), 2)
}

func (b *builder) tanhDerivative32(t *tables, x vec) vec {
	return b.hump32(t, b.minusAbs(b.add(x, x), exp32Reach), 4)
}

func (b *builder) sigmoidDerivative64(t *tables, x vec) vec {
	return b.hump(t, b.minusAbs(x, expReach), 0)
}

func (b *builder) sigmoidDerivative32(t *tables, x vec) vec {
	return b.hump32(t, b.minusAbs(x, exp32Reach), 1)
}

// relu and reluDerivative mirror the functions in sigmoid.go; they take vectors of either type.
// In AVX-512 one instruction replaces an element by a table's entry for its class: NaN
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
