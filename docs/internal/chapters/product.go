package chapters

import (
	"regexp"
	"strconv"
)

// productNumbers computes the numbers of docs/chapters/11-products.md from a committed record.
func productNumbers(show Show) {
	const one, two = "Ladder n=512 GOMAXPROCS=1", "Ladder n=512 GOMAXPROCS=2, ratio to one core"
	ceiling, _ := recorded("Ceiling type=float64 cores=1 GOMAXPROCS=1", "avx512")
	show("ceiling", "%.1f", ceiling)
	ladder := map[string]float64{}
	for _, kernel := range []string{"ijk", "ikj", "blocked", "packed", "tile", "avx2", "avx512"} {
		x, _ := recorded(one, kernel)
		ladder[kernel] = x
		show(kernel+".share", "%.0f %%", 100*x/ceiling)
		if kernel == "ijk" {
			show(kernel, "%.2f", x)
			continue
		}
		show(kernel, "%#.3g", x)
		show(kernel+".gain", "%#.3g", x/ladder["ijk"])
	}
	show("blocked.step", "%.2f", ladder["blocked"]/ladder["ikj"])
	show("packed.step", "%.2f", ladder["packed"]/ladder["blocked"])
	show("tile.step", "%.2f", ladder["tile"]/ladder["packed"])
	show("tile.ikj", "%.2f", ladder["tile"]/ladder["ikj"])
	show("hunger", "%.0f", ceiling/2*24)
	first, _ := recorded("Copy bytes=16384 cores=1 GOMAXPROCS=1", "-")
	second, _ := recorded("Copy bytes=262144 cores=1 GOMAXPROCS=1", "-")
	show("first", "%.0f", first)
	show("second", "%.0f", second)
	shared, scale := recorded(two, "avx512")
	show("two", "%#.3g", shared)
	show("two.gain", "%.0f", shared/ladder["ijk"])
	show("two.scale", "%s", scale)
	_, narrow := recorded("Product type=float64 m=50 n=3 k=50 variant=NN GOMAXPROCS=1", "naive-ikj")
	show("narrow", "%s", narrow)
}

// recorded returns the median of a kernel in a row of the record, and its ratio, if it has one.
func recorded(row, kernel string) (median float64, ratio string) {
	m := found("bench/results/2026-11-26-bench.txt",
		`\n`+regexp.QuoteMeta(row)+`\n(?: .*\n)*? +`+kernel+` +20 +([\d.]+)(m?) +±\S+(?: +(\S+))?`)
	median = sure(strconv.ParseFloat(m[1], 64))
	if m[2] == "m" {
		median /= 1000
	}
	return median, m[3]
}
