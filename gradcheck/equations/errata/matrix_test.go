package errata_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/tensor"
)

// Shapes, and what linear algebra can write: sections 2.2.7, 2.2.8, 2.3.2, 2.3.5.
var matrixErrata = []demonstration{
	{id: "E15", says: "W X does not fit, X W does", show: showProductThatFits},
	{id: "E17", says: "(20) has rows for samples", show: showRowsForSamples},
	{id: "E18", says: "sums over an index are products with 1", show: showSumsAreProducts},
	{id: "E21", says: "the gradient in a bias is not 0", show: showGradientInTheBias},
}

// requireMisfit requires that a product is refused for its shapes.
func requireMisfit(t *testing.T, product func()) {
	t.Helper()
	defer func() {
		var misfit *tensor.ShapeError
		require.IsType(t, misfit, recover())
	}()
	product()
}

func showProductThatFits(t *testing.T) {
	X, W := paperData().X, tensor.FromSlice(5, 3, demoWeights())
	requireMisfit(t, func() { tensor.Product(tensor.New[float64](5, 5), W, X) }) // Σᵢ W_ki X_ij

	A := tensor.New[float64](400, 3)
	tensor.Product(A, X, W) // Σᵢ X_ni W_ik
	for n := range 400 {
		a := affineRow(exactMatrix(W), numbers[real320](X.Row(n)...), make([]real320, 3)) // Wᵀx
		for k := range a {
			// Five products are summed: γ₅·Σ|x·w| bounds their rounding.
			size := real320{}
			for i, x := range X.Row(n) {
				w := a[k].Of(x * W.At(i, k))
				size = size.Add(w.Max(w.Neg()))
			}
			require.LessOrEqual(t, a[k].Err(A.At(n, k)), 6*gradcheck.Unit64*size.Float64())
		}
	}
}

// transposed is Aᵀ.
func transposed(A matrix) matrix {
	B := tensor.New[float64](A.Cols(), A.Rows())
	for i := range A.Rows() {
		for j, x := range A.Row(i) {
			B.Set(j, i, x)
		}
	}
	return B
}

func showRowsForSamples(t *testing.T) {
	e := newSmall(0, false, 4)
	W := e.θ[:e.D*e.K]
	truth := gradcheck.Differences(func(W []real320) real320 { return regressionLikelihood(e.X, e.T, W) }, W)
	X, R := tensor.FromRows(e.X...), tensor.New[float64](e.N, e.K) // T − Y
	twenty := make([]real320, len(W))
	for n, x := range e.X {
		y := softmax(affineRow(columns(numbers[real320](W...), e.K), numbers[real320](x...), make([]real320, e.K)))
		for k := range y {
			r := y[k].Of(e.T[n][k]).Sub(y[k])
			R.Set(n, k, r.Float64())
			for i := range x { // Xᵀ(T−Y)
				twenty[i*e.K+k] = twenty[i*e.K+k].Add(r.Mul(r.Of(x[i])))
			}
		}
	}
	requireAgree(t, twenty, truth)

	rows, cols := tensor.New[float64](e.D, e.K), tensor.New[float64](e.K, e.D)
	tensor.ProductTN(rows, X, R)                                                      // (20), in the shape of W
	requireMisfit(t, func() { tensor.ProductTN(rows, transposed(X), transposed(R)) }) // with columns for samples
	tensor.ProductNT(cols, transposed(R), transposed(X))                              // (T−Y)Xᵀ, in the shape of Wᵀ
	require.Equal(t, rows, transposed(cols))
}

func showSumsAreProducts(t *testing.T) {
	p := seed7()
	N := p.X.Rows()
	ones := tensor.New[float64](N, 1)
	tensor.Fill(ones, 1)
	R, dα := tensor.New[float64](N, 3), tensor.New[float64](N, 50)
	tensor.Sub(R, p.T, p.s.Y)
	tensor.ProductNT(dα, R, p.θ.V)
	for n := range N {
		for m, α := range p.s.Alpha.Row(n) {
			dα.Set(n, m, dα.At(n, m)*reluSlope(double(α), 0).Float64())
		}
	}
	c, b := tensor.New[float64](3, 1), tensor.New[float64](50, 1)
	tensor.ProductTN(c, R, ones)  // (T−Y)ᵀ1
	tensor.ProductTN(b, dα, ones) // {[(T−Y)Vᵀ] ⊙ Z′}ᵀ1
	sums := make([]float64, 50)
	tensor.ColumnSums(sums[:3], R) // np.sum(T − Y, axis=0)
	for k := range 3 {
		require.Equal(t, sums[k], c.At(k, 0))
		requireDigits(t, same, p.g.C[k]+c.At(k, 0))
	}
	tensor.ColumnSums(sums, dα)
	for m := range 50 {
		require.Equal(t, sums[m], b.At(m, 0))
	}
	for k, digits := range []string{"-140.126", "90.326", "49.800"} { // by differences: see E19
		requireDigits(t, digits, c.At(k, 0))
	}
}

func showGradientInTheBias(t *testing.T) {
	X, T := rowsOf(paperData().X), rowsOf(paperData().T)
	W := numbers[real320](demoWeights()...)
	var withOnes [][]float64 // a bias is the weight of an input 1
	for _, x := range X {
		withOnes = append(withOnes, append(append([]float64(nil), x...), 1))
	}
	J := func(b []real320) real320 { return regressionLikelihood(withOnes, T, append(W[:15:15], b...)) }
	slopes := gradcheck.Differences(J, make([]float64, 3))

	sums := make([]real320, 3)
	for n, x := range X {
		y := softmax(affineRow(columns(W, 3), numbers[real320](x...), make([]real320, 3)))
		for k := range sums {
			sums[k] = sums[k].Add(y[k].Of(T[n][k]).Sub(y[k]))
		}
	}
	requireAgree(t, sums, slopes)
	for k, digits := range []string{"43.493", "-19.598", "-23.895"} {
		requireDigits(t, digits, slopes[k].Float64())
	}
}
