package main

import (
	"math"
	"runtime"
	"slices"
	"time"
)

// contender is something that is timed: count calls of one product, or count rounds
// of the ceiling's loop.
type contender struct {
	name    string
	cores   int
	every   int     // takes part in every so many rounds
	flops   float64 // of one call
	run     func(count int) time.Duration
	enter   func() // sets the number of cores
	leave   func() // waits until nothing of it runs any more
	warm    bool   // is called once before each slice, untimed
	free    bool   // uses goroutines of its own, so holds no thread
	wrong   error  // why its product is not ours
	count   int    // calls in a slice
	seconds []float64
}

// speed is the contender's operations per second in a round, or NaN in a round without
// it.
func (c *contender) speed(round int) float64 { return c.flops / c.seconds[round] }

// speeds returns the speeds of the rounds that it took part in.
func (c *contender) speeds() (all []float64) {
	for round := range c.seconds {
		if v := c.speed(round); !math.IsNaN(v) {
			all = append(all, v)
		}
	}
	return all
}

// ratios returns, for each round that both took part in, c's speed over other's.
func (c *contender) ratios(other *contender) (all []float64) {
	for round := range min(len(c.seconds), len(other.seconds)) {
		if v := c.speed(round) / other.speed(round); !math.IsNaN(v) {
			all = append(all, v)
		}
	}
	return all
}

// time returns the time of one slice. On one core it holds an OS thread.
func (c *contender) time() time.Duration {
	if c.cores == 1 && !c.free {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
	}
	if c.enter != nil {
		c.enter()
	}
	if c.warm {
		c.run(1)
	}
	took := c.run(c.count)
	if c.leave != nil {
		c.leave()
	}
	return took
}

// calibrate finds a count of calls that takes at least the given time.
func (c *contender) calibrate(least time.Duration) {
	c.count = 1
	for took := c.time(); took < least; took = c.time() {
		grow := 1.1 * float64(least) / float64(max(took, 1))
		c.count = int(math.Ceil(float64(c.count) * min(max(grow, 1.1), 100)))
	}
}

// order returns the contenders in the order of a round: reversed in every other round,
// and beginning with another one after two, so that none always follows the same.
func order(contenders []*contender, round int) []*contender {
	first := round / 2 % len(contenders)
	turned := slices.Concat(contenders[first:], contenders[:first])
	if round%2 == 1 {
		slices.Reverse(turned)
	}
	return turned
}

// compete times the contenders, a slice each in every round, and leaves the seconds of
// one call in them. Before each slice apart is called, if it is there: see pin.
func compete(contenders []*contender, rounds int, slice time.Duration, apart func()) {
	for _, c := range contenders {
		c.calibrate(slice)
		c.seconds = slices.Repeat([]float64{math.NaN()}, rounds)
	}
	for round := range rounds {
		for _, c := range order(contenders, round) {
			if round%c.every == 0 {
				if apart != nil {
					apart()
				}
				c.seconds[round] = c.time().Seconds() / float64(c.count)
			}
		}
	}
}
