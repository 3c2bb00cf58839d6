package turns

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRatiosAreOfTheSameRound(t *testing.T) {
	nan := math.NaN()
	a := &Contender{Flops: 6, Seconds: []float64{1, 2, 3, 4}}
	b := &Contender{Flops: 6, Seconds: []float64{2, nan, 3, 1}}
	require.Equal(t, []float64{2, 1, 0.25}, a.Ratios(b))
	require.Equal(t, []float64{3, 2, 6}, b.Speeds())
	require.Empty(t, a.Ratios(&Contender{}))
	faster := &Contender{Flops: 12, Seconds: a.Seconds}
	require.Equal(t, []float64{2, 2, 2, 2}, faster.Ratios(a), "a ratio of speeds, not of times")
}

func TestOrderChanges(t *testing.T) {
	all := []*Contender{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}}
	first, pairs := map[string]int{}, map[string]int{}
	for round := range 8 {
		turned := order(all, round)
		require.ElementsMatch(t, all, turned)
		first[turned[0].Name]++
		for i := range turned[1:] {
			pairs[turned[i].Name+turned[i+1].Name]++
		}
	}
	require.Len(t, first, 4, "each begins a round")
	for pair, times := range pairs {
		require.LessOrEqual(t, times, 4, "%s do not always follow each other", pair)
	}
}

// clock is a contender that pretends to take a given time for a call.
func clock(call time.Duration) *Contender {
	return &Contender{Every: 1, Flops: 1, Cores: 1, Run: func(count int) time.Duration { return time.Duration(count) * call }}
}

func TestASliceIsLongEnough(t *testing.T) {
	for _, call := range []time.Duration{1, 7, 1000, time.Millisecond, time.Second} {
		c := clock(call)
		c.calibrate(2 * time.Millisecond)
		took := c.Time()
		require.GreaterOrEqual(t, took, 2*time.Millisecond)
		require.Less(t, took, 3*time.Millisecond+call)
	}
}

func TestEveryContenderIsTimedInItsRounds(t *testing.T) {
	quick, slow := clock(10), clock(1000)
	slow.Every = 2
	entered, left := 0, 0
	slow.Enter, slow.Leave = func() { entered++ }, func() { left++ }
	Compete([]*Contender{quick, slow}, 5, time.Millisecond, nil)
	require.Len(t, quick.Speeds(), 5)
	require.Len(t, slow.Speeds(), 3)
	require.InEpsilon(t, 1e-8, quick.Seconds[4], 1e-9)
	require.Equal(t, entered, left)
	for _, ratio := range quick.Ratios(slow) {
		require.InEpsilon(t, 100, ratio, 1e-9)
	}
}

func TestAWarmCallIsNotTimed(t *testing.T) {
	c := clock(10)
	calls := 0
	run := c.Run
	c.Run, c.Warm, c.Count = func(count int) time.Duration { calls += count; return run(count) }, true, 7
	require.Equal(t, time.Duration(70), c.Time())
	require.Equal(t, 8, calls)
}
