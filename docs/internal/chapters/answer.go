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

	a, b := paperAndNext(1e-4)
	moved, furthest := apart(a, b)
	show("moved", "%d", moved)
	show("furthest", "%.0e", furthest)
	show("costs", "%v", math.Abs(a.Evaluate().TestCost-b.Evaluate().TestCost))
	show("hash", "%s", a.Hash()[:16])
	moved, furthest = apart(paperAndNext(1e-2))
	show("fastmoved", "%d", moved)
	show("fastfurthest", "%.0e", furthest)

	// The tie that only the part of the sum below float64 decides.
	const x, y, c = (1 + 0x1p-15) * 0x1p-12, (1 - 0x1p-15) * 0x1p-12, 1 + 0x1p-23
	double := mulAdd(x, y, c)
	once := tensor.FromRows([]float32{c})
	tensor.AddProduct(once, tensor.FromRows([]float32{x}), tensor.FromRows([]float32{y}))
	units := func(x float32) string { return fmt.Sprintf("1 + %v·2⁻²³", (x-1)*0x1p23) }
	show("once", "%s", units(once.At(0, 0)))
	show("twice", "%s", units(float32(double)))
	show("double", "%x", double)
	show("random", "%d", twiceRounded())

	powers := []float64{0x1p53, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	show("stripe", "%.0f", tensor.Sum(powers))
	show("chain", "%.0f", chain(powers))

	const python, peers = "bench/results/2026-11-24-python.txt", "bench/results/2026-11-24-peers-avx512-1core.txt"
	for _, fn := range []string{"exp", "log", "sigmoid"} {
		show(fn, "%s", found(python, `(?s)fn=`+fn+`/type=float32/.*?torch-avx512 +\S+ µs +(\S+)`)[1])
	}
	for name, shape := range map[string]string{"row": "1×64×64", "square": "256×256×256"} {
		show(name, "%s", found(peers, `(?s)\nfloat32, 1 core.*?\n`+regexp.QuoteMeta(shape)+` +NN .*?openblas +\S+ +(\S+)`)[1])
	}
}

// otherOrders shows how many sums of the first forward pass of seed 7 another order or another
// rounding makes others: without fusing, with the products backwards, and split among eight
// lanes as a library would have it.
func otherOrders(show Show) {
	at, X := start7(), experiment.PaperRows().X
	var unfused, reversed, striped int
	for n := range X.Rows() {
		x, z := X.Row(n), at.s.Z.Row(n)
		for m, α := range at.s.Alpha.Row(n) {
			plain, back := 0.0, 0.0
			for d := range x {
				plain += float64(x[d] * at.θ.W.At(d, m))
				back = math.FMA(x[len(x)-1-d], at.θ.W.At(len(x)-1-d, m), back)
			}
			unfused += countIf(plain != α)
			reversed += countIf(back != α)
		}
		for k, a := range at.s.A.Row(n) {
			v := make([]float64, len(z))
			for m := range v {
				v[m] = at.θ.V.At(m, k)
			}
			striped += countIf(tensor.Dot(z, v) != a)
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

// apart returns how many parameters of two runs differ, and by how much at most.
func apart(a, b *experiment.Run[float64]) (moved int, furthest float64) {
	for i, θ := range b.Net.Parameters().Theta {
		difference := a.Net.Parameters().Theta[i] - θ
		moved += countIf(difference != 0)
		furthest = max(furthest, math.Abs(difference))
	}
	return moved, furthest
}

// mulAdd is a·b + c of float32 numbers, rounded to double.
func mulAdd(a, b, c float32) float64 { return float64(float64(a)*float64(b)) + float64(c) }

// twiceRounded counts the fused multiply-adds of a million random operands that
// double precision, rounded again, gets wrong.
func twiceRounded() (wrong int) {
	r := dataset.NewRandom(7)
	A, C, twice := tensor.New[float32](1, 1e6), tensor.New[float32](1, 1e6), make([]float32, 1e6)
	s := float32(r.Normal())
	for i := range twice {
		a, c := float32(r.Normal()), float32(r.Normal())
		A.Set(0, i, a)
		C.Set(0, i, c)
		twice[i] = float32(mulAdd(a, s, c))
	}
	tensor.AddScaled(C, s, A)
	for i, x := range C.Row(0) {
		wrong += countIf(x != twice[i])
	}
	return wrong
}
