package python

import (
	"fmt"
	"slices"
	"time"

	"chainrule/adam"
	"chainrule/bench/peers/internal/turns"
	"chainrule/tensor"
)

// task is our side of a case: the timed call, a start to reset to, and the results.
type task interface {
	reset()               // begins anew
	call()                // the timed call
	outputs() [][]float64 // of the calls since reset
}

// Case is something that we and the libraries can both do.
type Case struct {
	Name      string
	libraries []string // that take part
	tolerance float64  // of the sums, relative
	task      func() (task, error)
	limit     *network // whose products and update set the limit; nil: none is measured
}

const (
	warm  = 5  // calls before the clock starts
	steps = 10 // calls that are checked
)

// cases returns all of them.
func cases() []Case {
	var all []Case
	for _, fn := range []string{"exp", "log", "tanh", "sigmoid"} {
		all = append(all, functionCase[float64](fn, "float64", 1e-9), functionCase[float32](fn, "float32", 1e-4))
	}
	for _, s := range [][2]int{{256, 256}, {128, 10}} {
		all = append(all, softmaxCase[float64](s, "float64", 1e-9), softmaxCase[float32](s, "float32", 1e-4))
	}
	outside := adam.Listing()
	outside.EpsilonInside = false // PyTorch has ε there only
	digits := adam.Options{Rate: 1e-3, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	large := stepCase[float32]("torch", "float32", 1e-4, network{D: 784, M: 512, K: 10, N: 128, batches: 1, loss: true, rule: digits})
	large.limit = &network{D: 784, M: 512, K: 10, N: 128}
	return append(all,
		stepCase[float64]("numpy", "float64", 1e-9, network{D: 5, M: 50, K: 3, N: 50, batches: 8, rule: adam.Listing()}),
		stepCase[float64]("torch", "float64", 1e-9, network{D: 5, M: 50, K: 3, N: 50, batches: 1, loss: true, rule: outside}),
		large)
}

// function is an elementwise function, or softmax, of A.
type function[F tensor.Float] struct {
	A, C tensor.Matrix[F]
	f    func(C, A tensor.Matrix[F])
}

func (p *function[F]) reset() {}
func (p *function[F]) call()  { p.f(p.C, p.A) }
func (p *function[F]) outputs() (all [][]float64) {
	var y []float64
	for i := range p.C.Rows() {
		y = append(y, widened(p.C.Row(i))...)
	}
	return append(all, y)
}

// newFunction returns a function of rows×cols numbers: of log, from 0 to 4, else
// from −4 to 4.
func newFunction[F tensor.Float](name string, rows, cols int) *function[F] {
	functions := map[string]func(C, A tensor.Matrix[F]){
		"exp": tensor.Exp[F], "log": tensor.Log[F], "tanh": tensor.Tanh[F], "sigmoid": tensor.Sigmoid[F], "softmax": tensor.Softmax[F],
	}
	x := numbers(make([]F, rows*cols), 1, 4)
	if name == "log" {
		positive(x, 1, 4)
	}
	return &function[F]{A: tensor.FromSlice(rows, cols, x), C: tensor.New[F](rows, cols), f: functions[name]}
}

func functionCase[F tensor.Float](fn, name string, tolerance float64) Case {
	const n = 32768
	libraries := []string{"numpy", "torch"}
	if fn == "sigmoid" {
		libraries = libraries[1:] // NumPy lacks sigmoid
	}
	return Case{Name: fmt.Sprintf("fn=%s/type=%s/n=%d", fn, name, n), libraries: libraries, tolerance: tolerance,
		task: func() (task, error) { return newFunction[F](fn, 1, n), nil }}
}

func softmaxCase[F tensor.Float](s [2]int, name string, tolerance float64) Case {
	return Case{Name: fmt.Sprintf("fn=softmax/type=%s/rows=%d/cols=%d", name, s[0], s[1]), libraries: []string{"numpy", "torch"},
		tolerance: tolerance, task: func() (task, error) { return newFunction[F]("softmax", s[0], s[1]), nil }}
}

// has reports whether a library takes part.
func (c Case) has(library string) bool { return slices.Contains(c.libraries, library) }

// check runs ours and returns the sums of its outputs.
func check(t task) (sums []sum) {
	t.reset()
	for range steps {
		t.call()
	}
	for _, y := range t.outputs() {
		sums = append(sums, sumOf(y))
	}
	return sums
}

// ours returns the contender of a task.
func ours(t task) *turns.Contender {
	run := func(count int) time.Duration {
		start := time.Now()
		for range count {
			t.call()
		}
		return time.Since(start)
	}
	begin := func() {
		t.reset()
		for range warm {
			t.call()
		}
	}
	return &turns.Contender{Name: "ours", Cores: 1, Every: 1, Flops: 1, Enter: begin, Run: run}
}
