package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// In each unit the ratio is above 1 for the better value in that unit.
func TestRatioIsAboveOneIfBetter(t *testing.T) {
	for declared, want := range map[string]struct {
		verdict Verdict
		ratio   float64
	}{
		"Unit things better=higher\n": {Slower, 0.5}, "Unit things better=lower\n": {Faster, 2}, "": {},
	} {
		for unit, want := range map[string]struct {
			verdict Verdict
			ratio   float64
		}{"things": want, "ns/op": {Faster, 2}, "MB/s": {Slower, 0.5}, "GFLOP/s": {Slower, 0.5}} {
			text := declared + head
			for round := range 6 {
				text += fmt.Sprintf("round: %d\nBenchmarkX/kernel=a 1 %d %s\nBenchmarkX/kernel=b 1 %d %s\n", round, 10+2*round, unit, 5+round, unit)
			}
			r := report(t, text, "a")
			b := r.find(t, 0, "b")
			if want.ratio == 0 {
				require.Nil(t, b.Ratio)
				require.Equal(t, []string{`No line "Unit things better=…" says whether more of it is better: it is not compared.`}, r.Warnings)
				continue
			}
			require.Equal(t, want.verdict, b.Ratio.Verdict, "%s %s", declared, unit)
			require.InEpsilon(t, want.ratio, b.Ratio.Median, 1e-15)
			require.Empty(t, r.Warnings)
		}
	}
}

// The base of a row is the first of the named kernels that it has.
func TestBaseOfARow(t *testing.T) {
	text := play(1, 6, noisy("a", 1, 0), noisy("b", 2, 0), noisy("c", 4, 0))
	for bases, want := range map[string]string{"a": "a", "b a": "b", "none c": "c"} {
		r := report(t, text, strings.Fields(bases)...)
		require.Equal(t, want, r.Rows[0].Base)
		require.Nil(t, r.find(t, 0, want).Ratio, "not compared with itself")
		for _, k := range []string{"a", "b", "c"} {
			require.Equal(t, k != want, r.find(t, 0, k).Ratio != nil)
		}
	}
	require.Nil(t, report(t, text).find(t, 0, "b").Ratio, "no base, no ratio")
	r, err := Read("r.txt", strings.NewReader(text))
	require.NoError(t, err)
	_, err = r.Report("x", "y")
	require.EqualError(t, err, "r.txt: no results of x or y")
	for round := 1; round <= 6; round++ {
		text += fmt.Sprintf("round: %d\nBenchmarkY/kernel=c 1 1 ns/op\nBenchmarkY/kernel=d 1 1 ns/op\nBenchmarkZ/kernel=c 1 1 ns/op\n", round)
	}
	require.Equal(t, []string{"1 of 4 rows have none of the bases: nothing is compared in them."}, report(t, text, "a").Warnings)
}

// ceilings is a record whose machine gets slower round by round, with ceilings in the
// form given and a product that reaches the share.
func ceilings(form string, share float64) string {
	var b strings.Builder
	b.WriteString(head)
	for round := 1; round <= 7; round++ {
		top := 100 / float64(round)
		fmt.Fprintf(&b, "round: %d\n", round)
		fmt.Fprintf(&b, "BenchmarkCeiling/type=float64/"+form+" 1 10 ns/op %.12g GFLOP/s\n", top)
		fmt.Fprintf(&b, "BenchmarkCeiling/type=float64/kernel=avx2-2 1 10 ns/op %.12g GFLOP/s\n", top/2)
		for _, kernel := range []string{"avx512", "naive"} {
			fmt.Fprintf(&b, "BenchmarkProduct/type=float64/kernel=%s-2 1 10 ns/op %.12g GFLOP/s\n", kernel, share*top)
		}
	}
	return b.String()
}

// The share of the ceiling is taken in each round, with the ceiling of the same kernel, type and
// number of cores.
func TestShareOfTheCeiling(t *testing.T) {
	for _, form := range []string{"kernel=avx512-2", "kernel=avx512/cores=2-2"} {
		r := report(t, ceilings(form, 0.75))
		product := len(r.Rows) - 1
		share := r.find(t, product, "avx512").Ceiling
		require.Equal(t, 7, share.Rounds)
		require.InEpsilon(t, 0.75, share.Median, 1e-11, "twelve digits are written")
		require.InEpsilon(t, 0.75, share.Interval.Lo, 1e-11, "though the machine's speed falls to a seventh")
		require.Nil(t, r.find(t, product, "naive").Ceiling, "which has none")
		require.Nil(t, r.find(t, product-1, "avx512").Ceiling, "not of seconds")
		require.Nil(t, r.find(t, 0, "avx512").Ceiling, "not of itself")
		for _, row := range r.Rows[:product-1] {
			require.Equal(t, "GFLOP/s", row.Unit, "a ceiling's operation is not the same work for all kernels")
		}
		require.Greater(t, *r.Noise.Machine, 0.5)
		for _, c := range report(t, ceilings(form, 0.75), "avx2", "naive").Rows[0].Contenders {
			require.Nil(t, c.Ratio, "a ceiling is no contender")
		}
	}
	for _, form := range []string{"kernel=avx512", "kernel=avx512/cores=1-2", "kernel=neon-2", "kernel=avx512-4"} {
		r := report(t, ceilings(form, 0.75))
		require.Nil(t, r.find(t, len(r.Rows)-1, "avx512").Ceiling, form)
	}
	r := report(t, strings.ReplaceAll(ceilings("kernel=avx512-2", 0.75), "Product/type=float64", "Product/type=float32"))
	require.Nil(t, r.find(t, len(r.Rows)-1, "avx512").Ceiling)
}

// The machine's noise is the noise of the ceilings, which only the machine can disturb.
func TestNoiseOfTheMachine(t *testing.T) {
	half := func(h float64) Estimate { return Estimate{9, 1, &Interval{1 - h, 1 + h}} }
	rows := []Row{
		{Name: "Product", Contenders: []Contender{
			{Value: half(0.25)}, {Value: half(0.25), Ratio: &Comparison{Estimate: half(0.125)}},
			{Value: half(0.25), Ratio: &Comparison{Estimate: half(0.5)}}, {Ratio: &Comparison{}},
		}},
	}
	n := noiseOf(rows)
	require.Equal(t, []float64{0.3125, 0.25}, []float64{*n.Ratios, *n.Machine})
	n = noiseOf(append(rows, Row{Name: "Ceiling/type=float64", Contenders: []Contender{{Value: half(0.0625)}}}))
	require.Equal(t, 0.0625, *n.Machine)
	require.Equal(t, Noise{}, noiseOf(nil))
	require.Empty(t, Noise{}.String())
	level := noiseLevel
	require.Empty(t, Noise{Ratios: &level, Machine: &level}.String())
	more := 0.0151
	require.True(t, Noise{Ratios: &more}.TooNoisy())
	require.True(t, Noise{Machine: &more}.Unsteady())
}

// JSON has all parts of the report: read back it is the report.
func TestJSONIsTheReport(t *testing.T) {
	for _, rounds := range []int{3, 20} {
		r := report(t, play(1, rounds, noisy("a", 100, 0.01), noisy("b", 100, 0.01), noisy("c", 300, 0.5)), "a")
		out, err := json.MarshalIndent(r, "", "\t")
		require.NoError(t, err)
		var again Report
		decoder := json.NewDecoder(bytes.NewReader(out))
		decoder.DisallowUnknownFields()
		require.NoError(t, decoder.Decode(&again))
		require.Equal(t, r, &again)
		again.Rows[0].Contenders[1].Ratio.Median++
		require.NotEqual(t, r, &again, "the check sees a difference")
		require.Contains(t, string(out), map[int]string{3: `"interval": null`, 20: `"verdict": "slower"`}[rounds])
	}
}
