package main

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/bench/chart"
	"chainrule/tensor"
)

var (
	widths    = flag.String("widths", "", "write the time of products of every width to `FILE`.txt and FILE.svg")
	drawAgain = flag.Bool("draw", false, "draw the committed figure of widths again")
)

// Where a product begins to be shared, or takes another route, one column more must not
// make it several times slower. With -widths this measures products of 128×k=128 times
// 128×n for n = 8, 9, … 512, on one core and on all; it asserts nothing about time.
//
//	go test -run 'TestWidths$' ./bench -widths /tmp/widths
func TestWidths(t *testing.T) {
	if *widths == "" {
		t.Skip("measures for a minute, and only if asked to: -widths FILE")
	}
	out, err := os.Create(*widths + ".txt")
	require.NoError(t, err)
	defer out.Close()
	fmt.Fprintf(out, "goos: %s\ngoarch: %s\nkernel: %s\n", runtime.GOOS, runtime.GOARCH, tensor.Kernel())
	for _, c := range []struct {
		name    string
		measure func(n int) (one, all float64)
	}{{"float64", measureWidth[float64]}, {"float32", measureWidth[float32]}} {
		for n := 8; n <= 512; n++ {
			one, all := c.measure(n)
			fmt.Fprintf(out, "BenchmarkWidth/type=%s/m=128/n=%d/k=128/cores=1 1 %.0f ns/op\n", c.name, n, one)
			fmt.Fprintf(out, "BenchmarkWidth/type=%s/m=128/n=%d/k=128/cores=%d 1 %.0f ns/op\n", c.name, n, runtime.GOMAXPROCS(0), all)
		}
	}
	drawWidths(t, *widths+".txt", *widths+".svg")
}

// measureWidth returns the nanoseconds of a product of width n on one core and on all, each
// the least mean of seven slices taken in turn.
func measureWidth[F tensor.Float](n int) (one, all float64) {
	C, A, B := tensor.New[F](128, n), tensor.New[F](128, 128), tensor.New[F](128, n)
	for i := range 128 {
		integers(A.Row(i), i)
		integers(B.Row(i), i+1)
	}
	one, all = math.Inf(1), math.Inf(1)
	procs := runtime.GOMAXPROCS(0)
	for range 7 {
		runtime.GOMAXPROCS(1)
		one = min(one, slice(C, A, B))
		runtime.GOMAXPROCS(procs)
		all = min(all, slice(C, A, B))
	}
	return one, all
}

// slice returns the mean nanoseconds of a millisecond of products.
func slice[F tensor.Float](C, A, B tensor.Matrix[F]) float64 {
	start, count := time.Now(), 0
	for time.Since(start) < time.Millisecond {
		for range 4 {
			tensor.Product(C, A, B)
		}
		count += 4
	}
	return float64(time.Since(start).Nanoseconds()) / float64(count)
}

var widthLine = regexp.MustCompile(`(?m)^BenchmarkWidth/type=(float\d\d)/m=128/n=(\d+)/k=128/cores=(\d+) 1 (\d+) ns/op$`)

// drawWidths draws a file that TestWidths wrote.
func drawWidths(t *testing.T, record, figure string) {
	t.Helper()
	text, err := os.ReadFile(record)
	require.NoError(t, err)
	curves := map[string]*chart.Line{}
	for _, m := range widthLine.FindAllStringSubmatch(string(text), -1) {
		name := m[1] + ", all cores"
		if m[3] == "1" {
			name = m[1] + ", one core"
		}
		if curves[name] == nil {
			curves[name] = &chart.Line{Name: name, Width: 1.5}
		}
		n, _ := strconv.ParseFloat(m[2], 64)
		ns, _ := strconv.ParseFloat(m[4], 64)
		curves[name].X, curves[name].Y = append(curves[name].X, n), append(curves[name].Y, ns/1000)
	}
	f := chart.Figure{
		Name: "widths", Title: "Time of 128×128 times 128×n against n",
		Description: "The time grows in small steps, everywhere, and falls where two cores begin to share the work.",
		Panels: []chart.Panel{{
			X: chart.Axis{Title: "n", Max: 512, Ticks: []float64{0, 64, 128, 192, 256, 320, 384, 448, 512}},
			Y: chart.Axis{Title: "µs for 128×128 times 128×n"},
		}},
	}
	for _, name := range slices.Sorted(maps.Keys(curves)) {
		f.Panels[0].Layers = append(f.Panels[0].Layers, *curves[name])
	}
	svg, err := f.SVG()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(figure, svg, 0o666))
}

// The committed figure is of the committed record. To draw it again, let drawWidths write
// it: go test -run Figure ./bench -draw.
func TestWidthsFigureIsOfItsRecord(t *testing.T) {
	const committed = "../docs/decisions/05-widths.svg"
	again := filepath.Join(t.TempDir(), "again.svg")
	if *drawAgain {
		again = committed
	}
	drawWidths(t, "results/2026-11-24-widths.txt", again)
	want, err := os.ReadFile(committed)
	require.NoError(t, err)
	got, err := os.ReadFile(again)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}
