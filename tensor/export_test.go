package tensor

// What lies below the seam and is tested from package tensor_test.

const (
	TileRows, TileCols    = mR, nR
	BlockRows, BlockInner = mC, kC
)

const (
	InvLn2x16  float64 = invLn2x16
	Ln2x16hi   float64 = ln2x16hi
	Ln2x16lo   float64 = ln2x16lo
	RoundMagic float64 = roundMagic
	ExpMax     float64 = expMax
	ExpMin     float64 = expMin
	SqrtHalf   float64 = sqrtHalf
	Ln2hi      float64 = ln2hi
	Ln2lo      float64 = ln2lo
)

var (
	ExpCoefficients = expCoefficients
	LogCoefficients = logCoefficients
	Expm1           = expm1
	Fma32           = fma32
)

func Overlaps[F Float](A, B Matrix[F]) bool { return overlaps(A, B) }
func Same[F Float](A, B Matrix[F]) bool     { return same(A, B) }

// ExpTable returns 2^(j/16) for j = 0 … 15 and what the rounding left.
func ExpTable() (table [16][2]float64) {
	for j, entry := range exp2x16 {
		table[j] = [2]float64{entry.hi, entry.lo}
	}
	return table
}
