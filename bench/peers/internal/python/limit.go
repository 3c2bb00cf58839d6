package python

import (
	"math"
	"time"

	"chainrule/bench/ceiling"
	"chainrule/bench/peers/internal/turns"
)

// limit is the time that a float32 training step takes at least, by two figures that
// are measured in the same rounds: its products at the ceiling of fused multiply-adds,
// plus the memory traffic of its update at the speed of a copy.
type limit struct {
	flops, bytes  float64 // of a step
	ceiling, copy *turns.Contender
}

// parameters returns the number of them.
func (n network) parameters() int { return n.D*n.M + n.M + n.M*n.K + n.K }

// multiplications returns the number of multiplications in a step's products.
func (n network) multiplications() int {
	forward := n.N*n.D*n.M + n.N*n.M*n.K
	dV, dZ, dW := n.M*n.N*n.K, n.N*n.K*n.M, n.D*n.N*n.M
	return forward + dV + dZ + dW
}

// newLimit returns the limit of a step in float32. The update reads θ, g, m, v and
// writes θ, m, v: 28 bytes for a parameter. What is copied is as large as one of them, and
// its bytes count twice, as read and as written.
func newLimit(n network) (*limit, error) {
	loop, err := ceiling.New[float32](turns.ISA())
	if err != nil {
		return nil, err
	}
	run := func(count int) time.Duration {
		start := time.Now()
		loop.Run(count)
		return time.Since(start)
	}
	moved := 2 * 4 * n.parameters()
	copier := ceiling.NewCopier(moved)
	move := func(count int) time.Duration {
		start := time.Now()
		for range count {
			copier.Copy()
		}
		return time.Since(start)
	}
	return &limit{
		flops: 2 * float64(n.multiplications()), bytes: 28 * float64(n.parameters()),
		ceiling: &turns.Contender{Name: "ceiling", Cores: 1, Every: 1, Flops: loop.Flops(), Run: run},
		copy:    &turns.Contender{Name: "copy", Cores: 1, Every: 1, Flops: float64(moved), Warm: true, Run: move},
	}, nil
}

// products and update are the parts of the limit in a round, in seconds.
func (l *limit) products(round int) float64 { return l.flops / l.ceiling.Speed(round) }
func (l *limit) update(round int) float64   { return l.bytes / l.copy.Speed(round) }

// contender returns the limit as if it had been timed.
func (l *limit) contender() *turns.Contender {
	c := &turns.Contender{Name: "limit", Cores: 1, Every: 1, Flops: 1, Count: 1}
	for round := range min(len(l.ceiling.Seconds), len(l.copy.Seconds)) {
		c.Seconds = append(c.Seconds, l.products(round)+l.update(round))
	}
	return c
}

// medians returns the median time of each part.
func (l *limit) medians() (products, update float64) {
	var p, u []float64
	for round := range l.contender().Seconds {
		p, u = append(p, l.products(round)), append(u, l.update(round))
	}
	if len(p) == 0 {
		return math.NaN(), math.NaN()
	}
	return turns.Median(p).Center, turns.Median(u).Center
}
