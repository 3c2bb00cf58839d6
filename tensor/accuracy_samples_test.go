package tensor_test

import (
	"math"
	"math/rand/v2"

	"chainrule/tensor"
)

// steps returns x moved by up to n doubles in either direction, but not through 0
// or beyond the largest.
func steps(r *rand.Rand, x float64, n int64) float64 {
	magnitude := int64(math.Float64bits(math.Abs(x))) + r.Int64N(2*n+1) - n
	magnitude = min(max(magnitude, 1), int64(math.Float64bits(math.MaxFloat64)))
	return math.Copysign(math.Float64frombits(uint64(magnitude)), x)
}

// rounded returns x as an F, neither 0 nor infinite.
func rounded[F tensor.Float](x float64) F {
	if precision[F]() == 24 && x != 0 {
		magnitude := min(max(math.Abs(x), math.SmallestNonzeroFloat32), math.MaxFloat32)
		x = math.Copysign(magnitude, x)
	}
	return F(x)
}

// uniform is a stratum of numbers between lo and hi.
func uniform(name string, lo, hi float64) stratum {
	return stratum{name, func(r *rand.Rand) float64 { return lo + (hi-lo)*r.Float64() }}
}

// exponents is a stratum of numbers of either sign with an exponent from lo to hi,
// each as likely as another.
func exponents(name string, lo, hi int) stratum {
	return stratum{name, func(r *rand.Rand) float64 { return math.Ldexp(fraction[float64](r), lo+r.IntN(hi-lo+1)+1) }}
}

// around is a stratum of the neighbours of the points that at gives for n from lo to hi.
func around(name string, lo, hi int, at func(n int) float64) stratum {
	return stratum{name, func(r *rand.Rand) float64 { return steps(r, at(lo+r.IntN(hi-lo+1)), 20) }}
}

// edges is a stratum of the neighbours of a few points, clipped to a range.
func edges(name string, lo, hi float64, points ...float64) stratum {
	return stratum{name, func(r *rand.Rand) float64 {
		return min(max(steps(r, points[r.IntN(len(points))], 1000), lo), hi)
	}}
}

// hardest is a stratum of the arguments with the largest errors that a long search found.
func hardest(points ...float64) stratum {
	return stratum{"hardest found", func(r *rand.Rand) float64 { return points[r.IntN(len(points))] }}
}

// The last normal result of the exponential is at −1022·ln2.
const firstNormal = -1022 * math.Ln2

func expStrata() []stratum {
	return []stratum{
		uniform("normal results", firstNormal, tensor.ExpMax),
		uniform("subnormal results", tensor.ExpMin, firstNormal),
		uniform("[-1, 1]", -1, 1),
		uniform("subnormal float32", -104, -87),
		edges("edges of float32", -104, 89, 128*math.Ln2, -126*math.Ln2, -150*math.Ln2),
		exponents("by exponent", -70, 8),
		around("seams (n+½)·ln2/16", -16352, 16382, func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 16 }),
		around("points n·ln2/16", -16352, 16383, func(n int) float64 { return float64(n) * math.Ln2 / 16 }),
		around("seams near 0", -40, 40, func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 16 }),
		edges("edges", tensor.ExpMin, tensor.ExpMax, tensor.ExpMin, tensor.ExpMax, firstNormal, firstNormal+math.Ln2, -1074*math.Ln2),
		hardest(-0x1.b696c0bdc7d55p+05, 0x1.39ee41b747094p+08, -0x1.625c8e22cd7edp+09),
	}
}

func logStrata() []stratum {
	positive := func(s stratum) stratum {
		return stratum{s.name, func(r *rand.Rand) float64 { return math.Abs(s.sample(r)) }}
	}
	return []stratum{
		positive(exponents("by exponent", -1022, 1023)),
		positive(exponents("float32 by exponent", -149, 127)),
		uniform("[0.5, 2]", 0.5, 2),
		uniform("[√½, √2]", math.Sqrt2/2, math.Sqrt2),
		{"1 ± 2⁻ᵏ", func(r *rand.Rand) float64 { return 1 + math.Ldexp(fraction[float64](r), -r.IntN(52)) }},
		{"neighbours of 1", func(r *rand.Rand) float64 { return 1 + float64(1+r.IntN(4000))*0x1p-53*float64(1-2*r.IntN(2)) }},
		around("powers of 2", -1022, 1023, func(n int) float64 { return math.Ldexp(1, n) }),
		around("seams 45/64·2ⁿ", -1020, 1023, func(n int) float64 { return math.Ldexp(tensor.LogStart, n) }),
		around("seams of the table", 0, 15, func(n int) float64 {
			return math.Float64frombits(math.Float64bits(tensor.LogStart) + uint64(n)<<48)
		}),
		positive(exponents("subnormal", -1074, -1023)),
		edges("edges", math.SmallestNonzeroFloat64, math.MaxFloat64, 0x1p-1022, math.MaxFloat64, 1, tensor.LogStart, math.Sqrt2),
		hardest(0x1.65a7db8a1055bp+00, 0x1.660367128a3b9p+00),
	}
}

func tanhStrata() []stratum {
	return []stratum{
		uniform("[-20, 20]", -20, 20),
		uniform("[-1, 1]", -1, 1),
		exponents("by exponent", -1074, 4),
		exponents("float32 by exponent", -149, 4),
		exponents("small", -30, 0),
		around("seams (n+½)·ln2/32", -900, 900, func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 32 }),
		around("seams near 0", -3, 2, func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 32 }),
		around("points n·ln2/32", -900, 900, func(n int) float64 { return float64(n) * math.Ln2 / 32 }),
		edges("edges", -30, 30, 20, -20, 19.06, 0x1p-1021, -0x1p-1021, 0x1p-1022),
		hardest(0x1.0010886ebce36p-05, -0x1.77c25e986fa14p+02, -0x1.1ce4555f6e794p+03),
	}
}

func sigmoidStrata() []stratum {
	return []stratum{
		uniform("[-40, 40]", -40, 40),
		uniform("[-1, 1]", -1, 1),
		uniform("normal tail, left", firstNormal, 0),
		uniform("normal tail, right", 0, -firstNormal),
		uniform("subnormal tail, left", -750, firstNormal),
		uniform("subnormal tail, right", -firstNormal, 750),
		exponents("by exponent", -1074, 8),
		uniform("float32 tails", -110, 110),
		around("seams (n+½)·ln2/16", -16382, 16382, func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 16 }),
		edges("edges", -800, 800, tensor.ExpMin, -tensor.ExpMin, firstNormal, -firstNormal, tensor.ExpMax),
		hardest(-0x1.62b928bfaf24p+02, -0x1.360eff6a98a9p+02, 0x1.b48c14b0459e5p+01, -0x1.6293952904824p+09),
	}
}

func tanhDerivativeStrata() []stratum {
	var halves []stratum
	for _, s := range sigmoidStrata() {
		halves = append(halves, stratum{s.name + ", halved", func(r *rand.Rand) float64 { return s.sample(r) / 2 }})
	}
	return append(halves, exponents("by exponent", -1074, 8))
}
