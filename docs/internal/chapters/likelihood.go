package chapters

import "math"

// likelihoodNumbers computes the numbers of docs/chapters/01-likelihood.md.
func likelihoodNumbers(show Show) {
	// (1) for the rolls 6, 2, 2, 5, 3, by the fifteenths of the die's probabilities of 2, 3, 5 and
	// 6. A die that shows 1 or 4 too is worse than one that does not.
	likelihood := func(p2, p3, p5, p6 int) float64 { return float64(p2*p2*p3*p5*p6) / math.Pow(15, 5) }
	best, fair, next := likelihood(6, 3, 3, 3), math.Pow(6, -5), 0.0
	for code := range 1 << 12 {
		p2, p3, p5 := code>>8, code>>4&15, code&15
		if L := likelihood(p2, p3, p5, max(15-p2-p3-p5, 0)); L != best {
			next = max(next, L) // would be above the best if there were a better one
		}
	}
	show("best", "%.5f", best)
	show("fair", "%.9f", fair)
	show("ratio", "%.2f", best/fair)
	show("next", "%.6f", next)

	show("seed7", "%.1e", math.Exp(-start7().loss))
	show("seed7log", "%.3f", -start7().loss)
	underflow := 0
	for L := 1.0; L > 0; L /= 3 {
		underflow++
	}
	show("underflow", "%d", underflow)
	entropy := 0.4*math.Log(2.5) + 0.6*math.Log(5)
	show("entropy", "%.4f", entropy)
	show("divergence", "%.4f", math.Log(6)-entropy)
}
