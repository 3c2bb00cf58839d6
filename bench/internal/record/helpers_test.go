package record

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const head = "goos: linux\ngoarch: amd64\ncpu: Some CPU\nUnit GFLOP/s better=higher\n"

// player is a contender whose nanoseconds in a round are made up.
type player struct {
	kernel string
	ns     func(rng *rand.Rand, round int) float64
}

// noisy is a player of a mean with a relative noise.
func noisy(kernel string, mean, noise float64) player {
	return player{kernel, func(rng *rand.Rand, _ int) float64 { return mean * math.Exp(noise*rng.NormFloat64()) }}
}

// play returns a record of the players' rounds, in sec/op and in GFLOP/s.
func play(seed uint64, rounds int, players ...player) string {
	var b strings.Builder
	rng := rand.New(rand.NewPCG(seed, 1))
	b.WriteString(head)
	for round := 1; round <= rounds; round++ {
		fmt.Fprintf(&b, "round: %d\n", round)
		for _, p := range players {
			ns := p.ns(rng, round)
			fmt.Fprintf(&b, "BenchmarkProduct/type=float64/m=8/kernel=%s-2 100 %.12g ns/op %.12g GFLOP/s\n", p.kernel, ns, 1000/ns)
		}
	}
	return b.String()
}

// report returns the report of a record.
func report(t *testing.T, text string, bases ...string) *Report {
	t.Helper()
	r, err := Read("r.txt", strings.NewReader(text))
	require.NoError(t, err)
	made, err := r.Report(bases...)
	require.NoError(t, err)
	return made
}

// find returns a contender of the i-th row.
func (r *Report) find(t *testing.T, i int, kernel string) Contender {
	t.Helper()
	for _, c := range r.Rows[i].Contenders {
		if c.Kernel == kernel {
			return c
		}
	}
	require.FailNow(t, "no "+kernel)
	return Contender{}
}

// sweep returns the extent of a sweep: short with -short, part in go test, and with
// CHAINRULE_FULL=1 in the environment whole.
func sweep(short, part, whole int) int {
	switch {
	case testing.Short():
		return short
	case os.Getenv("CHAINRULE_FULL") == "":
		return part
	}
	return whole
}

// verdicts counts the verdicts on b beside a in records of two players.
func verdicts(t *testing.T, records, rounds int, a, b player) map[Verdict]int {
	t.Helper()
	count := map[Verdict]int{}
	for seed := range records {
		count[report(t, play(uint64(seed), rounds, a, b), a.kernel).find(t, 0, b.kernel).Ratio.Verdict]++
	}
	return count
}

// binomial returns the probability of at most k successes in n trials with chance p.
func binomial(n, k int, p float64) (sum float64) {
	lg := func(n int) float64 { v, _ := math.Lgamma(float64(n + 1)); return v }
	for i := 0; i <= k; i++ {
		sum += math.Exp(lg(n) - lg(i) - lg(n-i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}

// likely reports whether a count of n trials with chance p is no surprise: neither it or less
// nor it or more has a probability below 10⁻⁶.
func likely(n, k int, p float64) bool {
	return binomial(n, k, p) > 1e-6 && 1-binomial(n, k-1, p) > 1e-6
}

func TestBinomial(t *testing.T) {
	require.InEpsilon(t, 11./16, binomial(4, 2, 0.5), 1e-12)
	require.Zero(t, binomial(4, -1, 0.5))
	require.True(t, likely(1000, 50, 0.05))
	require.False(t, likely(1000, 90, 0.05), "5.8 standard deviations above")
	require.False(t, likely(1000, 15, 0.05), "5.1 below")
}
