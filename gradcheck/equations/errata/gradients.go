package errata

import (
	"math"
	"slices"

	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// Sections 2.2 and 2.3: derivatives and gradients.
var gradientErrata = []demonstration{
	{id: "E10", says: "B.1 ends in the wrong exponential", show: func(e *Evidence) {
		y := tensor.FromRows(worked)
		tensor.Softmax(y, y)
		first, second := y.At(0, 0), y.At(0, 1)
		e.Is("right", "-0.034156865400", -first*second)
		e.Is("printed", "-0.062237866608", -first*first)
		// The product rule, ∂exp(a₁)/∂a₂ taken for exp(a₁).
		e.Is("note", "0.215318316949", first-float64(first*second))
	}},
	// E13 takes the counts 2, 1, 0 for the targets of the worked numbers: what
	// Y − T lacks is (s−1)·Y.
	{id: "E13", says: "targets must sum to 1", show: func(e *Evidence) {
		y := tensor.FromRows(worked)
		tensor.Softmax(y, y)
		e.Is("counts", "1.23", (2+1+0-1)*slices.Max(y.Row(0)))
	}},
	{id: "E18", says: "sums over an index are products with 1", show: func(e *Evidence) {
		p, differ := seed7(), 0
		ones := tensor.New[float64](400, 1)
		tensor.Fill(ones, 1)
		dc, dz := p.upstream() // T − Y and (T−Y)Vᵀ
		nn.Pullback(nn.ReLU, dz, dz, p.s.Alpha, nil)
		for i, gradient := range [][]float64{p.g.C, p.g.B} {
			A := []matrix{dc, dz}[i]
			sums, product := make([]float64, A.Cols()), tensor.New[float64](A.Cols(), 1)
			tensor.ColumnSums(sums, A)         // np.sum(…, axis=0)
			tensor.ProductTN(product, A, ones) // (…)ᵀ1
			for k, x := range sums {
				e.Is("", same, x+gradient[k])
				if x != product.At(k, 0) {
					differ++
				}
			}
		}
		e.Is("differ", "0", float64(differ))
	}},
	{id: "E19", says: "left sides of 28 and 29 are those of 26 and 27", show: func(e *Evidence) {
		p := seed7()
		e.Is("dV", "-111.083100", -p.g.V.At(0, 0)) // Σ (t−y)·z, the right side of (28)
		e.Is("z", "0", p.s.Z.At(0, 0))             // ∂a₀₀/∂V₀₀, the left side as printed
		e.Is("dc1", "-140.126", -p.g.C[0])         // Σ (t−y), the right side of (29)
		e.Is("dc2", "90.326", -p.g.C[1])
		e.Is("dc3", "49.800", -p.g.C[2])
	}},
	{id: "E22", says: "left side of 39 would be 0 or 1", show: func(e *Evidence) { e.Is("V", "-0.023610", seed7().θ.V.At(0, 0)) }},
	{id: "E23", says: "u(z) needs u(0) to be 0", show: func(e *Evidence) {
		p := seed7()
		off := p.units(func(_, z float64) bool { return z == 0 })
		e.Is("off", "47.7", 100*float64(off)/20000) // per cent
		kinks := p.units(func(α, _ float64) bool { return α == 0 })
		e.Is("kinks", "0", float64(kinks)) // u(α) needs no convention here

		W, _ := p.gradient()
		everywhere, _ := p.ascent(stepForm)
		e.Is("norm", "309.86", length(W))
		e.Is("gap", "308.37", distance(everywhere, W))
		e.Is("share", "99.5", 100*distance(everywhere, W)/length(W)) // per cent
		safe, _ := p.ascent(func(dz, α, _ float64) float64 { return stepForm(dz, 0, α) })
		e.Is("", same, furthest(safe, W)) // u(α), with u(0) = 1
	}, long: func(e *Evidence) {
		e.Is("cost", "54.7787", misled(experiment.Paper(7), stepForm, stepForm).TestCost)
		e.Is("right", "44.6113", meant(7).TestCost)
	}},
	{id: "E25", says: "captions of 46 and 47 are exchanged", show: func(e *Evidence) {
		p := seed7()
		W, _ := p.gradient()
		fortysix, fortyfive := p.ascent(sigmoidForm)
		fortyseven, _ := p.ascent(reluForm)
		e.Is("largest", "87.917", furthest(W, make([]float64, len(W))))
		e.Is("off", "927.421", furthest(fortysix, W))
		e.Is("cosine", "-0.651", cosine(fortysix, W))
		e.Is("", same, furthest(fortyseven, W)) // with Z > 0 in parentheses
		// ⟨W, ∂J/∂W⟩ + ⟨b, ∂J/∂b⟩, for ReLU ⟨V, ∂J/∂V⟩
		e.Is("euler", "2976.722", tensor.Dot(p.θ.Theta[:300], slices.Concat(fortysix, fortyfive)))
	}, long: func(e *Evidence) {
		e.Is("relu", "44.6113", meant(7).TestCost)
		worse := 0 // (46) and (45) as printed than W and b not trained at all
		for _, seed := range []uint32{0, 1, 2, 7} {
			printed := misled(experiment.Paper(seed), sigmoidForm, sigmoidForm).TestCost
			none := misled(experiment.Paper(seed), noForm, noForm).TestCost
			switch {
			case seed == 7:
				e.Is("relu-46", "61.86", printed)
				e.Is("relu-still", "53.49", none)
			case printed > none:
				worse++
			}
		}
		e.Is("worse", "3", float64(worse))
		for σ, costs := range map[nn.Activation][2]string{nn.Sigmoid: {"71.28", "75.25"}, nn.Tanh: {"48.64", "66.90"}} {
			c := experiment.Paper(7)
			c.Activation = σ
			e.Is(σ.String(), costs[0], trained(c).TestCost)
			e.Is(σ.String()+"-47", costs[1], misled(c, printedForm, printedForm).TestCost)
		}
	}},
	{id: "E26", says: "the product binds tighter than >", show: func(e *Evidence) {
		truth, _ := seed7().gradient()
		printed, _ := seed7().ascent(pythonForm)
		e.Is("off", "329.149", furthest(printed, truth))
	}},
	{id: "E28", says: "Algorithm 1 has the sigmoid in b", show: func(e *Evidence) {
		p := seed7()
		_, b := p.gradient()
		_, algorithm1 := p.ascent(sigmoidForm)
		_, code11 := p.ascent(reluForm)
		e.Is("", same, furthest(code11, b))
		e.Is("", "3.96", distance(algorithm1, b)/length(b))
		e.Is("cosine", "-0.596", cosine(b, algorithm1))
		signs := 0
		for m := range b {
			if b[m]*algorithm1[m] < 0 {
				signs++
			}
		}
		e.Is("signs", "38", float64(signs))

		active, largest := p.units(func(_, z float64) bool { return z > 0 }), 0.0
		above := p.units(func(_, z float64) bool { largest = max(largest, z); return z > 1 })
		e.Is("above", "49.1", 100*float64(above)/float64(active)) // per cent
		e.Is("z", "8.99", largest)
		e.Is("slope", "-71.8", largest*(1-largest))
	}, long: func(e *Evidence) {
		e.Is("cost", "44.946", misled(experiment.Paper(7), reluForm, sigmoidForm).TestCost)
		e.Is("right", "44.6113", meant(7).TestCost)
		for seed, want := range [][2]string{{"47.07", "46.31"}, {"43.47", "43.64"}, {"42.85", "41.79"}, {"48.96", "49.68"}, {"43.68", "42.68"}} {
			c := experiment.Paper(uint32(seed))
			e.Is("", want[0], misled(c, reluForm, sigmoidForm).TestCost)
			e.Is("", want[1], meant(uint32(seed)).TestCost)
		}
	}},
	// E29 trains with Algorithm 1's gradients of J in updates that descend.
	{id: "E29", says: "ascent and descent are mixed", show: func(e *Evidence) { e.Is("loss", "111.083100", seed7().g.V.At(0, 0)) }, long: func(e *Evidence) {
		e.Is("start", "209.823", begin(experiment.Paper(7)).Evaluate().TestCost)
		climb := outcomes(scaled(experiment.Paper(7), -1), 100, 400, 4000)
		e.Is("", "254.766", climb[0].TestCost)
		e.Is("", "427.337", climb[1].TestCost)
		e.Is("end", "6652.900", climb[2].TestCost)
		e.Is("error", "0.61", climb[2].ErrorRate)
	}}, // Y − T, see E19
	{id: "E63", says: "B.5 has z for α and a square misplaced", show: func(e *Evidence) {
		square := func(x float64) float64 { return x * x }
		α := math.Exp(-0.7)         // exp(−α)
		z := math.Exp(-1 / (1 + α)) // exp(−z)
		e.Is("right", "0.221712873293", α/square(1+α))
		e.Is("printed", "0.405953592703", z/(1+square(z)))
		e.Is("z-for-alpha", "0.224047675274", z/square(1+z))
		e.Is("square", "0.398352729996", α/(1+square(α))) // misplaced
	}},
}

// worked are the activations of the worked numbers.
var worked = []float64{0.2, -0.4, 1.1}
