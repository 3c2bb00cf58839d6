package book

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"chainrule/docs/internal/chapters"
	"chainrule/docs/internal/formulas"
	"chainrule/gradcheck/equations"
)

// Root returns the module's folder, which is the working folder or one above it.
func Root() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; folder = filepath.Dir(folder) {
		_, noModule := os.Stat(filepath.Join(folder, "go.mod"))
		_, noBook := os.Stat(filepath.Join(folder, "docs", "internal", "book"))
		switch {
		case noModule == nil && noBook == nil:
			return folder, nil
		case folder == filepath.Dir(folder):
			return "", errors.New("the working folder is not in the module, whose source the book is written from")
		}
	}
}

// computed returns a function that computes the numbers of a chapter once. A panic becomes an
// error.
func computed(compute func() map[string]chapters.Number) func() (map[string]chapters.Number, error) {
	return sync.OnceValues(func() (all map[string]chapters.Number, err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("a panic: %v", r)
			}
		}()
		return compute(), nil
	})
}

// prepare arranges that trials, numbers and figures are computed once.
func (b *Book) prepare(try func(equations.Trial) equations.Result) {
	results := map[string]func() equations.Result{}
	for _, t := range b.trials {
		results[t.Number] = sync.OnceValue(func() equations.Result { return try(t) })
	}
	b.try = func(t equations.Trial) equations.Result { return results[t.Number]() }
	b.chapter = map[string]func() (map[string]chapters.Number, error){}
	for name, compute := range b.numbers {
		b.chapter[name] = computed(compute)
	}
	drawings := map[string]func() ([]byte, error){}
	for name, draw := range b.figures {
		drawings[name] = sync.OnceValues(draw)
	}
	b.drawing = func(name string) ([]byte, error) { return drawings[name]() }
	b.temml = formulas.Run
	b.address = sync.OnceValue(b.addresses)
}

// compute computes the trials that the pages need, the numbers and the figures, all at a time.
func (b *Book) compute() {
	var tasks sync.WaitGroup
	for name := range b.figures {
		tasks.Go(func() { b.drawing(name) })
	}
	for _, t := range b.needed() {
		tasks.Go(func() { b.try(t) })
	}
	for _, compute := range b.chapter {
		tasks.Go(func() { compute() })
	}
	tasks.Wait()
}

// needed returns the trials that the pages tell of.
func (b *Book) needed() (trials []equations.Trial) {
	for _, p := range b.pages {
		for _, c := range p.pieces {
			if c.kind == "index" {
				return b.trials
			}
			if t, err := b.trialOf(joined(c.args)); c.kind == "trial" && err == nil {
				trials = append(trials, t)
			}
		}
	}
	return trials
}
