package python

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/bench/ceiling"
	"chainrule/bench/peers/internal/turns"
)

// library starts the script for a library, or skips the test where that is missing.
func library(t *testing.T, name string) *Peer {
	t.Helper()
	s := &Settings{Python: "/usr/bin/python3", CoreType: turns.CoreType(ceiling.ISAs())}
	p, err := s.start(name)
	if _, nowhere := os.Stat(s.Python); nowhere != nil || errors.Is(err, turns.ErrNotThere) {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(p.quit)
	return p
}

func TestLibrariesComputeTheSame(t *testing.T) {
	for _, name := range []string{"numpy", "torch"} {
		t.Run(name, func(t *testing.T) {
			p, found := library(t, name), 0
			for _, c := range cases() {
				if !c.has(name) {
					continue
				}
				task, err := c.task()
				require.NoError(t, err)
				sums := check(task)
				theirs, err := p.contender(c, sums)
				require.NoError(t, err)
				require.NoError(t, theirs.Wrong, c.Name)
				sums[0][2] += 3 * c.tolerance * sums[0][1]
				theirs, err = p.contender(c, sums)
				require.NoError(t, err)
				require.Error(t, theirs.Wrong, "%s: a wrong sum is refused", c.Name)
				found++
			}
			require.Greater(t, found, 10)
		})
	}
}

func TestTheScriptTimes(t *testing.T) {
	p := library(t, "numpy")
	start := time.Now()
	took := p.run("fn=exp/type=float64/n=32768", 200)
	require.NoError(t, p.err)
	require.Greater(t, took, 200*time.Microsecond, "no machine does 32768 exponentials in 1 µs")
	require.Less(t, took, time.Since(start))
	p.run("fn=none/type=float64/n=10", 1)
	require.ErrorContains(t, p.err, "the script says: AttributeError")
}

func TestOursBeginsAnew(t *testing.T) {
	for _, c := range cases() {
		if strings.Contains(c.Name, "784") {
			continue
		}
		task, err := c.task()
		require.NoError(t, err)
		first := check(task)
		for _, s := range first {
			require.Positive(t, s[1])
		}
		require.Equal(t, first, check(task), c.Name)
	}
}

func TestLimit(t *testing.T) {
	n := network{D: 784, M: 512, K: 10, N: 128}
	require.Equal(t, 407050, n.parameters())
	require.Equal(t, 128*784*512+128*512*10+512*128*10+128*10*512+784*128*512, n.multiplications())
	l, err := newLimit(n)
	require.NoError(t, err)
	require.Equal(t, 2.0*4*407050, l.copy.Flops)
	l.ceiling.Flops, l.copy.Flops = 200e9, 80e9
	l.ceiling.Seconds, l.copy.Seconds = []float64{1, 2}, []float64{1, 1}
	c := l.contender()
	require.InEpsilon(t, l.flops/200e9+28*407050/80e9, c.Seconds[0], 1e-12)
	require.InEpsilon(t, l.flops/100e9+28*407050/80e9, c.Seconds[1], 1e-12)
	l.ceiling.Seconds = nil
	products, update := l.medians()
	require.True(t, math.IsNaN(products) && math.IsNaN(update))
}
