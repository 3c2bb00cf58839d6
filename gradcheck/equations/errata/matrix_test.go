package errata

import (
	"chainrule/gradcheck"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// Shapes, and what linear algebra can write: sections 2.2.7, 2.2.8, 2.3.2, 2.3.5.
var matrixErrata = []demonstration{
	{id: "E15", says: "W X does not fit, X W does", show: showProductThatFits},
	{id: "E17", says: "(20) has rows for samples", show: showRowsForSamples},
	{id: "E21", says: "the gradient in a bias is not 0", show: showGradientInTheBias},
}

// misfit enters that a product is refused for its shapes.
func (e *Evidence) misfit(says string, product func()) {
	defer func() {
		_, isShape := recover().(*tensor.ShapeError)
		e.Holds(says, isShape)
	}()
	product()
}

// demoWeights are the W of softmax regression on the paper's data, D×K, at which some
// of the errata were measured: np.random.seed(3), randn(5, 3).
func demoWeights() []float64 {
	r, W := dataset.NewRandom(3), make([]float64, 5*3)
	for i := range W {
		W[i] = r.Normal()
	}
	return W
}

func showProductThatFits(e *Evidence) {
	X, W := experiment.PaperRows().X, tensor.FromSlice(5, 3, demoWeights())
	e.misfit("Σᵢ W_ki X_ij", func() { tensor.Product(tensor.New[float64](5, 5), W, X) })

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
			e.Holds("X·W", a[k].Err(A.At(n, k)) <= 6*gradcheck.Unit64*size.Float64())
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

func showRowsForSamples(e *Evidence) {
	s := newNetwork(0, false, 4)
	W := s.θ[:s.D*s.K]
	truth := gradcheck.Differences(func(W []real320) real320 { return regressionLikelihood(s.X, s.T, W) }, W)
	X, R := tensor.FromRows(s.X...), tensor.New[float64](s.N, s.K) // T − Y
	twenty := make([]real320, len(W))
	for n, x := range s.X {
		y := softmax(affineRow(columns(numbers[real320](W...), s.K), numbers[real320](x...), make([]real320, s.K)))
		for k := range y {
			r := y[k].Of(s.T[n][k]).Sub(y[k])
			R.Set(n, k, r.Float64())
			for i := range x { // Xᵀ(T−Y)
				twenty[i*s.K+k] = twenty[i*s.K+k].Add(r.Mul(r.Of(x[i])))
			}
		}
	}
	e.agree("(20)", twenty, truth)

	rows, cols := tensor.New[float64](s.D, s.K), tensor.New[float64](s.K, s.D)
	tensor.ProductTN(rows, X, R) // (20), in the shape of W
	e.misfit("with columns for samples", func() { tensor.ProductTN(rows, transposed(X), transposed(R)) })
	tensor.ProductNT(cols, transposed(R), transposed(X)) // (T−Y)Xᵀ, in the shape of Wᵀ
	e.equal("transposed", rows, transposed(cols))
}

func showGradientInTheBias(e *Evidence) {
	X, T := rowsOf(experiment.PaperRows().X), rowsOf(experiment.PaperRows().T)
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
	e.agree("sums of T − Y", sums, slopes)
	e.IsEach([]string{"43.493", "-19.598", "-23.895"}, slopes[0].Float64(), slopes[1].Float64(), slopes[2].Float64())
}
