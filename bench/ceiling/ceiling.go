// Package ceiling measures the most that a machine can do, so that a product's speed
// can be given as a share of it: fused multiply-adds on registers alone, and the
// copying of memory.
//
// # The loop of fused multiply-adds
//
// A [Loop] keeps a number of registers as accumulators and executes c = fma(x, y, c)
// on each of them, over and over: the operation of a matrix product without its
// loads and stores. There are 12 accumulators or more, because an addition to one
// must wait for the last to the same (4 or 5 cycles) while the core could start two
// (amd64) to four (arm64) in each. Nothing is approximated, so that every
// accumulator's value can be checked.
package ceiling

import "fmt"

// Float is the types of an accumulator's elements.
type Float interface{ float32 | float64 }

// An implementation is the loop of one instruction set. A call executes n rounds,
// each of one c = fma(x, y, c) on every element of its accumulators, which are
// loaded from c before and stored there after.
type implementation struct {
	isa                 string
	accumulators, bytes int // registers, and the bytes of one; 0 is one element
	float64             func(n int, x, y float64, c []float64)
	float32             func(n int, x, y float32, c []float32)
}

// ISAs returns the instruction sets whose loop this machine has, fastest first. The
// last is portable, a loop of [math.FMA].
func ISAs() (names []string) {
	for _, i := range implementations {
		names = append(names, i.isa)
	}
	return names
}

// Loop is a loop of fused multiply-adds of one instruction set and type. It is for
// one goroutine.
type Loop[F Float] struct {
	C    []F // the accumulators' elements
	call func(n int, x, y F, c []F)
}

// New returns the loop of an instruction set, or an error if the machine has no loop
// of that name.
func New[F Float](isa string) (*Loop[F], error) {
	for _, i := range implementations {
		if i.isa != isa {
			continue
		}
		l, size := new(Loop[F]), 0
		switch call := any(&l.call).(type) {
		case *func(int, float64, float64, []float64):
			*call, size = i.float64, 8
		case *func(int, float32, float32, []float32):
			*call, size = i.float32, 4
		}
		l.C = make([]F, i.accumulators*max(1, i.bytes/size))
		return l, nil
	}
	return nil, fmt.Errorf("ceiling: no instruction set %q on this machine, which has %v", isa, ISAs())
}

// The factors and their product have more digits than the types hold and are of the
// accumulators' size, so that a loop that rounds the product is told from one that
// does not.
const (
	x = 1.0 / 3
	y = 22.0 / 13
)

// longest is the number of rounds in one call of assembly, which can't be preempted:
// 12 µs for 12 cycles a round at 4 GHz, and less than 150 µs on slow cores.
const longest = 4096

// Run sets the accumulators' elements to 1, 1 + 1/64, 1 + 2/64, … and executes the
// given number of rounds, each of one c = fma(x, y, c) on every element. The values
// neither overflow, however many rounds there are (they stop growing when the
// addend is below half a unit in the last place), nor ever become subnormal.
func (l *Loop[F]) Run(rounds int) {
	for i := range l.C {
		l.C[i] = 1 + F(i)/64
	}
	for ; rounds > 0; rounds -= longest {
		l.call(min(rounds, longest), x, y, l.C)
	}
}

// Flops returns the number of operations in one round: an addition and a
// multiplication for each element.
func (l *Loop[F]) Flops() float64 { return 2 * float64(len(l.C)) }
