package errata_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
)

// ReLU in (43) and Algorithm 1.
var reluErrata = []demonstration{
	{id: "E23", says: "u(z) needs u(0) to be 0", show: showStepAtZero, long: showTrainingWithStepAtZero},
	{id: "E28", says: "Algorithm 1 has the sigmoid in b", show: showSigmoidInB, long: showTrainingWithSigmoidInB},
}

func showStepAtZero(t *testing.T) {
	p := seed7()
	off, units, atKink := 0, 0, 0
	for n := range p.s.Z.Rows() {
		for m, z := range p.s.Z.Row(n) {
			units++
			if z == 0 {
				off++
			}
			if p.s.Alpha.At(n, m) == 0 {
				atKink++
			}
		}
	}
	requireDigits(t, "0.477", float64(off)/float64(units))
	require.Zero(t, atKink, "u(α) needs no convention here")

	W, _ := p.gradient()
	everywhere, _ := p.ascent(heavisideSlope[double])
	requireDigits(t, "308.37", distance(everywhere, W))
	requireDigits(t, "309.86", length(W))
	safe, _ := p.ascent(func(α, _ double) double { return heavisideSlope(α, α) })
	requireDigits(t, same, furthest(safe, W)) // u(α), with u(0) = 1
	i := furthestIndex(everywhere, W)
	requireDigits(t, same, W[i]-exact7().slope(i))

	e := oneHot(nn.ReLU)
	truth := e.truth()
	requireAgree(t, gradientOf(e, reluSlope[real320], false), truth)
	requireDigits(t, "4.681", worst(gradientOf(e, heavisideSlope[real320], false), truth))
}

// withSlopes is a Backward that takes slopes of its own in the gradients of W and of b.
func withSlopes(inW, inB slope[double]) func(net *nn.MLP[float64], g parameters, s workspace, X, T matrix) {
	return func(net *nn.MLP[float64], g parameters, s workspace, X, T matrix) {
		net.Backward(g, s, X, T)
		p := position{θ: net.Parameters(), s: s, X: X, T: T}
		W, _ := p.ascent(inW)
		_, b := p.ascent(inB)
		for i, x := range append(W, b...) {
			g.Theta[i] = -x
		}
	}
}

func showTrainingWithStepAtZero(t *testing.T) {
	wrong := training{seed: 7, backward: withSlopes(heavisideSlope[double], heavisideSlope[double])}.run()
	requireDigits(t, "54.7787", outcomeOf(wrong).cost)
	requireDigits(t, "44.6113", outcomeOf(trained7()).cost)
}

func showSigmoidInB(t *testing.T) {
	p := seed7()
	_, b := p.gradient()
	_, algorithm1 := p.ascent(sigmoidSlope[double])
	_, code11 := p.ascent(reluSlope[double])
	requireDigits(t, same, furthest(code11, b))
	requireDigits(t, "3.96", distance(algorithm1, b)/length(b))
	inner, signs, active, above := 0.0, 0, 0, 0
	for m := range b {
		inner += float64(b[m] * algorithm1[m])
		if b[m]*algorithm1[m] < 0 {
			signs++
		}
	}
	for n := range p.s.Z.Rows() {
		for _, z := range p.s.Z.Row(n) {
			if z > 0 {
				active++
			}
			if z > 1 {
				above++
			}
		}
	}
	requireDigits(t, "-0.596", inner/length(b)/length(algorithm1))
	require.Equal(t, 38, signs)
	requireDigits(t, "0.491", float64(above)/float64(active))
	m := furthestIndex(algorithm1, b)
	requireDigits(t, same, b[m]-exact7().slope(indexB(m)))
}

func showTrainingWithSigmoidInB(t *testing.T) {
	for seed, want := range map[uint32][2]string{7: {"44.946", "44.611"}, 0: {"47.07", "46.31"}, 1: {"43.47", "43.64"},
		2: {"42.85", "41.79"}, 3: {"48.96", "49.68"}, 4: {"43.68", "42.68"}} {
		requireDigits(t, want[0], outcomeOf(training{seed: seed, backward: withSlopes(reluSlope[double], sigmoidSlope[double])}.run()).cost)
		requireDigits(t, want[1], outcomeOf(training{seed: seed}.run()).cost)
	}
}
