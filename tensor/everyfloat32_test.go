package tensor_test

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// Blocks are magnitudes of float32, as bits, in increasing order: width of them in each
// of count blocks. Each is tried with either sign.
type blocks struct {
	count, width int
	at           func(block, i int) uint32
}

// everything has each magnitude: 0, numbers, infinity and NaNs.
func everything() blocks {
	return blocks{1 << 15, 1 << 16, func(block, i int) uint32 { return uint32(block<<16 | i) }}
}

// sampled has width magnitudes of each exponent, a power of 2, one from each interval
// of the significands, and the first and the last of these.
func sampled(width int) blocks {
	interval := 1 << 23 / width
	return blocks{256, width, func(block, i int) uint32 {
		offset := int(uint32(block*width+i)*0x9e3779b1>>9) % interval
		switch i {
		case 0:
			offset = 0
		case width - 1:
			offset = interval - 1
		}
		return uint32(block<<23 | i*interval + offset)
	}}
}

// Finds are the inputs where something is amiss: how many, and some of them.
type finds struct {
	count int
	some  []float32
}

func (f *finds) add(x float32) {
	f.count++
	if len(f.some) < 50 {
		f.some = append(f.some, x)
	}
}

func (f *finds) merge(g finds) {
	f.count += g.count
	f.some = append(f.some, g.some...)
	slices.Sort(f.some)
	f.some = f.some[:min(len(f.some), 50)]
}

func (f finds) String() string {
	if f.count == 0 {
		return "none"
	}
	return fmt.Sprintf("%d: %x", f.count, f.some)
}

// A verdict is the findings about a float32 function.
type verdict struct {
	inputs     int
	misrounded finds // the result is not the number nearest to the exact one
	backwards  finds // the result is on the wrong side of the result for the number before
	asymmetric finds // f(−x) and f(x) differ
	worst      record
	hard       []hardCase // inputs that package math did not decide
}

// A hardCase is an input with an exact value this far from where rounding changes.
type hardCase struct {
	x        float32
	distance float64
}

func (v *verdict) merge(w verdict) {
	v.inputs += w.inputs
	v.misrounded.merge(w.misrounded)
	v.backwards.merge(w.backwards)
	v.asymmetric.merge(w.asymmetric)
	v.worst.enter(w.worst.ulps, w.worst.at)
	v.hard = append(v.hard, w.hard...)
}

// judge looks at one result.
func (v *verdict) judge(s subject, x, got float32) {
	v.inputs++
	y := s.estimate(float64(x))
	want, sure := nearest32(y)
	err := ulps32(got, y)
	if !sure {
		exact := s.exact(bigOf(float64(x)))
		want, _ = exact.Float32()
		err = ulps(got, exact)
		v.hard = append(v.hard, hardCase{x, tieDistance(exact)})
	}
	if !sameBits(want, got) {
		v.misrounded.add(x)
	}
	if y == y {
		v.worst.enter(err, float64(x))
	}
}

// order looks for steps in the wrong direction, among inputs of increasing magnitude.
func (v *verdict) order(rises bool, a, c []float32) {
	for j := 1; j < len(c); j++ {
		if rises && c[j] < c[j-1] || !rises && c[j] > c[j-1] {
			v.backwards.add(a[j])
		}
	}
}

// symmetry compares results of inputs of opposite signs.
func (v *verdict) symmetry(p parity, a, c, opposite []float32) {
	for j, y := range opposite {
		if p == odd && !sameBits(c[j], -y) || p == even && !sameBits(c[j], y) {
			v.asymmetric.add(a[j])
		}
	}
}

// A bench is room for one block with both signs, and for the results.
type bench struct{ A, C tensor.Matrix[float32] }

func newBench(width int) bench {
	return bench{tensor.New[float32](2, width), tensor.New[float32](2, width)}
}

// run computes the results for given magnitudes.
func (b bench) run(s subject, at func(i int) uint32) {
	positive, negative := b.A.Row(0), b.A.Row(1)
	for i := range positive {
		positive[i] = math.Float32frombits(at(i))
		negative[i] = math.Float32frombits(at(i) | 1<<31)
	}
	s.in32(b.C, b.A)
}

// ordered looks at the order of the results. With the magnitude x rises, and −x falls.
func (b bench) ordered(s subject, v *verdict) {
	v.order(!s.humped, b.A.Row(0), b.C.Row(0))
	v.order(false, b.A.Row(1), b.C.Row(1))
}

// work judges blocks until none is left.
func (s subject) work(all blocks, next *atomic.Int64) (v verdict) {
	b := newBench(all.width)
	for n := int(next.Add(1)) - 1; n < all.count; n = int(next.Add(1)) - 1 {
		b.run(s, func(i int) uint32 { return all.at(n, i) })
		for sign := range 2 {
			results := b.C.Row(sign)
			for j, x := range b.A.Row(sign) {
				v.judge(s, x, results[j])
			}
		}
		b.ordered(s, &v)
		v.symmetry(s.parity, b.A.Row(0), b.C.Row(0), b.C.Row(1))
	}
	return v
}

// seams looks at the order from the last of each block to the first of the next.
func (s subject) seams(all blocks) (v verdict) {
	b := newBench(2 * (all.count - 1))
	b.run(s, func(i int) uint32 { return all.at((i+1)/2, (all.width-1)*(1-i%2)) })
	b.ordered(s, &v)
	return v
}

// sweep tries a function on all blocks, with a worker on each processor. The largest
// error is at last measured with math/big, if that has not been done.
func (s subject) sweep(all blocks) (v verdict) {
	var next atomic.Int64
	parts := make([]verdict, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() { parts[i] = s.work(all, &next) })
	}
	group.Wait()
	for _, part := range append(parts, s.seams(all)) {
		v.merge(part)
	}
	if x := v.worst.at; s.measurable(x) {
		v.worst.ulps = ulps(apply(s.in32, float32(x)), s.exact(bigOf(x)))
	}
	return v
}

// complaint describes the faults of a float32 function, or is empty; misrounded is the number
// of results allowed not to be the nearest to the exact ones.
func (v verdict) complaint(misrounded int) string {
	switch {
	case v.misrounded.count > misrounded:
		return fmt.Sprintf("not the nearest: %v", v.misrounded)
	case !(v.worst.ulps <= bound32):
		return fmt.Sprintf("error of %v ulp at %x", v.worst.ulps, v.worst.at)
	case v.backwards.count > 0:
		return fmt.Sprintf("backwards: %v", v.backwards)
	case v.asymmetric.count > 0:
		return fmt.Sprintf("asymmetric: %v", v.asymmetric)
	}
	return ""
}

// Each of the 2³² numbers, or a sample and the stored hard cases, in the kernel of
// TENSOR_KERNEL; other tests show that each kernel has the bits of the definition.
func TestEveryFloat32(t *testing.T) {
	all := sampled(1 << 9)
	if *exhaustiveFlag {
		all = everything()
	}
	stored := storedHardCases(t)
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			v := s.sweep(all)
			t.Logf("kernel %s: %d inputs, %d of them decided by math/big; largest error %.10f ulp at %x; not the nearest: %v; backwards: %v; asymmetric: %v",
				tensor.Kernel(), v.inputs, len(v.hard), v.worst.ulps, v.worst.at, v.misrounded, v.backwards, v.asymmetric)
			require.Empty(t, v.complaint(0))
			require.Empty(t, s.sweep(stored.of(s.name)).complaint(0), "hard cases")
			stored[s.name] = s.hardest(v.hard)
		})
	}
	if *hardFlag != "" {
		require.True(t, *exhaustiveFlag, "a sample does not have the hardest cases")
		require.NoError(t, stored.write(*hardFlag))
	}
}
