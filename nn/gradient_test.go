package nn_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// precisions lists the two element types, with their unit roundoff.
var precisions = []struct {
	name string
	u    float64
	of   func(*example) (loss float64, g []float64)
}{
	{"float64", gradcheck.Unit64, computed[float64]},
	{"float32", gradcheck.Unit32, computed[float32]},
}

// Loss and gradient agree with the textbook's loss in 320 bits to within the
// roundings of their formula, in float64 and in float32.
func TestGradientsAreThoseOfTheLoss(t *testing.T) {
	for _, e := range examples() {
		exact := textbookLoss(e, gradcheck.FromFloats[gradcheck.Big](e.θ))
		for _, p := range precisions {
			loss, g := p.of(e)
			lossBound, bounds := e.bounds(p.u)
			report := gradcheck.CompareValues(e.name, g, e.truth(), bounds, e.where)
			require.Equal(t, gradcheck.PASS, report.Verdict, "%s: %v", p.name, report)
			report = gradcheck.CompareValues("loss", []float64{loss}, []gradcheck.Big{exact}, []float64{lossBound}, nil)
			require.Equal(t, gradcheck.PASS, report.Verdict, "%s, %s: %v", p.name, e.name, report)
		}
	}
}

// plants are mistakes: each takes the right gradient and returns the wrong one.
func plants(e *example) map[string]func(g []float64) []float64 {
	all := map[string]func([]float64) []float64{
		"the sign": func(g []float64) []float64 { return scaled(g, -1) },
	}
	begin := 0
	for _, block := range e.model().Parameters().Blocks() {
		rows, cols, lo := block.Matrix.Rows(), block.Matrix.Cols(), begin
		begin += rows * cols
		all["factor 1.001 in "+block.Name] = func(g []float64) []float64 {
			copy(g[lo:], scaled(g[lo:lo+rows*cols], 1.001))
			return g
		}
		if rows == 1 {
			continue
		}
		all["transpose of "+block.Name] = func(g []float64) []float64 { // read row by row
			right := slices.Clone(g)
			for i := range rows * cols {
				g[lo+i] = right[lo+i%rows*cols+i/rows]
			}
			return g
		}
	}
	return all
}

func scaled(g []float64, factor float64) []float64 {
	g = slices.Clone(g)
	for i := range g {
		g[i] *= factor
	}
	return g
}

func TestWrongGradientsAreRejected(t *testing.T) {
	for _, e := range examples() {
		for _, p := range precisions {
			_, g := p.of(e)
			_, bounds := e.bounds(p.u)
			for name, wrong := range plants(e) {
				report := gradcheck.CompareValues(name, wrong(slices.Clone(g)), e.truth(), bounds, e.where)
				require.Equal(t, gradcheck.FAIL, report.Verdict, "%s, %s: %s", p.name, e.name, name)
			}
		}
	}
}

// One wrong entry is enough, and is named: off by three times its bound it is at
// least two bounds from the truth.
func TestOneWrongEntryIsRejected(t *testing.T) {
	for _, e := range examples() {
		for _, p := range precisions {
			_, g := p.of(e)
			_, bounds := e.bounds(p.u)
			for i := range g {
				wrong := slices.Clone(g)
				if wrong[i] += 3 * bounds[i]; bounds[i] == 0 {
					wrong[i] = 0x1p-60 // a unit of ReLU that no row activates: exactly 0
				}
				report := gradcheck.CompareValues(e.name, wrong, e.truth(), bounds, e.where)
				require.Equal(t, 1, report.Failed, "%s, %s: %s", p.name, e.name, e.where(i))
				require.Equal(t, e.where(i), report.Worst.Where)
			}
		}
	}
}

// exactExample is a point at which nothing is rounded: α is 0 (for ReLU 1, or −1 in
// the last unit), where σ and σ′ are dyadic, and the logits are equal, so that
// Y = ½.
func exactExample(σ nn.Activation) *example {
	e := &example{name: σ.String(), σ: σ, D: 2, M: 3, K: 2,
		X: [][]float64{{1.5, 1.5}, {-0.75, -0.75}, {4, 4}},
		T: [][]float64{{1, 0}, {0, 1}, {2, 0.5}},
		θ: []float64{0.5, -3, 1, -0.5, 3, -1, 0, 0, 0, 2, -1.25, -2, 1.25, 7, 7, 0.5, 0.5},
	}
	if σ == nn.ReLU {
		copy(e.θ[6:9], []float64{1, 1, -1})
	}
	return e.withTruth()
}

// Where nothing is rounded the gradient is exact, in either precision, and a factor of
// 1 + 2⁻²³ anywhere would show. The differences leave 2⁻¹⁶⁶·κ·|f| at a θ of 0, which is
// below 2⁻¹⁵⁰.
func TestGradientsAreExactWhereNothingIsRounded(t *testing.T) {
	for _, σ := range nn.Activations {
		e := exactExample(σ)
		_, plain := careful(e, gradcheck.FromFloats[gradcheck.Float64](e.θ))
		want := make([]float64, len(plain))
		for i, g := range plain {
			want[i] = g.Float64()
			require.Less(t, e.truth()[i].Err(want[i]), 0x1p-150, "%v: %s", σ, e.where(i))
		}
		require.NotZero(t, want[0])
		for _, p := range precisions {
			_, g := p.of(e)
			require.Equal(t, want, g, "%v in %s", σ, p.name)
		}
	}
}
