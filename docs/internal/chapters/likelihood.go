package chapters

import "math"

// likelihoodNumbers computes the numbers of docs/chapters/01-likelihood.md.
func likelihoodNumbers(show Show) {
	show = inProse(show)
	best, fair := likelihoodOfRolls(6, 3, 3, 3), math.Pow(6, -5)
	count, next := otherDice(best)
	show("best", "%.5f", best)
	show("fair", "%.9f", fair)
	show("ratio", "%.2f", best/fair)
	show("dice", "%s", thousands(count))
	show("next", "%.6f", next)

	loss := start7().loss
	show("seed7", "%.1e", math.Exp(-loss))
	show("seed7log", "%.3f", -loss)
	underflow := 0
	for L := 1.0; L > 0; L /= 3 {
		underflow++
	}
	show("underflow", "%d", underflow)

	entropy := 0.4*math.Log(2.5) + 0.6*math.Log(5)
	show("entropy", "%.4f", entropy)
	show("divergence", "%.4f", math.Log(6)-entropy)
}

// likelihoodOfRolls is (1) for the rolls 6, 2, 2, 5, 3 and a die with these fifteenths for the
// probabilities of 2, 3, 5 and 6.
func likelihoodOfRolls(two, three, five, six int) float64 {
	return float64(two*two*three*five*six) / math.Pow(15, 5)
}

// otherDice counts the dice with probabilities in fifteenths and returns the largest likelihood
// below the best. It panics if one is larger than that.
func otherDice(best float64) (count int, next float64) {
	for code := range 1 << 20 { // five faces, four bits each
		face := func(i int) int { return code >> (4 * i) & 15 }
		six := 15 - face(0) - face(1) - face(2) - face(3) - face(4)
		if six < 0 {
			continue
		}
		count++
		switch L := likelihoodOfRolls(face(1), face(2), face(4), six); {
		case L > best:
			panic("a die is better than that of the frequencies")
		case L < best:
			next = max(next, L)
		}
	}
	return count, next
}
