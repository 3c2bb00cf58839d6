package equations

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// The networks are of all three activations and of every kind, and are what their
// kinds say.
func TestNetworksAreWhatTheirKindsSay(t *testing.T) {
	seen := map[nn.Activation]map[kind]bool{}
	certain, saturatedUnits := 0, 0
	for _, in := range append(slices.Clone(Standard().networks), Standard().extremes...) {
		if seen[in.σ] == nil {
			seen[in.σ] = map[kind]bool{}
		}
		require.False(t, seen[in.σ][in.kind])
		seen[in.σ][in.kind] = true
		require.Equal(t, !slices.Contains([]kind{counts, soft}, in.kind), in.oneHot(), "%v", in)
		c := in.claims()
		for n := range in.N {
			if y := slices.Max(c.Y[n]); in.kind == saturated && y > 1-1e-9 {
				certain++
			}
			for _, α := range c.α[n] {
				if in.kind == saturated && math.Abs(α) > 20 {
					saturatedUnits++
				}
			}
			requireKind(t, in, c, n)
		}
		for _, x := range in.θ {
			require.Equal(t, x, float64(float32(x)), "%v: exact in float32", in)
		}
	}
	require.Len(t, seen, 3)
	for _, kinds := range seen {
		require.Len(t, kinds, 8)
	}
	require.Greater(t, certain, 3)
	require.Greater(t, saturatedUnits, 10)
	require.Len(t, Standard().oneHot(everyActivation...), 9)
}

func requireKind(t *testing.T, in *instance, c claims, n int) {
	t.Helper()
	gap := slices.Max(c.A[n]) - slices.Min(c.A[n])
	switch in.kind {
	case tied:
		require.Zero(t, gap)
	case extreme:
		require.Greater(t, slices.Max(c.A[n]), 710.0, "%v: eᵃ overflows", in)
		require.Less(t, gap, 700.0, "%v: no output underflows", in)
		row := in.regression().A[n]
		require.Less(t, slices.Max(row)-slices.Min(row), 700.0, "%v: nor one of the regression", in)
	case soft:
		sum := 0.0
		for _, t := range in.T[n] {
			sum += t
		}
		require.Equal(t, 1.0, sum)
	}
}

// A pre-activation is exactly 0, in every arithmetic, where the kind says so and
// nowhere else; elsewhere no rounding decides a sign.
func TestOnlyKinksAreAtZero(t *testing.T) {
	for _, in := range Standard().networks {
		c, narrow := in.claims(), in.claims32()
		for n := range in.N {
			for m, α := range c.α[n] {
				if in.kind == atKink && n == 0 && m == 0 {
					require.Zero(t, α)
					require.Zero(t, narrow.α[0][0])
					require.Zero(t, c.formula.α[0][0].Sign())
					continue
				}
				bound := c.gauge.α[n][m].Bound(gradcheck.Unit32)
				require.Greater(t, math.Abs(α), bound, "%v: rounding may decide the sign of α[%d,%d]", in, n, m)
			}
		}
	}
	require.Contains(t, Standard().α, 0.0)
}

// Random points differ from seed to seed, are the same for the same seed, and have
// every kind of network among a few.
func TestRandomPoints(t *testing.T) {
	require.Equal(t, Random(3).networks[0].θ, Random(3).networks[0].θ)
	require.NotEqual(t, Random(3).networks[0].θ, Random(4).networks[0].θ)
	kinds := map[kind]bool{}
	for seed := range uint64(30) {
		p := Random(seed)
		require.Len(t, p.networks, 3)
		require.NotEmpty(t, p.α)
		plain := 0
		for _, in := range p.networks {
			kinds[in.kind] = true
			if in.kind == ordinary {
				plain++
			}
		}
		require.Equal(t, 1, plain)
		for _, in := range p.extremes {
			for n := range in.N {
				requireKind(t, in, in.claims(), n)
			}
		}
		for _, β := range p.decays {
			require.True(t, β >= 0.5 && β < 1, "where 1 − β is exact")
		}
		require.Equal(t, "the points of seed "+string(rune('0'+seed%10)), Random(seed%10).Name)
	}
	require.Len(t, kinds, 7)
}

func TestBlocksOfParameters(t *testing.T) {
	in := Standard().networks[0]
	W, b, V, c := in.blockW(), in.blockB(), in.blockV(), in.blockC()
	require.Equal(t, 0, W.first)
	require.Equal(t, W.last, b.first)
	require.Equal(t, b.last, V.first)
	require.Equal(t, V.last, c.first)
	require.Len(t, in.θ, c.last)
	for _, block := range []block{W, b, V, c} {
		require.Equal(t, block.Rows*block.Cols, block.last-block.first)
	}
}
