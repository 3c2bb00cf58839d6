// Package chapters computes what the chapters of the book show: the numbers within their
// lines and the figures. A file has the numbers of one chapter.
package chapters

import (
	"os"
	"path/filepath"
)

// numbers are functions that compute numbers, by name.
type numbers map[string]func() string

// Numbers returns the functions that compute the numbers of all chapters, by name.
func Numbers() map[string]func() string {
	return merged(
		likelihoodNumbers, regressionNumbers, jacobianNumbers, backpropagationNumbers, vectorisingNumbers, batchNumbers, averageNumbers,
		optimizerNumbers, experimentNumbers, numericsNumbers, productNumbers, trialNumbers, errataNumbers, answerNumbers,
	)
}

// merged returns the numbers of all maps. It panics if two have the same name.
func merged(maps ...numbers) numbers {
	all := numbers{}
	for _, some := range maps {
		for name, value := range some {
			if all[name] != nil {
				panic("chapters: two numbers of the name " + name)
			}
			all[name] = value
		}
	}
	return all
}

// Figures returns the functions that draw docs/figures, by name, without .svg.
func Figures() map[string]func() ([]byte, error) { return figures }

// committed returns the text of a file of the module, whose folder is at or above the working
// directory. It panics if there is none.
func committed(name string) string {
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
