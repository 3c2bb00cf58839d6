package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/bench/internal/roofline"
)

// The operations, one after the other, are the step: parameters have the same bits.
func TestOperationsAreTheStep(t *testing.T) {
	whole, parts := newStep[float64](50, 5, 50, 3), newStep[float64](50, 5, 50, 3)
	start := append([]float64(nil), whole.net.Parameters().Theta...)
	operations := parts.operations()
	for range 3 {
		whole.all()
		for _, o := range operations {
			o.run()
		}
	}
	require.Equal(t, whole.net.Parameters().Theta, parts.net.Parameters().Theta)
	require.NotEqual(t, start, parts.net.Parameters().Theta)
	for _, o := range operations {
		require.Contains(t, groups, o.group, o.name)
		require.Positive(t, o.work.Bytes, o.name)
	}
}

// burn keeps a core busy.
func burn(n int) (x float64) {
	for i := range n {
		x += float64(i) * x
	}
	return x
}

// A part that works three times as long as the other has three quarters of the samples.
func TestProfileSeesWhoWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("a profile takes a second and a half of work")
	}
	var sink float64
	operations := []operation{
		{part{"long", func() { sink += burn(30_000) }}, "product", roofline.Work{}},
		{part{"short", func() { sink += burn(10_000) }}, "loss", roofline.Work{}},
	}
	found, steps, took, err := labelled(t.Context(), operations, 1500*time.Millisecond)
	require.NoError(t, err)
	require.Positive(t, steps)
	require.GreaterOrEqual(t, took, 1500*time.Millisecond)
	n := found.samples["long"] + found.samples["short"]
	if n < 50 {
		t.Skipf("%d samples: the machine is too busy to profile", n)
	}
	require.InDelta(t, 0.75, float64(found.samples["long"])/float64(n), 0.2) // five standard deviations of 120 samples
	require.InDelta(t, 0.01*float64(n+found.samples[outside]), found.cpu, 1e-6, "a hundred samples a second")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, _, err = labelled(ctx, operations, time.Hour)
	require.Equal(t, errInterrupted, err)
	_, err = read([]byte("no profile"))
	require.Error(t, err)
}

// explanation is the result for made-up samples: 60 of a product that is at its limit, 30 of an update
// that is far from it, and 10 outside.
func explanation() *explained {
	e := &explained{Title: "A step", Kernel: "none", Step: 10e-6, Had: 1, Samples: 100, took: time.Second}
	operations := []operation{
		{part{"one", nil}, "product", roofline.Work{Flops: 300, Bytes: 1, Place: 1, Type: "float64"}},
		{part{"two", nil}, "product", roofline.Work{Flops: 300, Bytes: 1, Place: 1, Type: "float64"}},
		{part{"step", nil}, "update", roofline.Work{Flops: 1, Bytes: 1, Place: 1, Type: "float64"}},
	}
	limits := &roofline.Limits{Peak: map[string]float64{"float64": 1e8}, Levels: []roofline.Level{{Name: "L1", Rate: 1e6}}}
	samples := map[string]int{"one": 20, "two": 40, "step": 30, outside: 10}
	for _, group := range []string{"product", "update"} {
		e.Groups = append(e.Groups, e.group(group, operations, samples, limits))
	}
	return e
}

func TestExplanation(t *testing.T) {
	e := explanation()
	product, update := e.Groups[0], e.Groups[1]
	require.Equal(t, 60, product.Samples)
	require.InDelta(t, 6e-6, product.Seconds, 1e-20)
	require.InDelta(t, 6e-6, product.Limit, 1e-20, "both limits")
	require.Equal(t, roofline.Arithmetic, product.Bound)
	require.InDelta(t, 0.5020, product.Lo, 5e-5, "Wilson's interval of 60 in 100")
	require.InDelta(t, 0.6906, product.Hi, 5e-5)
	require.Equal(t, roofline.Other, update.Bound)
	require.Equal(t, "unsure", e.says(partOfStep{Lo: 0.1, Hi: 0.4, limited: roofline.Bound{Seconds: 1.5e-6, By: "L1"}}), "all of 1 µs, or a third of 4")
	var line bytes.Buffer
	(&partOfStep{Name: "rare", Samples: 15, Seconds: 1e-6, Limit: 1e-6, Bound: "L1"}).write(&line, "")
	require.Contains(t, line.String(), "few samples")

	var out bytes.Buffer
	require.NoError(t, e.write(&out))
	require.Equal(t, `
A step
kernel none, one core: 10 µs a step; 100 samples of the CPU profile in 1s

  part                  share       95 %     time    limit reached bound by
  product               60.0% 50.2–69.1%     6 µs     6 µs    100% FMA
    one                 20.0% 13.3–28.9%     2 µs     3 µs    150% unsure
    two                 40.0% 30.9–49.8%     4 µs     3 µs     75% FMA
  update                30.0% 21.9–39.6%     3 µs     1 µs     33% other
  outside of these      10.0%  5.5–17.4%     1 µs
`, out.String())
	e.Had = 0.5
	out.Reset()
	require.NoError(t, e.write(&out))
	require.Contains(t, out.String(), "had a core for 50% of the time")
	for _, line := range strings.Split(out.String()+explainLegend, "\n") {
		require.LessOrEqual(t, len([]rune(line)), 80, line)
	}
	_, err := json.Marshal(e)
	require.NoError(t, err)
}
