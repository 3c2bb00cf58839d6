package ceiling

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// exactFMA32 is x·y + c rounded once.
func exactFMA32(x, y, c float32) float32 {
	number := func(v float32) *big.Float { return big.NewFloat(float64(v)) }
	product := new(big.Float).SetPrec(48).Mul(number(x), number(y))
	sum, _ := new(big.Float).SetPrec(24).Add(product, number(c)).Float32()
	return sum
}

// Every accumulator has the value that the same number of fused multiply-adds gives,
// bit for bit; calls of the longest length continue where the last stopped.
func TestLoopIsFusedMultiplyAdds(t *testing.T) {
	for _, isa := range ISAs() {
		t.Run(isa, func(t *testing.T) {
			for _, rounds := range []int{0, 1, 2, 3, 100, longest - 1, longest, longest + 1, 2*longest + 7} {
				checkLoop(t, isa, rounds, math.FMA)
				if rounds <= 100 { // the check is slow
					checkLoop(t, isa, rounds, exactFMA32)
				}
			}
		})
	}
}

func checkLoop[F Float](t *testing.T, isa string, rounds int, fma func(x, y, c F) F) {
	l, err := New[F](isa)
	require.NoError(t, err)
	for range 2 { // a run starts anew
		l.Run(rounds)
		for i, got := range l.C {
			want := 1 + F(i)/64
			for range rounds {
				want = fma(x, y, want)
			}
			require.Equal(t, want, got, "%T, %d rounds, element %d", got, rounds, i)
		}
	}
}

// The factors and starts are such that a loop without fusing, or with a round too
// many, has other values.
func TestAWrongLoopIsSeen(t *testing.T) {
	checkWrongLoops(t, math.FMA)
	checkWrongLoops(t, exactFMA32)
}

func checkWrongLoops[F Float](t *testing.T, fma func(x, y, c F) F) {
	l, err := New[F](ISAs()[0])
	require.NoError(t, err)
	fused, unfused := make([]F, len(l.C)), make([]F, len(l.C))
	for i := range l.C {
		fused[i], unfused[i] = 1+F(i)/64, 1+F(i)/64
		for range 3 {
			fused[i] = fma(x, y, fused[i])
			unfused[i] += product[F](x, y)
		}
	}
	l.Run(3)
	require.True(t, slices.Equal(fused, l.C))
	require.False(t, slices.Equal(unfused, l.C))
	l.Run(4)
	require.False(t, slices.Equal(fused, l.C))
}

// product is x·y rounded.
//
//go:noinline
func product[F Float](x, y F) F { return x * y }

// A loop of 12 accumulators or more keeps two units busy whose latency is 4 to 5
// cycles, and has as many operations as it says.
func TestLoopCountsItsOperations(t *testing.T) {
	for _, isa := range ISAs() {
		wide, err := New[float64](isa)
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(wide.C), 12)
		require.Equal(t, 2*float64(len(wide.C)), wide.Flops())
		narrow, err := New[float32](isa)
		require.NoError(t, err)
		if isa != "portable" {
			require.Len(t, narrow.C, 2*len(wide.C))
		}
	}
	require.Equal(t, "portable", ISAs()[len(ISAs())-1])
	_, err := New[float64]("none")
	require.ErrorContains(t, err, fmt.Sprintf(`no instruction set "none" on this machine, which has %v`, ISAs()))
}

func TestCopyCopies(t *testing.T) {
	for _, bytes := range []int{2, 1000, 2 * piece, 2*piece + 2, 10*piece + 6} {
		c := NewCopier(bytes)
		clear(c.to)
		c.Copy()
		require.Equal(t, c.from, c.to)
		require.Len(t, c.to, bytes/2)
	}
	require.Positive(t, Bandwidth(1<<10, time.Millisecond))
}
