package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/bench/internal/record"
	"chainrule/bench/internal/roofline"
)

// machine is a record of six rounds of a machine with round numbers: 100 GFLOP/s, caches of 32
// KiB and 1 MiB, from which it copies 200 and 50 GB/s, memory with 10, and calls of 20 ns.
func machine() string {
	var b strings.Builder
	b.WriteString("Unit GFLOP/s better=higher\nUnit GB/s better=higher\nUnit ns/element better=lower\ncaches: L1 32K, L2 1M\nrounds: 6\n")
	for round := 1; round <= 6; round++ {
		fmt.Fprintf(&b, "round: %d\n", round)
		b.WriteString("BenchmarkCeiling/type=float64/kernel=avx512/cores=1 1 1 ns/op 100 GFLOP/s\n")
		for bytes, rate := range map[int]int{16 << 10: 200, 256 << 10: 50, 4 << 20: 40, 64 << 20: 10} {
			fmt.Fprintf(&b, "BenchmarkCopy/bytes=%d/cores=1 1 1 ns/op %d GB/s\n", bytes, rate)
		}
		b.WriteString("BenchmarkCall/op=product/type=float64/kernel=avx512 1 20 ns/op\n")
		for _, p := range []struct {
			n    int
			rate float64
		}{{4, 6.4}, {16, 40}, {64, 90}, {256, 99}} {
			for kernel, rate := range map[string]float64{"avx512": p.rate, "naive": 2, "naive-ikj": 4, "portable": 3} {
				fmt.Fprintf(&b, "BenchmarkProduct/type=float64/m=%d/n=%d/k=%d/variant=NN/kernel=%s 1 1 ns/op %g GFLOP/s\n", p.n, p.n, p.n, kernel, rate)
			}
		}
		b.WriteString("BenchmarkFunctions/fn=exp/type=float64/kernel=avx512 1 1 ns/op 0.5 ns/element\n")
		b.WriteString("BenchmarkFunctions/fn=exp/type=float64/kernel=naive 1 1 ns/op 5 ns/element\n")
		b.WriteString("BenchmarkUpdate/rule=descent/type=float64/n=1000000/kernel=avx512 1 1 ns/op 4 ns/element\n")
		for _, n := range []int{10, 100} {
			fmt.Fprintf(&b, "BenchmarkGrowth/of=step/batch=%d/kernel=avx512 1 %d ns/op\n", n, 100*n)
		}
		for i, kernel := range []string{"ijk", "ikj", "avx512"} {
			fmt.Fprintf(&b, "BenchmarkLadder/n=512/kernel=%s 1 1 ns/op %d GFLOP/s\n", kernel, 1+10*i)
		}
	}
	return b.String()
}

func reportOf(t *testing.T, text string) *record.Report {
	t.Helper()
	r, err := record.Read("record", strings.NewReader(text))
	require.NoError(t, err)
	r.Prefer(units...)
	report, err := r.Report(bases...)
	require.NoError(t, err)
	return report
}

func TestArrange(t *testing.T) {
	report := reportOf(t, machine())
	arrange(report)
	var families, kernels []string
	for _, row := range report.Rows {
		family, _ := nameOf(row)
		families = append(families, family)
	}
	require.Equal(t, "Ceiling", families[len(families)-6], "ceiling, four copies and a call are the last")
	require.Equal(t, "Product", families[0])
	for _, c := range report.Rows[0].Contenders {
		kernels = append(kernels, c.Kernel)
	}
	require.Equal(t, []string{"naive", "naive-ikj", "portable", "avx512"}, kernels)
	require.Equal(t, "avx512", best(report))
}

func TestLimitsOfARecord(t *testing.T) {
	report := reportOf(t, machine())
	require.Equal(t, "avx512", best(report))
	limits := limitsOf(report, "avx512")
	require.Equal(t, map[string]float64{"float64": 100e9}, limits.Peak)
	require.InDelta(t, 20e-9, limits.Call["product/float64"], 1e-20)
	require.Equal(t, []roofline.Level{{Name: "L1", Bytes: 32 << 10, Rate: 200e9}, {Name: "L2", Bytes: 1 << 20, Rate: 50e9}, {Name: "memory", Rate: 10e9}}, limits.Levels)

	report = reportOf(t, strings.Replace(machine(), "caches: L1 32K, L2 1M\n", "", 1))
	require.Equal(t, []roofline.Level{{Name: "16 KiB", Bytes: 16 << 10, Rate: 200e9}, {Name: "256 KiB", Bytes: 256 << 10, Rate: 50e9},
		{Name: "4 MiB", Bytes: 4 << 20, Rate: 40e9}, {Name: "64 MiB", Bytes: 64 << 20, Rate: 10e9}}, limitsOf(report, "avx512").Levels)
	require.Empty(t, limitsOf(report, "neon").Peak)
}

func TestRoofs(t *testing.T) {
	report := reportOf(t, machine())
	list := roofs(report, "avx512")
	find := func(operation string) roofed {
		for _, r := range list {
			if r.Operation == operation {
				return r
			}
		}
		require.FailNow(t, "no "+operation)
		return roofed{}
	}
	small, middle, large := find("4×4×4 NN"), find("16×16×16 NN"), find("256×256×256 NN")
	require.Equal(t, "call overhead", small.Bound, "128 operations in 20 ns")
	require.InEpsilon(t, 1, small.Share(), 1e-12)
	require.Equal(t, "other", middle.Bound, "40 of 100 GFLOP/s")
	require.Equal(t, "FMA", large.Bound)
	require.InEpsilon(t, 0.99, large.Share(), 1e-12)
	require.InEpsilon(t, 2.0*256/24, large.Intensity, 1e-12)
	exp := find("exp")
	require.InEpsilon(t, 26/0.5e-9, exp.Rate, 1e-12, "thirteen multiplications in half a nanosecond")
	require.Equal(t, "memory", find("descent 1000000").Bound)
	require.Empty(t, roofs(report, "naive"), "whose limits were not measured")
}

func TestFigures(t *testing.T) {
	found, err := figures(reportOf(t, machine()))
	require.NoError(t, err)
	require.Len(t, found, len(drawings))
	for name, want := range map[string][]string{
		"roofline.svg": {"products", "functions", "updates", "L1 200 GB/s", "memory 10 GB/s", "FMA 100"},
		"products.svg": {"AVX-512", "triple loop", "loops exchanged", "portable Go"},
		"ladder.svg":   {"triple loop", "loops exchanged", ">21<"},
		"growth.svg":   {"batch"},
	} {
		for _, text := range want {
			require.Contains(t, string(found[name]), text, name)
		}
	}
	folder := t.TempDir()
	require.NoError(t, writeFigures(folder, reportOf(t, machine()), io.Discard))
	svg, err := os.ReadFile(filepath.Join(folder, "roofline.svg"))
	require.NoError(t, err)
	require.Equal(t, found["roofline.svg"], svg)
	t.Setenv("TMPDIR", t.TempDir())
	require.ErrorContains(t, writeFigures(filepath.Join(folder, "none"), reportOf(t, machine()), io.Discard), "-svg: ")

	found, err = figures(reportOf(t, "round: 1\nBenchmarkX/kernel=naive 1 1 ns/op\n"))
	require.NoError(t, err)
	require.Empty(t, found, "a record of other things has nothing to draw")
}

func TestMarkdown(t *testing.T) {
	require.Equal(t, `| one core, median of 6 rounds | naive loops | portable Go | AVX2 | AVX-512 | AVX-512 ÷ naive | of the FMA ceiling |
|---|--:|--:|--:|--:|--:|--:|
| product 64×64×64 | 2 GFLOP/s | 3 GFLOP/s | | 90 GFLOP/s | 45 (45–45) | 90 % |
| eˣ, an element | 5 ns | | | 0.5 ns | 10 (10–10) | |
`, markdown(reportOf(t, machine())))
}
