package chapters

import (
	"fmt"
	"math"
	"regexp"

	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// answerNumbers computes the numbers of docs/chapters/14-one-answer.md.
func answerNumbers(show Show) {
	tenths := []float64{0.1, 0.2, 0.3} // which the compiler must not add by itself
	show("left", "%v", (tenths[0]+tenths[1])+tenths[2])
	show("right", "%v", tenths[0]+(tenths[1]+tenths[2]))
	otherOrders(show)
	for name, rate := range map[string]float64{"": 1e-4, "fast": 1e-2} {
		a, b := paperAndNext(rate)
		moved, furthest := 0, 0.0
		for i, θ := range b.Net.Parameters().Theta {
			difference := math.Abs(a.Net.Parameters().Theta[i] - θ)
			moved, furthest = moved+countIf(difference != 0), max(furthest, difference)
		}
		show(name+"moved", "%d", moved)
		show(name+"furthest", "%.0e", furthest)
		if name == "" {
			show("costs", "%.0e", math.Abs(a.Evaluate().TestCost-b.Evaluate().TestCost))
			show("hash", "%s", a.Hash()[:16])
		}
	}
	roundings(show)
	stripe, chain := []float64{0x1p53, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 0.0
	for _, x := range stripe {
		chain += x
	}
	show("stripe", "%.0f", tensor.Sum(stripe))
	show("chain", "%.0f", chain)
	for _, fn := range []string{"exp", "log", "sigmoid"} {
		show(fn, "%s", found("bench/results/2026-11-24-python.txt", `(?s)fn=`+fn+`/type=float32/.*?torch-avx512 +\S+ µs +(\S+)`)[1])
	}
	for name, shape := range map[string]string{"row": "1×64×64", "square": "256×256×256"} {
		show(name, "%s", found("bench/results/2026-11-24-peers-avx512-1core.txt",
			`(?s)\nfloat32, 1 core.*?\n`+regexp.QuoteMeta(shape)+` +NN .*?openblas +\S+ +(\S+)`)[1])
	}
}

// otherOrders shows how many sums of the first forward pass of seed 7 another order or another
// rounding makes others: without fusing, with the products backwards, and split among eight
// lanes as a library would have it.
func otherOrders(show Show) {
	at, X := start7(), experiment.PaperRows().X
	var unfused, reversed, striped int
	for n := range X.Rows() {
		for m, α := range at.s.Alpha.Row(n) {
			plain, back := 0.0, 0.0
			for d, x := range X.Row(n) {
				plain += float64(x * at.θ.W.At(d, m))
				back = math.FMA(X.At(n, 4-d), at.θ.W.At(4-d, m), back)
			}
			unfused, reversed = unfused+countIf(plain != α), reversed+countIf(back != α)
		}
		for k, a := range at.s.A.Row(n) {
			var v [50]float64
			for m := range v {
				v[m] = at.θ.V.At(m, k)
			}
			striped += countIf(tensor.Dot(at.s.Z.Row(n), v[:]) != a)
		}
	}
	show("alphaunfused", "%d", unfused)
	show("alphareversed", "%d", reversed)
	show("logitstriped", "%d", striped)
}

// paperAndNext returns the run of seed 7 at a rate, and another in which W[0,0] began one unit
// in the last place higher.
func paperAndNext(rate float64) (a, b *experiment.Run[float64]) {
	c := experiment.Paper(7)
	c.Rule.Rate = rate
	a, b = sure(experiment.New[float64](c)), sure(experiment.New[float64](c))
	W := b.Net.Parameters().W
	W.Set(0, 0, math.Nextafter(W.At(0, 0), math.Inf(1)))
	return a.Train(), b.Train()
}

// roundings shows a·b + c of float32 numbers rounded once and by way of double: for a tie that
// only the part of the sum below double decides, and how often a million normal numbers differ.
func roundings(show Show) {
	A, C := tensor.New[float32](1, 1), tensor.New[float32](1, 1)
	once := func(a, b, c float32) float32 {
		A.Set(0, 0, a)
		C.Set(0, 0, c)
		tensor.AddScaled(C, b, A)
		return C.At(0, 0)
	}
	double := func(a, b, c float32) float64 { return float64(float64(a)*float64(b)) + float64(c) }
	units := func(x float32) string { return fmt.Sprintf("1 + %v·2⁻²³", (x-1)*0x1p23) }
	const a, b, c = (1 + 0x1p-15) * 0x1p-12, (1 - 0x1p-15) * 0x1p-12, 1 + 0x1p-23
	show("once", "%s", units(once(a, b, c)))
	show("double", "%x", double(a, b, c))
	show("twice", "%s", units(float32(double(a, b, c))))

	wrong, r := 0, dataset.NewRandom(7)
	s := float32(r.Normal())
	for range 1_000_000 {
		a, c := float32(r.Normal()), float32(r.Normal())
		wrong += countIf(once(a, s, c) != float32(double(a, s, c)))
	}
	show("random", "%d", wrong)
}
