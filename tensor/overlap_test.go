package tensor_test

import (
	"fmt"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A placed matrix knows which places of the common array its elements have.
type placed[F tensor.Float] struct {
	tensor.Matrix[F]
	first int
}

// places returns the set of its places, as bits.
func (p placed[F]) places() (set uint64) {
	for i := range p.Rows() {
		for j := range p.Cols() {
			set |= 1 << (p.first + i*p.Stride() + j)
		}
	}
	return set
}

// spans reports whether the stretches of the array from first to last element meet.
func (p placed[F]) spans(q placed[F]) bool {
	last := func(p placed[F]) int { return p.first + (p.Rows()-1)*p.Stride() + p.Cols() }
	return p.first < last(q) && q.first < last(p)
}

func (p placed[F]) String() string {
	return fmt.Sprintf("%v at %d, stride %d", p.Shape(), p.first, p.Stride())
}

// everyMatrix returns every matrix of at most 4×4 elements, none of them empty, with
// a stride up to 5, that lies in the array.
func everyMatrix[F tensor.Float](array []F, most int) (all []placed[F]) {
	for stride := 1; stride <= most+1; stride++ {
		for rows := 1; rows <= most; rows++ {
			for cols := 1; cols <= min(stride, most); cols++ {
				for first := 0; first+(rows-1)*stride+cols <= len(array); first++ {
					all = append(all, placed[F]{tensor.FromStrided(rows, cols, stride, array[first:]), first})
				}
			}
		}
	}
	return all
}

// arrayAndMost returns the array whose pairs of matrices are tried, and
// the largest dimension of a matrix.
func arrayAndMost[F tensor.Float]() ([]F, int) {
	if testing.Short() {
		return make([]F, 10), 3
	}
	return make([]F, 18), 4
}

// All pairs of matrices in a small array: the answer is exact for equal strides,
// and for others it may only err towards an overlap, where the spans meet.
func TestOverlapIsThatOfTheAddresses(t *testing.T) {
	both(t, testOverlap[float64], testOverlap[float32])
}

func testOverlap[F tensor.Float](t *testing.T) {
	array, most := arrayAndMost[F]()
	all := everyMatrix(array, most)
	overlapping, apart, careful := 0, 0, 0
	for _, p := range all {
		pPlaces := p.places()
		for _, q := range all {
			shared, got := pPlaces&q.places() != 0, tensor.Overlaps(p.Matrix, q.Matrix)
			switch {
			case shared == got && shared:
				overlapping++
			case shared == got:
				apart++
			case got && p.Stride() != q.Stride() && p.spans(q):
				careful++
			default:
				t.Fatalf("%v and %v: overlap is reported as %t", p, q, got)
			}
		}
	}
	require.Positive(t, min(overlapping, apart))
	t.Logf("%d pairs overlap, %d do not, %d are refused to be on the safe side", overlapping, apart, careful)
}

// All pairs of views of one matrix have one stride: there the answer is exact.
func TestOverlapOfViewsIsExact(t *testing.T) {
	A := tensor.New[float64](5, 5)
	var all []placed[float64]
	for i0 := range 6 {
		for i1 := i0; i1 <= 5; i1++ {
			for j0 := range 6 {
				for j1 := j0; j1 <= 5; j1++ {
					all = append(all, placed[float64]{A.Slice(i0, i1, j0, j1), i0*5 + j0})
				}
			}
		}
	}
	for _, p := range all {
		pPlaces := p.places()
		for _, q := range all {
			if shared, got := pPlaces&q.places() != 0, tensor.Overlaps(p.Matrix, q.Matrix); shared != got {
				t.Fatalf("%v and %v: overlap is reported as %t", p, q, got)
			}
		}
	}
}

// An elementwise operation either panics, and then the matrices share elements or
// have different strides, or computes the same result as with disjoint matrices.
func TestElementwiseNeverWorksOnWhatItOverwrites(t *testing.T) {
	both(t, testElementwiseOverwrites[float64], testElementwiseOverwrites[float32])
}

func testElementwiseOverwrites[F tensor.Float](t *testing.T) {
	array, most := arrayAndMost[F]()
	all, inPlace := everyMatrix(array, most), 0
	for _, C := range all {
		for _, A := range all {
			if C.Shape() != A.Shape() {
				continue
			}
			for i := range array {
				array[i] = F(i + 1)
			}
			want := clone(C.Matrix)
			tensor.Sub(want, clone(C.Matrix), clone(A.Matrix))
			value := recovered(func() { tensor.Sub(C.Matrix, C.Matrix, A.Matrix) })
			switch {
			case value == nil:
				requireSame(t, want, C.Matrix, C, " minus ", A)
			case C.first == A.first && (C.Stride() == A.Stride() || C.Rows() == 1):
				t.Fatalf("%v minus itself panics", C)
			case C.places()&A.places() == 0 && C.Stride() == A.Stride():
				t.Fatalf("%v minus %v panics, though they share nothing", C, A)
			default:
				require.Equal(t, &tensor.OverlapError{Op: "Sub", Operand: "B"}, value)
			}
			if tensor.Same(C.Matrix, A.Matrix) {
				inPlace++
			}
		}
	}
	require.Greater(t, inPlace, len(all)-1)
}

// Column blocks of one matrix lie side by side: one may be computed from another.
func TestProductBesideItsOperands(t *testing.T) {
	M := random(newRandom(1), 6, 20, moderate[float64])
	A, B := M.Slice(0, 6, 0, 6), M.Slice(0, 6, 6, 12)
	for _, v := range variants[float64]() {
		C := M.Slice(0, 6, 12, 18)
		want := v.chain(C, A, B)
		require.NotPanics(t, func() { v.run(C, A, B) }, v.name)
		requireSame(t, want, C, v.name)
	}
}

func TestProductRefusesOverlap(t *testing.T) {
	both(t, testProductRefusesOverlap[float64], testProductRefusesOverlap[float32])
}

func testProductRefusesOverlap[F tensor.Float](t *testing.T) {
	M := random(newRandom(1), 9, 9, moderate[F])
	free := tensor.New[F](4, 4)
	for _, v := range variants[F]() {
		C := M.Slice(2, 6, 2, 6)
		for _, at := range [][2]int{{2, 2}, {5, 5}, {0, 0}, {2, 0}, {0, 5}, {5, 0}} {
			shared := M.Slice(at[0], at[0]+4, at[1], at[1]+4)
			before := clone(M)
			require.Equal(t, &tensor.OverlapError{Op: v.name, Operand: "A"}, recovered(func() { v.run(C, shared, free) }))
			require.Equal(t, &tensor.OverlapError{Op: v.name, Operand: "B"}, recovered(func() { v.run(C, free, shared) }))
			requireSame(t, before, M, v.name, ": a refused product wrote")
		}
		require.Equal(t, "tensor: "+v.name+": the destination overlaps A", message(func() { v.run(C, C, free) }))
	}
}

// Empty matrices overlap nothing, even as views in the middle of another.
func TestEmptyMatricesNeverOverlap(t *testing.T) {
	M := tensor.New[float64](4, 4)
	for _, empty := range []tensor.Matrix[float64]{{}, M.Slice(1, 1, 1, 3), M.Slice(1, 3, 2, 2), tensor.New[float64](0, 4)} {
		require.False(t, tensor.Overlaps(M, empty))
		require.False(t, tensor.Overlaps(empty, M))
		require.False(t, tensor.Overlaps(empty, empty))
	}
	tensor.AddProduct(M, M.Slice(0, 4, 2, 2), M.Slice(1, 1, 0, 4)) // k = 0
}
