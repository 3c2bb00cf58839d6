package equations

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// The networks have all three activations and every kind, and agree with the description
// of their kinds.
func TestNetworksAreWhatTheirKindsSay(t *testing.T) {
	seen := map[nn.Activation]map[kind]int{}
	certainOnes, saturatedUnits := 0, 0
	for _, in := range Standard().withExtremes() {
		if seen[in.Activation] == nil {
			seen[in.Activation] = map[kind]int{}
		}
		seen[in.Activation][in.kind]++
		require.Equal(t, !slices.Contains([]kind{counts, soft}, in.kind), in.oneHot(), "%v", in)
		c := in.mlp.claims()
		for n := range in.N {
			if y := slices.Max(c.code.Y[n]); in.kind == saturated && y > 1-1e-9 {
				certainOnes++
			}
			for _, α := range c.code.Alpha[n] {
				if in.kind == saturated && math.Abs(α) > 20 {
					saturatedUnits++
				}
			}
			requireKind(t, in, c, n)
		}
		for _, x := range in.Theta {
			require.True(t, in.kind == long || isShort(x), "%v: exact in float32", in)
		}
	}
	for σ, kinds := range seen {
		require.Equal(t, map[bool]int{true: 16, false: 15}[σ == nn.ReLU], len(kinds))
		for k, n := range kinds {
			require.Equal(t, map[bool]int{true: 4, false: 1}[k == certain], n, "%v, %v", σ, k)
		}
	}
	require.Greater(t, certainOnes, 3)
	require.Greater(t, saturatedUnits, 10)
}

func requireKind(t *testing.T, in *instance, c claims, n int) {
	t.Helper()
	gap := slices.Max(c.code.A[n]) - slices.Min(c.code.A[n])
	row := in.logistic.claims().code.A[n]
	switch in.kind {
	case tied:
		require.Zero(t, gap)
		require.Equal(t, slices.Max(row), slices.Min(row))
	case extreme:
		require.Greater(t, slices.Max(c.code.A[n]), 710.0, "%v: eᵃ overflows", in)
		require.Less(t, gap, 700.0, "%v: no output underflows", in)
		require.Less(t, slices.Max(row)-slices.Min(row), 700.0, "%v: nor one of the regression", in)
	case sunk:
		require.Less(t, slices.Max(c.code.A[n]), -600.0, "%v: eᵃ is nearly 0", in)
		require.Less(t, gap, 700.0, "%v", in)
	case raised:
		require.Less(t, gap, 700.0, "%v", in)
		if n == 0 {
			require.Greater(t, slices.Max(c.code.A[0])-slices.Max(c.code.A[1]), 1500.0, "%v: rows differ by more than a softmax spans", in)
			require.Greater(t, slices.Max(row)-slices.Max(in.logistic.claims().code.A[1]), 1500.0, "%v", in)
		}
	case certain:
		require.Equal(t, 800.0, gap)
		require.Zero(t, slices.Min(c.code.Y[n]))
	case unlikely:
		require.Less(t, c.code.Y[n][0], 1e-7)
		require.Equal(t, 1.0, in.T[n][0])
	case tiny:
		require.Less(t, math.Abs(slices.Max(c.code.Alpha[n])), 1e-7)
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
		c, narrow := in.mlp.claims(), in.mlp.single()
		for n := range in.N {
			for m, α := range c.code.Alpha[n] {
				if in.kind == atKink && n == 0 && m == 0 {
					require.Zero(t, α)
					require.Zero(t, narrow.Alpha[0][0])
					require.Zero(t, c.formula.Alpha[0][0].Sign())
					continue
				}
				unit := gradcheck.Unit64
				if in.fits32() {
					unit = gradcheck.Unit32
				}
				bound := c.formula.Alpha[n][m].Running.Bound(unit)
				require.Greater(t, math.Abs(α), bound, "%v: rounding may decide the sign of α[%d,%d]", in, n, m)
			}
		}
	}
	require.Contains(t, Standard().α, 0.0)
}

// Random points differ from seed to seed, are the same for the same seed, and have
// every kind of network, a sample some of them.
func TestRandomPoints(t *testing.T) {
	require.Equal(t, Random(3).networks[0].Theta, Random(3).networks[0].Theta)
	require.NotEqual(t, Random(3).networks[0].Theta, Random(4).networks[0].Theta)
	require.Equal(t, "the points of seed 3", Random(3).Name)
	require.Len(t, Random(3).networks, len(Standard().networks))
	require.Len(t, Random(3).extremes, len(Standard().extremes))
	kinds := map[kind]bool{}
	for seed := range uint64(60) {
		p := Sample(seed)
		require.Len(t, p.networks, 6)
		plain := 0
		for _, in := range p.networks {
			kinds[in.kind] = true
			if in.kind == ordinary {
				plain++
			}
		}
		require.Equal(t, 3, plain)
		for _, in := range p.extremes {
			for n := range in.N {
				requireKind(t, in, in.mlp.claims(), n)
			}
		}
		for _, β := range p.decays {
			require.True(t, β >= 0.5 && β < 1, "where 1 − β is exact")
		}
	}
	require.Len(t, kinds, len(networkKinds))
}

func TestBlocksOfParameters(t *testing.T) {
	in := Standard().networks[0]
	W, b, V, c := in.block("W"), in.block("b"), in.block("V"), in.block("c")
	require.Equal(t, 0, W.first)
	require.Equal(t, W.last, b.first)
	require.Equal(t, b.last, V.first)
	require.Equal(t, V.last, c.first)
	require.Len(t, in.Theta, c.last)
	for _, block := range []block{W, b, V, c} {
		require.Equal(t, block.Rows*block.Cols, block.last-block.first)
	}
}
