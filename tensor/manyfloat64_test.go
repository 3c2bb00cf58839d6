package tensor_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// points returns the number of doubles to try with each function.
func points() int {
	switch {
	case *pointsFlag > 0:
		return *pointsFlag
	case *exhaustiveFlag:
		return 100_000_000
	}
	return 20_000
}

// A summit is the largest errors met, the largest first: a few, since the largest of
// all may be near a smaller one.
type summit []record

const summitSize = 8

func (s *summit) enter(ulps, at float64) {
	if full := len(*s) == summitSize; full && ulps <= (*s)[summitSize-1].ulps {
		return
	}
	if slices.ContainsFunc(*s, func(r record) bool { return r.at == at }) {
		return
	}
	*s = append(*s, record{ulps, at})
	slices.SortFunc(*s, func(a, b record) int { // NaN first
		switch {
		case a.ulps != a.ulps:
			return -1
		case b.ulps != b.ulps:
			return 1
		}
		return cmp.Or(cmp.Compare(b.ulps, a.ulps), cmp.Compare(a.at, b.at))
	})
	*s = (*s)[:min(len(*s), summitSize)]
}

// top returns the largest error.
func (s summit) top() record {
	if len(s) == 0 {
		return record{}
	}
	return s[0]
}

// summits holds the largest errors of normal and of subnormal results.
type summits struct {
	points            int
	normal, subnormal summit
}

func (s *summits) merge(other summits) {
	s.points += other.points
	for _, r := range other.normal {
		s.normal.enter(r.ulps, r.at)
	}
	for _, r := range other.subnormal {
		s.subnormal.enter(r.ulps, r.at)
	}
}

// measure computes a row and enters the errors of its results.
func (s *summits) measure(f subject, C, A tensor.Matrix[float64]) {
	f.in64(C, A)
	c := C.Row(0)
	for j, x := range A.Row(0) {
		y, n := f.oracle(x)
		if err, sub := y.ulps(c[j], n); sub {
			s.subnormal.enter(err, x)
		} else {
			s.normal.enter(err, x)
		}
	}
	s.points += len(c)
}

// A job fills a row and measures it.
type job func(s *summits, C, A tensor.Matrix[float64])

const rowLength = 4096

// inParallel does n jobs with rows of one length, with a worker on each processor.
func inParallel(n, length int, do func(n int) job) (all summits) {
	var next atomic.Int64
	parts := make([]summits, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() {
			A, C := tensor.New[float64](1, length), tensor.New[float64](1, length)
			for k := int(next.Add(1)) - 1; k < n; k = int(next.Add(1)) - 1 {
				do(k)(&parts[i], C, A)
			}
		})
	}
	group.Wait()
	for _, part := range parts {
		all.merge(part)
	}
	return all
}

// searchStrata returns the strata of the function, and additional ones for which a short
// test has no time.
func (f subject) searchStrata() []stratum {
	if f.name == "Log" {
		return append(f.strata, around("seams of the table, scaled", -800, 800, func(n int) float64 {
			return math.Ldexp(math.Float64frombits(math.Float64bits(tensor.LogStart)+uint64(n&15)<<48), n/16)
		}))
	}
	return append(f.strata,
		exponents("small", -1074, 5),
		exponents("large", 3, 100),
		exponents("about 1", -8, 3),
		uniform("[-2, 2]", -2, 2),
		around("multiples of ln2/32", -33000, 33000, func(n int) float64 { return float64(n) * math.Ln2 / 32 }))
}

// search tries so many points of the strata, or a few more, in equal parts.
func (f subject) search(points int) summits {
	strata := f.searchStrata()
	rows, length := split(points, len(strata), rowLength)
	return inParallel(rows*len(strata), length, func(k int) job {
		return func(s *summits, C, A tensor.Matrix[float64]) {
			sample, r := strata[k%len(strata)].sample, newRandom(uint64(k))
			row := A.Row(0)
			for j := range row {
				row[j] = sample(r)
			}
			s.measure(f, C, A)
		}
	})
}

// split returns the number and the length of the rows in each part, for so many parts and so
// many points in all.
func split(points, parts, longest int) (rows, length int) {
	each := (points + parts - 1) / parts
	length = max(1, min(longest, each))
	return (each + length - 1) / length, length
}

// climb starts at a point and goes on from the best of its neighbours, at random
// distances of up to 2⁴⁶ doubles, as often as it is told.
func (f subject) climb(s *summits, C, A tensor.Matrix[float64], start record, rounds int) {
	r := newRandom(math.Float64bits(start.at))
	best := start
	for range rounds {
		fillAround(r, A.Row(0), best.at)
		var found summits
		found.measure(f, C, A)
		s.merge(found)
		for _, top := range []record{found.normal.top(), found.subnormal.top()} {
			best.enter(top.ulps, top.at)
		}
	}
}

// fillAround fills a row with neighbours of x.
func fillAround(r *rand.Rand, row []float64, x float64) {
	reach := int64(1) << (2 + r.IntN(45))
	for j := range row {
		row[j] = steps(r, x, reach)
	}
}

// climbs goes on from the largest errors of a search, with so many points or a few more.
func (f subject) climbs(from summits, points int) summits {
	starts := slices.Concat(from.normal, from.subnormal)
	rounds, length := split(points, len(starts), rowLength/8)
	return inParallel(len(starts), length, func(k int) job {
		return func(s *summits, C, A tensor.Matrix[float64]) { f.climb(s, C, A, starts[k], rounds) }
	})
}

// confirmed returns the largest error of a summit, measured with math/big, and by how
// much a measurement was off.
func (f subject) confirmed(s summit) (largest record, off float64) {
	for _, r := range s {
		exactly := r.ulps
		if f.measurable(r.at) {
			exactly = ulps(apply(f.in64, r.at), f.exact(bigOf(r.at)))
		}
		largest.enter(exactly, r.at)
		if d := math.Abs(exactly - r.ulps); !(d <= off) {
			off = d
		}
	}
	return largest, off
}

// explore returns the largest errors that a search and the climbs from there find.
func (f subject) explore(points int) summits {
	found := f.search(points - points/4)
	found.merge(f.climbs(found, points/4))
	return found
}

// complaint describes the faults of a function, given the largest errors found; it is empty if there are none.
func (f subject) complaint(found summits) string {
	normal, off := f.confirmed(found.normal)
	sub, offToo := f.confirmed(found.subnormal)
	switch {
	case !(normal.ulps <= f.normal):
		return fmt.Sprintf("error of %v ulp at %x", normal.ulps, normal.at)
	case !(sub.ulps <= f.subnormal):
		return fmt.Sprintf("error of %v ulp at %x, a subnormal result", sub.ulps, sub.at)
	case !(max(off, offToo) <= 0x1p-30):
		return fmt.Sprintf("oracles differ by %v ulp", max(off, offToo))
	}
	return ""
}

// The errors of many doubles stay within the documented bounds.
func TestManyFloat64(t *testing.T) {
	for _, f := range subjects() {
		t.Run(f.name, func(t *testing.T) {
			found := f.explore(points())
			normal, _ := f.confirmed(found.normal)
			sub, _ := f.confirmed(found.subnormal)
			t.Logf("kernel %s: %d points; largest error %.5f ulp at %x; of subnormal results %.5f ulp at %x",
				tensor.Kernel(), found.points, normal.ulps, normal.at, sub.ulps, sub.at)
			require.Empty(t, f.complaint(found))
		})
	}
}
