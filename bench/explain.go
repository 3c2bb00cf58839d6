package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"

	"github.com/google/pprof/profile"

	"chainrule/bench/internal/roofline"
	"chainrule/tensor"
)

// An explained is a training step with its time by part.
type explained struct {
	Title   string        `json:"title"`
	Kernel  string        `json:"kernel"`
	Step    float64       `json:"step"`    // seconds of the processor
	Had     float64       `json:"had"`     // the share of the time that the process had the processor
	Samples int           `json:"samples"` // of the CPU profile
	Groups  []partOfStep  `json:"groups"`
	took    time.Duration // to find out
}

// A partOfStep is an operation, or a group of them.
type partOfStep struct {
	Name    string       `json:"name"`
	Samples int          `json:"samples"`
	Share   float64      `json:"share"` // of the samples
	Lo      float64      `json:"lo"`    // 95 % interval of the share
	Hi      float64      `json:"hi"`
	Seconds float64      `json:"seconds"` // of a step
	Limit   float64      `json:"limit"`   // the seconds that it takes at least
	Bound   string       `json:"bound"`
	Parts   []partOfStep `json:"parts,omitempty"`

	limited roofline.Bound // the bound behind the limit
}

// groups lists the groups of a step's operations.
var groups = []string{"product", "activation", "softmax", "loss", "update"}

// outside is the label of samples in no operation: the loop and the run-time system.
const outside = "outside"

// A trace is the result of a CPU profile.
type trace struct {
	samples map[string]int // by the label part
	cpu     float64        // seconds
}

// labelled runs the operations over and over for at least the given time, each under its
// name as a label, with a CPU profile. It returns the profile, the number of steps, and the
// time that they took.
func labelled(ctx context.Context, operations []operation, least time.Duration) (t trace, steps int, took time.Duration, err error) {
	var labels []context.Context
	for _, o := range operations {
		labels = append(labels, pprof.WithLabels(ctx, pprof.Labels("part", o.name)))
	}
	var raw bytes.Buffer
	runtime.GC()
	if err := pprof.StartCPUProfile(&raw); err != nil {
		return trace{}, 0, 0, err
	}
	begin := time.Now()
	for time.Since(begin) < least && ctx.Err() == nil {
		for range 16 {
			for i, o := range operations {
				pprof.SetGoroutineLabels(labels[i])
				o.run()
			}
			steps++
		}
		pprof.SetGoroutineLabels(ctx)
	}
	took = time.Since(begin)
	pprof.StopCPUProfile()
	if ctx.Err() != nil {
		return trace{}, 0, 0, errInterrupted
	}
	t, err = read(raw.Bytes())
	return t, steps, took, err
}

// read reads a CPU profile.
func read(raw []byte) (trace, error) {
	p, err := profile.ParseData(raw)
	if err != nil {
		return trace{}, err
	}
	t := trace{samples: map[string]int{}}
	for _, s := range p.Sample {
		name := outside
		if l := s.Label["part"]; len(l) > 0 {
			name = l[0]
		}
		t.samples[name] += int(s.Value[0])
		t.cpu += float64(s.Value[1]) / 1e9
	}
	return t, nil
}

// explain profiles a step on one core. Its time is processor time, which on a busy
// machine is less than wall time.
func explain[F tensor.Float](ctx context.Context, title string, p *step[F], limits *roofline.Limits, least time.Duration) (*explained, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	operations := p.operations()
	t, steps, took, err := labelled(ctx, operations, least)
	if err != nil {
		return nil, err
	}
	e := &explained{Title: title, Kernel: tensor.Kernel(), took: took.Round(time.Second)}
	for _, n := range t.samples {
		e.Samples += n
	}
	if e.Samples == 0 {
		return nil, fmt.Errorf("%s: no samples: the CPU profile does not work here", title)
	}
	e.Had = min(1, t.cpu/took.Seconds())
	e.Step = e.Had * took.Seconds() / float64(steps)
	for _, group := range groups {
		e.Groups = append(e.Groups, e.group(group, operations, t.samples, limits))
	}
	return e, nil
}

// group gathers the operations of a group. Its limit is the sum of their limits, and its bound
// is the bound of the operation with the largest limit.
func (e *explained) group(name string, operations []operation, samples map[string]int, limits *roofline.Limits) partOfStep {
	g := partOfStep{Name: name}
	for _, o := range operations {
		if o.group != name {
			continue
		}
		p := partOfStep{Name: o.name, Samples: samples[o.name], limited: limits.Bound(o.work)}
		e.share(&p)
		p.Limit, p.Bound = p.limited.Seconds, e.says(p)
		g.Parts = append(g.Parts, p)
		g.Samples += p.Samples
		g.Limit += p.Limit
	}
	e.share(&g)
	g.limited = slices.MaxFunc(g.Parts, func(a, b partOfStep) int { return cmp.Compare(a.Limit, b.Limit) }).limited
	g.limited.Seconds = g.Limit
	g.Bound = e.says(g)
	return g
}

// says returns the name of a part's bound, or "unsure" if the bound differs between the ends of the
// interval of its time.
func (e *explained) says(p partOfStep) string {
	least, most := p.limited.Says(p.Lo*e.Step), p.limited.Says(p.Hi*e.Step)
	if least != most {
		return "unsure"
	}
	return most
}

// share sets a part's share, its interval after Wilson, and its time.
func (e *explained) share(p *partOfStep) {
	const z = 1.96
	n := float64(e.Samples)
	p.Share = float64(p.Samples) / n
	centre, half := p.Share+z*z/(2*n), z*math.Sqrt(p.Share*(1-p.Share)/n+z*z/(4*n*n))
	p.Lo, p.Hi = max(0, centre-half)/(1+z*z/n), (centre+half)/(1+z*z/n)
	p.Seconds = p.Share * e.Step
}
