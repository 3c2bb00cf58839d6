package chapters

import (
	"regexp"
)

// The results that the costs are read from.
const (
	answerPython = "bench/results/2026-11-24-python.txt"
	answerPeers  = "bench/results/2026-11-24-peers-avx512-1core.txt"
)

// answerRatio is PyTorch's time over ours for a function, when PyTorch uses AVX-512.
func answerRatio(name string) string {
	return answerFound(answerPython, `(?s)`+regexp.QuoteMeta(name)+`/.*?torch-avx512 +\S+ µs +(\S+)`)
}

// answerFound is what a committed file has.
func answerFound(name, pattern string) string {
	return bookFind(name, pattern)[1]
}

// answerPowers are 2⁵³ and seven ones, and seven ones more.
func answerPowers() []float64 {
	return []float64{0x1p53, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
}

// bookFind returns what a file of the module has, by the parts of the pattern.
func bookFind(name, pattern string) []string {
	found := regexp.MustCompile(pattern).FindStringSubmatch(committed(name))
	if found == nil {
		panic("book: " + name + " has no " + pattern)
	}
	return found
}
