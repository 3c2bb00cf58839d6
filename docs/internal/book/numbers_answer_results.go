package book

import (
	"os"
	"path/filepath"
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
	found := regexp.MustCompile(pattern).FindStringSubmatch(bookText(name))
	if found == nil {
		panic("book: " + name + " has no " + pattern)
	}
	return found
}

// bookText returns the text of a file of the module, whose folder is at or above the working
// directory.
func bookText(name string) string {
	for up := "."; ; up = filepath.Join("..", up) {
		text, err := os.ReadFile(filepath.Join(up, name))
		if err == nil {
			return string(text)
		}
		if _, noModule := os.Stat(filepath.Join(up, "go.mod")); noModule == nil || len(up) > 30 {
			panic(err)
		}
	}
}
