package tensor

import "unsafe"

// This file exports names from below the seam to the tests of package tensor_test.

// Tile returns the rows and columns of the largest tiles of the kernel in use: the
// most rows, and the columns of the widest panel.
func Tile[F Float]() (rows, cols int) {
	if kernel == portable {
		return mR, nR
	}
	t := &tilesOf[kernel]
	return max(t.rows[1], t.rows[2], t.rows[3]), t.widest * t.lanes(int(unsafe.Sizeof(F(0))))
}

// BlockInner returns the number of steps after which the chain passes through memory.
func BlockInner() int {
	if kernel == portable {
		return kC
	}
	return stepsKC
}

// SetParallelThreshold changes the m·n·k from which on a product is parallel, and returns a
// function that restores it.
func SetParallelThreshold(work int) (restore func()) {
	previous := parallelThreshold
	parallelThreshold = work
	return func() { parallelThreshold = previous }
}

const (
	InvLn2x16  float64 = invLn2x16
	Ln2x16hi   float64 = ln2x16hi
	Ln2x16lo   float64 = ln2x16lo
	RoundMagic float64 = roundMagic
	ExpMax     float64 = 0x1.62e42fefa39efp+09  // largest x with a finite eˣ
	ExpMin     float64 = -0x1.74910d52d3051p+09 // below it eˣ rounds to 0
	LogStart   float64 = logStart
	Ln2hi      float64 = ln2hi
	Ln2lo      float64 = ln2lo
)

var (
	ExpCoefficients   = expCoefficients
	Exp32Coefficients = exp32Coefficients
	LogCoefficients   = logCoefficients
	Log32Coefficients = log32Coefficients
	Fma32             = fma32
)

// Log1p sets C ← log(1 + A), elementwise, for elements from 0 to 2⁵³ or NaN.
func Log1p[F Float](C, A Matrix[F]) { each("Log1p", log1pKernel, C, A) }

func Overlaps[F Float](A, B Matrix[F]) bool { return overlaps(A, B) }
func Same[F Float](A, B Matrix[F]) bool     { return same(A, B) }

// ExpTable returns 2^(j/16) for j = 0 … 15, each as a rounded value and its rounding error.
func ExpTable() (table [16][2]float64) {
	for j, hi := range exp2x16.hi {
		table[j] = [2]float64{hi, exp2x16.lo[j]}
	}
	return table
}

// A LogEntry is an entry of the logarithm's table.
type LogEntry struct{ Inverse, Hi, Lo float64 }

func LogTable() (table [16]LogEntry) {
	for j, inverse := range logTable.inverse {
		table[j] = LogEntry{inverse, logTable.hi[j], logTable.lo[j]}
	}
	return table
}
