package book

import (
	"fmt"
	"sync"

	"chainrule/docs/internal/chapters"
	"chainrule/docs/internal/formulas"
	"chainrule/gradcheck/equations"
)

// memo returns a function that computes the value of each name once. A panic becomes an error.
func memo[V any](compute func(name string) (V, error)) func(name string) (V, error) {
	var known sync.Map
	return func(name string) (V, error) {
		once, _ := known.LoadOrStore(name, sync.OnceValues(func() (v V, err error) {
			defer func() {
				if r := recover(); r != nil {
					err = fmt.Errorf("a panic: %v", r)
				}
			}()
			return compute(name)
		}))
		return once.(func() (V, error))()
	}
}

// prepare arranges that all is computed once, and when it is first asked for.
func (b *Book) prepare(try func(equations.Trial) equations.Result) {
	b.try = memo(func(number string) (equations.Result, error) {
		for _, t := range b.trials {
			if t.Number == number {
				return try(t), nil
			}
		}
		return equations.Result{}, fmt.Errorf("no trial of %q", number)
	})
	b.chapter = memo(func(name string) (map[string]chapters.Number, error) {
		if b.numbers[name] == nil {
			return nil, nil
		}
		return b.numbers[name](), nil
	})
	b.drawing = memo(func(name string) ([]byte, error) { return b.figures[name]() })
	b.temml = formulas.Run
	b.address, b.sections = sync.OnceValue(b.addresses), sync.OnceValue(b.readSections)
}

// compute computes the figures and the numbers, all at a time.
func (b *Book) compute() {
	var tasks sync.WaitGroup
	for name := range b.figures {
		tasks.Go(func() { b.drawing(name) })
	}
	for name := range b.numbers {
		tasks.Go(func() { b.chapter(name) })
	}
	tasks.Wait()
}
