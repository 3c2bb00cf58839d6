package main

import (
	"runtime"
	"slices"
	"sync"
	"time"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"chainrule/bench/ceiling"
	"chainrule/bench/peers/internal/turns"
	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

// gonumLargest is the size of the products up to which gonum takes part.
const gonumLargest = 512 * 512 * 512

// measurement is the set-up for measuring rows.
type measurement struct {
	peers  []string // available peers
	cores  int
	rounds int
	slice  time.Duration
	apart  func() // keeps other threads from the CPU that is measured
}

// measure measures one row in a type.
func (m *measurement) measure(name string, r row) (*result, error) {
	if name == "float32" {
		return compare[float32](m, r, r.float32)
	}
	return compare[float64](m, r, r.float64)
}

// compare measures a row: on one core ours and its peers, on several ours on all and
// on one, and OpenBLAS on all.
func compare[F tensor.Float](m *measurement, r row, t target) (*result, error) {
	p := newProblem[F](r.shape)
	limit, err := limit[F](m.cores)
	if err != nil {
		return nil, err
	}
	res := &result{shape: r.shape, ours: p.ours(m.cores), ceiling: limit}
	if m.cores == 1 {
		res.lines = p.peers(m.peers, r, t)
	} else {
		res.lines = p.several(m.peers, r, m.cores)
	}
	var others []*turns.Contender
	for _, l := range res.lines {
		others = append(others, l.contenders()...)
	}
	p.verify(others)
	others = slices.DeleteFunc(others, func(c *turns.Contender) bool { return c.Wrong != nil })
	all := slices.Concat([]*turns.Contender{res.ours}, others, []*turns.Contender{res.ceiling})
	for _, c := range all {
		c.Warm = m.cores > 1 // threads wake up in the first call
	}
	turns.Compete(all, m.rounds, m.slice, m.apart)
	return res, nil
}

// peers returns the lines of the table on one core.
func (p *problem[F]) peers(names []string, r row, t target) (lines []line) {
	if slices.Contains(names, "openblas") {
		timed, called := p.openblas(1)
		lines = append(lines, line{peer: timed, target: t, cgo: called})
		if r.vector() {
			lines = append(lines, line{peer: p.gemv()})
		}
	}
	if slices.Contains(names, "gonum") && r.size() <= gonumLargest {
		lines = append(lines, line{peer: p.gonum(), target: r.gonumTarget()})
	}
	return lines
}

// several returns the lines of the table on several cores.
func (p *problem[F]) several(names []string, r row, cores int) (lines []line) {
	var against, speedUp target
	if r.several() && cores == 2 {
		against, speedUp = target{ratio: 1}, target{ratio: 1.7}
	}
	if slices.Contains(names, "openblas") {
		timed, _ := p.openblas(cores)
		lines = append(lines, line{peer: timed, target: against})
	}
	return append(lines, line{peer: p.ours(1), target: speedUp})
}

// onCores returns a function that sets the cores that Go code may use.
func onCores(n int) func() {
	return func() {
		if runtime.GOMAXPROCS(0) != n {
			runtime.GOMAXPROCS(n)
		}
	}
}

// ours is our product. Each variant has its own loop, so that nothing but the call is
// timed.
func (p *problem[F]) ours(cores int) *turns.Contender {
	C, A, B := p.C, p.A, p.B
	run := map[string]func(count int) time.Duration{
		"NN": func(count int) time.Duration {
			start := time.Now()
			for range count {
				tensor.Product(C, A, B)
			}
			return time.Since(start)
		},
		"TN": func(count int) time.Duration {
			start := time.Now()
			for range count {
				tensor.ProductTN(C, A, B)
			}
			return time.Since(start)
		},
		"NT": func(count int) time.Duration {
			start := time.Now()
			for range count {
				tensor.ProductNT(C, A, B)
			}
			return time.Since(start)
		},
	}
	return &turns.Contender{Name: "ours", Cores: cores, Every: 1, Flops: p.flops(), Enter: onCores(cores), Run: run[p.variant]}
}

// openblas is gemm in a loop in C, and gemm by one call through cgo at a time.
func (p *problem[F]) openblas(cores int) (timed, called *turns.Contender) {
	loop, call := p.calls(p.shape.product(false))
	timed = &turns.Contender{Name: "openblas", Cores: cores, Every: 1, Flops: p.flops(), Run: loop}
	timed.Enter = func() { openblas.SetThreads(cores) }
	if cores > 1 {
		timed.Leave = func() { time.Sleep(300 * time.Millisecond) } // its threads spin that long at most
	}
	called = &turns.Contender{Name: "openblas-cgo", Cores: cores, Every: 1, Flops: p.flops(), Enter: timed.Enter}
	called.Run = func(count int) time.Duration {
		start := time.Now()
		for range count {
			call()
		}
		return time.Since(start)
	}
	return timed, called
}

// gemv is OpenBLAS's product of a matrix and a vector in a loop in C.
func (p *problem[F]) gemv() *turns.Contender {
	loop, _ := p.calls(p.shape.product(true))
	return &turns.Contender{Name: "gemv", Cores: 1, Every: 1, Flops: p.flops(), Enter: func() { openblas.SetThreads(1) }, Run: loop}
}

// calls returns OpenBLAS's loop in C, and its single call, for the elements' type.
func (p *problem[F]) calls(q openblas.Product) (loop func(count int) time.Duration, call func()) {
	switch c := any(p.c).(type) {
	case []float64:
		a, b := any(p.a).([]float64), any(p.b).([]float64)
		return func(count int) time.Duration { return openblas.Time64(q, c, a, b, count) }, func() { openblas.Product64(q, c, a, b) }
	case []float32:
		a, b := any(p.a).([]float32), any(p.b).([]float32)
		return func(count int) time.Duration { return openblas.Time32(q, c, a, b, count) }, func() { openblas.Product32(q, c, a, b) }
	}
	panic("peers: a type that is neither float64 nor float32")
}

// gonum is gonum's product, which takes part in every other round: it is slow.
func (p *problem[F]) gonum() *turns.Contender {
	var call func()
	var g gonum.Implementation
	ta, tb, lda, ldb := blas.NoTrans, blas.NoTrans, p.k, p.n
	if p.variant == "TN" {
		ta, lda = blas.Trans, p.m
	}
	if p.variant == "NT" {
		tb, ldb = blas.Trans, p.k
	}
	switch c := any(p.c).(type) {
	case []float64:
		a, b := any(p.a).([]float64), any(p.b).([]float64)
		call = func() { g.Dgemm(ta, tb, p.m, p.n, p.k, 1, a, lda, b, ldb, 0, c, p.n) }
	case []float32:
		a, b := any(p.a).([]float32), any(p.b).([]float32)
		call = func() { g.Sgemm(ta, tb, p.m, p.n, p.k, 1, a, lda, b, ldb, 0, c, p.n) }
	}
	run := func(count int) time.Duration {
		start := time.Now()
		for range count {
			call()
		}
		return time.Since(start)
	}
	return &turns.Contender{Name: "gonum", Cores: 1, Every: 2, Flops: p.flops(), Free: true, Run: run}
}

// limit is the ceiling of our kernel's instruction set, on as many cores.
func limit[F tensor.Float](cores int) (*turns.Contender, error) {
	loops := make([]*ceiling.Loop[F], cores)
	for i := range loops {
		l, err := ceiling.New[F](turns.ISA())
		if err != nil {
			return nil, err
		}
		loops[i] = l
	}
	run := func(count int) time.Duration {
		start := time.Now()
		var wait sync.WaitGroup
		for _, l := range loops[1:] {
			wait.Go(func() { l.Run(count) })
		}
		loops[0].Run(count)
		wait.Wait()
		return time.Since(start)
	}
	return &turns.Contender{Name: "ceiling", Cores: cores, Every: 1, Flops: loops[0].Flops() * float64(cores), Enter: onCores(cores), Run: run}, nil
}
