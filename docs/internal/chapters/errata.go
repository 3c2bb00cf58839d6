package chapters

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"chainrule/adam"
	"chainrule/gradcheck/equations/errata"
	"chainrule/nn"
	"chainrule/tensor"
)

// errataNumbers are those of docs/chapters/13-errata.md.
var errataNumbers = numbers{
	"errata.all":        func() string { return fmt.Sprint(len(errata.All())) },
	"errata.shown":      func() string { return errataCount(func(e errata.Erratum) bool { return e.Shown }) },
	"errata.unshown":    func() string { return errataCount(func(e errata.Erratum) bool { return !e.Shown }) },
	"errata.math":       func() string { return errataKind("math") },
	"errata.code":       func() string { return errataKind("code") },
	"errata.notation":   func() string { return errataKind("notation") },
	"errata.text":       func() string { return errataKind("text") },
	"errata.assumption": func() string { return errataKind("assumption") },
	"errata.result":     func() string { return errataKind("result") },

	"errata.46.largest": func() string { W, _ := errataSeed7().ascent(errataReLU); return fmt.Sprintf("%.1f", errataLargest(W)) },
	"errata.46.off":     func() string { return errataOff(errataSeed7().ascent(errataSigmoid)) },
	"errata.47.off":     func() string { return errataOff(errataSeed7().compared(), nil) },
	"errata.28.right":   func() string { return fmt.Sprintf("%.1f", -errataSeed7().g.V.At(0, 0)) },
	"errata.28.printed": func() string { return fmt.Sprint(errataSeed7().s.Z.At(0, 0)) },
	"errata.39.right":   func() string { return fmt.Sprintf("%.4f", errataSeed7().θ.V.At(0, 0)) },

	"errata.43.off":   func() string { return fmt.Sprintf("%.1f %%", 100*errataSeed7().off()) },
	"errata.43.gap":   func() string { return fmt.Sprintf("%.1f %%", 100*errataStepGap()) },
	"errata.43.cost":  func() string { return fmt.Sprintf("%.1f", errataTrain(7, errataStep, errataStep)) },
	"errata.b.cosine": errataCosine,
	"errata.b.signs":  errataSigns,
	"errata.b.cost":   func() string { return fmt.Sprintf("%.2f", errataTrain(7, errataReLU, errataSigmoid)) },
	"errata.cost":     func() string { return fmt.Sprintf("%.2f", experimentMeant()[4000].cost) },

	"errata.climb.start": func() string { return fmt.Sprintf("%.0f", experimentOutcomeOf(untrained(7, nn.ReLU)).cost) },
	"errata.climb.end":   func() string { return fmt.Sprintf("%.0f", errataClimb().cost) },
	"errata.climb.error": func() string { return fmt.Sprintf("%.2f", errataClimb().error) },

	"errata.eps.inside":  func() string { return fmt.Sprintf("%.4f", errataFirstStep(1e-6, true)) },
	"errata.eps.outside": func() string { return fmt.Sprintf("%.4f", errataFirstStep(1e-6, false)) },
	"errata.eps.large":   func() string { return fmt.Sprintf("%.4f", errataFirstStep(1, true)) },
	"errata.51.printed":  func() string { return fmt.Sprintf("%.6f", errataNormals()[8]) },
	"errata.51.right":    errataAverage,
	"errata.53.variance": func() string { return fmt.Sprintf("%.0e", 2/(math.Sqrt(4-2*2)+1e-8)) },
	"errata.weight":      func() string { return fmt.Sprintf("%.7f", 999.0/1999) },
	"errata.factor.1000": func() string { return errataFactor(1000) },
	"errata.factor.4000": func() string { return errataFactor(4000) },
	"errata.classical": func() string {
		return fmt.Sprintf("%.6f", errataMinimise(adam.NewClassicalMomentum[float64](1, 0.1, 0.9)))
	},
	"errata.distinctive": func() string { return fmt.Sprintf("%.6f", errataMinimise(adam.NewMomentum[float64](1, 0.1, 0.9))) },
	"errata.slower": func() string {
		return fmt.Sprintf("%.6f", errataMinimise(adam.NewClassicalMomentum[float64](1, 0.01, 0.9)))
	},
	"errata.b1.right":     func() string { return errataB1(1) },
	"errata.b1.printed":   func() string { return errataB1(0) },
	"errata.labels.right": func() string { return fmt.Sprintf("%.4f", -4*math.Log(0.9)) },
	"errata.labels.refit": func() string { return fmt.Sprintf("%.4f", -2*(math.Log(0.9)+2*math.Log(0.05))) },
	"errata.counts":       errataCounts,
}

func errataCount(holds func(e errata.Erratum) bool) string {
	return experimentCount(errata.All(), holds)
}

func errataKind(kind string) string {
	return errataCount(func(e errata.Erratum) bool { return slices.Contains(e.Kinds, kind) })
}

// errataPosition is a network with what it makes of the training rows, and the gradient
// of the loss there.
type errataPosition struct {
	θ, g *nn.Parameters[float64]
	s    *nn.Workspace[float64]
	X, T tensor.Matrix[float64]
}

// errataSeed7 is the network of Code 13 with seed 7 before training.
var errataSeed7 = sync.OnceValue(func() errataPosition {
	net, p := untrained(7, nn.ReLU), problem7()
	at := errataPosition{net.Parameters(), net.Gradient(), net.Workspace(p.X.Rows()), p.X, p.T}
	net.Forward(at.s, p.X)
	net.Backward(at.g, at.s, p.X, p.T)
	return at
})

// errataSlope is σ′ in terms of α and z.
type errataSlope func(α, z float64) float64

func errataSigmoid(_, z float64) float64 { return float64(z * (1 - z)) }

func errataReLU(α, _ float64) float64 {
	if α > 0 {
		return 1
	}
	return 0
}

// errataStep is u(z) with u(0) = 1.
func errataStep(_, z float64) float64 {
	if z >= 0 {
		return 1
	}
	return 0
}

// hidden returns (T−Y)Vᵀ.
func (p errataPosition) hidden() tensor.Matrix[float64] {
	R, dZ := tensor.New[float64](p.T.Rows(), p.T.Cols()), tensor.New[float64](p.T.Rows(), p.s.Z.Cols())
	tensor.Sub(R, p.T, p.s.Y)
	tensor.ProductNT(dZ, R, p.θ.V)
	return dZ
}

// ascent returns the gradients of J in W and b, from [(T−Y)Vᵀ] ⊙ σ′ with any slope σ′.
func (p errataPosition) ascent(slope errataSlope) (W, b []float64) {
	return p.handed(func(dz, α, z float64) float64 { return float64(dz * slope(α, z)) })
}

// compared is (47) as Python reads it: true or false, 1 or 0.
func (p errataPosition) compared() []float64 {
	W, _ := p.handed(func(dz, _, z float64) float64 { return errataReLU(float64(dz*z), 0) })
	return W
}

func (p errataPosition) handed(to func(dz, α, z float64) float64) (W, b []float64) {
	dα := p.hidden()
	for n := range dα.Rows() {
		for m, dz := range dα.Row(n) {
			dα.Set(n, m, to(dz, p.s.Alpha.At(n, m), p.s.Z.At(n, m)))
		}
	}
	W, b = make([]float64, p.X.Cols()*dα.Cols()), make([]float64, dα.Cols())
	tensor.ProductTN(tensor.FromSlice(p.X.Cols(), dα.Cols(), W), p.X, dα)
	tensor.ColumnSums(b, dα)
	return W, b
}

// off is the share of hidden units that are off.
func (p errataPosition) off() float64 {
	off := 0
	for n := range p.s.Z.Rows() {
		for _, z := range p.s.Z.Row(n) {
			if z == 0 {
				off++
			}
		}
	}
	return float64(off) / float64(p.s.Z.Rows()*p.s.Z.Cols())
}

func errataLargest(x []float64) (largest float64) {
	for _, xi := range x {
		largest = max(largest, math.Abs(xi))
	}
	return largest
}

// errataOff is how far a gradient in W is from ReLU's, at its worst entry.
func errataOff(W, _ []float64) string {
	right, _ := errataSeed7().ascent(errataReLU)
	return fmt.Sprintf("%.1f", errataLargest(errataMinus(W, right)))
}

func errataMinus(a, b []float64) (c []float64) {
	for i := range a {
		c = append(c, a[i]-b[i])
	}
	return c
}

func errataDot(a, b []float64) (sum float64) {
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}
