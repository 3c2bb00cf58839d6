package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/tensor"
)

var widths = flag.String("widths", "", "write the time of products of every width to `FILE`.txt and FILE.svg")

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
	var curves []curve
	for _, c := range []curve{
		{name: "float64", measure: measureWidth[float64]},
		{name: "float32", measure: measureWidth[float32]},
	} {
		one, two := c, c
		one.name, two.name = c.name+", one core", c.name+", all cores"
		for n := 8; n <= 512; n++ {
			x, y := c.measure(n)
			fmt.Fprintf(out, "BenchmarkWidth/type=%s/m=128/n=%d/k=128/cores=1 1 %.0f ns/op\n", c.name, n, x)
			fmt.Fprintf(out, "BenchmarkWidth/type=%s/m=128/n=%d/k=128/cores=%d 1 %.0f ns/op\n", c.name, n, runtime.GOMAXPROCS(0), y)
			one.points, two.points = append(one.points, [2]float64{float64(n), x / 1000}), append(two.points, [2]float64{float64(n), y / 1000})
		}
		curves = append(curves, one, two)
	}
	require.NoError(t, os.WriteFile(*widths+".svg", []byte(plot(curves)), 0o666))
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

// A curve is microseconds against width.
type curve struct {
	name    string
	measure func(n int) (one, all float64)
	points  [][2]float64
}

// plot draws the curves as SVG.
func plot(curves []curve) string {
	const width, height, left, bottom = 720, 420, 60, 40
	top := 0.0
	for _, c := range curves {
		for _, p := range c.points {
			top = max(top, p[1])
		}
	}
	x := func(n float64) float64 { return left + n/512*(width-left-150) }
	y := func(us float64) float64 { return height - bottom - us/top*(height-bottom-30) }
	var s strings.Builder
	fmt.Fprintf(&s, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n", width, height)
	fmt.Fprintf(&s, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height)
	fmt.Fprintf(&s, "<text x=\"%d\" y=\"18\">µs for 128×128 times 128×n, kernel %s</text>\n", left, tensor.Kernel())
	for n := 0.0; n <= 512; n += 64 {
		fmt.Fprintf(&s, "<path d=\"M%.1f %.1fV%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>\n", x(n), y(0), 30, x(n), height-bottom+18, n)
	}
	for i := 0.0; i <= 4; i++ {
		us := top * i / 4
		fmt.Fprintf(&s, "<path d=\"M%d %.1fH%.1f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>\n", left, y(us), x(512), left-6, y(us)+4, us)
	}
	for i, c := range curves {
		colour := []string{"#0072B2", "#56B4E9", "#D55E00", "#E69F00"}[i%4]
		fmt.Fprintf(&s, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\" points=\"", colour)
		for _, p := range c.points {
			fmt.Fprintf(&s, "%.1f,%.1f ", x(p[0]), y(p[1]))
		}
		last := c.points[len(c.points)-1]
		fmt.Fprintf(&s, "\"/>\n<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>\n", x(512)+6, y(last[1])+4, colour, c.name)
	}
	return s.String() + "</svg>\n"
}
