package dataset

import (
	"math"
	"math/bits"
)

// The parameters of MT19937, from Matsumoto and Nishimura, "Mersenne Twister",
// ACM Transactions on Modeling and Computer Simulation 8 (1998), table II.
const (
	stateWords  = 624
	stateShift  = 397
	twistMatrix = 0x9908b0df
	seedFactor  = 1812433253 // of their later initialisation (2002), which NumPy uses
)

// maxRange is the number of values of one 32-bit word: the largest range of Intn.
const maxRange = 1 << 32

// Random is NumPy's legacy random stream, numpy.random.RandomState seeded with an
// integer: the same calls give the same numbers. It is not for concurrent use;
// each goroutine can have its own. It is no source of secrets.
//
// Every number is made of 32-bit words of one sequence: two for a [Random.Float64],
// one per attempt of a [Random.Intn], four per attempt of a pair of normals.
type Random struct {
	state    [stateWords]uint32
	position int // of the next word in state; stateWords if all are used up

	cached bool    // a normal is waiting
	normal float64 // the normal that waits
}

// NewRandom returns the stream of numpy.random.RandomState(seed).
func NewRandom(seed uint32) *Random {
	r := &Random{position: stateWords}
	r.state[0] = seed
	for i := 1; i < stateWords; i++ {
		w := r.state[i-1]
		r.state[i] = seedFactor*(w^w>>30) + uint32(i)
	}
	return r
}

// twist replaces the state by the next block of words,
//
//	s[i] ← s[i+397] ⊕ M·(high bit of s[i], low 31 bits of s[i+1]), indices modulo 624,
//
// in place: by the time index i+397 wraps around, it meets new words, as it must.
func (r *Random) twist() {
	for i := range r.state {
		w := r.state[i]&(1<<31) | r.state[(i+1)%stateWords]&(1<<31-1)
		r.state[i] = r.state[(i+stateShift)%stateWords] ^ w>>1 ^ w&1*twistMatrix
	}
	r.position = 0
}

// Uint32 returns the next word of the sequence, tempered.
func (r *Random) Uint32() uint32 {
	if r.position == stateWords {
		r.twist()
	}
	w := r.state[r.position]
	r.position++
	w ^= w >> 11
	w ^= w << 7 & 0x9d2c5680
	w ^= w << 15 & 0xefc60000
	return w ^ w>>18
}

// Float64 returns a uniform number of [0,1), a multiple of 2⁻⁵³: 27 bits of one
// word, then 26 of the next. NumPy: random_sample() and uniform().
func (r *Random) Float64() float64 {
	a, b := r.Uint32()>>5, r.Uint32()>>6
	return float64(float64(uint64(a)<<26|uint64(b)) * 0x1p-53)
}

// symmetric returns 2u − 1 for the next uniform u: a number of [−1,1), without rounding.
func (r *Random) symmetric() float64 { return float64(2*r.Float64()) - 1 }

// Normal returns a standard normal number by Marsaglia's polar method: for a point
// (x₁,x₂) uniform in the unit disc without its centre, r = x₁² + x₂² and
// f = √(−2 ln r / r), the numbers f·x₁ and f·x₂ are independent and standard
// normal. The second is returned, the first is kept for the next call; the other
// methods neither use nor discard it. NumPy: standard_normal() and randn().
//
// The logarithm is rounded correctly (see log.go for the one reservation). The C
// library under NumPy misses that about once in 1300 arguments, so there a value
// may differ in its last place.
func (r *Random) Normal() float64 {
	if r.cached {
		r.cached = false
		return r.normal
	}
	for {
		x1, x2 := r.symmetric(), r.symmetric()
		s := float64(x1*x1) + float64(x2*x2)
		if s < 1 && s != 0 {
			f := math.Sqrt(float64(-2*log(s)) / s)
			r.cached, r.normal = true, float64(f*x1)
			return float64(f * x2)
		}
	}
}

// Intn returns a uniform integer of 0..n-1 by masked rejection: words cut to as
// many bits as n-1 has, until one is less than n. With n = 1 it draws nothing. It
// panics with an [*ArgumentError] unless 0 < n ≤ 2³². NumPy: randint(n).
func (r *Random) Intn(n int) int {
	if n <= 0 || uint64(n) > maxRange {
		panicArgument("Intn", "%d is not in 1..%d", n, uint64(maxRange))
	}
	last := uint32(uint64(n) - 1)
	if last == 0 {
		return 0
	}
	mask := uint32(1)<<bits.Len32(last) - 1 // of 32 bits: the shift gives 0
	for {
		if w := r.Uint32() & mask; w <= last {
			return int(w)
		}
	}
}

// Shuffle calls swap(i, j) for i = n-1, …, 1 with a j drawn from 0..i (Fisher and
// Yates). It panics with an [*ArgumentError] unless 0 ≤ n ≤ 2³². NumPy: shuffle(x).
func (r *Random) Shuffle(n int, swap func(i, j int)) {
	if n < 0 || uint64(n) > maxRange {
		panicArgument("Shuffle", "%d is not in 0..%d", n, uint64(maxRange))
	}
	for i := n - 1; i > 0; i-- {
		swap(i, r.Intn(i+1))
	}
}

// Permutation returns a permutation of 0..n-1. It panics with an [*ArgumentError]
// unless 0 ≤ n ≤ 2³². NumPy: permutation(n).
func (r *Random) Permutation(n int) []int {
	if n < 0 || uint64(n) > maxRange {
		panicArgument("Permutation", "%d is not in 0..%d", n, uint64(maxRange))
	}
	p := make([]int, n)
	r.Permute(p)
	return p
}

// Permute fills p with a permutation of 0..len(p)-1, from the same draws as
// [Random.Permutation], and allocates nothing.
func (r *Random) Permute(p []int) {
	for i := range p {
		p[i] = i
	}
	r.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
}
