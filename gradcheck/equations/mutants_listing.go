package equations

// batched answers Code 4 with batches of one's own: so many, each from lo to hi.
func batched(batches func(N, B int) int, rows func(j, N, B int) (lo, hi int)) func(*probe) []float64 {
	return mutateFormula(func(x []float64) (values []float64) {
		N, B := int(x[0]), int(x[1])
		for j := range batches(N, B) {
			lo, hi := rows(j, N, B)
			values = append(values, float64(lo), float64(hi))
		}
		return append(values, float64(batches(N, B)))
	})
}

func ceiling(N, B int) int  { return (N + B - 1) / B }
func quotient(N, B int) int { return N / B }
func oneMore(N, B int) int  { return N/B + 1 }

func cutAtN(j, N, B int) (lo, hi int)   { return j * B, min((j+1)*B, N) }
func notCut(j, _, B int) (lo, hi int)   { return j * B, (j + 1) * B }
func overlaps(j, N, B int) (lo, hi int) { return j * B, min((j+1)*B+1, N) }

// set has a number at a place.
func set(at int, x float64) func(*probe) []float64 {
	return mutateResult(func(_ *probe, g []float64) []float64 {
		g[at] = x
		return g
	})
}

// listingMutants lists planted errors in the listings on batches, data and predictions.
var listingMutants = []Mutant{
	{Equation: "Code 4", Name: "N // B: the remainder dropped", answer: batched(quotient, cutAtN)},
	{Equation: "Code 4", Name: "batches that overlap by a row", answer: batched(ceiling, overlaps)},
	{Equation: "Code 4", Name: "N // B + 1: an empty batch", answer: batched(oneMore, cutAtN)},
	{Equation: "Code 4", Name: "last batch not cut at N", answer: batched(ceiling, notCut)},
	{Equation: "Code 6", Name: "N and D exchanged", answer: mutateResult(exchanged)},
	{Equation: "Code 6", Name: "K the largest label, counted from 0", answer: set(2, 2)},
	{Equation: "Code 7", Name: "sizes of the parts exchanged", answer: mutateResult(exchanged)},
	{Equation: "Code 7", Name: "drawn with replacement: a row twice, one never", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		g[2], g[3] = 2, 0
		return g
	})},
	{Equation: "Code 8", Name: "test labels fitted anew", answer: mutateResult(func(*probe, []float64) []float64 { return printedBinarizer(nil)[0].claim.values })},
	{Equation: "Code 8", Name: "column of the next class", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		return flat(flipped(moved(flipped(cut(g, 3)))))
	})},
	{Equation: "Code 12", Name: "argmax takes the last of ties", answer: mutateFormula(func(y []float64) []float64 {
		return predictions(y, func(x, best float64) bool { return x >= best })
	})},
	{Equation: "Code 12", Name: "argmin", answer: mutateFormula(func(y []float64) []float64 {
		return predictions(y, func(x, best float64) bool { return x < best })
	})},
	{Equation: "Code 12", Name: "error rate that counts hits", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		g[5] = 1 - g[5]
		return g
	})},
}

// predictions are the classes and the share of errors of the five rows, with a rule
// for which output is better.
func predictions(y []float64, better func(x, best float64) bool) (values []float64) {
	errors := 0.0
	for n, row := range cut(y, 3) {
		at := 0
		for k, x := range row {
			if better(x, row[at]) {
				at = k
			}
		}
		values = append(values, float64(at))
		errors += 1 - δ(at, []int{1, 0, 2, 2, 1}[n])
	}
	return append(values, errors/5)
}
