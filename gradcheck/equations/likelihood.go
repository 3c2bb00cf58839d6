package equations

import (
	"fmt"
	"slices"

	"chainrule/gradcheck"
)

// Sections 2.1 and 2.2.1: likelihoods and losses. These are values.

// die is the die of section 2.1.2: its rolls, from 1, and the probabilities of its faces.
type die struct {
	rolls []int
	w     []float64
}

// t returns t(n, k), with both indices from 0.
func (d die) t(n, k int) bool { return d.rolls[n] == k+1 }

// dieLikelihood is (1) as printed: over all rolls n and all faces k, w[k] to the power
// t(n, k).
func dieLikelihood[N field[N]](d die) []N {
	w := gradcheck.FromFloats[N](d.w)
	L := w[0].Of(1)
	for n := range d.rolls {
		for k := range w {
			if d.t(n, k) { // else the power is 1, of 0 as well
				L = L.Mul(w[k])
			}
		}
	}
	return []N{L}
}

// dieByCounts is the likelihood Πₖ w[k]^nₖ, where k was rolled nₖ times.
func dieByCounts[N field[N]](d die) []N {
	w := gradcheck.FromFloats[N](d.w)
	L := w[0].Of(1)
	for k := range w {
		for n := range d.rolls {
			if d.t(n, k) {
				L = w[k].Mul(L)
			}
		}
	}
	return []N{L}
}

// dice are the die with the rolls' frequencies as probabilities, which are the most
// likely, with equal ones, and with others.
func (p *Points) dice() []die {
	frequencies := make([]float64, 6)
	for _, roll := range p.rolls {
		frequencies[roll-1] += 1 / float64(len(p.rolls))
	}
	fair := slices.Repeat([]float64{1.0 / 6}, 6)
	return []die{{p.rolls, frequencies}, {p.rolls, fair}, {p.rolls, []float64{0.125, 0.25, 0.125, 0.0625, 0.1875, 0.25}}}
}

func probeDie(p *Points) (qs []*probe) {
	for i, d := range p.dice() {
		c := byFormula(d, dieLikelihood[double], dieLikelihood[runningError], dieLikelihood[big])
		q := fraction([]string{"as rolled", "fair", "loaded"}[i], c, dieByCounts[rat](d), dieByCounts[big](d), vector("L", 1))
		q.die = &d
		qs = append(qs, q)
	}
	return qs
}

// mass is (2), f(x = i | p) = pᵢ for each i, and the sum of the p.
func mass[N field[N]](p []float64) []N {
	all := gradcheck.FromFloats[N](p)
	var sum N
	for _, pi := range all {
		sum = sum.Add(pi)
	}
	return append(all, sum)
}

// rowSums returns the sum of each row.
func rowSums[N field[N]](rows [][]N) []N {
	sums := make([]N, len(rows))
	for n, row := range rows {
		for _, x := range row {
			sums[n] = sums[n].Add(x)
		}
	}
	return sums
}

// probeMass probes it with probabilities of five categories, short ones and one that
// float32 has not, and for the sums of the rows of Y that nn computes.
func probeMass(p *Points) (qs []*probe) {
	for _, p := range [][]float64{{0.125, 0.25, 0.5, 0.0625, 0.0625}, {0x1.000001p-3, 0x1.ffffffp-3, 0.5, 0.0625, 0.0625}} {
		truth, crossCheck := append(gradcheck.FromFloats[rat](p), rat{}.Of(1)), append(gradcheck.FromFloats[big](p), big{}.Of(1))
		c := byFormula(p, mass[double], mass[runningError], mass[big])
		qs = append(qs, fraction(fmt.Sprintf("p = %v", p), c, truth, crossCheck, vector("f", 5), vector("Σp", 1)).at(p...))
	}
	for _, in := range p.withExtremes() {
		c := in.regression()
		sums := claim{floats(rowSums(doubles(c.Y))), rowSums(c.running.Y), rowSums(c.formula.Y)}
		qs = append(qs, value(in.String(), sums, gradcheck.FromFloats[big](slices.Repeat([]float64{1}, in.N)), nil, nil, vector("Σₖyₙₖ", in.N)).of(in))
	}
	return qs
}

// likelihoodProduct is (3) with the y of softmax regression, where t counts.
func likelihoodProduct[N number[N]](in *instance) []N {
	var zero N
	L := zero.Of(1)
	for n, r := range regressionRows[N](in) {
		y := r.y
		for k := range y {
			for range int(in.T[n][k]) {
				L = L.Mul(y[k])
			}
		}
	}
	return []N{L}
}

// likelihoodExp is the same as e to the power J.
func likelihoodExp[N number[N]](in *instance) []N { return []N{regressionJ[N](in)[0].Exp()} }

func probeLikelihood(p *Points) (qs []*probe) {
	for _, in := range p.networks {
		if in.kind == soft || in.kind == saturated {
			continue // powers that are no counts; likelihoods that are no doubles
		}
		c := byFormula(in, likelihoodProduct[double], likelihoodProduct[runningError], likelihoodProduct[big])
		qs = append(qs, ofValues(in, c, vector("L", 1), likelihoodExp[big], likelihoodExp[double], likelihoodExp[runningError]))
	}
	return qs
}

// ofValues returns the probe for values at an instance. An extreme one has no
// cross-check in doubles, since the plain forward side overflows there.
func ofValues(in *instance, c claim, b gradcheck.Block, truth func(*instance) []big, crossCheck func(*instance) []double, slack func(*instance) []runningError) *probe {
	if in.beyond() {
		return value(in.String(), c, truth(in), nil, nil, b).of(in)
	}
	return value(in.String(), c, truth(in), crossCheck(in), slack(in), b).of(in)
}

// program is a program that computes values at an instance, in both precisions.
type program struct{ wide, narrow func(*instance) claims }

// The programs of package nn.
var (
	mlp      = program{func(in *instance) claims { return in.claims() }, func(in *instance) claims { return in.claims32() }}
	logistic = program{func(in *instance) claims { return in.regression() }, func(in *instance) claims { return in.regression32() }}
)

// forwardSide computes certain values in the arithmetics that a probe needs.
type forwardSide struct {
	truth      func(*instance) []big
	crossCheck func(*instance) []double
	slack      func(*instance) []runningError
}

// shaped is the block of n numbers, one of all samples or a row of each.
func shaped(name string, in *instance, n int) gradcheck.Block {
	if n == 1 {
		return vector(name, 1)
	}
	return array(name, in.N, n/in.N)
}

// values probes a program for a part of its results, at all points; in float32
// neither at saturated points nor at points beyond its range.
func (f forwardSide) values(name string, of program, part func(claims) claim) func(*Points) []*probe {
	return func(p *Points) (qs []*probe) {
		for _, in := range p.withExtremes() {
			c := part(of.wide(in))
			q := ofValues(in, c, shaped(name, in, len(c.values)), f.truth, f.crossCheck, f.slack)
			qs = append(qs, q)
			if in.fits32() {
				qs = append(qs, q.single(part(of.narrow(in)).values))
			}
		}
		return qs
	}
}

func theLoss[N number[N]](in *instance) []N        { return []N{theJ[N](in)[0].Neg()} }
func regressionLoss[N number[N]](in *instance) []N { return []N{regressionJ[N](in)[0].Neg()} }

func lossOfClaims(c claims) claim {
	return claim{[]float64{c.loss}, []runningError{c.running.loss}, []big{c.formula.loss}}
}

func likelihoodOfClaims(c claims) claim { return lossOfClaims(c).negated() }

// probeLoss probes −J of the network and of the regression.
func probeLoss(p *Points) []*probe {
	network := forwardSide{theLoss[big], theLoss[double], theLoss[runningError]}.values("loss", mlp, lossOfClaims)
	regression := forwardSide{regressionLoss[big], regressionLoss[double], regressionLoss[runningError]}.values("loss of the regression", logistic, lossOfClaims)
	return append(network(p), regression(p)...)
}

// probeJ probes J of the network, probeRegressionJ for J of the regression.
var (
	probeJ           = forwardSide{theJ[big], theJ[double], theJ[runningError]}.values("J", mlp, likelihoodOfClaims)
	probeRegressionJ = forwardSide{regressionJ[big], regressionJ[double], regressionJ[runningError]}.values("J", logistic, likelihoodOfClaims)
)

// lossOfSamples are the losses that nn computes of each sample by itself.
func lossOfSamples(in *instance) claim {
	var c claim
	for n := range in.N {
		one := *in
		one.N, one.X, one.T = 1, in.X[n:n+1], in.T[n:n+1]
		r := networkClaims[float64](&one)
		c.values, c.running, c.formula = append(c.values, r.loss), append(c.running, r.running.loss), append(c.formula, r.formula.loss)
	}
	return c
}

func sampleLosses[N number[N]](in *instance) []N {
	losses := sampleJ[N](in)
	for n := range losses {
		losses[n] = losses[n].Neg()
	}
	return losses
}

func probeSampleLosses(p *Points) (qs []*probe) {
	for _, in := range p.withExtremes() {
		qs = append(qs, ofValues(in, lossOfSamples(in), vector("loss", in.N), sampleLosses[big], sampleLosses[double], sampleLosses[runningError]))
	}
	return qs
}

// printed probes values by the printed formula, the one of the forward side. Their truth
// is then the value of the code's formula in 320 bits.
func (f forwardSide) printed(name string, of program, part func(claims) claim) func(*Points) []*probe {
	return func(p *Points) (qs []*probe) {
		for _, in := range p.oneHot(everyActivation...) {
			truth := part(of.wide(in)).formula
			c := claim{floats(f.crossCheck(in)), f.slack(in), f.truth(in)}
			qs = append(qs, value(in.String(), c, truth, nil, nil, shaped(name, in, len(truth))).of(in))
		}
		return qs
	}
}

var (
	printedJ    = forwardSide{theJ[big], theJ[double], theJ[runningError]}.printed("J", mlp, likelihoodOfClaims)
	printedLoss = forwardSide{theLoss[big], theLoss[double], theLoss[runningError]}.printed("loss", mlp, lossOfClaims)
)
