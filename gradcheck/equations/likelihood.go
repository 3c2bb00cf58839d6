package equations

import (
	"fmt"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/mistake"
	"chainrule/gradcheck/equations/internal/paper"
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
		c := byFormula(dieLikelihood[precise](d))
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
		c := byFormula(mass[precise](p))
		qs = append(qs, fraction(fmt.Sprintf("p = %v", p), c, truth, crossCheck, vector("f", 5), vector("Σp", 1)).at(p...))
	}
	for _, in := range p.withExtremes() {
		c := in.logistic.claims()
		sums := claim{values: matrix.Flat(mistake.OverRows(mistake.Total)([]mistake.Matrix{c.code.Y})), formula: rowSums(c.formula.Y)}
		qs = append(qs, value(in.String(), sums, gradcheck.FromFloats[big](slices.Repeat([]float64{1}, in.N)), vector("Σₖyₙₖ", in.N)).of(in.mlp))
	}
	return qs
}

// likelihoodProduct is (3) with the y of softmax regression, where t counts.
func likelihoodProduct[N number[N]](in *instance) []N {
	var zero N
	L := zero.Of(1)
	for n, r := range rowsOf[N](in.logistic.Deep) {
		y := r.Y
		for k := range y {
			for range int(in.T[n][k]) {
				L = L.Mul(y[k])
			}
		}
	}
	return []N{L}
}

// likelihoodExp is the same as e to the power J.
func likelihoodExp(in *instance) []precise {
	return []precise{in.logistic.claims().paper.Loss.Neg().Exp()}
}

func probeLikelihood(in *instance) *probe {
	if in.kind == soft || in.kind == saturated {
		return nil // powers that are no counts; likelihoods that are no doubles
	}
	return ofValues(in, in.logistic, byFormula(likelihoodProduct[precise](in)), likelihoodExp(in), vector("L", 1))
}

// ofValues returns the probe for values at an instance. An extreme one has no
// cross-check in doubles, since the plain forward side overflows there.
func ofValues(in *instance, m *model, c claim, truth []precise, b gradcheck.Block) *probe {
	if in.beyond() {
		return value(m.name, c, inFull(truth), b).of(m)
	}
	return crossChecked(m.name, c, truth, b).of(m)
}

// mlp and logistic are the models of an instance.
func mlp(in *instance) *model      { return in.mlp }
func logistic(in *instance) *model { return in.logistic }

// values are some of the results of a model.
type values struct {
	name    string
	of      func(*instance) *model
	code    func(paper.Pass[float64]) []float64
	formula func(paper.Pass[precise]) []precise
	negated bool // for J, where the pass has the loss
}

// claim is on the program's results.
func (v values) claim(code paper.Pass[float64], formula paper.Pass[precise]) claim {
	c := claim{values: v.code(code), formula: v.formula(formula)}
	if v.negated {
		return c.negated()
	}
	return c
}

// probes probe the program, at all points; in float32 neither at saturated points nor at points beyond its range.
func (v values) probes(p *Points) (qs []*probe) {
	for _, in := range p.withExtremes() {
		m := v.of(in)
		c := m.claims()
		q := ofValues(in, m, v.claim(c.code, c.formula), v.claim(paper.Pass[float64]{}, c.paper).formula, v.block(m))
		qs = append(qs, q)
		if m.short {
			qs = append(qs, q.single(v.claim(m.single(), c.formula).values))
		}
	}
	return qs
}

// printed probes the formula as printed, the one of the forward side. Its truth
// is then the value of the code's formula in 320 bits.
func (v values) printed(p *Points) (qs []*probe) {
	for _, in := range p.oneHot() {
		m := v.of(in)
		c := m.claims()
		printed := byFormula(v.claim(c.code, c.paper).formula)
		qs = append(qs, value(m.name, printed, inFull(v.claim(c.code, c.formula).formula), v.block(m)).of(m))
	}
	return qs
}

// block is of one number, or of a row for each sample.
func (v values) block(m *model) gradcheck.Block {
	n := len(v.code(m.claims().code))
	if n == 1 {
		return vector(v.name, 1)
	}
	return array(v.name, len(m.X), n/len(m.X))
}

func preactivations[N any](p paper.Pass[N]) []N { return matrix.Flat(p.Alpha) }
func hidden[N any](p paper.Pass[N]) []N         { return matrix.Flat(p.Z) }
func logits[N any](p paper.Pass[N]) []N         { return matrix.Flat(p.A) }
func outputs[N any](p paper.Pass[N]) []N        { return matrix.Flat(p.Y) }
func loss[N any](p paper.Pass[N]) []N           { return []N{p.Loss} }

// losses and logLikelihoods are −J and J, of the network and of the regression.
var (
	losses           = values{"loss", mlp, loss[float64], loss[precise], false}
	regressionLosses = values{"loss of the regression", logistic, loss[float64], loss[precise], false}
	logLikelihoods   = values{"J", mlp, loss[float64], loss[precise], true}
	regressionJ      = values{"J", logistic, loss[float64], loss[precise], true}
)

// lossOfSamples are the losses that nn computes of each sample by itself.
func lossOfSamples(in *instance) (c claim) {
	for n := range in.N {
		one := in.Deep()
		one.X, one.T = in.X[n:n+1], in.T[n:n+1]
		r := claimsOf(one)
		c = c.and(claim{values: loss(r.code), formula: loss(r.formula)})
	}
	return c
}

func probeSampleLosses(in *instance) *probe {
	var truth []precise
	for n, r := range rowsOf[precise](in.Deep()) {
		truth = append(truth, paper.LogLikelihood(in.T[n], r.Y).Neg())
	}
	return ofValues(in, in.mlp, lossOfSamples(in), truth, vector("loss", in.N))
}
