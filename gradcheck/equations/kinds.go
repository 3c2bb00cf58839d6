package equations

import (
	"fmt"
	"math"
	"math/rand/v2"

	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// kind is a class of instances, by their numbers: ordinary, saturated, at a kink and so on.
type kind string

// The kinds at which derivatives are tried.
const (
	ordinary  kind = "ordinary"    // one-hot targets
	saturated kind = "saturated"   // units and outputs nearly certain
	counts    kind = "counts"      // targets that are counts: rows of T that don't sum to 1
	soft      kind = "soft"        // targets that are probabilities
	tied      kind = "tied"        // all logits equal: V = 0, c = 0
	atKink    kind = "at a kink"   // a hidden unit with α = 0 exactly, in sample 0
	nearKink  kind = "near a kink" // the same with α = 2⁻²⁰
	tiny      kind = "tiny"        // pre-activations of some 2⁻³⁰
	long      kind = "long"        // numbers of 53 bits
	equalized kind = "square"      // N = D = M = K
	smallest  kind = "smallest"    // N = D = M = 1, K = 2
	unlikely  kind = "unlikely"    // one sample, whose class has a probability of 2·10⁻⁹
)

// Those at which values are tried as well.
const (
	extreme kind = "extreme" // logits of 1000, their gaps of hundreds
	sunk    kind = "sunk"    // the same of −1000
	raised  kind = "raised"  // rows of logits that differ by 2000
	certain kind = "certain" // one sample with an output that is 0 in doubles
)

var (
	networkKinds = []kind{ordinary, saturated, counts, soft, tied, atKink, nearKink, tiny, long, equalized, smallest, unlikely}
	extremeKinds = []kind{extreme, sunk, raised}
)

// beyond reports whether the plain forward side is beyond the range of doubles there.
func (in *instance) beyond() bool {
	switch in.kind {
	case extreme, sunk, raised, certain:
		return true
	}
	return false
}

// fits32 reports whether float32 can represent the numbers and the results computed from them,
// and decides all signs alike.
func (in *instance) fits32() bool {
	return !in.beyond() && in.kind != saturated && in.kind != long && in.kind != nearKink
}

// shape returns the sizes of a kind.
func (k kind) shape() (N, D, M, K int) {
	switch k {
	case smallest, unlikely, certain:
		return 1, 1, 1, 2
	case tied, atKink, nearKink, soft:
		return 4, 2, 3, 3
	case equalized:
		return 3, 3, 3, 3
	}
	return 6, 4, 5, 3
}

// scales returns the scale of W and b, and of V and c.
func (k kind) scales(σ nn.Activation) (hidden, output float64) {
	switch relu := σ == nn.ReLU; {
	case k == saturated && relu:
		return 4, 4
	case k == saturated:
		return 14, 14 // pre-activations and logit gaps of 20 to 40
	case (k == extreme || k == sunk) && relu:
		return 7, 1 // |α| ≤ 7·9, and gaps of logits ≤ 2·(5·63 + 1)
	case k == extreme || k == sunk:
		return 40, 56 // gaps of logits ≤ 2·56·6, of the regression's ≤ 2·40·8
	case k == tied:
		return 1, 0
	}
	return 1, 1
}

// The input and weight that raise rows of logits: by +2000 in sample 0, by −2000 or not at all in sample 1.
const raisedX, raisedBy = 64, 2000

// arrange changes the drawn numbers to suit the kind.
func (in *instance) arrange(r *rand.Rand) {
	_, b, V, c, end := in.Offsets()
	switch in.kind {
	case atKink:
		in.placeKink(b, 0, r)
	case nearKink:
		in.placeKink(b, 0x1p-20, r)
	case extreme, sunk: // where exponentials overflow, or are 0, unless the maximum is subtracted
		shift := map[kind]float64{extreme: 1024, sunk: -1024}[in.kind]
		for i := c; i < end; i++ {
			in.Theta[i] += shift
		}
	case tiny:
		matrix.Fill(in.X, func(x float64, _, _ int) float64 { return x * 0x1p-30 })
		clear(in.Theta[b:V])
	case long:
		matrix.Fill(in.X, func(float64, int, int) float64 { return 4*r.Float64() - 2 })
		for i := range in.Theta {
			in.Theta[i] = 2*r.Float64() - 1
		}
	case unlikely:
		in.X, in.T, in.Theta = [][]float64{{1}}, [][]float64{{1, 0}}, []float64{-20, 0, 0.5, -0.25, -20, 0}
	case raised:
		in.raise(b, V)
	}
}

// placeKink makes α[0,0] exactly the given number, with numbers short enough that no
// arithmetic rounds on the way.
func (in *instance) placeKink(b int, α float64, r *rand.Rand) {
	sum := 0.0
	for d := range in.D {
		in.X[0][d] = float64(r.IntN(63)-31) / 32
		in.Theta[d*in.M] = float64(1+r.IntN(31)) / 32
		sum += float64(in.X[0][d] * in.Theta[d*in.M])
	}
	in.Theta[b] = α - sum
}

// raise makes unit 0 a copy of the last input, which is ±64 in the first two samples
// and 0 in the others, and lets it raise all logits alike.
func (in *instance) raise(b, V int) {
	for n := range in.N {
		in.X[n][in.D-1] = map[int]float64{0: raisedX, 1: -raisedX}[n]
	}
	for d := range in.D {
		for m := range in.M {
			if d == in.D-1 || m == 0 {
				in.Theta[d*in.M+m] = 0
			}
		}
	}
	in.Theta[(in.D-1)*in.M], in.Theta[b] = 1, 0
	by := float64(raisedBy)
	if in.Activation == nn.ReLU {
		by /= raisedX
	}
	for k := range in.K {
		in.Theta[V+k] = by
	}
}

// certainInstances returns networks with one sample whose logits are 0 and −800, of either class,
// in either order: one of the outputs is 0 in doubles.
func certainInstances() (all []*instance) {
	for _, logits := range [][]float64{{0, -800}, {-800, 0}} {
		for _, t := range [][]float64{{1, 0}, {0, 1}} {
			in := &instance{
				kind: certain, label: fmt.Sprintf(" %v of %v", logits, t), Perceptron: paper.Perceptron{
					Activation: nn.ReLU, N: 1, D: 1, M: 1, K: 2, X: [][]float64{{1}}, T: [][]float64{t},
					Theta: []float64{logits[0], logits[1], 0, 0, logits[0], logits[1]},
				},
			}
			in.cache()
			all = append(all, in)
		}
	}
	return all
}

// isShort reports whether x is a float32.
func isShort(x float64) bool { return x == float64(float32(x)) && !math.IsInf(x, 0) }
