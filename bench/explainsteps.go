package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"chainrule/bench/internal/roofline"
	"chainrule/docs/cli"
)

// The profiled times, longer for the paper's step, which has many parts: at a hundred
// samples a second, a part of one tenth of it is known to within an eighth.
const profiledPaper, profiledDigits = 20 * time.Second, 8 * time.Second

// explainSteps measures the limits of the machine, and prints the distribution of time over the
// operations of the paper's step and of a digit classifier's.
func (s *settings) explainSteps(ctx context.Context, out, messages io.Writer) error {
	paper, digits := profiledPaper, profiledDigits
	if s.quick {
		paper, digits = paper/5, digits/4
	}
	fmt.Fprintf(messages, "measuring the machine's limits, then profiling two steps, %v and %v\n", paper, digits)
	limits, err := measureLimits(caches(cacheFolder))
	if err != nil {
		return err
	}
	list, err := explainBoth(ctx, limits, paper, digits)
	switch {
	case err != nil:
		return err
	case s.asJSON:
		return cli.WriteJSON(out, list)
	}
	text := cli.NewText(out)
	text.Printf("%s", explainLegend)
	for _, e := range list {
		if err := e.write(text); err != nil {
			return err
		}
	}
	return nil
}

// explainBoth explains the two steps.
func explainBoth(ctx context.Context, limits *roofline.Limits, paper, digits time.Duration) (list []*explained, err error) {
	small, err := explain(ctx, "The paper's step: 5-50-3, batch of 50, float64, ReLU, Adam", newStep[float64](50, 5, 50, 3), limits, paper)
	if err != nil {
		return nil, err
	}
	large, err := explain(ctx, "A digit classifier's step: 784-512-10, batch of 128, float32", newStep[float32](128, 784, 512, 10), limits, digits)
	return []*explained{small, large}, err
}

// explainLegend explains the columns.
const explainLegend = `Where the time of a training step goes, as a CPU profile sees it. share: of the
samples, with its 95% interval; limit: the least time that multiply-adds (FMA),
copies within caches and memory, or the calls themselves allow, each measured
just before; other: the limit explains less than half of the time, and chains
that wait for themselves, divisions or what is not counted are in the way;
unsure: the samples do not tell; busy: above 130% of FMA or a call, or twice a
copy, so the machine was busy while that was measured. What reads more than it
writes can be faster than a copy.
`
