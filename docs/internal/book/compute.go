package book

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"chainrule/docs/internal/chapters"
	"chainrule/gradcheck/equations"
)

// Root returns the module's folder, which is the working folder or one above it.
func Root() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		_, noModule := os.Stat(filepath.Join(folder, "go.mod"))
		_, noBook := os.Stat(filepath.Join(folder, "docs", "internal", "book"))
		if noModule == nil && noBook == nil {
			return folder, nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", errors.New("the working folder is not in the module, whose source the book is written from")
		}
		folder = above
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
	b.address = sync.OnceValue(b.addresses)
}

// compute computes the trials that the pages need, the numbers and the figures, on all
// cores.
func (b *Book) compute() {
	tasks := make(chan func())
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for task := range tasks {
				task()
			}
		})
	}
	for name := range b.figures {
		tasks <- func() { b.drawing(name) }
	}
	for _, t := range b.needed() {
		tasks <- func() { b.try(t) }
	}
	for _, compute := range b.chapter {
		tasks <- func() { compute() }
	}
	close(tasks)
	workers.Wait()
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
