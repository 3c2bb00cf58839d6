package main

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRatiosAreOfTheSameRound(t *testing.T) {
	nan := math.NaN()
	a := &contender{flops: 6, seconds: []float64{1, 2, 3, 4}}
	b := &contender{flops: 6, seconds: []float64{2, nan, 3, 1}}
	require.Equal(t, []float64{2, 1, 0.25}, a.ratios(b))
	require.Equal(t, []float64{3, 2, 6}, b.speeds())
	require.Empty(t, a.ratios(&contender{}))
	faster := &contender{flops: 12, seconds: a.seconds}
	require.Equal(t, []float64{2, 2, 2, 2}, faster.ratios(a), "a ratio of speeds, not of times")
}

func TestOrderChanges(t *testing.T) {
	all := []*contender{{name: "a"}, {name: "b"}, {name: "c"}, {name: "d"}}
	first, pairs := map[string]int{}, map[string]int{}
	for round := range 8 {
		turned := order(all, round)
		require.ElementsMatch(t, all, turned)
		first[turned[0].name]++
		for i := range turned[1:] {
			pairs[turned[i].name+turned[i+1].name]++
		}
	}
	require.Len(t, first, 4, "each begins a round")
	for pair, times := range pairs {
		require.LessOrEqual(t, times, 4, "%s do not always follow each other", pair)
	}
}

// clock is a contender that pretends to take a given time for a call.
func clock(call time.Duration) *contender {
	return &contender{every: 1, flops: 1, cores: 1, run: func(count int) time.Duration { return time.Duration(count) * call }}
}

func TestASliceIsLongEnough(t *testing.T) {
	for _, call := range []time.Duration{1, 7, 1000, time.Millisecond, time.Second} {
		c := clock(call)
		c.calibrate(2 * time.Millisecond)
		took := c.time()
		require.GreaterOrEqual(t, took, 2*time.Millisecond)
		require.Less(t, took, 3*time.Millisecond+call)
	}
}

func TestEveryContenderIsTimedInItsRounds(t *testing.T) {
	quick, slow := clock(10), clock(1000)
	slow.every = 2
	entered, left := 0, 0
	slow.enter, slow.leave = func() { entered++ }, func() { left++ }
	compete([]*contender{quick, slow}, 5, time.Millisecond, nil)
	require.Len(t, quick.speeds(), 5)
	require.Len(t, slow.speeds(), 3)
	require.InEpsilon(t, 1e-8, quick.seconds[4], 1e-9)
	require.Equal(t, entered, left)
	for _, ratio := range quick.ratios(slow) {
		require.InEpsilon(t, 100, ratio, 1e-9)
	}
}

func TestAWarmCallIsNotTimed(t *testing.T) {
	c := clock(10)
	calls := 0
	run := c.run
	c.run, c.warm, c.count = func(count int) time.Duration { calls += count; return run(count) }, true, 7
	require.Equal(t, time.Duration(70), c.time())
	require.Equal(t, 8, calls)
}
