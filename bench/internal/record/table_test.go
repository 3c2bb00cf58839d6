package record

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// table returns the report as a table.
func table(t *testing.T, r *Report) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, r.Write(&out))
	return out.String()
}

func TestTable(t *testing.T) {
	text := head
	for round := range 8 {
		x := 1 + float64(round)/1000
		text += fmt.Sprintf("round: %d\n", round)
		text += fmt.Sprintf("BenchmarkCeiling/type=float64/kernel=avx2-2 1 1000 ns/op %.6g GFLOP/s\n", 50*x)
		for i, kernel := range []string{"portable", "naive", "avx2", "avx2-noblocks"} {
			speed := []float64{4, 3.999, 44, 44}[i] * x * (1 + float64(i*round%3)/1000)
			text += fmt.Sprintf("BenchmarkProduct/type=float64/m=8/n=8/k=8/variant=NN/kernel=%s-2 1 %.6g ns/op %.6g GFLOP/s\n", kernel, 1024/speed, speed)
		}
	}
	require.Equal(t, `r.txt: 8 rounds, cpu Some CPU, goos linux, goarch amd64

Ceiling type=float64 GOMAXPROCS=2
  GFLOP/s       n    median      ±  ceil  ratio 95% interval       p  verdict
  avx2          8     50.17  ±0.3%

Product type=float64 m=8 n=8 k=8 variant=NN GOMAXPROCS=2
  sec/op        n    median      ±  ceil  ratio 95% interval       p  verdict
  portable      8    255 ns  ±0.4%                                    base
  naive         8    255 ns  ±0.5%        1.001 1.000–1.002    0.798  same ±0.2%
  avx2          8   23.2 ns  ±0.4%        11.01 11.00–11.02   <0.001  faster
  avx2-noblocks
                8   23.2 ns  ±0.3%        11.00 11.00–11.00   <0.001  faster
  GFLOP/s       n    median      ±  ceil  ratio 95% interval       p  verdict
  portable      8     4.014  ±0.3%                                    base
  naive         8     4.017  ±0.4%        1.001 1.000–1.002    0.798  same ±0.2%
  avx2          8     44.20  ±0.4%   88%  11.01 11.00–11.02   <0.001  faster
  avx2-noblocks
                8     44.15  ±0.3%        11.00 11.00–11.00   <0.001  faster

A line is a kernel: its median of n rounds, and ± how far the 95% interval of
  that reaches at most; its share of the ceiling of this kernel; its ratio to
  the base, of values of the same round, above 1 if it is better than the base,
  with the 95% interval; Mann and Whitney's p; and what the ratio shows. Better
  is higher in GFLOP/s. Better is lower in sec/op.
`, table(t, report(t, text, "portable")))
}

// gaps lists the ends of a line's columns: the cells there are blank.
var gaps = []int{17, 27, 34, 40, 47, 61, 68, 69}

// misaligned returns the first line of a row whose columns are not where they should be.
func misaligned(lines string) string {
	for line := range strings.Lines(lines) {
		runes := []rune(strings.TrimSuffix(line, "\n"))
		for _, gap := range gaps {
			if gap < len(runes) && runes[gap] != ' ' || len(runes) > 80 {
				return line
			}
		}
		if len(runes) < 27 || runes[16] == ' ' || runes[26] == ' ' || runes[0] != ' ' || runes[2] == ' ' || len(runes) > 70 && runes[70] == ' ' {
			return line // numbers end, and names and verdicts begin where their columns do
		}
	}
	return ""
}

// wild returns a positive number of any size that a record may have.
func wild(rng *rand.Rand) float64 { return math.Pow(10, 300*rng.Float64()-150) }

func TestTableIsAligned(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	for range 2000 {
		a, b := noisy("a", wild(rng), 0.02), noisy("b", wild(rng), 0.1)
		if rng.IntN(2) == 0 {
			b.ns = a.ns
		}
		var lines bytes.Buffer
		w := Row{Unit: []string{"sec/op", "B/s", "GFLOP/s"}[rng.IntN(3)], Base: "a"}
		series := [2]series{{}, {}}
		for round := range 3 + rng.IntN(9) {
			series[0][round], series[1][round] = a.ns(rng, round), b.ns(rng, round)
		}
		for i, kernel := range []string{"a", "b"} {
			c := Contender{Kernel: kernel, Value: medianOf(series[i].all()), Ceiling: &Estimate{Median: wild(rng)}}
			if i == 1 {
				c.Ratio = compare(series[1], series[0], 1)
			}
			w.Contenders = append(w.Contenders, c)
		}
		w.write(&lines)
		require.Empty(t, misaligned(lines.String()), lines.String())
		require.Equal(t, 3, strings.Count(lines.String(), "\n"))
	}
	require.NotEmpty(t, misaligned("  avx2         7     44.23   0.6%   88%\n"), "the check sees a column too far to the left")
	require.NotEmpty(t, misaligned("  avx2         7     44.23  ±0.6%   88% 11.02 10.99–11.08    0.001  faster\n"))
	require.NotEmpty(t, misaligned(strings.Repeat("x", 81)))
}

// widest returns the number of columns of the widest line.
func widest(text string) (most int) {
	for line := range strings.Lines(text) {
		most = max(most, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")))
	}
	return most
}

// However long names are, nothing is wider than 80 columns and nothing is cut off.
func TestTableFits(t *testing.T) {
	for _, n := range []int{1, 12, 13, 60, 79, 80, 81, 200} {
		name := strings.Repeat("µ", n)
		text := strings.NewReplacer("Some CPU", name+" CPU", "type=float64", name+"/type="+name, "kernel=b", "kernel=b"+name, "GFLOP/s", "a"+name).
			Replace(play(1, 8, noisy("a", 100, 0.03), noisy("b", 100, 0.03)))
		out := table(t, report(t, text, "a"))
		require.LessOrEqual(t, widest(out), 80)
		require.Equal(t, 7, strings.Count(strings.Join(strings.Fields(out), ""), name), "%d: each name is whole", n)
	}
	require.Equal(t, 81, widest("x\n"+strings.Repeat("µ", 81)), "the check sees a line that is too wide")
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{
		1: "1.000", 0.9999: "1.000", 9.9996: "10.00", 99.996: "100.0", 999.96: "1000", 9999.4: "9999", 9999.6: "1e+04",
		0.0999: "0.0999", 0.09996: "0.100", 0.00123: "0.0012", 0.0009: "9e-04", 1e150: "1e+150",
	} {
		require.Equal(t, want, number(v))
		require.LessOrEqual(t, len(want), 6)
	}
	for share, want := range map[float64]string{0: "0.0%", 0.1234: "12.3%", 0.9996: "100%", 1: "100%", 9.994: "999%", 9.996: ">999%"} {
		require.Equal(t, want, percent(share, 1))
	}
	require.Equal(t, "88%", percent(0.884, 0))
	require.Equal(t, []string{"363 µs", "0.424 ns", "0.7350", "1250", "12.50k", "1.0e+50"}, []string{scaled(363.1e-6, "sec/op"), scaled(423.6e-12, "sec/element"),
		scaled(0.735, "GFLOP/s"), scaled(1250, "GFLOP/s"), scaled(12500, "GFLOP/s"), scaled(1e50, "GFLOP/s")})
}

// full is a writer without room.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func TestWriteReturnsTheErrorsOfItsWriter(t *testing.T) {
	r, bad := report(t, small), errors.New("no room")
	require.ErrorIs(t, r.Write(full{bad}), bad)
}

// Many intervals are more than one chance to be wrong, which the table says.
func TestTableCountsItsChances(t *testing.T) {
	text := head
	for round := range 6 {
		text += fmt.Sprintf("round: %d\n", round)
		for i := range 40 {
			text += fmt.Sprintf("BenchmarkX/i=%d/kernel=a 1 1 ns/op\nBenchmarkX/i=%d/kernel=b 1 1 ns/op\n", i, i)
		}
	}
	require.Contains(t, table(t, report(t, text, "a")), "Of the 40 intervals of ratios, up to 2 may be expected not to have the true one.\n")
	require.Contains(t, table(t, report(t, small, "naive-ikj")), " too few\n", "of two rounds")
	require.NotContains(t, table(t, report(t, text)), "intervals of ratios")
}
