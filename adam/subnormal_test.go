package adam_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

// The moments of a parameter whose gradient has become 0 decay to 0 and are never
// subnormal.
func TestMomentsAreNeverSubnormal(t *testing.T) {
	rule, err := adam.New[float64](1, adam.Options{Rate: 1, Beta1: 0.9, Beta2: 0.99, Epsilon: 1e-8})
	require.NoError(t, err)
	rule32, err := adam.NewMomentum[float32](1, 1, 0.9)
	require.NoError(t, err)
	θ, θ32 := []float64{0}, []float32{0}
	for step := range 80000 {
		g := 0.0
		if step == 0 {
			g = 1
		}
		rule.Update(θ, []float64{g})
		rule32.Update(θ32, []float32{float32(-g)})
		m, v := rule.Moments()
		m32, _ := rule32.Moments()
		for _, x := range []float64{m[0], v[0]} {
			require.True(t, x == 0 || math.Abs(x) >= 0x1p-1022, "%v after step %d", x, step)
		}
		require.True(t, m32[0] == 0 || math.Abs(float64(m32[0])) >= 0x1p-126, "%v after step %d", m32[0], step)
	}
	m, v := rule.Moments()
	m32, _ := rule32.Moments()
	require.Zero(t, m[0])
	require.Zero(t, v[0])
	require.Zero(t, m32[0])
}

// The smallest normal number is a first moment; anything below it is 0. With β = 0 the moments are g and g².
// A second moment is kept below it where it divides anything but 0.
func TestTheSmallestMomentIsNormal(t *testing.T) {
	momentsOf := func(g float64) (m, v float64, m32, v32 float32) {
		rule, err := adam.New[float64](1, adam.Options{Rate: 1, Epsilon: 1})
		require.NoError(t, err)
		rule32, err := adam.New[float32](1, adam.Options{Rate: 1, Epsilon: 1})
		require.NoError(t, err)
		rule.Update([]float64{0}, []float64{g})
		rule32.Update([]float32{0}, []float32{float32(g)})
		ms, vs := rule.Moments()
		ms32, vs32 := rule32.Moments()
		return ms[0], vs[0], ms32[0], vs32[0]
	}
	for _, sign := range []float64{1, -1} {
		m, _, _, _ := momentsOf(sign * 0x1p-1022)
		require.Equal(t, sign*0x1p-1022, m)
		m, _, _, _ = momentsOf(sign * 0x1.ffffffffffffep-1023)
		require.Zero(t, m)
		_, v, _, _ := momentsOf(sign * 0x1p-530)
		require.Equal(t, 0x1p-1060, v)
		_, _, m32, _ := momentsOf(sign * 0x1p-126)
		require.Equal(t, float32(sign*0x1p-126), m32)
		_, _, m32, _ = momentsOf(sign * 0x1.fffffp-127)
		require.Zero(t, m32)
		_, _, _, v32 := momentsOf(sign * 0x1p-70)
		require.Equal(t, float32(0x1p-140), v32)
	}
}

// Gradients whose squares are subnormal make steps of the published rule: with a second moment set to 0
// alone, the first had 3e12 times its length, or without ε no end.
func TestStepsByTinyGradientsAreTheRule(t *testing.T) {
	for _, ε := range []float64{1e-30, 0} {
		rule, err := adam.New[float32](1, adam.Options{Rate: 0.5, Beta1: 0.9, Beta2: 0.999, Epsilon: ε})
		require.NoError(t, err)
		θ := []float32{0}
		rule.Update(θ, []float32{3e-18})
		require.InDelta(t, -0.5, float64(θ[0]), 0.5*8*0x1p-24) // see TestFirstStepOfAdamIsTheRate; v has 23 bits
		for range 2000 {                                       // m decays to 0, and only then v, which without ε remains, lest 0/√v become 0/0
			before := θ[0]
			rule.Update(θ, []float32{0})
			require.LessOrEqual(t, math.Abs(float64(θ[0]-before)), 0.5)
			m, v := rule.Moments()
			require.Equal(t, m[0] == 0 && ε > 0, v[0] == 0)
		}
		m, _ := rule.Moments()
		require.Zero(t, m[0])
	}
}

// Three hundred steps by gradients of 2⁻⁶⁰ are as long in float32 as in float64, where no square is
// subnormal. v is 2⁻¹³⁰·t, in steps of 2⁻¹⁴⁹, and each update rounds it and its product by half a step: its
// relative error is below 2⁻¹⁹, that of its root below 2⁻²⁰; mHat, of terms that are no longer than √vHat
// together, has some eight roundings, and θ one.
func TestManyTinyGradients(t *testing.T) {
	options := adam.Options{Rate: 1e-3, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-30}
	rule, err := adam.New[float64](1, options)
	require.NoError(t, err)
	rule32, err := adam.New[float32](1, options)
	require.NoError(t, err)
	θ, θ32 := []float64{0}, []float32{0}
	for i := range 300 {
		g := math.Copysign(0x1p-60, float64(i%3)-1)
		before, before32 := θ[0], θ32[0]
		rule.Update(θ, []float64{g})
		rule32.Update(θ32, []float32{float32(g)})
		step := θ[0] - before
		require.InDelta(t, step, float64(θ32[0])-float64(before32), 1e-3*(0x1p-20+8*0x1p-24)+0x1p-24*math.Abs(θ[0]))
	}
	require.Greater(t, math.Abs(θ[0]), 0.05)
	require.Less(t, math.Abs(θ[0]), 0.3)
}

// Of a constant sequence the average is the constant, below the normal numbers too.
func TestAverageOfTinyConstants(t *testing.T) {
	for _, x := range []float64{1e-307, -3e-308, 1e-310} {
		e, err := adam.NewEWMA(0.9)
		require.NoError(t, err)
		for range 50 {
			e.Add(x)
			// y is rounded to a multiple of 2⁻¹⁰⁷⁴, three times an Add, and keeps 0.9 of the error before.
			require.InDelta(t, x, e.Corrected(), 16*0x1p-1074/0.1+8*0x1p-53*math.Abs(x))
		}
	}
}
