package record

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   Verdict
	}{
		{1.001, 1.01, Faster}, {0.9, 0.999, Slower}, {1, 1.03, Same}, {1 / 1.03, 1, Same}, {1, 1, Same},
		{0.99, 1.031, Undecided}, {0.97, 1.01, Undecided}, {0.5, 2, Undecided}, {1.2, 1.3, Faster},
	} {
		got, within := verdict(&Interval{c.lo, c.hi})
		require.Equal(t, c.want, got, "[%v, %v]", c.lo, c.hi)
		require.Equal(t, c.want == Same, within != nil)
	}
	_, within := verdict(&Interval{0.98, 1.01})
	require.InDelta(t, 1/0.98-1, *within, 0x1p-52)
	got, within := verdict(nil)
	require.Equal(t, TooFew, got)
	require.Nil(t, within)
}

// A kernel that is 3 % slower is found slower, in 20 rounds with 1 % of noise.
func TestPlantedSlowdownIsFound(t *testing.T) {
	const records = 200
	found := func(noise, slow float64, want Verdict) int {
		return verdicts(t, records, 20, noisy("a", 100, noise), noisy("b", 100*slow, noise))[want]
	}
	require.GreaterOrEqual(t, found(0.01, 1.03, Slower), records*95/100)
	require.GreaterOrEqual(t, found(0.01, 1/1.03, Faster), records*95/100)
	require.Less(t, found(0.10, 1.03, Slower), records*95/100, "the check sees that 10 % of noise hide it")
}

// Of 20 equal values the interval of the median ratio leaves 1 out if five or fewer lie on one
// side of it, whatever the distribution: with α = 2·P(B(20, ½) ≤ 5) = 0.0414. The count
// over all records is binomial, and so is the count of each side, with α/2.
func TestEqualKernelsAreRarelyCalledDifferent(t *testing.T) {
	records := sweep(250, 1000, 2000)
	α := 2 * binomial(20, 5, 0.5)
	require.LessOrEqual(t, α, 1-Confidence)
	count := verdicts(t, records, 20, noisy("a", 100, 0.02), noisy("b", 100, 0.02))
	require.True(t, likely(records, count[Faster]+count[Slower], α), "%v", count)
	require.True(t, likely(records, count[Faster], α/2), "%v", count)
	require.True(t, likely(records, count[Slower], α/2), "%v", count)
	other := verdicts(t, records, 20, noisy("a", 100, 0.02), noisy("b", 101, 0.02))
	require.False(t, likely(records, other[Faster]+other[Slower], α), "the check sees a difference of 1 %%: %v", other)
}

// Kernels that differ by Resolution are called the same only if the interval leaves the
// true ratio out on one side, which has a probability of α/2 at most.
func TestSameIsRarelyWrong(t *testing.T) {
	records := sweep(250, 500, 1000)
	α := 2 * binomial(20, 5, 0.5)
	count := verdicts(t, records, 20, noisy("a", 100, 0.01), noisy("b", 100*(1+Resolution), 0.01))
	require.Greater(t, binomial(records, records-count[Same], 1-α/2), 1e-6, "%v", count)
	equal := verdicts(t, records, 20, noisy("a", 100, 0.01), noisy("b", 100, 0.01))
	require.Less(t, binomial(records, records-equal[Same], 1-α/2), 1e-6, "the check sees that equal ones are called so: %v", equal)
}

// A record that is not too noisy finds differences of Resolution: in 97.5 % of the
// records whose noise is the level's.
func TestNoiseLevelIsThatOfTheResolution(t *testing.T) {
	quiet, found := 0, 0
	for seed := range 1000 {
		r := report(t, play(uint64(seed), 20, noisy("a", 100, 0.017), noisy("b", 100*(1+Resolution), 0.017)), "a")
		if !r.Noise.TooNoisy() {
			quiet++
			if r.find(t, 0, "b").Ratio.Verdict == Slower {
				found++
			}
		}
	}
	require.InDelta(t, 500, quiet, 200, "the noise is about that of the level")
	require.Greater(t, binomial(quiet, found, 0.975), 1e-6, "%d of %d", found, quiet)
	require.Less(t, binomial(quiet, quiet*90/100, 0.975), 1e-6, "the check sees nine in ten")
}

// A slow round cancels in the ratio: here the machine loses a fifth of its speed half
// way, and the ratio is the same as if it had not. Without the pairs nothing is found.
func TestDriftCancelsInARound(t *testing.T) {
	const rounds = 20
	drift := func(p player) player {
		return player{p.kernel, func(rng *rand.Rand, round int) float64 {
			ns := p.ns(rng, round)
			if round > rounds/2 {
				ns *= 1.25
			}
			return ns
		}}
	}
	text := play(5, rounds, drift(noisy("a", 100, 0.01)), drift(noisy("b", 103, 0.01)))
	r := report(t, text, "a")
	b := r.find(t, 0, "b").Ratio
	require.Equal(t, Slower, b.Verdict)
	h, _ := b.HalfWidth()
	require.Less(t, h, noiseLevel)
	still := report(t, play(5, rounds, noisy("a", 100, 0.01), noisy("b", 103, 0.01)), "a").find(t, 0, "b").Ratio
	require.Greater(t, *b.P, 1000**still.P, "the values without their rounds tell less than on a steady machine")
	require.InEpsilon(t, still.Median, b.Median, 1e-9)
	require.False(t, r.Noise.TooNoisy())
	require.True(t, r.Noise.Unsteady())
	require.Contains(t, r.Noise.String(), "The machine was unsteady: half of its medians are uncertain by ±")

	var turned strings.Builder // b's results get the rounds of the other end
	for _, kernel := range []string{"a", "b"} {
		round := 0
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "round") {
				round++
			} else if strings.Contains(line, "kernel="+kernel) {
				fmt.Fprintf(&turned, "round: %d\n%s", map[string]int{"a": round, "b": rounds + 1 - round}[kernel], line)
			}
		}
	}
	unpaired := report(t, head+turned.String(), "a")
	require.Equal(t, Undecided, unpaired.find(t, 0, "b").Ratio.Verdict, "the check sees ratios of different rounds")
	require.True(t, unpaired.Noise.TooNoisy())
	require.Contains(t, unpaired.Noise.String(), "The machine was too noisy to tell differences of 3%: half of the ratios are uncertain by ±")
}

func TestTooFewRoundsMakeNoClaim(t *testing.T) {
	const warning = "lines have fewer than 6 rounds, which are too few for an interval: nothing is claimed of them."
	for rounds := 1; rounds <= 7; rounds++ {
		r := report(t, play(1, rounds, noisy("a", 100, 0.01), noisy("b", 200, 0.01)), "a")
		b := r.find(t, 0, "b")
		require.Equal(t, rounds, b.Ratio.Rounds)
		require.InDelta(t, 0.5, b.Ratio.Median, 0.02)
		if rounds >= MinRounds {
			require.Equal(t, Slower, b.Ratio.Verdict)
			require.Empty(t, r.Warnings)
			continue
		}
		require.Equal(t, TooFew, b.Ratio.Verdict)
		require.Nil(t, b.Ratio.Interval)
		require.Nil(t, b.Ratio.P)
		require.Nil(t, b.Value.Interval)
		require.Equal(t, []string{"4 of 4 " + warning}, r.Warnings)
		require.Nil(t, r.Noise.Ratios)
		require.Empty(t, r.Noise.String())
	}
}

// Rounds count that both have.
func TestRatiosTakeCommonRounds(t *testing.T) {
	var text strings.Builder
	text.WriteString(head)
	for round := 1; round <= 15; round++ {
		for _, k := range map[bool][]string{true: {"a"}, false: {"b"}}[round <= 10] {
			fmt.Fprintf(&text, "round: %d\nBenchmarkX/kernel=%s 1 5 ns/op\n", round, k)
		}
		if round > 5 && round <= 10 {
			text.WriteString("BenchmarkX/kernel=b 1 7 ns/op\n")
		}
	}
	r := report(t, text.String(), "a")
	b := r.find(t, 0, "b")
	require.Equal(t, []int{10, 5}, []int{b.Value.Rounds, b.Ratio.Rounds})
	require.Equal(t, TooFew, b.Ratio.Verdict)
	require.InEpsilon(t, 5.0/7, b.Ratio.Median, 0x1p-50)
	require.Len(t, r.Warnings, 2)
	require.Contains(t, r.Warnings[1], "2 of 2 lines are not of all 15 rounds")
}

// lasting is noise of 2 % that keeps the share φ of itself from one round to the next.
func lasting(kernel string, φ float64) player {
	last := 0.0
	return player{kernel, func(rng *rand.Rand, round int) float64 {
		if round == 1 {
			last = rng.NormFloat64() / math.Sqrt(1-φ*φ)
		} else {
			last = φ*last + rng.NormFloat64()
		}
		return 100 * math.Exp(0.02*last)
	}}
}

// Noise that lasts makes equal kernels different, in some 10, 23 and 59 % of the records. Twenty rounds show
// that it lasted in half of the records with a correlation of 0.6 and in five of six with 0.9; of
// independent rounds the report says so in one of forty or fewer.
func TestLastingNoiseIsSaid(t *testing.T) {
	records := sweep(250, 1000, 2000)
	for _, c := range []struct{ φ, different, leastSaid, mostSaid float64 }{{0, 0.041, 0, 0.025}, {0.3, 0.096, 0.05, 0.25}, {0.6, 0.234, 0.4, 0.6}, {0.9, 0.594, 0.8, 1}} {
		different, said := 0, 0
		for seed := range uint64(records) {
			r := report(t, play(seed, 20, lasting("a", c.φ), player{"b", func(*rand.Rand, int) float64 { return 100 }}), "a")
			if v := r.Rows[0].Contenders[1].Ratio.Verdict; v == Faster || v == Slower {
				different++
			}
			if strings.Contains(strings.Join(r.Warnings, " "), "follow those of the round before") {
				said++
			}
		}
		t.Logf("φ = %v: different %.3f, said %.3f", c.φ, float64(different)/float64(records), float64(said)/float64(records))
		require.True(t, likely(records, different, c.different), "φ = %v: %d of %d", c.φ, different, records)
		require.GreaterOrEqual(t, float64(said), c.leastSaid*float64(records), c.φ)
		require.LessOrEqual(t, float64(said), c.mostSaid*float64(records), c.φ)
	}
}
