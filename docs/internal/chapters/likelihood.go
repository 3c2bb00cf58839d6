package chapters

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// likelihoodNumbers are those of docs/chapters/01-likelihood.md.
var likelihoodNumbers = numbers{
	"likelihood.best":       func() string { return ratDecimal(5, likelihoodOfRolls(frequenciesOfRolls())) },
	"likelihood.fair":       func() string { return ratDecimal(9, likelihoodOfRolls(fairDie())) },
	"likelihood.ratio":      likelihoodRatio,
	"likelihood.dice":       func() string { count, _ := otherDice(); return thousands(count) },
	"likelihood.next":       func() string { _, next := otherDice(); return ratDecimal(6, next) },
	"likelihood.missed":     func() string { return inProse("%.3f", math.Pow(5.0/6, 5)) },
	"likelihood.seed7":      func() string { return inProse("%.1e", gradcheck.BigOf(-atSeed7().loss).Exp().Float64()) },
	"likelihood.seed7log":   func() string { return inProse("%.3f", -atSeed7().loss) },
	"likelihood.underflow":  func() string { return thousands(rowsUntilUnderflow(1.0 / 3)) },
	"likelihood.cross":      func() string { return inProse("%.4f", math.Log(6)) },
	"likelihood.entropy":    func() string { return inProse("%.4f", entropyOfRolls()) },
	"likelihood.divergence": func() string { return inProse("%.4f", math.Log(6)-entropyOfRolls()) },
	"likelihood.loss2":      func() string { return inProse("%.6f", lossAt(0.5)) },
	"likelihood.loss3":      func() string { return inProse("%.4f", lossAt(1.0/3)) },
	"likelihood.loss5":      func() string { return inProse("%.6f", lossAt(0.2)) },
	"likelihood.loss100":    func() string { return inProse("%.6f", lossAt(0.01)) },
}

var exponentMark = regexp.MustCompile(`e([+-]\d+)`)

// inProse formats numbers as a text prints them: −1.6·10⁻²⁹⁸ for -1.6e-298.
func inProse(format string, values ...any) string {
	text := exponentMark.ReplaceAllStringFunc(fmt.Sprintf(format, values...), func(e string) string {
		n, _ := strconv.Atoi(e[1:])
		if n == 0 {
			return ""
		}
		return "·10" + strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
			"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(strconv.Itoa(n))
	})
	return strings.ReplaceAll(text, "-", "−")
}

// thousands formats a whole number with spaces between thousands.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + " " + digits[i:]
	}
	return digits
}

func ratDecimal(digits int, x *big.Rat) string { return x.FloatString(digits) }

// countsOfRolls is how often each face came up among the rolls 6, 2, 2, 5, 3.
var countsOfRolls = []int64{0, 2, 1, 0, 1, 1}

func frequenciesOfRolls() (w []*big.Rat) {
	for _, n := range countsOfRolls {
		w = append(w, big.NewRat(n, 5))
	}
	return w
}

func fairDie() []*big.Rat { return slices.Repeat([]*big.Rat{big.NewRat(1, 6)}, 6) }

// likelihoodOfRolls is (1), by counts.
func likelihoodOfRolls(w []*big.Rat) *big.Rat {
	L := big.NewRat(1, 1)
	for k, n := range countsOfRolls {
		for range n {
			L.Mul(L, w[k])
		}
	}
	return L
}

func likelihoodRatio() string {
	ratio := new(big.Rat).Quo(likelihoodOfRolls(frequenciesOfRolls()), likelihoodOfRolls(fairDie()))
	return ratDecimal(2, ratio)
}

// otherDice returns how many dice there are with probabilities in fifteenths, and the
// largest likelihood of the rolls under any but the best. It panics if the best is not
// that of the frequencies.
var otherDice = sync.OnceValues(func() (count int, next *big.Rat) {
	best, found := likelihoodOfRolls(frequenciesOfRolls()), false
	next = new(big.Rat)
	inFifteenths(nil, 15, func(parts []int64) {
		var w []*big.Rat
		for _, n := range parts {
			w = append(w, big.NewRat(n, 15))
		}
		count++
		switch L := likelihoodOfRolls(w); {
		case L.Cmp(best) == 0 && !found:
			found = true
		case L.Cmp(best) >= 0:
			panic("book: a die better than that of the frequencies")
		case L.Cmp(next) > 0:
			next = L
		}
	})
	return count, next
})

// inFifteenths visits all ways to share so many among six faces, of which some have
// theirs.
func inFifteenths(parts []int64, left int64, visit func(parts []int64)) {
	if len(parts) == 5 {
		visit(append(slices.Clone(parts), left))
		return
	}
	for n := range left + 1 {
		inFifteenths(append(parts, n), left-n, visit)
	}
}

func entropyOfRolls() (H float64) {
	for _, n := range countsOfRolls {
		if n > 0 {
			q := float64(n) / 5
			H -= q * math.Log(q)
		}
	}
	return H
}

// rowsUntilUnderflow returns how many factors p it takes until their product is 0.
func rowsUntilUnderflow(p float64) (n int) {
	for L := 1.0; L > 0; L *= p {
		n++
	}
	return n
}

// lossAt is −log y as the code computes it.
func lossAt(y float64) float64 {
	A := tensor.FromRows([]float64{y})
	tensor.Log(A, A)
	return -A.At(0, 0)
}

// startOfTraining is a network, what it makes of the training rows, and the gradient of the loss.
type startOfTraining struct {
	θ, g *nn.Parameters[float64]
	s    *nn.Workspace[float64]
	loss float64
}

// atSeed7 is the paper's network before training, with the weights of random seed 7.
var atSeed7 = sync.OnceValue(func() startOfTraining {
	net, p := nn.NewMLP[float64](5, 50, 3, nn.ReLU), problem7()
	net.Initialize(dataset.NewRandom(7).Normal)
	at := startOfTraining{θ: net.Parameters(), g: net.Gradient(), s: net.Workspace(p.X.Rows())}
	net.Forward(at.s, p.X)
	at.loss = net.Loss(at.s, p.T)
	net.Backward(at.g, at.s, p.X, p.T)
	return at
})
