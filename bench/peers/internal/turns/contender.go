package turns

import (
	"math"
	"runtime"
	"slices"
	"time"
)

// Contender is something that is timed: count calls of it in a slice.
type Contender struct {
	Name    string
	Cores   int
	Every   int     // takes part in every so many rounds
	Flops   float64 // of one call, or whatever else it does a number of
	Run     func(count int) time.Duration
	Enter   func() // sets the number of cores
	Leave   func() // waits until nothing of it runs any more
	Warm    bool   // is called once before each slice, untimed
	Free    bool   // uses goroutines of its own, so holds no thread
	Wrong   error  // why its result is not ours
	Count   int    // calls in a slice
	Seconds []float64
}

// Speed is the contender's operations per second in a round, or NaN in a round without
// it.
func (c *Contender) Speed(round int) float64 { return c.Flops / c.Seconds[round] }

// Speeds returns the speeds of the rounds that it took part in.
func (c *Contender) Speeds() (all []float64) {
	for round := range c.Seconds {
		if v := c.Speed(round); !math.IsNaN(v) {
			all = append(all, v)
		}
	}
	return all
}

// Ratios returns, for each round that both took part in, c's speed over other's.
func (c *Contender) Ratios(other *Contender) (all []float64) {
	for round := range min(len(c.Seconds), len(other.Seconds)) {
		if v := c.Speed(round) / other.Speed(round); !math.IsNaN(v) {
			all = append(all, v)
		}
	}
	return all
}

// Time returns the time of one slice. On one core it holds an OS thread.
func (c *Contender) Time() time.Duration {
	if c.Cores == 1 && !c.Free {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
	}
	if c.Enter != nil {
		c.Enter()
	}
	if c.Warm {
		c.Run(1)
	}
	took := c.Run(c.Count)
	if c.Leave != nil {
		c.Leave()
	}
	return took
}

// calibrate finds a count of calls that takes at least the given time.
func (c *Contender) calibrate(least time.Duration) {
	c.Count = 1
	for took := c.Time(); took < least; took = c.Time() {
		grow := 1.1 * float64(least) / float64(max(took, 1))
		c.Count = int(math.Ceil(float64(c.Count) * min(max(grow, 1.1), 100)))
	}
}

// order returns the contenders in the order of a round: reversed in every other round,
// and beginning with another one after two, so that none always follows the same.
func order(contenders []*Contender, round int) []*Contender {
	first := round / 2 % len(contenders)
	turned := slices.Concat(contenders[first:], contenders[:first])
	if round%2 == 1 {
		slices.Reverse(turned)
	}
	return turned
}

// Compete times the contenders, a slice each in every round, and leaves the seconds of
// one call in them. Before each slice apart is called, if it is there: see Pin.
func Compete(contenders []*Contender, rounds int, slice time.Duration, apart func()) {
	for _, c := range contenders {
		c.calibrate(slice)
		c.Seconds = slices.Repeat([]float64{math.NaN()}, rounds)
	}
	for round := range rounds {
		for _, c := range order(contenders, round) {
			if round%c.Every == 0 {
				if apart != nil {
					apart()
				}
				c.Seconds[round] = c.Time().Seconds() / float64(c.Count)
			}
		}
	}
}
