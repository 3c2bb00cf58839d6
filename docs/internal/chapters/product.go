package chapters

import (
	"fmt"
	"strconv"
	"strings"
)

// The record that chapter 11 reads, and rows of it.
const (
	productReport = "bench/results/2026-11-26-bench.txt"
	productLadder = "Ladder n=512 GOMAXPROCS=1"
	productTwo    = "Ladder n=512 GOMAXPROCS=2, ratio to one core"
)

// productNumbers are those of docs/chapters/11-products.md.
var productNumbers = merged(numbers{
	"product.ceiling":       func() string { return fmt.Sprintf("%.1f", productCeiling()) },
	"product.ijk":           func() string { return productRate(productLadder, "ijk") },
	"product.ijk.share":     func() string { return productShare("ijk") },
	"product.ikj.gain2":     func() string { return productGain("ikj") },
	"product.avx512.share2": func() string { return productShare("avx512") },
	"product.avx512.gain2":  func() string { return productGain("avx512") },
	"product.blocked.step":  func() string { return productStep("blocked", "ikj") },
	"product.packed.step":   func() string { return productStep("packed", "blocked") },
	"product.tile.step":     func() string { return productStep("tile", "packed") },
	"product.tile.ikj":      func() string { return productStep("tile", "ikj") },
	"product.hunger":        func() string { return fmt.Sprintf("%.0f", productCeiling()/2*24) },
	"product.first":         func() string { return productCopy(16 << 10) },
	"product.second":        func() string { return productCopy(256 << 10) },
	"product.two":           func() string { return productRate(productTwo, "avx512") },
	"product.two.gain": func() string {
		return productDigits(productMedian(productTwo, "avx512") / productMedian(productLadder, "ijk"))
	},
	"product.two.scale": func() string { return productField(productTwo, "avx512", 4) },
	"product.narrow": func() string {
		return productField("Product type=float64 m=50 n=3 k=50 variant=NN GOMAXPROCS=1", "naive-ikj", 4)
	},
}, productRungs("ikj", "blocked", "packed", "tile", "avx2", "avx512"))

// productRungs are the numbers of rungs of the ladder.
func productRungs(kernels ...string) numbers {
	all := numbers{}
	for _, kernel := range kernels {
		all["product."+kernel] = func() string { return productRate(productLadder, kernel) }
		all["product."+kernel+".gain"] = func() string { return productGain(kernel) }
		all["product."+kernel+".share"] = func() string { return productShare(kernel) }
	}
	return all
}

// productCeiling is that of AVX-512 on one core, in GFLOP/s.
func productCeiling() float64 {
	return productMedian("Ceiling type=float64 cores=1 GOMAXPROCS=1", "avx512")
}

func productRate(row, kernel string) string { return productDigits(productMedian(row, kernel)) }

// productCopy is the speed of a copy of that many bytes, in GB/s.
func productCopy(bytes int) string {
	return fmt.Sprintf("%.0f", productMedian(fmt.Sprintf("Copy bytes=%d cores=1 GOMAXPROCS=1", bytes), "-"))
}

// productStep is the gain from one rung to another.
func productStep(to, from string) string {
	return productDigits(productMedian(productLadder, to) / productMedian(productLadder, from))
}

func productGain(kernel string) string {
	return productDigits(productMedian(productLadder, kernel) / productMedian(productLadder, "ijk"))
}

func productShare(kernel string) string {
	return fmt.Sprintf("%.0f %%", 100*productMedian(productLadder, kernel)/productCeiling())
}

// productDigits has three digits, and no exponent.
func productDigits(x float64) string {
	return strconv.FormatFloat(x, 'f', map[bool]int{true: 2, false: map[bool]int{true: 1, false: 0}[x < 100]}[x < 10], 64)
}

// productMedian is the median of a kernel in a row of the report.
func productMedian(row, kernel string) float64 {
	text := productField(row, kernel, 2)
	scale := 1.0
	for suffix, factor := range map[string]float64{"m": 1e-3, "k": 1e3} {
		if number, ok := strings.CutSuffix(text, suffix); ok {
			text, scale = number, factor
		}
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return x * scale
}

// productField is a field of the line of a kernel in a row of the report: 0 is the kernel, 2
// the median, and 4 the ratio, or the share of the ceiling where there is one.
func productField(row, kernel string, i int) string {
	_, lines, found := strings.Cut(committed(productReport), "\n"+row+"\n")
	lines, _, _ = strings.Cut(lines, "\n\n")
	for _, line := range strings.Split(lines, "\n") {
		if fields := strings.Fields(line); found && len(fields) > i && fields[0] == kernel {
			return fields[i]
		}
	}
	panic("book: " + productReport + " has no " + row + " with " + kernel)
}
