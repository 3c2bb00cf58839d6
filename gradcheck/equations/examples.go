package equations

import (
	"math"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// The worked examples, and the displays that have no number.

// probeIndicator probes the indicator matrix of the rolls, t(1,6) = t(2,2) = 1, ….
func probeIndicator(p *Points) []*probe {
	labels := make([]int, len(p.rolls))
	truth := make([]big, 6*len(p.rolls))
	for n, roll := range p.rolls {
		labels[n] = roll - 1
		truth[6*n+roll-1] = gradcheck.BigOf(1)
	}
	T := must(dataset.FitLabels([]string{"1", "2", "3", "4", "5", "6"})).OneHot(labels)
	q := value("the rolls", exactly(matrix.Flat(rows(T))), truth, array("t", len(labels), 6))
	q.die = &die{rolls: p.rolls}
	return []*probe{q}
}

// printedIndicator probes the three elements that are shown.
func printedIndicator(p *Points) []*probe {
	var truth []big
	for n, k := range []int{6, 2, 2} {
		truth = append(truth, gradcheck.BigOf(δ(k, Standard().rolls[n])))
	}
	return []*probe{value("the first three", exactly([]float64{1, 1, 1}), truth, vector("t", 3))}
}

// logs are the losses −log y.
func logs[N number[N]](ys []float64) (losses []N) {
	for _, y := range gradcheck.FromFloats[N](ys) {
		losses = append(losses, y.Log().Neg())
	}
	return losses
}

// certainties are 1, ½ and ⅕ on the correct target.
var certainties = []float64{1, 0.5, 0.2}

func probeLogs(*Points) []*probe {
	A := tensor.FromRows(certainties)
	tensor.Log(A, A)
	c := claim{values: make([]float64, len(certainties)), formula: logs[precise](certainties)}
	for i, x := range A.Row(0) {
		c.values[i] = -x
	}
	return []*probe{value("certain, even, doubtful", c, logs[big](certainties), vector("loss", 3)).at(certainties...)}
}

// rounded is the claim of decimals that are rounded to so many digits after the point.
func rounded(digits int, values ...float64) claim {
	c := claim{values: values, bound: true}
	for range values {
		c.formula = append(c.formula, precise{Running: gradcheck.RunningError{Scale: math.Pow10(-digits) / 2 / gradcheck.Unit64, Roundings: 1}})
	}
	return c
}

func printedLogs(*Points) []*probe {
	return []*probe{value("to three digits", rounded(3, 0, 0.693, 1.609), logs[big](certainties), vector("loss", 3))}
}

// threeOutputs is the display of 2.2.4: y₁, y₂ and y₃.
func threeOutputs[N number[N]](a []float64) []N {
	e, _ := exponentials[N](a)
	S := e[0].Add(e[1]).Add(e[2])
	return []N{e[0].Quo(S), e[1].Quo(S), e[2].Quo(S)}
}

// threeLogits are the points' logits of three classes.
func threeLogits(p *Points) (three [][]float64) {
	for _, a := range p.logits {
		if len(a) == 3 {
			three = append(three, a)
		}
	}
	return three
}

// softmaxShifted is the same with a₃ taken from all logits, by another way to the truth.
func softmaxShifted[N number[N]](a []float64) []N {
	e := gradcheck.FromFloats[N](a)
	last := e[2]
	for k := range e {
		e[k] = e[k].Sub(last)
	}
	return paper.Softmax(e)
}

func probeThreeOutputs(a []float64) *probe {
	return crossChecked("", byFormula(threeOutputs[precise](a)), softmaxShifted[precise](a), vector("y", 3)).at(a...)
}

// isolated is the display of 2.2.6, Σₖ′ tₖ′(δₖₖ′ − yₖ), of each sample of the
// regression; collected is its closed form, tₖ − sₙyₖ.
func isolated[N number[N]](in *instance) (values []N) {
	return residuals(in, func(t []float64, y []N, k int) N {
		var sum N
		for k1 := range t {
			sum = sum.Add(sum.Of(t[k1]).Mul(sum.Of(δ(k, k1)).Sub(y[k])))
		}
		return sum
	})
}

func collected[N number[N]](in *instance) []N {
	return residuals(in, func(t []float64, y []N, k int) N {
		s := 0.0
		for _, tk := range t {
			s += tk
		}
		return y[k].Of(t[k]).Sub(y[k].Of(s).Mul(y[k]))
	})
}

// printedIsolated probes tₖ − yₖ, as printed, for one-hot targets.
func printedIsolated(in *instance) *probe {
	return value(in.String(), byFormula(minusY[precise](in)), isolated[big](in), array("t − y", in.N, in.K))
}

func minusY[N number[N]](in *instance) []N {
	return residuals(in, func(t []float64, y []N, k int) N { return y[k].Of(t[k]).Sub(y[k]) })
}

func residuals[N number[N]](in *instance, f func(t []float64, y []N, k int) N) (values []N) {
	for n, r := range rowsOf[N](in.logistic.Deep) {
		y := r.Y
		for k := range y {
			values = append(values, f(in.T[n], y, k))
		}
	}
	return values
}

func probeIsolated(in *instance) *probe {
	return ofValues(in, in.logistic, byFormula(collected[precise](in)), isolated[precise](in), array("t − y", in.N, in.K))
}

// printedColumns probes the display of 2.2.7, A[k,j] = Σᵢ W[k,i] X[i,j], with the
// paper's own W, D×K, and X, N×D, whatever the shapes allow: an index beyond them is NaN.
func printedColumns(in *instance) *probe {
	W := matrix.Cut(in.regressionW(), in.K)
	c := claim{bound: true}
	for n := range in.N {
		for k := range in.K {
			sum := 0.0
			for i := range in.D {
				sum += float64(element(W, k, i) * element(in.X, i, n))
			}
			c.values, c.formula = append(c.values, sum), append(c.formula, precise{})
		}
	}
	return value(in.String(), c, inFull(matrix.Flat(in.logistic.claims().paper.A)), array("A", in.N, in.K))
}

func element(A [][]float64, i, j int) float64 {
	if i >= len(A) || j >= len(A[i]) {
		return math.NaN()
	}
	return A[i][j]
}

// biasExample is the example of 2.5.5: y(1), ŷ(1), y(2) and ŷ(2) as weights of x(1),
// x(2). The decay is the decimal 0.999.
func biasExample[N field[N]]() []N {
	var zero N
	β := zero.Of(999).Quo(zero.Of(1000))
	one := β.Of(1)
	α := one.Sub(β)
	rest := one.Sub(β.Mul(β))
	return []N{α, α.Quo(α), β.Mul(α), α, β.Mul(α).Quo(rest), α.Quo(rest)}
}

// byPolynomial is the same by 1 − β² = (1 − β)(1 + β).
func byPolynomial[N field[N]]() []N {
	var zero N
	β, n := zero.Of(999), zero.Of(1000)
	return []N{zero.Of(1).Quo(n), zero.Of(1), β.Quo(n.Mul(n)), zero.Of(1).Quo(n), β.Quo(n.Add(β)), n.Quo(n.Add(β))}
}

var biasBlocks = []gradcheck.Block{vector("y(1)", 1), vector("ŷ(1)", 1), vector("y(2)", 2), vector("ŷ(2)", 2)}

func probeBiasExample(*Points) []*probe {
	c := byFormula(biasExample[precise]())
	return []*probe{fraction("β = 0.999", c, byPolynomial[rat](), byPolynomial[big](), biasBlocks...)}
}

func printedBiasExample(*Points) []*probe {
	c := rounded(6, 0.001, 1, 0.000999, 0.001).and(rounded(5, 0.49974, 0.50025))
	return []*probe{fraction("as printed", c, byPolynomial[rat](), byPolynomial[big](), biasBlocks...)}
}
