package errata

import (
	"math"
	"math/big"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// truths compare the numbers that the book shows, by differences in 320 bits or fractions.
var truths = []demonstration{
	{id: "E10", show: truthOfB1}, {id: "E13", show: truthOfTheTargets}, {id: "E19", show: truthOfTheLeftSides},
	{id: "E22", show: truthOf39}, {id: "E23", show: truthOfTheStep}, {id: "E25", show: truthOfTheCaptions},
	{id: "E26", show: truthOfThePrecedence}, {id: "E28", show: truthOfTheGradientOfB}, {id: "E29", show: truthOfTheSign},
	{id: "E33", show: truthOfMomentum}, {id: "E35", show: truthOfEpsilon}, {id: "E63", show: truthOfB5},
}

func truthOfB1(e *Evidence) {
	y, J := workedSoftmax()
	e.Is("", "-0.034156865400", J[0][1].Float64())
	e.Is("", "-0.062237866608", y[0].Mul(y[0]).Neg().Float64())
	zero := gradcheck.Jacobian(func(a []real320) []real320 { return []real320{a[0].Exp()} }, worked)[0][1]
	e.Holds("the note should be 0", zero.Sign() == 0)
}

func truthOfTheTargets(e *Evidence) {
	for i, σ := range nn.Activations {
		s := newNetwork(σ, true, 3)
		truth := s.truth()
		e.agree("weighted", gradientOf(s, rightSlopes[σ], true), truth)
		printed := gradientOf(s, rightSlopes[σ], false)
		e.Is("", []string{"4.362", "10.738", "7.487"}[i], worst(printed, truth))
		for k := range s.K { // in c the gap is Σ (s−1)·y
			gap, i := real320{}, len(truth)-s.K+k
			for n, sum := range []float64{3, 4, 1, 0, 2, 5} {
				gap = gap.Add(gap.Of(sum - 1).Mul(paper.Forward(s.Deep(), numbers[real320](s.Theta...), n).Y[k]))
			}
			e.Holds("the gap in c", agree(printed[i].Sub(truth[i]), gap))
		}
		e.agree("one-hot", gradientOf(oneHot(σ), rightSlopes[σ], false), oneHot(σ).truth())
	}
	truth := gradcheck.Differences(func(a []real320) real320 { // with targets 2, 1, 0
		y := paper.Softmax(a)
		return y[0].Of(2).Mul(y[0].Log()).Add(y[1].Log()).Neg()
	}, worked)
	y := paper.Softmax(numbers[real320](worked...))
	printed := []real320{y[0].Sub(y[0].Of(2)), y[1].Sub(y[1].Of(1)), y[2]}
	e.Is("", "1.23", worst(printed, truth))
}

func truthOfTheLeftSides(e *Evidence) {
	e.Is("", "-111.083100", exact7().slope(indexV(0, 0)))
	for k, digits := range []string{"-140.126", "90.326", "49.800"} {
		e.Is("", digits, exact7().slope(indexC(k)))
	}
	slopes := func(i int) [][]real320 { // of the logits of the first row
		return gradcheck.Jacobian(func(h []real320) []real320 { return paper.Forward(exact7().Deep(), exact7().moved(i, h[0]), 0).A }, []float64{0})
	}
	e.Holds("∂a₀₁/∂c₁ is 1, as printed", agree(slopes(indexC(1))[1][0], real320{}.Of(1)))
	e.Holds("∂a₀₀/∂V₀₀ is 0", slopes(indexV(0, 0))[0][0].Sign() == 0)
}

func truthOf39(e *Evidence) {
	V, c := columns(numbers[real320](seed7().θ.Theta[300:450]...), 3), numbers[real320](seed7().θ.C...)
	J := gradcheck.Jacobian(func(z []real320) []real320 { return paper.Affine(V, z, c) }, seed7().s.Z.Row(0))
	for k := range c {
		for m := range V {
			e.Holds("∂a_nk/∂z_nm is V_mk", agree(J[k][m], V[m][k]))
		}
	}
	J = gradcheck.Jacobian(func(a []real320) []real320 { return a }, []float64{0.5, 1, 2})
	for k := range J {
		for m := range J[k] {
			e.Holds("as printed, 0 or 1", agree(J[k][m], delta(k, m)))
		}
	}
}

func truthOfTheStep(e *Evidence) {
	W, _ := seed7().gradient()
	everywhere, _ := seed7().ascent(stepForm)
	i := furthestIndex(everywhere, W)
	e.Is("", same, W[i]-exact7().slope(i))
	s := oneHot(nn.ReLU)
	e.agree("with u(0) = 0", gradientOf(s, reluSlope, false), s.truth())
	e.Is("", "4.681", worst(gradientOf(s, stepSlope, false), s.truth()))
}

// Of the form with Z′, captions or not, each activation has its own; (47) is wrong for the
// two others.
func truthOfTheCaptions(e *Evidence) {
	W, _ := seed7().gradient()
	fortysix, _ := seed7().ascent(sigmoidForm)
	largest, worst46 := furthestIndex(W, make([]float64, len(W))), furthestIndex(fortysix, W)
	e.Is("", "87.917", math.Abs(exact7().slope(largest)))
	e.Is("", "927.421", math.Abs(fortysix[worst46]-exact7().slope(worst46)))
	for i, σ := range nn.Activations {
		s := oneHot(σ)
		truth, end := s.truth(), s.D*s.M
		e.agree("the slope of its own", gradientOf(s, rightSlopes[σ], false), truth)
		printed := gradientOf(s, printedSlope, false)
		e.Is("", []string{"3.310", "2.082", same}[i], worst(printed[:end], truth[:end]))
	}
}

func truthOfThePrecedence(e *Evidence) {
	truth, _ := seed7().gradient()
	printed, _ := seed7().ascent(pythonForm)
	i := furthestIndex(printed, truth)
	e.Is("", "329.149", math.Abs(printed[i]-exact7().slope(i)))
	right, _ := seed7().ascent(reluForm)
	e.Is("", same, furthest(right, truth))
}

func truthOfTheGradientOfB(e *Evidence) {
	_, b := seed7().gradient()
	_, algorithm1 := seed7().ascent(sigmoidForm)
	m := furthestIndex(algorithm1, b)
	e.Is("", same, b[m]-exact7().slope(indexB(m)))
}

func truthOfTheSign(e *Evidence) {
	s := oneHot(nn.ReLU)
	ascent := gradientOf(s, reluSlope, false)
	e.agree("T − Y, the gradient of J", ascent, s.truth())
	// A step of θ − η·(gradient of J) makes the loss larger, θ + η·(…) smaller.
	θ := numbers[real320](s.Theta...)
	loss := likelihoodOf(s, θ).Neg()
	for sign, change := range map[float64]int{-1: 1, 1: -1} {
		moved := slices.Clone(θ)
		for i, g := range ascent {
			moved[i] = θ[i].Add(g.Mul(g.Of(sign * 0x1p-20)))
		}
		e.equal("change of the loss", change, likelihoodOf(s, moved).Neg().Cmp(loss))
	}
}

func truthOfMomentum(e *Evidence) {
	exactly := func(η *big.Rat) *big.Rat { // classical
		θ, m := rat(1, 1), new(big.Rat)
		for range 60 {
			m = new(big.Rat).Sub(product(rat(9, 10), m), product(η, rat(2, 1), θ))
			θ = new(big.Rat).Add(θ, m)
		}
		return θ
	}
	e.IsRat("", "-0.036477", exactly(rat(1, 10)))
	e.IsRat("", "0.001445", exactly(rat(1, 100)))
}

func truthOfEpsilon(e *Evidence) {
	for x, want := range map[float64][2]string{1e-6: {"0.0100", "0.9901"}, 1e-4: {"0.7071", "0.9999"}, 1: {"1.0000", "1.0000"}} {
		g, ε := real320{}.Of(x), real320{}.Of(1e-8)
		e.Is("", want[0], g.Quo(g.Mul(g).Add(ε).Sqrt()).Float64())
		e.Is("", want[1], g.Quo(g.Add(ε)).Float64())
	}
}

func truthOfB5(e *Evidence) {
	truth := gradcheck.Differences(func(α []real320) real320 { return paper.Sigma(nn.Sigmoid, α[0]) }, []float64{0.7})[0]
	e.Holds("z(1 − z)", agree(sigmoidSlope(truth, paper.Sigma(nn.Sigmoid, truth.Of(0.7))), truth))
	e.Is("", "0.221712873293", truth.Float64())
}
