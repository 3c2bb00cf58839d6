package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"chainrule/bench/internal/record"
)

// shown are the rows of the table in README.md.
var shown = []struct{ row, title string }{
	{"Step/net=5-50-3/batch=50/type=float64/part=all", "the paper's training step, 5-50-3, batch of 50"},
	{"Step/net=784-512-10/batch=128/type=float32/part=all", "a digit classifier's, 784-512-10, batch of 128, float32"},
	{"Product/type=float64/m=64/n=64/k=64/variant=NN", "product 64×64×64"},
	{"Product/type=float64/m=512/n=512/k=512/variant=NN", "product 512×512×512"},
	{"Product/type=float32/m=256/n=256/k=256/variant=NN", "product 256×256×256, float32"},
	{"Product/type=float64/m=50/n=50/k=5/variant=NN", "product 50×50×5, the paper's first layer"},
	{"Functions/fn=exp/type=float64", "eˣ, an element"},
	{"Functions/fn=tanh/type=float64", "tanh, an element"},
	{"Softmax/op=softmax/type=float64/rows=256/cols=256", "softmax of 256×256, an element"},
	{"Softmax/op=softmax/type=float64/rows=50/cols=3", "softmax of 50×3, an element"},
}

// markdown is the table of a report that README.md shows: values by kernel, and how much
// faster the fastest is than the student's loop. It is empty if the report has no row of it.
func markdown(report *record.Report) string {
	kernels := []string{"naive", "portable", best(report)}
	if best(report) == "avx512" {
		kernels = slices.Insert(kernels, 2, "avx2")
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "| one core, median of %d rounds |", report.Rounds)
	for _, kernel := range kernels {
		fmt.Fprintf(&out, " %s |", strings.Replace(kernelTitle(kernel), "triple loop", "naive loops", 1))
	}
	fmt.Fprintf(&out, " %s ÷ naive | of the FMA ceiling |\n|---|%s\n", kernelTitle(best(report)), strings.Repeat("--:|", len(kernels)+2))
	head := out.Len()
	for _, s := range shown {
		for _, row := range report.Rows {
			if row.Name == s.row && row.Procs == 1 {
				fmt.Fprintf(&out, "| %s |%s\n", s.title, cells(row, kernels))
			}
		}
	}
	if out.Len() == head {
		return ""
	}
	return out.String()
}

// cells are the cells of a row of the table after its title.
func cells(row record.Row, kernels []string) string {
	var out strings.Builder
	ratio, share := "", ""
	for _, kernel := range kernels {
		c := find(row, kernel)
		if c == nil {
			out.WriteString(" |")
			continue
		}
		fmt.Fprintf(&out, " %s |", inUnit(c.Value.Median, row.Unit))
		if c.Ratio != nil && row.Base == "naive" {
			ratio = fmt.Sprintf(" %.3g", c.Ratio.Median)
			if c.Ratio.Interval != nil {
				ratio += fmt.Sprintf(" (%.3g–%.3g)", c.Ratio.Interval.Lo, c.Ratio.Interval.Hi)
			}
		}
		if c.Ceiling != nil {
			share = fmt.Sprintf(" %.0f %%", 100*c.Ceiling.Median)
		}
	}
	return out.String() + ratio + " |" + share + " |"
}

// inUnit formats v with three digits and its unit in common form.
func inUnit(v float64, unit string) string {
	if strings.HasPrefix(unit, "sec/") {
		return record.Duration(v)
	}
	return fmt.Sprintf("%.3g %s", v, unit)
}
