package chapters

import (
	"fmt"
	"math"
	"sync"

	"chainrule/nn"
	"chainrule/tensor"
)

// The numbers of chapter 5: gradients of the paper's network with seed 7 before training,
// at its 400 training rows, and what wrong forms of them do.
var vectorisingNumbers = numbers{
	"vectorising.orders":         func() string { return fmt.Sprint(chains().tried) },
	"vectorising.conform":        func() string { return fmt.Sprint(chains().conform) },
	"vectorising.fit":            func() string { return fmt.Sprint(chains().fit) },
	"vectorising.ones":           func() string { return fmt.Sprint(differFromOnes()) },
	"vectorising.euler-output":   digits("%.6f", func() float64 { return euler(nil).output }),
	"vectorising.euler-hidden":   digits("%.6f", func() float64 { return euler(nil).hidden }),
	"vectorising.euler-wrong":    digits("%.3f", func() float64 { return euler(sigmoidForm).hidden }),
	"vectorising.rows-of-dV":     digits("%.0e", largestRowSum),
	"vectorising.b5-right":       digits("%.6f", func() float64 { return slopeAt(nn.Sigmoid, 0.7) }),
	"vectorising.b5-printed":     digits("%.6f", func() float64 { return printedB5(0.7) }),
	"vectorising.tanh-19":        digits("%.4g", func() float64 { return slopeAt(nn.Tanh, 19) }),
	"vectorising.tanh-19-short":  digits("%.4g", func() float64 { z := valueAt(nn.Tanh, 19); return 1 - float64(z*z) }),
	"vectorising.b6-720":         digits("%v", func() float64 { return quotientB6(720) }),
	"vectorising.tanh-720":       digits("%v", func() float64 { return valueAt(nn.Tanh, 720) }),
	"vectorising.off":            digits("%.1f %%", func() float64 { return 100 * shares7().off }),
	"vectorising.kinks":          func() string { return fmt.Sprint(shares7().kinks) },
	"vectorising.units":          func() string { return fmt.Sprint(shares7().all) },
	"vectorising.above-one":      digits("%.1f %%", func() float64 { return 100 * shares7().above }),
	"vectorising.largest-z":      digits("%.2f", func() float64 { return shares7().largest }),
	"vectorising.largest-slope":  digits("%.1f", func() float64 { z := shares7().largest; return z * (1 - z) }),
	"vectorising.norm":           digits("%.2f", func() float64 { return norm(gradientW(nil)) }),
	"vectorising.heaviside-off":  digits("%.2f", func() float64 { return separation(gradientW(heavisideForm), gradientW(nil)) }),
	"vectorising.largest":        digits("%.3f", func() float64 { return widest(gradientW(nil), make([]float64, 250)) }),
	"vectorising.46-off":         digits("%.3f", func() float64 { return widest(gradientW(sigmoidForm), gradientW(nil)) }),
	"vectorising.46-cosine":      digits("%.3f", func() float64 { return cosine(gradientW(sigmoidForm), gradientW(nil)) }),
	"vectorising.b-cosine":       digits("%.3f", func() float64 { return cosine(gradientB(sigmoidForm), gradientB(nil)) }),
	"vectorising.b-signs":        func() string { return fmt.Sprint(wrongSigns(gradientB(sigmoidForm), gradientB(nil))) },
	"vectorising.relu":           trainedCost(nn.ReLU, nil),
	"vectorising.relu-heaviside": trainedCost(nn.ReLU, heavisideForm),
	"vectorising.relu-46":        trainedCost(nn.ReLU, sigmoidForm),
	"vectorising.relu-b":         digits("%.2f", lesson{seed: 7, σ: nn.ReLU, slope: sigmoidForm, onlyB: true}.costOf),
	"vectorising.worse":          func() string { return fmt.Sprint(worseThanNone()) },
	"vectorising.relu-still":     trainedCost(nn.ReLU, noSlope),
	"vectorising.sigmoid":        trainedCost(nn.Sigmoid, nil),
	"vectorising.sigmoid-47":     trainedCost(nn.Sigmoid, reluForm),
	"vectorising.tanh":           trainedCost(nn.Tanh, nil),
	"vectorising.tanh-47":        trainedCost(nn.Tanh, reluForm),
	"vectorising.products":       func() string { return fmt.Sprintf("%.1f million", multiplications(128, 784, 512, 10).factored/1e6) },
	"vectorising.loops":          func() string { return fmt.Sprintf("%.0f million", multiplications(128, 784, 512, 10).literal/1e6) },
	"vectorising.linear":         func() string { return fmt.Sprintf("%.1f million", multiplications(128, 784, 512, 10).linear/1e6) },
}

// chainCount tells how many products of X, T − Y and V, each perhaps transposed, in any
// order, there are; how many of them fit together; and how many have the shape of W.
type chainCount struct{ tried, conform, fit int }

// chains counts with sizes of which no two are equal.
func chains() (c chainCount) {
	const N, D, M, K = 7, 2, 5, 3
	shapes := [3][2]int{{N, D}, {N, K}, {M, K}}
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		for transposed := range 8 {
			var s [3][2]int
			for place, i := range order {
				s[place] = shapes[i]
				if transposed>>i&1 == 1 {
					s[place] = [2]int{shapes[i][1], shapes[i][0]}
				}
			}
			c.tried++
			if s[0][1] == s[1][0] && s[1][1] == s[2][0] {
				c.conform++
				if s[0][0] == D && s[2][1] == M {
					c.fit++
				}
			}
		}
	}
	return c
}

// multiplicationCount is how many multiplications the gradient of W takes: entry by entry
// as (44) stands, by products, and by products if σ were the identity.
type multiplicationCount struct{ literal, factored, linear float64 }

func multiplications(N, D, M, K float64) multiplicationCount {
	return multiplicationCount{3 * D * M * N * K, N*K*M + N*M + N*M*D, N*D*K + D*K*M}
}

// position is the network of seed 7 before training, with a pass over the training rows.
type position struct {
	sloped
	s *nn.Workspace[float64]
}

var position7 = sync.OnceValue(func() position {
	net, p := untrained(7, nn.ReLU), problem7()
	s := net.Workspace(p.X.Rows())
	net.Forward(s, p.X)
	return position{sloped{MLP: net}, s}
})

// gradients7 returns the gradient of J there, with σ′ as given, or right if it is nil.
func gradients7(σ slopeFunction) *nn.Parameters[float64] {
	at, p := position7(), problem7()
	g := at.Gradient()
	sloped{MLP: at.MLP, slope: σ}.Backward(g, at.s, p.X, p.T)
	for i, x := range g.Theta {
		g.Theta[i] = -x
	}
	return g
}

func gradientW(σ slopeFunction) []float64 { return gradients7(σ).Theta[:250] }
func gradientB(σ slopeFunction) []float64 { return gradients7(σ).B }

func cosine(x, y []float64) float64 { return tensor.Dot(x, y) / norm(x) / norm(y) }

func wrongSigns(x, y []float64) (count int) {
	for i := range x {
		if x[i]*y[i] < 0 {
			count++
		}
	}
	return count
}

// eulerSums are ⟨V, ∂J/∂V⟩ and ⟨W, ∂J/∂W⟩ + ⟨b, ∂J/∂b⟩, equal for ReLU.
type eulerSums struct{ output, hidden float64 }

func euler(σ slopeFunction) eulerSums {
	θ, g := position7().Parameters(), gradients7(σ)
	return eulerSums{
		output: tensor.Dot(θ.Theta[300:450], g.Theta[300:450]),
		hidden: tensor.Dot(θ.Theta[:300], g.Theta[:300]),
	}
}

// largestRowSum is the largest sum of a row of ∂J/∂V.
func largestRowSum() (most float64) {
	g := gradients7(nil)
	sums := make([]float64, g.V.Rows())
	tensor.RowSums(sums, g.V)
	return widest(sums, make([]float64, len(sums)))
}

// differFromOnes counts the entries of the gradients of b and c in which the sum of a
// column differs from the product with a column of ones.
func differFromOnes() (count int) {
	at, p := position7(), problem7()
	N := p.X.Rows()
	ones, R := tensor.New[float64](N, 1), tensor.New[float64](N, 3)
	tensor.Fill(ones, 1)
	tensor.Sub(R, at.s.Y, p.T)
	for _, A := range []tensor.Matrix[float64]{R, at.hidden(at.s, p.T, reluForm)} {
		sums, product := make([]float64, A.Cols()), tensor.New[float64](A.Cols(), 1)
		tensor.ColumnSums(sums, A)
		tensor.ProductTN(product, A, ones)
		for i, x := range sums {
			if x != product.At(i, 0) {
				count++
			}
		}
	}
	return count
}

// unitShares tell of the hidden units at all rows: how many are off, how many of the
// others are above 1, how many stand on the kink, and the largest.
type unitShares struct {
	all, kinks          int
	off, above, largest float64
}

func shares7() (s unitShares) {
	at := position7()
	for n := range at.s.Z.Rows() {
		for m, z := range at.s.Z.Row(n) {
			s.all++
			s.largest = max(s.largest, z)
			switch {
			case at.s.Alpha.At(n, m) == 0:
				s.kinks++
			case z == 0:
				s.off++
			case z > 1:
				s.above++
			}
		}
	}
	s.above /= float64(s.all) - s.off
	s.off /= float64(s.all)
	return s
}

// valueAt and slopeAt are σ and σ′ at one point, by package nn.
func valueAt(σ nn.Activation, α float64) float64 {
	x := tensor.FromRows([]float64{α})
	nn.Apply(σ, x, x)
	return x.At(0, 0)
}

func slopeAt(σ nn.Activation, α float64) float64 {
	x := tensor.FromRows([]float64{α})
	nn.Derivative(σ, x, x)
	return x.At(0, 0)
}

// printedB5 is exp(−z)/(1 + exp(−z)²), the fraction of proof B.5 as printed; quotientB6 is
// tanh as the quotient of B.6.
func printedB5(α float64) float64 {
	e := math.Exp(-valueAt(nn.Sigmoid, α))
	return e / (1 + e*e)
}

func quotientB6(x float64) float64 {
	plus, minus := math.Exp(x), math.Exp(-x)
	return (plus - minus) / (plus + minus)
}

// trainedCost is the test cost after 500 epochs from seed 7, with σ′ as given.
func trainedCost(σ nn.Activation, slope slopeFunction) func() string {
	return digits("%.2f", lesson{seed: 7, σ: σ, slope: slope}.costOf)
}

// worseThanNone counts the seeds 0 to 2 from which (46) and (45) as printed lead to a higher
// test cost than no training of W and b at all.
func worseThanNone() (count int) {
	for seed := range uint32(3) {
		printed := lesson{seed: seed, σ: nn.ReLU, slope: sigmoidForm}.costOf()
		none := lesson{seed: seed, σ: nn.ReLU, slope: noSlope}.costOf()
		if printed > none {
			count++
		}
	}
	return count
}
