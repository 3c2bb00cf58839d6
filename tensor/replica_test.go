package tensor_test

import (
	"math"

	"chainrule/tensor"
)

// Replicas of four functions in float64: the operations of the definition, and beside each what its
// rounding lost, recovered without error or with one of a second order. They return the result and
// its error in ulp to 2⁻⁹ or better, in a tenth of the time of the oracle, and share the constants and the
// reduction with the package, which TestConstants… have proved. They are filters for a search: what
// they find is measured with math/big.

// expTail returns (eʳ − 1 − r − r²/2)/r³.
func expTail(r float64) float64 {
	return 1./6 + r*(1./24+r*(1./120+r*(1./720+r*(1./5040+r*(1./40320+r*(1./362880+r*(1./3628800)))))))
}

// logTail returns (log(1 + r) − r + r²/2)/r³.
func logTail(r float64) float64 {
	s := 1. / 14
	for i := 13.0; i > 2; i-- {
		s = math.FMA(-r, s, 1/i)
	}
	return s
}

// third is the rounding error of ⅓ as a double.
const third = 0x1p-54 / 3

// expPolynomial and logPolynomial are the polynomials of the definitions.
func expPolynomial(r, square float64) float64 {
	c := &tensor.ExpCoefficients
	p := math.FMA(c[5], r, c[4])
	p = math.FMA(p, square, math.FMA(c[3], r, c[2]))
	return math.FMA(p, square, math.FMA(c[1], r, c[0]))
}

func logPolynomial(r, square float64) float64 {
	c := &tensor.LogCoefficients
	p := math.FMA(c[9], r, c[8])
	p = math.FMA(p, square, math.FMA(c[7], r, c[6]))
	p = math.FMA(p, square, math.FMA(c[5], r, c[4]))
	p = math.FMA(p, square, math.FMA(c[3], r, c[2]))
	return math.FMA(p, square, math.FMA(c[1], r, c[0]))
}

// errorIn returns |err| in ulp of y.
func errorIn(err, y float64) float64 {
	exponent := int(math.Float64bits(y)>>52&0x7ff) - 1023
	return math.Abs(err) * power2(52-exponent)
}

var replicaPowers = tensor.ExpTable()

// An expReplica holds the reduced argument and the exponential 2ᵏ·(hi + lo), and by how much that is
// too small.
type expReplica struct {
	r, rest     float64
	j, k        int
	hi, lo, off float64
}

func replicaReduce(x float64) (e expReplica) {
	t := math.FMA(x, tensor.InvLn2x16, tensor.RoundMagic)
	m := t - tensor.RoundMagic
	exact := math.FMA(-m, tensor.Ln2x16hi, x)
	e.r = math.FMA(-m, tensor.Ln2x16lo, exact)
	e.rest = math.FMA(-m, tensor.Ln2x16lo, exact-e.r)
	n := int(int32(math.Float64bits(t)))
	e.j, e.k = n&15, n>>4
	return e
}

func replicaExponential(x float64) expReplica {
	e := replicaReduce(x)
	square := float64(e.r * e.r)
	T := replicaPowers[e.j]
	t := math.FMA(T[0], e.r, math.FMA(float64(T[0]*square), expPolynomial(e.r, square), T[1]))
	e.hi = T[0] + t
	e.lo = t - (e.hi - T[0])
	p, s := twoProduct(T[0], e.r), twoProduct(e.r, e.r)
	small := p.lo + float64(T[1]*(1+e.r)) + float64(T[0]*float64(e.rest*(1+e.r))) + T[0]*(s.lo/2+float64(e.r*s.hi)*expTail(e.r))
	half := twoProduct(T[0], s.hi/2)
	e.off = ((p.hi - (e.hi - T[0])) + half.hi) - e.lo + (half.lo + small)
	return e
}

func replicaExp(x float64) (y, ulps float64) {
	e := replicaExponential(x)
	return scaled(e.hi, e.k), errorIn(e.lo+e.off, e.hi)
}

func replicaQuotient(y, yRest, d, dRest float64) float64 {
	inverse := 1 / d
	q := float64(y * inverse)
	return math.FMA(math.FMA(-q, d, y)+math.FMA(-q, dRest, yRest), inverse, q)
}

func replicaSigmoid(x float64) (y, ulps float64) {
	e := replicaExponential(-math.Abs(x))
	scale := power2(e.k)
	E := e.hi * scale
	d := 1 + E
	rest := (E - (d - 1)) + e.lo*scale
	hi, lo, off := 1.0, 0.0, 0.0
	if x < 0 {
		hi, lo, off = e.hi, e.lo, e.off
	}
	q := replicaQuotient(hi, lo, d, rest)
	err := (math.FMA(-q, d, hi) + ((lo + off) - q*(rest+e.off*scale))) / d
	if x < 0 {
		return scaled(q, e.k), errorIn(err, q)
	}
	return q, errorIn(err, q)
}

// replicaTanh returns tanh x, its error, and that of y = e^(−2|x|) − 1 as a sum of two doubles.
func replicaTanh(x float64) (result, ulps, ofY float64) {
	a := -math.Abs(x)
	e := replicaReduce(a + a)
	square := float64(e.r * e.r)
	T, twoK := replicaPowers[e.j], power2(e.k)
	S, s := T[0]*twoK, T[1]*twoK
	A := S - 1
	p := twoProduct(S, e.r)
	B := A + p.hi
	one := S - (A + 1)
	low := math.FMA(s, e.r, one+s) + p.lo
	low = math.FMA(S, e.rest, low+(p.hi-(B-A)))
	low = math.FMA(float64(S*square), expPolynomial(e.r, square), low)
	y, D := B+low, B+2
	d := D + low
	q := replicaQuotient(-y, (y-B)-low, d, (B-(D-2))+(low-(d-D)))

	sq := twoProduct(e.r, e.r)
	half := twoProduct(S, sq.hi/2)
	growth := 1 + (e.r + sq.hi/2)
	small := p.lo + s*growth + S*(e.rest*growth) + half.lo + S*(sq.lo/2+float64(e.r*sq.hi)*expTail(e.r))
	exact := twoSum(A, p.hi).plus(dd{half.hi, 0}).plus(quickSum(one, 0)).plus(dd{small, 0})
	off := (exact.hi - y) + (exact.lo - (low - (y - B))) // of y as the sum of y and low − (y − B)
	residual := math.FMA(-q, exact.hi, -exact.hi-2*q) - exact.lo*(1+q)
	if math.Abs(exact.hi) < 0.5 { // −y − 2q cancels no bit that the fused sum does not keep
		residual = twoSum(-exact.hi, -2*q).plus(twoProduct(-q, exact.hi)).plus(dd{-exact.lo * (1 + q), 0}).hi
	}
	return math.Copysign(q, x), errorIn(residual/(2+exact.hi), q), errorIn(off, y)
}

var replicaLogs = tensor.LogTable()

func replicaLog(x float64) (y, ulps float64) {
	const one, start = 0x3ff << 52, 0x3fe6_8000_0000_0000
	bits := math.Float64bits(x) + (one - start)
	k := float64(int(bits>>52) - 1023)
	z, T := math.Float64frombits(bits&(1<<52-1)+start), &replicaLogs[bits>>48&15]
	r := math.FMA(z, T.Inverse, -1)
	hi := math.FMA(k, tensor.Ln2hi, T.Hi)
	sum := hi + r
	rest := (hi - sum) + r
	lo := math.FMA(k, tensor.Ln2lo, T.Lo)
	square := float64(r * r)
	y = sum + math.FMA(square, logPolynomial(r, square), lo+rest)

	product, sq := twoProduct(z, T.Inverse), twoProduct(r, r)
	inexact := ((product.hi - 1) - r) + product.lo
	small := inexact*(1-r) - sq.lo/2
	cube, tail := twoProduct(sq.hi, r), logTail(r)
	last := twoProduct(cube.hi, tail)
	small += last.lo + cube.lo*tail + cube.hi*third
	err := (((sum - y) - sq.hi/2) + (rest + lo)) + (last.hi + small)
	return y, errorIn(err, y)
}
