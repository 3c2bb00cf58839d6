package tensor_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A rule is an update of θ by g, with whatever moments it keeps.
type rule[F tensor.Float] struct {
	name string
	run  func(θ, g, m, v []F)
}

func rules[F tensor.Float]() []rule[F] {
	adam := func(inside bool) func(θ, g, m, v []F) {
		return func(θ, g, m, v []F) {
			tensor.UpdateAdam(θ, g, m, v, tensor.AdamNumbers[F]{Rate: 1e-3, Beta1: 0.9, Alpha1: 1 - F(0.9), Beta2: 0.999,
				Alpha2: 1 - F(0.999), Epsilon: 1e-8, C1: 10, C2: 1000, Inside: inside})
		}
	}
	return []rule[F]{
		{"descent", func(θ, g, _, _ []F) { tensor.UpdateDescent(θ, g, 0.1) }},
		{"momentum", func(θ, g, m, _ []F) { tensor.UpdateMomentum(θ, g, m, 0.1, 0.9, 1-F(0.9)) }},
		{"classical momentum", func(θ, g, m, _ []F) { tensor.UpdateClassicalMomentum(θ, g, m, 0.1, 0.9) }},
		{"RMSprop inside", func(θ, g, _, v []F) { tensor.UpdateRMSprop(θ, g, v, 0.1, 0.9, 1-F(0.9), 1e-8, true) }},
		{"RMSprop outside", func(θ, g, _, v []F) { tensor.UpdateRMSprop(θ, g, v, 0.1, 0.9, 1-F(0.9), 1e-8, false) }},
		{"RMSprop without ε", func(θ, g, _, v []F) { tensor.UpdateRMSprop(θ, g, v, 0.1, 0.9, 1-F(0.9), 0, false) }},
		{"Adam inside", adam(true)}, {"Adam outside", adam(false)},
	}
}

// Every kernel updates as the definition does, bit for bit, and touches nothing else; also
// moments that are subnormal, or become so, infinite or NaN. The whole sweep has each
// length with every rule and kind of elements, go test every third of them, and short
// tests every ninth.
func TestUpdatesEqualTheirDefinition(t *testing.T) {
	eachKernelInBoth(t, testUpdatesEqualDefinition[float64], testUpdatesEqualDefinition[float32])
}

func testUpdatesEqualDefinition[F tensor.Float](t *testing.T) {
	lengths := []int{8191, 8192, 8193, 20000}
	for n := range 40 {
		lengths = append(lengths, n)
	}
	tiny := func(r *rand.Rand) F {
		return F(math.Ldexp(fraction[float64](r), r.IntN(60)-1040+917*(64/precision[F]()%2)))
	}
	for l, n := range lengths {
		for i, elements := range []source[F]{moderate[F], wide[F], special[F], anyBits[F], tiny} {
			for j, rule := range rules[F]() {
				if (l+i+j)%sweep(9, 3, 1) > 0 {
					continue
				}
				what := fmt.Sprint(rule.name, " of ", n, ", source ", i)
				var got, want [4]framed[F]
				for i := range got {
					got[i], want[i] = frame[F](1, n, 0), frame[F](1, n, 0)
					fill(newRandom(uint64(i)), got[i].Matrix, elements)
					tensor.Copy(want[i].Matrix, got[i].Matrix)
				}
				if n == 0 {
					continue
				}
				apply := func(x [4]framed[F]) { rule.run(x[0].Row(0), x[1].Row(0), x[2].Row(0), x[3].Row(0)) }
				byDefinition(t, func() { apply(want) })
				apply(got)
				for i := range got {
					requireSame(t, want[i].Matrix, got[i].Matrix, what)
				}
				requireUntouched(t, what, got[:]...)
			}
		}
	}
}

func TestUpdatesOfNothing(t *testing.T) {
	eachKernel(t, func(t *testing.T) {
		for _, rule := range rules[float64]() {
			rule.run(nil, nil, nil, nil)
		}
	})
}

func TestUpdateMisuse(t *testing.T) {
	x := func(n int) []float64 { return make([]float64, n) }
	require.PanicsWithError(t, "tensor: UpdateDescent: 3 elements of g, 2 of θ", func() { tensor.UpdateDescent(x(2), x(3), 1) })
	require.PanicsWithError(t, "tensor: UpdateMomentum: 1 elements of m, 2 of θ", func() {
		tensor.UpdateMomentum(x(2), x(2), x(1), 1, 1, 1)
	})
	θ := x(4)
	require.PanicsWithError(t, "tensor: UpdateRMSprop: the destination overlaps v", func() {
		tensor.UpdateRMSprop(θ[:2], x(2), θ[1:3], 1, 1, 1, 1, true)
	})
	m := x(2)
	require.PanicsWithError(t, "tensor: UpdateAdam: the destination overlaps v", func() {
		tensor.UpdateAdam(x(2), x(2), m, m, tensor.AdamNumbers[float64]{})
	})
	require.Zero(t, testing.AllocsPerRun(10, func() {
		tensor.UpdateAdam(θ[:1], θ[1:2], θ[2:3], θ[3:], tensor.AdamNumbers[float64]{C1: 1, C2: 1, Epsilon: 1})
	}))
}
