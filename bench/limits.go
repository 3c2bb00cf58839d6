package main

import (
	"errors"
	"math"
	"runtime"
	"time"

	"chainrule/bench/ceiling"
	"chainrule/bench/internal/roofline"
	"chainrule/tensor"
)

// measureLimits returns the limits of one core for the kernel in use.
func measureLimits(caches string) (*roofline.Limits, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	l := &roofline.Limits{Peak: map[string]float64{}, Call: map[string]float64{}}
	if err := errors.Join(measurePeak[float64](l), measurePeak[float32](l)); err != nil {
		return nil, err
	}
	var copies []roofline.Level
	for _, n := range copied {
		copies = append(copies, roofline.Level{Name: sized(n), Bytes: float64(n), Rate: ceiling.Bandwidth(n, 40*time.Millisecond)})
	}
	l.Levels = within(caches, copies)
	measureCalls[float64](l)
	measureCalls[float32](l)
	return l, nil
}

// measurePeak measures the multiply-adds of a type.
func measurePeak[F tensor.Float](l *roofline.Limits) error {
	loop, err := ceiling.New[F](tensor.Kernel())
	if err != nil {
		return err
	}
	const rounds = 1 << 18
	l.Peak[typeName[F]()] = loop.Flops() * rounds / fastest(20, func() { loop.Run(rounds) })
	return nil
}

// fastest returns the shortest time of so many runs.
func fastest(times int, run func()) float64 {
	least := math.Inf(1)
	for range times {
		begin := time.Now()
		run()
		least = min(least, time.Since(begin).Seconds())
	}
	return least
}

// measureCalls measures calls on one element.
func measureCalls[F tensor.Float](l *roofline.Limits) {
	const calls = 2000
	for _, c := range smallest[F]() {
		seconds := fastest(20, func() {
			for range calls {
				c.run()
			}
		})
		l.Call[c.name+"/"+typeName[F]()] = seconds / calls
	}
}
