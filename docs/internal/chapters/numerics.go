package chapters

import (
	"fmt"
	"math"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/tensor"
)

// numericsNumbers are those of docs/chapters/10-numerics.md.
var numericsNumbers = numericsTogether(numbers{
	"numerics.unit":     func() string { return fmt.Sprintf("%.2e", gradcheck.Unit64) },
	"numerics.largest":  func() string { return fmt.Sprintf("%.2f", numericsBig(math.MaxFloat64).Log().Float64()) },
	"numerics.smallest": func() string { return fmt.Sprintf("%.2f", numericsBig(0x1p-1074).Quo(numericsBig(2)).Log().Float64()) },
	"numerics.softmax":  func() string { return numericsTextbookSoftmax(710, 0) },
	"numerics.shifted":  func() string { return numericsSoftmax(710, 0) },

	"numerics.certaincost": numericsCertainCost,
	"numerics.rightcost":   numericsRightCost,
	"numerics.logless":     func() string { return fmt.Sprintf("%g", numericsRow(tensor.LogSoftmax[float64], 0, -800)[1]) },
	"numerics.log2":        func() string { return fmt.Sprintf("%.16f", -numericsBig(2).Log().Float64()) },
	"numerics.wrongorder":  func() string { return fmt.Sprintf("%.16f", numericsWrongOrder[float64](1e8)) },
	"numerics.rightorder":  func() string { return fmt.Sprintf("%.16f", numericsRow(tensor.LogSoftmax[float64], 1e8, 1e8)[0]) },
	"numerics.wrong32":     func() string { return fmt.Sprint(numericsWrongOrder[float32](1e8)) },
	"numerics.right32":     func() string { return fmt.Sprint(numericsRow(tensor.LogSoftmax[float32], 1e8, 1e8)[0]) },

	"numerics.tanhquotient": numericsTanhQuotient,
	"numerics.tanhcareful":  numericsTanhCareful,
	"numerics.variance":     numericsVariance,
	"numerics.square":       func() string { x := 1 + 0x1p-30; return fmt.Sprint(float64(x*x) - (1 + 0x1p-29)) },
	"numerics.fused":        func() string { x := 1 + 0x1p-30; return fmt.Sprintf("%.3g", math.FMA(x, x, -(1+0x1p-29))) },

	"numerics.chain32":   func() string { return fmt.Sprintf("%.2f", numericsChain(numericsTenths[float32]())) },
	"numerics.sum32":     func() string { return fmt.Sprintf("%.2f", tensor.Sum(numericsTenths[float32]())) },
	"numerics.exact32":   func() string { return fmt.Sprintf("%.2f", float64(float32(0.1))*1e6) },
	"numerics.chainoff":  func() string { return numericsOff(float64(numericsChain(numericsTenths[float32]()))) },
	"numerics.sumoff":    func() string { return numericsOff(float64(tensor.Sum(numericsTenths[float32]()))) },
	"numerics.additions": func() string { return fmt.Sprint(1024/16 + 4 + (1000000+1023)/1024) },
}, numericsTanhTable(), numericsSigmoidTable(), numericsResidualTable(), numericsCorrectionTable())

func numericsTogether(all ...numbers) numbers {
	together := numbers{}
	for _, some := range all {
		for name, value := range some {
			together[name] = value
		}
	}
	return together
}

func numericsBig(x float64) gradcheck.Big { return gradcheck.BigOf(x) }

// numericsUlps is the distance of x from the truth, in units of the last place of that.
func numericsUlps(x float64, truth gradcheck.Big) string {
	t := math.Abs(truth.Float64())
	ulps := truth.Err(x) / (math.Nextafter(t, math.Inf(1)) - t)
	switch {
	case ulps < 10:
		return fmt.Sprintf("%.2f", ulps)
	case ulps < 1e4:
		return fmt.Sprintf("%.0f", ulps)
	}
	return fmt.Sprintf("%.1e", ulps)
}

// numericsRow applies an operation to a row.
func numericsRow[F tensor.Float](f func(C, A tensor.Matrix[F]), a ...F) []F {
	C := tensor.New[F](1, len(a))
	f(C, tensor.FromRows(a))
	return C.Row(0)
}

// numericsExp is eˣ in doubles, the same on every machine.
func numericsExp(x float64) float64 { return numericsRow(tensor.Exp[float64], x)[0] }

func numericsTextbookSoftmax(a ...float64) string {
	y := numericsRow(tensor.Exp[float64], a...)
	sum := y[0] + y[1]
	return fmt.Sprintf("%v and %v", y[0]/sum, y[1]/sum)
}

func numericsSoftmax(a ...float64) string {
	y := numericsRow(tensor.Softmax[float64], a...)
	return fmt.Sprintf("%.2g and %.2g", y[0], y[1])
}

// numericsCertainCost is the cost of Code 9 for the logits 0 and −800, of which the
// first is right.
func numericsCertainCost() string {
	y := numericsRow(tensor.Exp[float64], 0, -800)
	sum := y[0] + y[1]
	logs := numericsRow(tensor.Log[float64], y[0]/sum, y[1]/sum)
	return fmt.Sprint(-(float64(1*logs[0]) + float64(0*logs[1])))
}

func numericsRightCost() string {
	cost := make([]float64, 1)
	tensor.CrossEntropy(cost, tensor.FromRows([]float64{0, -800}), tensor.FromRows([]float64{1, 0}))
	return fmt.Sprint(math.Abs(cost[0]))
}

// numericsWrongOrder is the log softmax of two equal logits as a − (m + log Σ).
func numericsWrongOrder[F tensor.Float](a F) F {
	log2 := numericsRow(tensor.Log[F], 2)[0]
	return a - (a + log2)
}

// numericsTanhQuotient is how far the quotient of (42) is off at 10⁻⁸, relatively.
func numericsTanhQuotient() string {
	up, down := numericsExp(1e-8), numericsExp(-1e-8)
	truth := numericsBig(1e-8).Tanh()
	return fmt.Sprintf("%.1e", truth.Err((up-down)/(up+down))/truth.Float64())
}

func numericsTanhCareful() string {
	truth := numericsBig(1e-8).Tanh()
	return numericsUlps(numericsRow(tensor.Tanh[float64], 1e-8)[0], truth)
}

// numericsVariance is E(X²) − μ² of 10⁸+1, 10⁸+2 and 10⁸+3.
func numericsVariance() string {
	mean, square := 0.0, 0.0
	for _, x := range []float64{1e8 + 1, 1e8 + 2, 1e8 + 3} {
		mean += x
		square += float64(x * x)
	}
	mean, square = mean/3, square/3
	return fmt.Sprint(square - float64(mean*mean))
}

// numericsTenths are a million times 0.1.
func numericsTenths[F tensor.Float]() []F {
	x := make([]F, 1e6)
	for i := range x {
		x[i] = 0.1
	}
	return x
}

// numericsChain adds one after the other.
func numericsChain[F tensor.Float](x []F) (sum F) {
	for _, xi := range x {
		sum += xi
	}
	return sum
}

// numericsOff is how far a sum of a million float32 tenths is off.
func numericsOff(sum float64) string {
	exact := float64(float32(0.1)) * 1e6
	return fmt.Sprintf("%.1e", math.Abs(sum-exact)/exact)
}

// numericsBias has 1 − βᵗ by a power in doubles and by adam.BiasCorrection, and exactly.
func numericsBias(β float64, t int) (plain, careful float64, truth gradcheck.Big) {
	correction := sure(adam.NewBiasCorrection(β))
	power, exact := 1.0, numericsBig(1)
	for range t {
		correction.Advance()
		power = float64(power * β)
		exact = exact.Mul(numericsBig(β))
	}
	return 1 - power, correction.Denominator(), numericsBig(1).Sub(exact)
}
