package chapters

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// answerNumbers are those of docs/chapters/14-one-answer.md.
var answerNumbers = numbers{
	"answer.left":  func() string { x := answerTenths(); return fmt.Sprint((x[0] + x[1]) + x[2]) },
	"answer.right": func() string { x := answerTenths(); return fmt.Sprint(x[0] + (x[1] + x[2])) },

	"answer.alphas":        func() string { return fmt.Sprint(answerOrders().alphas) },
	"answer.alphaunfused":  func() string { return fmt.Sprint(answerOrders().alphaUnfused) },
	"answer.alphareversed": func() string { return fmt.Sprint(answerOrders().alphaReversed) },
	"answer.logits":        func() string { return fmt.Sprint(answerOrders().logits) },
	"answer.logitstriped":  func() string { return fmt.Sprint(answerOrders().logitStriped) },

	"answer.moved":        func() string { return fmt.Sprint(answerSlow().moved) },
	"answer.furthest":     func() string { return fmt.Sprintf("%.0e", answerSlow().furthest) },
	"answer.costs":        func() string { return fmt.Sprint(answerSlow().costs) },
	"answer.fastmoved":    func() string { return fmt.Sprint(answerFast().moved) },
	"answer.fastfurthest": func() string { return fmt.Sprintf("%.0e", answerFast().furthest) },

	"answer.hash": func() string { return answerHash(answerTrained())[:16] },

	"answer.once":   func() string { return answerBits(answerTie()) },
	"answer.twice":  func() string { return answerBits(float32(answerTieInDouble())) },
	"answer.double": func() string { return fmt.Sprintf("%x", answerTieInDouble()) },
	"answer.random": func() string { return fmt.Sprint(answerRandomTies()) },

	"answer.stripe": func() string { return fmt.Sprintf("%.0f", tensor.Sum(answerPowers())) },
	"answer.chain":  func() string { return fmt.Sprintf("%.0f", numericsChain(answerPowers())) },

	"answer.exp":     func() string { return answerRatio("fn=exp/type=float32") },
	"answer.log":     func() string { return answerRatio("fn=log/type=float32") },
	"answer.sigmoid": func() string { return answerRatio("fn=sigmoid/type=float32") },
	"answer.row": func() string {
		return answerFound(answerPeers, `(?s)\nfloat32, 1 core.*?\n1×64×64 +NN .*?openblas +\S+ +(\S+)`)
	},
	"answer.square": func() string {
		return answerFound(answerPeers, `(?s)\nfloat32, 1 core.*?\n256×256×256 +NN .*?openblas +\S+ +(\S+)`)
	},
}

// answerTenths are 0.1, 0.2 and 0.3, which the compiler must not add by itself.
func answerTenths() []float64 { return []float64{0.1, 0.2, 0.3} }

// answerCounts are the numbers of elements that another order or another rounding makes others.
type answerCounts struct {
	alphas, alphaUnfused, alphaReversed, logits, logitStriped int
}

// answerOrders counts them in the first forward pass of seed 7.
var answerOrders = sync.OnceValue(func() (c answerCounts) {
	p := errataSeed7()
	for n := range p.X.Rows() {
		for m, α := range p.s.Alpha.Row(n) {
			var unfused, reversed float64
			for d, x := range p.X.Row(n) {
				unfused += float64(x * p.θ.W.At(d, m))
				back := p.X.Cols() - 1 - d
				reversed = math.FMA(p.X.At(n, back), p.θ.W.At(back, m), reversed)
			}
			c.alphas++
			c.alphaUnfused += answerDiffer(unfused, α)
			c.alphaReversed += answerDiffer(reversed, α)
		}
		for k, a := range p.s.A.Row(n) {
			c.logits++
			c.logitStriped += answerDiffer(answerStriped(p.s.Z.Row(n), p.θ.V, k), a)
		}
	}
	return c
})

func answerDiffer(x, y float64) int {
	if x != y {
		return 1
	}
	return 0
}

// answerStriped is z·V[:,k] as a library would have it that splits the sum among eight lanes.
func answerStriped(z []float64, V tensor.Matrix[float64], k int) float64 {
	v := make([]float64, len(z))
	for m := range v {
		v[m] = V.At(m, k)
	}
	return tensor.Dot(z, v)
}

// answerTrained is the network of seed 7 after training.
var answerTrained = sync.OnceValue(experimentRun{seed: 7}.train)

// answerHash is the SHA-256 of W, b, V, c, row by row, as little-endian float64.
func answerHash(net *nn.MLP[float64]) string {
	h := sha256.New()
	for _, θ := range net.Parameters().Theta {
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(θ)))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// answerChange is what a change of W[0,0] by one unit in the last place makes of the
// training of seed 7.
type answerChange struct {
	moved           int // parameters that end with other bits
	furthest, costs float64
}

// answerSlow is that at the paper's rate, answerFast at a hundred times that.
var (
	answerSlow = sync.OnceValue(func() answerChange { return answerChangeOf(1e-4) })
	answerFast = sync.OnceValue(func() answerChange { return answerChangeOf(1e-2) })
)

func answerChangeOf(rate float64) (c answerChange) {
	o := adam.Listing()
	o.Rate = rate
	a := experimentRun{seed: 7, rule: experimentAdam(o)}.train()
	b := experimentRun{seed: 7, rule: experimentAdam(o), start: func(net *nn.MLP[float64]) {
		W := net.Parameters().W
		W.Set(0, 0, math.Nextafter(W.At(0, 0), math.Inf(1)))
	}}.train()
	for i, θ := range b.Parameters().Theta {
		c.moved += answerDiffer(θ, a.Parameters().Theta[i])
	}
	c.furthest = errataLargest(errataMinus(a.Parameters().Theta, b.Parameters().Theta))
	c.costs = math.Abs(experimentOutcomeOf(a).cost - experimentOutcomeOf(b).cost)
	return c
}

// The tie that only the part of the sum below float64 decides.
const (
	answerA = (1 + 0x1p-15) * 0x1p-12
	answerB = (1 - 0x1p-15) * 0x1p-12
	answerC = 1 + 0x1p-23
)

// answerTie is a·b + c in float32, rounded once.
func answerTie() float32 {
	C := tensor.FromRows([]float32{answerC})
	tensor.AddProduct(C, tensor.FromRows([]float32{answerA}), tensor.FromRows([]float32{answerB}))
	return C.At(0, 0)
}

// answerTieInDouble is the same rounded to double.
func answerTieInDouble() float64 {
	a, b, c := float32(answerA), float32(answerB), float32(answerC)
	return float64(float64(a)*float64(b)) + float64(c)
}

// answerBits is x − 1 in units of 2⁻²³.
func answerBits(x float32) string { return fmt.Sprintf("1 + %v·2⁻²³", (x-1)*0x1p23) }

// answerRandomTies counts the fused multiply-adds of a million random operands that
// double precision, rounded again, gets wrong.
func answerRandomTies() (wrong int) {
	r := dataset.NewRandom(7)
	A, C, twice := tensor.New[float32](1, 1e6), tensor.New[float32](1, 1e6), make([]float32, 1e6)
	s := float32(r.Normal())
	for i := range twice {
		a, c := float32(r.Normal()), float32(r.Normal())
		A.Set(0, i, a)
		C.Set(0, i, c)
		twice[i] = float32(float64(float64(a)*float64(s)) + float64(c))
	}
	tensor.AddScaled(C, s, A)
	for i, x := range twice {
		if C.At(0, i) != x {
			wrong++
		}
	}
	return wrong
}
