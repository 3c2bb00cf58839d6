package tensor_test

import (
	"math"
	"math/rand/v2"

	"chainrule/tensor"
)

// Sources of elements. They use integers and exact operations only, so that a
// seed gives the same elements on every machine.

// newRandom returns a generator that depends on the seed only.
func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)) }

// fraction returns a number in ±[½, 1) with all bits of the significand of F.
func fraction[F tensor.Float](r *rand.Rand) F {
	bits := precision[F]() - 1
	x := float64(1<<bits+r.Uint64N(1<<bits)) * power2(-bits-1)
	if r.Uint64()&1 == 0 {
		x = -x
	}
	return F(x)
}

// A source makes one element.
type source[F tensor.Float] func(*rand.Rand) F

// integers are −8 … 8: sums of some hundred products of them are exact in float32.
func integers[F tensor.Float](r *rand.Rand) F { return F(r.IntN(17) - 8) }

// moderate are of one size: every rounding of a sum of them depends on the order.
func moderate[F tensor.Float](r *rand.Rand) F {
	return fraction[F](r) * F(power2(r.IntN(3)))
}

// wide are spread over 80 binary orders of magnitude.
func wide[F tensor.Float](r *rand.Rand) F {
	return fraction[F](r) * F(power2(r.IntN(80)-40))
}

// special are zeros of both signs, infinities, NaN, the largest and the smallest
// numbers among ordinary ones.
func special[F tensor.Float](r *rand.Rand) F {
	if r.IntN(4) > 0 {
		return moderate[F](r)
	}
	largest, smallest := math.MaxFloat64, math.SmallestNonzeroFloat64
	if precision[F]() == 24 {
		largest, smallest = math.MaxFloat32, math.SmallestNonzeroFloat32
	}
	values := [...]float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), largest, -largest, smallest, -smallest, 1, -1}
	return F(values[r.IntN(len(values))])
}

// anyBits are random representations: every exponent is as likely as any other.
func anyBits[F tensor.Float](r *rand.Rand) F {
	if precision[F]() == 53 {
		return F(math.Float64frombits(r.Uint64()))
	}
	return F(math.Float32frombits(r.Uint32()))
}

// fill sets each element of A from the source.
func fill[F tensor.Float](r *rand.Rand, A tensor.Matrix[F], element source[F]) {
	for i := range A.Rows() {
		row := A.Row(i)
		for j := range row {
			row[j] = element(r)
		}
	}
}

// random returns a rows×cols matrix of elements from the source.
func random[F tensor.Float](r *rand.Rand, rows, cols int, element source[F]) tensor.Matrix[F] {
	A := tensor.New[F](rows, cols)
	fill(r, A, element)
	return A
}

// slice returns n elements from the source.
func slice[F tensor.Float](r *rand.Rand, n int, element source[F]) []F {
	x := make([]F, n)
	for i := range x {
		x[i] = element(r)
	}
	return x
}

// one is 1.
func one[F tensor.Float](*rand.Rand) F { return 1 }

// anyFinite is anyBits, but neither infinite nor NaN.
func anyFinite[F tensor.Float](r *rand.Rand) F {
	for {
		if x := anyBits[F](r); x-x == 0 {
			return x
		}
	}
}
