package equations

// Mistakes in Z, which only the gradient in V sees.

func αForZ(s *mutableMLP)     { s.Z = s.α }
func shortZ(s *mutableMLP)    { rounded32(s.Z) }
func wrongZ(s *mutableMLP)    { s.Z = moved(s.Z) }
func slopeForZ(s *mutableMLP) { s.Z = s.S }

// weightedByZ has the column of ones forgotten for which z[n,0] stands.
func weightedByZ(s *mutableMLP) {
	each(s.R, func(r float64, n, _ int) float64 { return r * s.Z[n][0] })
}

// overClasses is the sum over k for every sample, where that over the samples for
// every k is meant; overBoth is the sum over both.
func overClasses(s *mutableMLP) []float64 { return sums(flipped(s.R)) }

func overBoth(s *mutableMLP) []float64 {
	g := sums(s.R)
	all := total(g)
	for k := range g {
		g[k] = all
	}
	return g
}

// outputMutants lists planted errors in the gradients in V and c.
var outputMutants = []Mutant{
	{Equation: "24", Name: "δ forgotten: no term k′ = k", answer: mutateForward(setR(noDiagonal))},
	{Equation: "24", Name: "only the term k′ = k", answer: mutateForward(setR(onlyDiagonal))},
	{Equation: "24", Name: "z of the next sample", answer: where(several, mutateForward(wrongZ))},
	{Equation: "24", Name: "α for z", answer: mutateForward(αForZ)},
	{Equation: "24", Name: "last entry × 1.01", answer: mutateResult(hundredth)},
	{Equation: "25", Name: "∂J/∂y = t", answer: mutateForward(setR(tForSlope))},
	{Equation: "25", Name: "∂y/∂a with δ − yₖ′ for δ − yₖ", answer: mutateForward(setR(sameIndex))},
	{Equation: "25", Name: "last sample forgotten", answer: mutateForward(noLast)},
	{Equation: "25", Name: "summed over k as well", answer: forward(func(_ *instance, s *mutableMLP) []float64 { return overBoth(s) })},
	{Equation: "28", Name: "T − Y without s", answer: where(uneven, mutateForward(withoutS))},
	{Equation: "28", Name: "log(y + 1e-12)", answer: mutateForward(clipped(1e-12))},
	{Equation: "29", Name: "doubled, as of a squared loss", answer: mutateForward(scaleR(twice))},
	{Equation: "29", Name: "residual times y(1 − y)", answer: mutateForward(squaredLoss)},
	{Equation: "29", Name: "labels smoothed by 1e-5", answer: mutateForward(smoothed(1e-5))},
	{Equation: "29", Name: "first sample forgotten", answer: mutateForward(noFirst)},
	{Equation: "29", Name: "accumulated in float32", answer: accumulated32},
	{Equation: "30", Name: "no softmax: T − A", answer: mutateForward(noSoftmax)},
	{Equation: "30", Name: "Z in float32", answer: mutateForward(shortZ)},
	{Equation: "30", Name: "targets moved by one row", answer: where(several, mutateForward(wrongTargets))},
	{Equation: "30", Name: "= for += over the samples", answer: where(several, mutateForward(onlyLast))},
	{Equation: "30", Name: "Z′ for Z", answer: mutateForward(slopeForZ)},
	{Equation: "30", Name: "samples summed from the last to the first", answer: mutateForward(reversed),
		Equivalent: "Addition commutes; the bound covers every order of the sum over the samples."},
	{Equation: "Code 1", Name: "axis=1 for axis=0", answer: where(several, forward(func(_ *instance, s *mutableMLP) []float64 { return overClasses(s) }))},
	{Equation: "Code 1", Name: "last sample counted twice", answer: mutateForward(lastTwice)},
	{Equation: "Code 1", Name: "times z[n,0], where the 1 belongs", answer: mutateForward(weightedByZ)},
	{Equation: "Code 1", Name: "exp in float32", answer: mutateForward(shortExp)},
}
