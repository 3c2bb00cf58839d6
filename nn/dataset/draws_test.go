package dataset

import (
	"math"
	"math/bits"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWordsPerDraw: how many words each kind of draw takes.
func TestWordsPerDraw(t *testing.T) {
	for _, c := range []struct {
		what  string
		draw  func(r *Random)
		words int
	}{
		{"a uniform", func(r *Random) { r.Float64() }, 2},
		{"an integer of 0..0", func(r *Random) { r.Intn(1) }, 0},
		{"an integer of a power of two", func(r *Random) { r.Intn(1 << 20) }, 1},
		{"a pair of normals", func(r *Random) { draw(2, r.Normal) }, 4},
		{"two pairs, the second at its second attempt", func(r *Random) { draw(4, r.Normal) }, 12},
		{"a shuffle of nothing", func(r *Random) { r.Shuffle(0, nil); r.Permutation(1) }, 0},
	} {
		r := NewRandom(4) // its second point lies outside the disc
		c.draw(r)
		require.Equal(t, skip(4, c.words).Uint32(), r.Uint32(), c.what)
	}
}

// untemper returns the word of the state that Uint32 makes w of.
func untemper(w uint32) uint32 {
	w ^= w >> 18
	w ^= w << 15 & 0xefc60000
	x := w
	for range 5 { // seven more bits are right each time
		x = w ^ x<<7&0x9d2c5680
	}
	w = x
	for range 3 { // eleven more
		x = w ^ x>>11
	}
	return x
}

// TestTheDiscIsOpenAndHasNoCentre: the points (0,0), which has no direction, and
// (−1,0), which lies on the edge, are passed over.
func TestTheDiscIsOpenAndHasNoCentre(t *testing.T) {
	const zero, half, quarter = 0, 1 << 31, 1 << 30 // of the range: −1, 0 and −½
	r := &Random{}
	for i, w := range []uint32{half, 0, half, 0, zero, 0, half, 0, quarter, 0, half, 0} {
		r.state[i] = untemper(w)
	}
	f := math.Sqrt(-2 * math.Log(0.25) / 0.25)
	require.Equal(t, 0.0, r.Normal())
	require.Equal(t, 12, r.position)
	require.InDelta(t, -f/2, r.Normal(), 1e-15)
}

func TestIntnIsUniformInItsRange(t *testing.T) {
	r := NewRandom(1)
	for _, n := range []int{1, 2, 3, 5, 8, 9} {
		count := make([]int, n)
		for range 4000 {
			count[r.Intn(n)]++
		}
		for k, got := range count {
			p := 1 / float64(n)
			σ := math.Sqrt(4000 * p * (1 - p))
			require.True(t, math.Abs(float64(got)-4000*p) <= 5*σ, "%d of %d: %d times", k, n, got)
		}
	}
}

func TestIntnOfAllWordsIsTheWord(t *testing.T) {
	if bits.UintSize == 32 {
		return // no such int
	}
	all := uint64(1) << 32
	more := int(all + 1)
	require.Equal(t, int(skip(7, 3).Uint32()), skip(7, 3).Intn(int(all)))
	requirePanic(t, "dataset: Intn: 4294967297 is not in 1..4294967296", func() { NewRandom(7).Intn(more) })
	requirePanic(t, "dataset: Shuffle: 4294967297 is not in 0..4294967296", func() { NewRandom(7).Shuffle(more, nil) })
	requirePanic(t, "dataset: Permutation: 4294967297 is not in 0..4294967296", func() { NewRandom(7).Permutation(more) })
}

func TestMisuseOfRandomPanics(t *testing.T) {
	r := NewRandom(7)
	requirePanic(t, "dataset: Intn: 0 is not in 1..4294967296", func() { r.Intn(0) })
	requirePanic(t, "dataset: Intn: -3 is not in 1..4294967296", func() { r.Intn(-3) })
	requirePanic(t, "dataset: Shuffle: -1 is not in 0..4294967296", func() { r.Shuffle(-1, nil) })
	requirePanic(t, "dataset: Permutation: -1 is not in 0..4294967296", func() { r.Permutation(-1) })
}

func TestPermuteIsPermutationWithoutAllocation(t *testing.T) {
	for n := range 40 {
		a, b, p := NewRandom(9), NewRandom(9), make([]int, n)
		a.Permute(p)
		require.Equal(t, b.Permutation(n), p)
		require.Equal(t, a.Uint32(), b.Uint32())
		slices.Sort(p)
		for i, k := range p {
			require.Equal(t, i, k)
		}
	}
	r, p := NewRandom(9), make([]int, 500)
	require.Zero(t, testing.AllocsPerRun(10, func() { r.Permute(p) }))
	require.Zero(t, testing.AllocsPerRun(10, func() { r.Normal() }))
}
