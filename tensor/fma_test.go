package tensor_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"unsafe"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// bigFma32 returns a·b + c, computed exactly and rounded once to float32.
func bigFma32(a, b, c float32) float32 {
	ordinary := float64(float64(a)*float64(b)) + float64(c)
	if math.IsNaN(ordinary) || math.IsInf(ordinary, 0) { // an operand is not finite
		return float32(ordinary)
	}
	exact := func(x float32) *big.Float { return new(big.Float).SetPrec(800).SetFloat64(float64(x)) }
	y := exact(a)
	y.Mul(y, exact(b))
	y.Add(y, exact(c)) // the product of zeros and the sum of −0 and −0 have their signs from big
	r, _ := y.Float32()
	return r
}

// oracleFma32 returns bigFma32(a, b, c), in most cases without calling it: if s, the sum
// rounded to float64, is not halfway between two neighbours in float32, the exact
// sum is on the same side of that point as s.
func oracleFma32(a, b, c float32) float32 {
	s := float64(float64(a)*float64(b)) + float64(c)
	r := float32(s)
	below, above := float64(math.Nextafter32(r, -math.MaxFloat32)), float64(math.Nextafter32(r, math.MaxFloat32))
	if s-below == float64(r)-s || above-s == s-float64(r) || math.IsInf(float64(r), 0) {
		return bigFma32(a, b, c)
	}
	return r
}

// naiveFma32 rounds twice: to float64 and to float32.
func naiveFma32(a, b, c float32) float32 { return float32(float64(float64(a)*float64(b)) + float64(c)) }

// oracleFma returns a·b + c, rounded once.
func oracleFma[F tensor.Float](a, b, c F) F {
	if unsafe.Sizeof(a) == 8 {
		return F(math.FMA(float64(a), float64(b), float64(c)))
	}
	return F(oracleFma32(float32(a), float32(b), float32(c)))
}

// A tie that only the part of the sum below float64 decides.
const (
	tieA = (1 + 0x1p-15) * 0x1p-12
	tieB = (1 - 0x1p-15) * 0x1p-12
	tieC = 1 + 0x1p-23
)

func TestFma32RoundsTheTieOnce(t *testing.T) {
	require.Equal(t, float32(1+0x1p-23), tensor.Fma32(tieA, tieB, tieC))
	require.Equal(t, float32(1+0x1p-23), bigFma32(tieA, tieB, tieC))
	require.Equal(t, float32(1+0x1p-23), oracleFma32(tieA, tieB, tieC))
	require.Equal(t, float32(1+0x1p-22), naiveFma32(tieA, tieB, tieC), "the naive form passes the test that is to reject it")

	C := tensor.FromRows([]float32{tieC})
	tensor.AddProduct(C, tensor.FromRows([]float32{tieA}), tensor.FromRows([]float32{tieB}))
	require.Equal(t, float32(1+0x1p-23), C.At(0, 0))
}

func TestFma32OfSpecialValues(t *testing.T) {
	values := []float32{
		0, float32(math.Copysign(0, -1)), 1, -1, 1 + 0x1p-23, 0x1p-149, -0x1p-149, 0x1p-126, 0x1.fffffep-127, 0x1p-75, -0x1p-75,
		math.MaxFloat32, -math.MaxFloat32, 0x1p64, -0x1p63, 0x1p103, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()),
	}
	for _, a := range values {
		for _, b := range values {
			for _, c := range values {
				want := bigFma32(a, b, c)
				if got := tensor.Fma32(a, b, c); !sameBits(got, want) {
					t.Errorf("fma32(%x, %x, %x) = %x, want %x", a, b, c, got, want)
				}
				if got := oracleFma32(a, b, c); !sameBits(got, want) {
					t.Errorf("the oracle for (%x, %x, %x) gives %x, want %x", a, b, c, got, want)
				}
			}
		}
	}
}

// nearTie returns operands whose exact sum lies a few float64 from the middle
// between two float32 at most, and seldom on a float64. With i = l + t,
//
//	(1 + i·2⁻²³)(1 − l·2⁻²³) = 1 + t·2⁻²³ − i·l·2⁻⁴⁶
//
// is 1 but for some 2⁻²⁸ if i·l is nearly t·2²³; it is added as half a last place.
func nearTie(r *rand.Rand) (a, b, c float32) {
	t := r.IntN(50)
	i := t/2 + int(math.Sqrt(float64(t*t)/4+float64(t<<23))) + r.IntN(60) - 30
	if t == 0 {
		i = r.IntN(2000)
	}
	a, b = float32(1+float64(i)*0x1p-23), float32(1-float64(i-t)*0x1p-23)
	c = float32(math.Ldexp(float64(1<<23+r.IntN(1<<23)), -23))
	a *= 0x1p-12
	b *= float32(math.Ldexp(1, -12-r.IntN(2)*r.IntN(3)))
	if r.IntN(2) == 0 {
		a = -a
	}
	if r.IntN(2) == 0 {
		a, c = -a, -c
	}
	scale := float32(math.Ldexp(1, r.IntN(200)-124)) // down to subnormal sums
	return a, b * scale, c * scale
}

func TestFma32RoundsOnce(t *testing.T) {
	r := newRandom(1)
	type operands func() (a, b, c float32)
	sources := []struct {
		name string
		next operands
	}{
		{"any bits", func() (a, b, c float32) { return anyBits[float32](r), anyBits[float32](r), anyBits[float32](r) }},
		{"moderate", func() (a, b, c float32) { return moderate[float32](r), moderate[float32](r), moderate[float32](r) }},
		{"special", func() (a, b, c float32) { return special[float32](r), special[float32](r), special[float32](r) }},
		{"near tie", func() (a, b, c float32) { return nearTie(r) }},
		{"cancel", func() (a, b, c float32) { a, b = wide[float32](r), wide[float32](r); return a, b, -a * b }},
		{"tiny", func() (a, b, c float32) { // products and sums among the subnormals
			return fraction[float32](r) * 0x1p-60, fraction[float32](r) * float32(math.Ldexp(1, -80+r.IntN(20))), fraction[float32](r) * 0x1p-127
		}},
		{"huge", func() (a, b, c float32) { // sums near the largest float32
			return fraction[float32](r) * 0x1p64, fraction[float32](r) * 0x1p64, fraction[float32](r) * 0x1p127
		}},
	}
	n, naiveMisses := sweep(5_000, 20_000, 100_000), 0
	for _, source := range sources {
		for range n {
			a, b, c := source.next()
			want := bigFma32(a, b, c)
			if got := tensor.Fma32(a, b, c); !sameBits(got, want) {
				t.Fatalf("%s: fma32(%x, %x, %x) = %x, want %x", source.name, a, b, c, got, want)
			}
			if got := oracleFma32(a, b, c); !sameBits(got, want) {
				t.Fatalf("%s: the oracle for (%x, %x, %x) gives %x, want %x", source.name, a, b, c, got, want)
			}
			if !sameBits(naiveFma32(a, b, c), want) {
				naiveMisses++
			}
		}
	}
	require.Positive(t, naiveMisses, "no operand distinguishes one rounding from two")
	t.Logf("rounding twice would be wrong %d times in %d", naiveMisses, n*len(sources))
}
