package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"chainrule/bench/peers/internal/python"
	"chainrule/bench/peers/internal/turns"
)

// calls is a contender of the given microseconds a call in seven rounds.
func calls(name string, microseconds ...float64) *turns.Contender {
	c := &turns.Contender{Name: name, Cores: 1, Flops: 1, Count: 3}
	for round := range 7 {
		c.Seconds = append(c.Seconds, microseconds[round%len(microseconds)]*1e-6)
	}
	return c
}

// entries are made up: a case for each thing that the summary can say.
func entries() []entry {
	step := &python.Result{Name: "net=784-512-10/batch=128/type=float32/loss=yes", Ours: calls("ours", 2000),
		Peers: []*turns.Contender{calls("torch", 5000), calls("torch-avx512", 4000)}}
	even := &python.Result{Name: "fn=log/type=float64/n=32768", Ours: calls("ours", 24), Peers: []*turns.Contender{calls("numpy", 20, 25, 30), calls("torch", 12)}}
	wrong := &python.Result{Name: "fn=exp/type=float64/n=32768", Ours: calls("ours", 17), Peers: []*turns.Contender{
		{Name: "numpy", Wrong: errors.New("no")}, {Name: "torch", Wrong: errors.New("no")}, calls("torch-avx512", 34)}}
	few := calls("ours", 1)
	few.Seconds = few.Seconds[:5]
	return []entry{example().entry("float64"), entryOf(step), entryOf(even), entryOf(wrong),
		entryOf(&python.Result{Name: "few rounds", Ours: few, Peers: []*turns.Contender{calls("numpy", 9)}})}
}

func TestSummary(t *testing.T) {
	var out bytes.Buffer
	printSummary(&out, entries())
	require.Equal(t, `
summary: our speed or time, and our speed over that of each peer (1.50: ours is half as fast again)
~ means that 1 is within the 95 % interval, or that there are too few rounds: no difference is shown
case                                                    ours openblas    numpy    torch
2048×2048×2048 NN float64, 2 cores             160.0 GFLOP/s     1.25
net=784-512-10/batch=128/type=float32/loss=yes     2000.0 µs                       2.00
fn=log/type=float64/n=32768                         24.00 µs             ~1.04     0.50
fn=exp/type=float64/n=32768                         17.00 µs             wrong     2.00
few rounds                                          1.000 µs             ~9.00
`, out.String(), "neither a column of gonum, which took part nowhere, nor ours on one core")
	for line := range strings.Lines(out.String()) {
		require.LessOrEqual(t, utf8.RuneCountInString(line), 101)
	}
}

func TestSummaryOfOursAlone(t *testing.T) {
	var out bytes.Buffer
	printSummary(&out, []entry{{name: "case", speed: "1.000 µs", ours: calls("ours", 1)}})
	require.NotContains(t, out.String(), "~")
	require.Regexp(t, `(?m)^case +1.000 µs$`, out.String())
}
