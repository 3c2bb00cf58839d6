package equations

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// faultless are the answers that held-out mutants are made of, without a mistake. What is
// caught of a mutant is its mistake only if these pass.
func faultless() map[string][]func(*probe) []float64 {
	network := []func(*probe) []float64{mutateForward(func(*mutableMLP) {}), mutateBackward(func(*mutableMLP, [][]float64) {}), mutateForward((*mutableMLP).again)}
	rule := []func(*probe) []float64{mutateOptimizer(func(*mutableOptimizer) {}), mutateCorrection(power)}
	loss, J := ofLoss((*mutableMLP).loss), ofLoss(func(s *mutableMLP) float64 { return -s.loss() })
	Z := valued(func(in *instance, s *mutableMLP) [][]float64 { return activated(in.σ, s.α) })
	Y := valued(func(_ *instance, s *mutableMLP) [][]float64 { return softened(s.A, math.Exp) })
	A := forwardRegression(func(_ *instance, s *mutableMLP) []float64 { return flat(product(s.X, s.V, nil)) })
	average, mean := ofDecay(func(β, y, x float64, _ int) float64 { return smoothedBy(β, y, x) }), ofPrefixes(averageOf)
	all := map[string][]func(*probe) []float64{
		"3": {ofRegressionJ(func(s *mutableMLP) float64 { return s.raised(powerOf) })},
		"4": {loss}, "Code 9": {loss}, "23": {J}, "35": {J},
		"5":  {ofSamples((*mutableMLP).logY)},
		"6":  {forwardRegression(func(_ *instance, s *mutableMLP) []float64 { return flat(softened(s.A, math.Exp)) })},
		"7":  {ofRegressionJ(func(s *mutableMLP) float64 { return -s.loss() })},
		"8":  {A},
		"10": {mutateLogistic(func(*mutableMLP) {}), mutateLogistic(chained(tOverY, byIndex))},
		"19": {mutateLogistic(func(*mutableMLP) {})}, "20": {mutateLogistic((*mutableMLP).again)},
		"2.2.6": {forwardRegression(func(_ *instance, s *mutableMLP) []float64 { return flat(s.R) })}, "2.2.7": {A},
		"21": {Z}, "32": {Z}, "22": {Y}, "34": {Y},
		"31": {valued(func(_ *instance, s *mutableMLP) [][]float64 { return product(s.X, s.W, s.b) })},
		"33": {valued(func(_ *instance, s *mutableMLP) [][]float64 { return product(s.Z, s.V, s.c) })},
		"41": {atX(carefulSigmoid)}, "42": {atX(carefulTanh)}, "43": {above(0)},
		"50": {mean}, "52": {mean}, "53": {ofPrefixes(func(xs []float64) float64 { return deviation(xs, len(xs)) })},
		"51": {average}, "57": {average}, "2.5.2": {inBlock("average", average)}, "58": {dividedBy(power)},
		"Code 3": {descending(func(*descent) {})},
	}
	for _, number := range gradients {
		all[number] = network
	}
	for _, number := range []string{"48", "49", "54", "55", "56", "59", "Code 5", "Code 13", "2.5.1"} {
		all[number] = rule
	}
	return all
}

// At the standard points and at a sample in go test, at five in the whole sweep.
func TestHeldOutWithoutAMistake(t *testing.T) {
	if testing.Short() {
		t.Skip("the right answers of every trial: the long form tries them")
	}
	for number, answers := range faultless() {
		trial, err := Find(number)
		require.NoError(t, err)
		all := [][]*probe{probedOf(t, number)}
		for _, p := range samples()[:sweep(0, 1, 5)] {
			all = append(all, trial.probes(p))
		}
		for _, probes := range all {
			for _, q := range probes {
				if q.unit != gradcheck.Unit64 {
					continue
				}
				for i, answer := range answers {
					if values := answer(q); values != nil {
						r := q.compare(values, gradcheck.Hints{})
						assert.NotEqual(t, gradcheck.FAIL, r.Verdict, "%s, %d, %s: %v", number, i, q.name, q.ratio(values))
					}
				}
			}
		}
	}
}
