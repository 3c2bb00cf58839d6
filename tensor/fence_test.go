//go:build unix

package tensor_test

import (
	"syscall"
	"testing"
	"unsafe"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A fence is memory between two pages that can be neither read nor written.
type fence []byte

// newFence returns a fence around so many pages.
func newFence(t *testing.T, pages int) fence {
	t.Helper()
	page := syscall.Getpagesize()
	memory, err := syscall.Mmap(-1, 0, (pages+2)*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, syscall.Munmap(memory)) })
	require.NoError(t, syscall.Mprotect(memory[:page], syscall.PROT_NONE))
	require.NoError(t, syscall.Mprotect(memory[len(memory)-page:], syscall.PROT_NONE))
	return fence(memory[page : len(memory)-page])
}

// within returns a matrix of elements from the source that begins where the fence does
// or, if last, ends where it ends.
func within[F tensor.Float](f fence, rows, cols int, last bool, element source[F]) tensor.Matrix[F] {
	n, size := rows*cols, int(unsafe.Sizeof(F(0)))
	first := 0
	if last {
		first = len(f) - n*size
	}
	M := tensor.FromSlice(rows, cols, unsafe.Slice((*F)(unsafe.Pointer(&f[first])), n))
	fill(newRandom(uint64(n)), M, element)
	return M
}

// A kernel reads and writes nothing beyond its matrices, not even elements that it discards:
// the memory may not be mapped. The whole sweep has every variant, go test every other of
// the large shapes, and short tests leave these out.
func TestProductStaysWithinItsMatrices(t *testing.T) {
	eachKernelInBoth(t, testProductStaysWithin[float64], testProductStaysWithin[float32])
}

func testProductStaysWithin[F tensor.Float](t *testing.T) {
	a, b, c := newFence(t, 90), newFence(t, 90), newFence(t, 90)
	shapes := [][3]int{
		{1, 3, 2}, {2, 5, 3}, {3, 1, 7}, {5, 17, 1}, {7, 9, 5}, {13, 7, 6}, {16, 3, 9}, {17, 33, 4}, {25, 31, 3}, // small
		{1, 77, 300}, {1, 700, 60}, {50, 1, 33}, {50, 3, 50}, {61, 4, 7}, {90, 10, 131}, // one row, few columns
		{33, 67, 129}, {35, 99, 90}, {33, 22, 391}, {90, 34, 250}, // packed
	}
	for i, s := range shapes {
		m, n, k := s[0], s[1], s[2]
		for j, v := range variants[F]() {
			if m*n*k > 10_000 && (testing.Short() || (i+j)%sweep(2, 2, 1) > 0) {
				continue
			}
			for _, last := range []bool{false, true} {
				rows, cols := stored(v.transA, m, k)
				A := within(a, rows, cols, last, moderate[F])
				rows, cols = stored(v.transB, k, n)
				B := within(b, rows, cols, last, moderate[F])
				C := within(c, m, n, last, moderate[F])
				want := v.chain(C, A, B)
				v.run(C, A, B)
				requireSame(t, want, C, v.name, s)
			}
		}
	}
}
