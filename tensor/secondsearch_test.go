package tensor_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The second search for the largest errors in float64, by replicas, in cells of the domain: all cells get
// points, the worst eighth of them as many again, and so on. The committed worst cases are from
//
//	go test ./tensor -run 'TestSecondSearch$' -exhaustive -v -timeout 8h -points=3000000000
//
// and from the first search, and from outside: see testdata/README.md.

// A replicated function has a replica and the parts of its domain with normal results.
type replicated struct {
	name    string
	replica func(x float64) (y, ulps float64)
	parts   [][2]float64
}

func replicatedFunctions() []replicated {
	tanh := func(x float64) (float64, float64) { y, ulps, _ := replicaTanh(x); return y, ulps }
	return []replicated{
		{"Exp", replicaExp, [][2]float64{{-708, -1}, {-1, -0x1p-8}, {0x1p-8, 1}, {1, 709}}},
		{"Log", replicaLog, [][2]float64{{0.5, 1 - 0x1p-8}, {1 + 0x1p-8, 2}, {1 + 0x1p-6, 1 + 0x1p-4}, {2, 8}, {0x1p-1022, math.MaxFloat64}}},
		{"Tanh", tanh, [][2]float64{{0x1p-12, 0x1p-5}, {0x1p-5, 1}, {1, 19}}},
		{"Sigmoid", replicaSigmoid, [][2]float64{{-708, -1}, {-1, -0x1p-8}, {0x1p-8, 37}}},
	}
}

// A cell is a range of doubles of one sign, as bits of their magnitude.
type cell struct {
	from, count uint64
	sign        float64
	worst       record
}

const cellsOfPart = 1024

func (f replicated) cells() (all []cell) {
	for _, p := range f.parts {
		lo, hi := math.Float64bits(min(math.Abs(p[0]), math.Abs(p[1]))), math.Float64bits(max(math.Abs(p[0]), math.Abs(p[1])))
		for i := range uint64(cellsOfPart) {
			from := lo + (hi-lo)/cellsOfPart*i
			all = append(all, cell{from, (hi - lo) / cellsOfPart, math.Copysign(1, p[0]), record{}})
		}
	}
	return all
}

// explore tries so many points of the cell.
func (c *cell) explore(f func(float64) (float64, float64), points int, state *uint64) {
	for range points {
		*state += 0x9e3779b97f4a7c15 // splitmix64
		z := *state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		x := c.sign * math.Float64frombits(c.from+(z^z>>31)%c.count)
		if _, ulps := f(x); ulps > c.worst.ulps {
			c.worst = record{ulps, x}
		}
	}
}

// search returns the worst points of so many or a few more, and their number.
func (f replicated) search(points int) (worst summit, tried int) {
	cells, state := f.cells(), uint64(1)
	for left := len(cells); left > 0; left /= 8 {
		slices.SortStableFunc(cells, func(a, b cell) int {
			switch {
			case a.worst.ulps > b.worst.ulps:
				return -1
			case a.worst.ulps < b.worst.ulps:
				return 1
			}
			return 0
		})
		each := points/4/left + 1
		for i := range cells[:left] {
			cells[i].explore(f.replica, each, &state)
			tried += each
		}
	}
	for _, c := range cells {
		worst.enter(c.worst.ulps, c.worst.at)
	}
	return worst, tried
}

// The second search finds no error beyond the documented bounds.
func TestSecondSearch(t *testing.T) {
	for _, f := range replicatedFunctions() {
		s, start := find(t, f.name), time.Now()
		worst, tried := f.search(points())
		largest, _ := s.confirmed(worst)
		t.Logf("%-8s %d points in %.0f s; largest error %.7f ulp at %x, by the replica %.5f at %x",
			f.name, tried, time.Since(start).Seconds(), largest.ulps, largest.at, worst.top().ulps, worst.top().at)
		require.LessOrEqual(t, largest.ulps, s.normal)
		require.Greater(t, largest.ulps, 0.505, "a search that finds nothing is none")
	}
}

// The replicas have the bits of the functions and errors within 2⁻⁹ ulp of the oracle's: the last terms that
// they add, 2⁻¹⁶ where a logarithm is 1/32 and its ulp 2⁻⁵⁸, are rounded some four times, by 2⁻⁷⁰ each.
func TestReplicasAgreeWithTheOracle(t *testing.T) {
	for _, f := range replicatedFunctions() {
		s, state, off := find(t, f.name), uint64(7), record{}
		for _, c := range f.cells() {
			for range sweep(1, 4, 100) {
				c.worst = record{-1, 0}
				c.explore(f.replica, 1, &state)
				x := c.worst.at
				y, by := f.replica(x)
				require.Equal(t, apply(s.in64, x), y, "%s(%x)", f.name, x)
				exact, n := s.oracle(x)
				want, _ := exact.ulps(y, n)
				off.enter(min(math.Abs(by-want), math.Abs(by/2-want), math.Abs(2*by-want)), x) // an ulp doubles at powers of 2
			}
		}
		t.Logf("%-8s off by at most %.1e ulp, at %x", f.name, off.ulps, off.at)
		require.LessOrEqual(t, off.ulps, 0x1p-9, "%s(%x)", f.name, off.at)
	}
}

// A worstCase is an argument with a large error, found by a search.
type worstCase struct {
	name string
	x    float64
	ulps float64
}

func storedWorstCases(t *testing.T) (all []worstCase) {
	t.Helper()
	file, err := os.Open("testdata/worst-float64.txt")
	require.NoError(t, err)
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var c worstCase
		_, err := fmt.Sscanf(lines.Text(), "%s %g %g", &c.name, &c.x, &c.ulps)
		require.NoError(t, err, lines.Text())
		all = append(all, c)
	}
	return all
}

// The stored worst cases have the errors that stand beside them, by every kernel and math/big, and
// these are within the bounds.
func TestWorstCases(t *testing.T) {
	stored := storedWorstCases(t)
	require.NotEmpty(t, stored)
	eachKernel(t, func(t *testing.T) {
		for _, c := range stored {
			s := find(t, c.name)
			err := ulps(apply(s.in64, c.x), s.exact(bigOf(c.x)))
			require.InDelta(t, c.ulps, err, 1e-7, "%s(%x)", c.name, c.x)
			require.LessOrEqual(t, err, s.normal, "%s(%x)", c.name, c.x)
		}
	})
}
