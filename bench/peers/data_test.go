package peers

import (
	"math"

	"chainrule/tensor"
)

// bits returns 32 bits for index i: h = seed·0x9E3779B9 + i modulo 2³², then the last
// steps of MurmurHash3, which mix all bits of h. The script has the same function, so that no
// data need be passed.
func bits(seed, i int) uint32 {
	h := uint32(seed)*0x9E3779B9 + uint32(i)
	h = (h ^ h>>16) * 0x85EBCA6B
	h = (h ^ h>>13) * 0xC2B2AE35
	return h ^ h>>16
}

// numbers fills x with numbers from −scale to scale: (h/2³¹ − 1)·scale in float64, then
// rounded to F.
func numbers[F tensor.Float](x []F, seed int, scale float64) []F {
	for i := range x {
		x[i] = F((float64(bits(seed, i))/(1<<31) - 1) * scale)
	}
	return x
}

// positive fills x with numbers above 0, to scale: (h+1)/2³²·scale in float64, then
// rounded to F.
func positive[F tensor.Float](x []F, seed int, scale float64) []F {
	for i := range x {
		x[i] = F((float64(bits(seed, i)) + 1) / (1 << 32) * scale)
	}
	return x
}

// classes returns a class of K for each of n rows: the upper half of h, modulo K.
func classes(seed, n, K int) []int {
	t := make([]int, n)
	for i := range t {
		t[i] = int(bits(seed, i)>>16) % K
	}
	return t
}

// sum is the checksum of an output y: Σy, Σ|y|, and Σwy with weights 1/31, 2/31, …,
// 1 by the index, over and over, without which an exchange of elements would not be seen.
type sum [3]float64

func sumOf(y []float64) (s sum) {
	for i, v := range y {
		s[0] += v
		s[1] += math.Abs(v)
		s[2] += v * float64(i%31+1) / 31
	}
	return s
}

// near reports whether two sums differ by no more than the tolerance times Σ|y|.
func (s sum) near(other sum, tolerance float64) bool {
	for i := range s {
		if !(math.Abs(s[i]-other[i]) <= tolerance*s[1]) {
			return false
		}
	}
	return true
}

// widened returns x in float64.
func widened[F tensor.Float](x []F) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}
