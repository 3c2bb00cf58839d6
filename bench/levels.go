package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chainrule/bench/internal/record"
	"chainrule/bench/internal/roofline"
)

// levels returns the machine's caches, each with the speed of the largest copy that fits,
// and memory with the speed of the largest copy of all. Without the caches' sizes,
// each size copied is a level of its own.
func levels(report *record.Report) (found []roofline.Level) {
	var copies []roofline.Level
	for _, row := range report.Rows {
		family, keys := nameOf(row)
		if n, err := strconv.Atoi(keys["bytes"]); family == "Copy" && keys["cores"] == "1" && err == nil {
			copies = append(copies, roofline.Level{Name: sized(n), Bytes: float64(n), Rate: 1e9 * row.Contenders[0].Value.Median})
		}
	}
	slices.SortFunc(copies, func(a, b roofline.Level) int { return cmp.Compare(a.Bytes, b.Bytes) })
	sizes := cacheSizes(cachesOf(report))
	if len(copies) == 0 || len(sizes) == 0 {
		return copies
	}
	inner := 0.0
	for _, cache := range sizes {
		for _, c := range slices.Backward(copies) {
			if c.Bytes > inner && c.Bytes <= cache.Bytes {
				found = append(found, roofline.Level{Name: cache.Name, Bytes: cache.Bytes, Rate: c.Rate})
				break
			}
		}
		inner = cache.Bytes
	}
	if last := copies[len(copies)-1]; last.Bytes > inner {
		found = append(found, roofline.Level{Name: "memory", Rate: last.Rate})
	}
	return found
}

// cachesOf returns the setting caches of a report.
func cachesOf(report *record.Report) string {
	for _, s := range report.Machine {
		if s.Key == "caches" {
			return s.Value
		}
	}
	return ""
}

// cacheSizes reads sizes such as L1 48K, L2 1024K.
func cacheSizes(caches string) (found []roofline.Level) {
	for _, cache := range strings.Split(caches, ", ") {
		var name, unit string
		var n float64
		if count, _ := fmt.Sscanf(cache, "%s %g%s", &name, &n, &unit); count == 3 {
			found = append(found, roofline.Level{Name: name, Bytes: n * map[string]float64{"K": 1 << 10, "M": 1 << 20}[unit]})
		}
	}
	return found
}

// sized is a number of bytes in KiB or MiB.
func sized(n int) string {
	if n >= 1<<20 {
		return fmt.Sprint(n>>20, " MiB")
	}
	return fmt.Sprint(n>>10, " KiB")
}
