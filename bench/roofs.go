package main

import (
	"cmp"
	"fmt"
	"slices"

	"chainrule/bench/internal/record"
	"chainrule/bench/internal/roofline"
)

// A roofed is an operation under its roof: the rate of a kernel, and the highest possible one.
type roofed struct {
	Kernel    string  `json:"kernel"`
	Type      string  `json:"type"`
	Operation string  `json:"operation"`
	Intensity float64 `json:"intensity"` // operations for each byte
	Rate      float64 `json:"rate"`      // operations a second
	Roof      float64 `json:"roof"`      // the most that the limits allow
	Home      string  `json:"home"`      // the cache that holds the operands, or memory
	Bound     string  `json:"bound"`     // FMA, a cache, memory, call overhead; busy, or other, if the roof is far

	name string // of the row
}

// Share returns the fraction of the roof that was reached.
func (r roofed) Share() float64 { return r.Rate / r.Roof }

// limitsOf returns the limits of one core and a kernel in a record.
func limitsOf(report *record.Report, kernel string) *roofline.Limits {
	l := &roofline.Limits{Peak: map[string]float64{}, Call: map[string]float64{}, Levels: levels(report)}
	for _, row := range report.Rows {
		family, keys := nameOf(row)
		for _, c := range row.Contenders {
			switch {
			case row.Procs != 1 || c.Kernel != kernel:
			case family == "Ceiling" && keys["cores"] == "1":
				l.Peak[keys["type"]] = 1e9 * c.Value.Median
			case family == "Call":
				l.Call[keys["op"]+"/"+keys["type"]] = c.Value.Median
			}
		}
	}
	return l
}

// nameOf returns the family of a row and the values of its name by their keys.
func nameOf(row record.Row) (family string, keys map[string]string) {
	return roofline.Split(row.Name)
}

// seconds returns the time of one operation of a contender, given its work.
func seconds(row record.Row, c record.Contender, w roofline.Work) float64 {
	switch row.Unit {
	case "GFLOP/s":
		return w.Flops / (1e9 * c.Value.Median)
	case "sec/element":
		return c.Value.Median * w.Elements
	}
	return c.Value.Median
}

// roofs returns the operations of a report that a kernel did on one core, under their roofs.
func roofs(report *record.Report, kernel string) (found []roofed) {
	limits := limitsOf(report, kernel)
	for _, row := range report.Rows {
		w, ok := roofline.Of(row.Name, kernel)
		if !ok {
			w, ok = workOf(row, kernel)
		}
		for _, c := range row.Contenders {
			if !ok || row.Procs != 1 || c.Kernel != kernel || limits.Peak[w.Type] == 0 {
				continue
			}
			bound := limits.Bound(w)
			took := seconds(row, c, w)
			found = append(found, roofed{
				Kernel: kernel, Type: w.Type, Operation: w.Title, Intensity: w.Intensity(),
				Rate: w.Flops / took, Roof: w.Flops / bound.Seconds, Home: bound.Home, Bound: bound.Says(took), name: row.Name,
			})
		}
	}
	return found
}

// ranked lists the contenders in the order of the report, the fastest last.
var ranked = []string{"naive", "naive-ikj", "ijk", "ikj", "blocked", "packed", "tile", "portable", "avx2", "neon", "avx512"}

// arrange brings the contenders of each row in order, and the machine's limits to the end.
func arrange(report *record.Report) {
	for _, row := range report.Rows {
		slices.SortStableFunc(row.Contenders, func(a, b record.Contender) int {
			return cmp.Compare(slices.Index(ranked, a.Kernel), slices.Index(ranked, b.Kernel))
		})
	}
	slices.SortStableFunc(report.Rows, func(a, b record.Row) int { return cmp.Compare(isLimit(a), isLimit(b)) })
}

// isLimit is 1 for a row that measures a limit of the machine, and 0 for others.
func isLimit(row record.Row) int {
	if family, _ := nameOf(row); slices.Contains([]string{"Ceiling", "Copy", "Call"}, family) {
		return 1
	}
	return 0
}

// best returns the fastest kernel that has a ceiling, or nothing.
func best(report *record.Report) (kernel string) {
	for _, row := range report.Rows {
		if family, keys := nameOf(row); family != "Ceiling" || keys["cores"] != "1" {
			continue
		}
		for _, c := range row.Contenders {
			if slices.Index(ranked, c.Kernel) > slices.Index(ranked, kernel) {
				kernel = c.Kernel
			}
		}
	}
	return kernel
}

// limitsText is the limits of one core as text.
func limitsText(kernel string, limits *roofline.Limits) string {
	text := kernelTitle(kernel) + ", one core: GFLOP/s of FMA"
	for _, typ := range []string{"float64", "float32"} {
		if peak := limits.Peak[typ]; peak > 0 {
			text += fmt.Sprintf(" %.4g (%s)", peak/1e9, typ)
		}
	}
	for i, l := range limits.Levels {
		text += fmt.Sprintf("%s %.3g (%s)", map[bool]string{true: ";\n  GB/s of copies", false: ","}[i == 0], l.Rate/1e9, l.Name)
	}
	return text
}
