package errata

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// The listings, and the units.
var listingErrata = []demonstration{
	{id: "E30", says: "shuffled copies are discarded", show: func(e *Evidence) {
		X, Y := []int{0, 1, 2, 3, 4, 5}, []int{0, 10, 20, 30, 40, 50}
		var copyX, copyY []int
		for _, i := range dataset.NewRandom(0).Permutation(6) { // what sklearn's shuffle(X, Y, random_state=0) draws
			copyX, copyY = append(copyX, X[i]), append(copyY, Y[i])
		}
		e.equal("shuffled", []int{5, 2, 1, 3, 0, 4}, copyX)
		e.equal("in pairs", []int{50, 20, 10, 30, 0, 40}, copyY)
		e.equal("what the loop of Code 3 goes on with", []int{0, 1, 2, 3, 4, 5}, X)

		r := dataset.NewRandom(0) // np.random.shuffle(X), np.random.shuffle(Y)
		for _, array := range [][]int{X, Y} {
			r.Shuffle(len(array), func(i, j int) { array[i], array[j] = array[j], array[i] })
		}
		e.equal("in place", []int{5, 2, 1, 3, 0, 4}, X)
		e.equal("no pair is left", []int{10, 30, 40, 0, 20, 50}, Y)
	}},
	{id: "E31", says: "the remainder of the rows is dropped", show: func(e *Evidence) {
		for N, dropped := range map[int]int{400: 0, 410: 10, 449: 49} {
			e.equal("N // B batches", dropped, N-N/50*50)
			rows := 0
			for lo, hi := range nn.Batches(N, 50) { // ⌈N/B⌉ of them
				e.equal("next batch", rows, lo)
				rows = hi
			}
			e.equal("rows", N, rows)
		}
	}},
	{id: "E50", says: "the split is not stratified", show: func(e *Evidence) {
		test, train := make([]float64, 3), make([]float64, 3)
		tensor.ColumnSums(test, experiment.PaperRows().TestT)
		tensor.ColumnSums(train, experiment.PaperRows().T)
		e.equal("rows", []float64{39, 31, 30, 128, 140, 132}, append(test, train...))
		for k, share := range []string{"33.4", "34.2", "32.4"} { // a fifth of each class
			e.Is("", share, (test[k]+train[k])/5)
		}
	}},
	{id: "E54", says: "softmax without a shift overflows", show: func(e *Evidence) {
		for _, c := range []struct {
			a       []float64
			code10  string
			shifted [2]string
		}{
			{[]float64{710, 0}, "[NaN 0]", [2]string{"1.000000000000", "4.5e-309"}},
			{[]float64{-800, -800}, "[NaN NaN]", [2]string{"0.500000000000", "0.500000000000"}},
		} {
			e.equal("Code 10", c.code10, fmt.Sprint(paper.Softmax(numbers[double](c.a...))))
			y := tensor.New[float64](1, 2)
			tensor.Softmax(y, tensor.FromRows(c.a))
			for k, truth := range paper.Softmax(numbers[real320](c.a...)) {
				e.Is("", c.shifted[k], truth.Float64())
				e.Is("", c.shifted[k], y.At(0, k))
			}
		}
	}},
	{id: "E55", says: "ReLU in place destroys α", show: func(e *Evidence) {
		p := seed7()
		kept := tensor.New[float64](400, 50)
		tensor.ReLU(kept, p.s.Alpha) // Z[Z < 0] = 0 on the array that was α
		e.equal("changed", 9531, p.units(func(α, _ float64) bool { return max(α, 0) != α }))
		W, _ := p.gradient()
		overwritten, s := p, *p.s
		s.Alpha = kept
		overwritten.s = &s
		u := func(dz, α, _ float64) float64 { return stepForm(dz, 0, α) } // u(α) with u(0) = 1
		right, _ := p.ascent(u)
		wrong, _ := overwritten.ascent(u)
		e.Is("", same, furthest(right, W))
		e.Is("", "308.37", distance(wrong, W))

		code11, _ := overwritten.ascent(printedForm)
		e.Is("", same, furthest(code11, W)) // Z > 0 does not need α
		nan := tensor.FromRows([]float64{math.NaN()})
		tensor.ReLU(nan, nan)
		e.Holds("NaN passes", math.IsNaN(nan.At(0, 0)))

		X, net := tensor.New[float64](400, 5), begin(experiment.Paper(7)).Net
		tensor.Copy(X, p.X)
		net.Forward(net.Workspace(400), X)
		e.equal("X is not altered", X, p.X)
	}},
	{id: "E61", says: "decay is in the gradient and not in the cost", show: func(e *Evidence) {
		const reg = 0.01
		p := start(3) // np.random.seed(3)
		W := p.θ.W.At(2, 7)
		e.Is("", "2.64916659", p.g.W.At(2, 7)+float64(reg*W)) // Code 13

		cost := -exactOf(p).slope(indexW(2, 7))
		e.Is("", "2.65243361", cost) // of cost(), by differences
		half := gradcheck.Differences(func(w []real320) real320 {
			return w[0].Mul(w[0]).Mul(w[0].Of(reg)).Quo(w[0].Of(2))
		}, []float64{W})[0].Float64()
		e.Is("", "2.64916659", cost+half) // of cost() + reg/2·‖θ‖²
	}},
	{id: "E64", says: "the quotient of B.6 overflows", show: func(e *Evidence) {
		e.Holds("NaN where eˣ overflows", math.IsNaN(tanhQuotient(double(720)).Float64()))
		z := tensor.FromRows([]float64{720})
		tensor.Tanh(z, z)
		e.equal("ours", 1.0, z.At(0, 0))
		x := real320{}.Of(720) // where nothing overflows the quotient is right
		e.Holds("the quotient is tanh", agree(tanhQuotient(x), x.Tanh()))
		e.Is("", "1.000000000000", tanhQuotient(x).Float64())
	}},
	{id: "E65", says: "B.7 ends in the forward step", show: func(e *Evidence) {
		p := seed7()
		e.equal("z < 0 selects nothing", 0, p.units(func(_, z float64) bool { return z < 0 }))
		e.equal("α < 0 does", 9531, p.units(func(α, _ float64) bool { return α < 0 }))
		e.equal("units", 20000, p.units(func(_, _ float64) bool { return true }))
		slopes := gradcheck.Jacobian(func(α []real320) []real320 {
			return []real320{paper.Sigma(nn.ReLU, α[0]), paper.Sigma(nn.ReLU, α[1])}
		}, []float64{2.5, -2.5})
		e.Holds("1 where α > 0", agree(slopes[0][0], slopes[0][0].Of(1)))
		e.Holds("0 where α < 0", slopes[1][1].Sign() == 0)
		e.equal("what z[z < 0] = 0 leaves is no derivative", 2.5, paper.Sigma(nn.ReLU, real320{}.Of(2.5)).Float64())
	}},
	{id: "E68", says: "initial weights and inputs are of unusual scale", show: func(e *Evidence) {
		square := 0.0
		for n := range 400 {
			square += tensor.Dot(seed7().s.Alpha.Row(n), seed7().s.Alpha.Row(n)) / 20000
		}
		e.IsEach([]string{"2.535", "5.069"}, square, 2*square) // of weights √(2/D)·randn the latter, since b = 0

		X := experiment.PaperTable().X
		deviations, means := []string{"1.63", "1.55", "1.60", "1.68", "1.67"}, []string{"-0.89", "0.38", "-0.32", "-0.08", "-0.31"}
		for d := range X.Cols() {
			var column []float64
			for n := range X.Rows() {
				column = append(column, X.At(n, d))
			}
			e.Is("", means[d], experiment.Mean(column)) // not 0
			e.Is("", deviations[d], experiment.Deviation(column)*math.Sqrt(499.0/500))
		}
	}},
	{id: "E70", says: "ReLU units are not logistic", show: func(e *Evidence) {
		α := tensor.FromRows([]float64{2.5})
		relu, logistic := tensor.New[float64](1, 1), tensor.New[float64](1, 1)
		nn.Apply(nn.ReLU, relu, α)
		nn.Apply(nn.Sigmoid, logistic, α)
		e.equal("ReLU", 2.5, relu.At(0, 0))
		e.Is("", "0.924", logistic.At(0, 0))
		e.Is("", "0.924", paper.Sigma(nn.Sigmoid, real320{}.Of(2.5)).Float64())
	}},
	{id: "E72", says: "not every batch is printed", show: func(e *Evidence) {
		e.equal("for every batch", 5000, prints(func(nn.Step) bool { return true }))
		e.equal("by Code 13", 1000, prints(experiment.IsPrint))
	}},
}

// tanhQuotient is tanh as in B.6.
func tanhQuotient[N number[N]](x N) N {
	plus, minus := x.Exp(), x.Neg().Exp()
	return plus.Sub(minus).Quo(plus.Add(minus))
}
