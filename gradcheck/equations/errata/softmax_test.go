package errata

import (
	"math"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// Sections 2.2 and 2.3, and their proofs.
var softmaxErrata = []demonstration{
	{id: "E9", says: "collapsed sums are right if σ is elementwise", show: func(e *Evidence) {
		s := newNetwork(0, false, 2)
		W := s.Theta[:s.D*s.K]
		truth := gradcheck.Differences(func(W []real320) real320 { return regressionLikelihood(s.X, s.T, W) }, W)
		full, collapsed := make([]real320, len(W)), make([]real320, len(W))
		for n, x := range s.X {
			logits := func(W []real320) []real320 { return regression(W, x, s.K) }
			y, daW := paper.Softmax(logits(numbers[real320](W...))), gradcheck.Jacobian(logits, W)
			for i := range W {
				for k := range y {
					for r := range y { // ∂J/∂y · ∂y/∂a_r · ∂a_r/∂W
						link := y[k].Of(s.T[n][k]).Quo(y[k]).Mul(softmaxSlope(y, k, r))
						full[i] = full[i].Add(link.Mul(daW[r][i]))
						if r == i%s.K { // (10)
							collapsed[i] = collapsed[i].Add(link.Mul(link.Of(x[i/s.K])))
						}
					}
				}
			}
		}
		e.agree("with all sums", full, truth)
		e.agree("collapsed", collapsed, truth)

		// A σ that is not elementwise, such as a softmax of the hidden layer, has other
		// derivatives than the ∂z_m/∂α_m of (37).
		α := []float64{0.25, -0.5, 1}
		J := gradcheck.Jacobian(paper.Softmax[real320], α)
		e.Is("", "-0.0366643", J[0][1].Float64())
		e.Holds("(16)", agree(J[0][1], softmaxSlope(paper.Softmax(numbers[real320](α...)), 0, 1)))
	}},
	{id: "E11", says: "parentheses missing before the derivative", show: func(e *Evidence) {
		y, J := workedSoftmax()
		e.Is("", "0.249475182349", y[0].Float64()) // only the exponential is differentiated: y itself
		e.Is("", "0.187237315741", J[0][0].Float64())
		e.Holds("(16)", agree(softmaxSlope(y, 0, 0), J[0][0]))
	}},
	{id: "E12", says: "the prime belongs to the index", show: func(e *Evidence) {
		y, J := workedSoftmax()
		wrong := [2]float64{}
		for j := range y { // j is k′
			for k := range y {
				δ := delta(j, k)
				e.Holds("(16)", agree(y[j].Mul(δ.Sub(y[k])), J[j][k]))
				e.Holds("as symmetric as its matrix", agree(y[k].Mul(δ.Sub(y[j])), J[j][k]))
				for i, twice := range []int{j, k} { // the same index twice
					wrong[i] = max(wrong[i], J[j][k].Err(y[twice].Mul(δ.Sub(y[twice])).Float64()))
				}
			}
		}
		e.IsEach([]string{"0.2925", "0.2925"}, wrong[:]...)
	}},
	{id: "E14", says: "nine derivatives have six values and rank 2", show: func(e *Evidence) {
		y, J := workedSoftmax()
		var values []real320
		for j := range J {
			for k := range J[j] {
				e.Holds("symmetric", agree(J[j][k], J[k][j]))
				if !slices.ContainsFunc(values, func(x real320) bool { return agree(x, J[j][k]) }) {
					values = append(values, J[j][k])
				}
			}
		}
		e.equal("values", 6, len(values))

		minor := func(i, j, k, l int) real320 { return J[i][k].Mul(J[j][l]).Sub(J[i][l].Mul(J[j][k])) }
		determinant := J[0][0].Mul(minor(1, 2, 1, 2)).Sub(J[0][1].Mul(minor(1, 2, 0, 2))).Add(J[0][2].Mul(minor(1, 2, 0, 1)))
		e.Holds("of rank 2 at most", agree(determinant, determinant.Of(0)))
		e.Holds("and at least", !agree(minor(0, 1, 0, 1), determinant.Of(0)))

		e.Holds("(8) is cited, but is the a themselves", !agree(y[0], y[0].Of(worked[0])))
		e.Holds("(14) and (15) say the same", agree(y[0].Sub(y[0].Mul(y[0])), y[0].Mul(y[0].Of(1).Sub(y[0]))))
	}},
	{id: "E20", says: "the derivative of α in b is missing", show: func(e *Evidence) {
		s := oneHot(nn.Sigmoid)
		W, x, b := columns(numbers[real320](s.Theta[:s.D*s.M]...), s.M), numbers[real320](s.X[0]...), s.Theta[s.D*s.M:][:s.M]
		J := gradcheck.Jacobian(func(b []real320) []real320 { return paper.Affine(W, x, b) }, b)
		for m := range b {
			for i := range b {
				e.Holds("∂α_nm/∂b_i", agree(J[m][i], delta(m, i)))
			}
		}
		e.agree("with it the six make (38)", gradientOf(s, sigmoidSlope, false), s.truth())

		// What is to be plugged in is t − y of one sample, by (16) and (17). (29) is a sum
		// over samples: with the sample twice it is twice that.
		y := paper.Softmax(numbers[real320](worked...))
		once := gradcheck.Differences(func(a []real320) real320 { return paper.Softmax(a)[1].Log() }, worked)
		for k := range y {
			term := delta(1, k).Sub(y[k])
			e.Holds("one sample", agree(term, once[k]))
			e.Holds("the sample twice", agree(term.Add(term).Sub(once[k]), once[k]))
		}
	}},
	{id: "E24", says: "44 and 45 hold for the sigmoid only", show: func(e *Evidence) {
		s := oneHot(nn.Sigmoid)
		e.agree("for the sigmoid", gradientOf(s, sigmoidSlope, false), s.truth())

		_, b := seed7().gradient()
		_, fortyfive := seed7().ascent(sigmoidForm)
		_, relu := seed7().ascent(reluForm)
		m := furthestIndex(fortyfive, b)
		e.Is("", "343.538", furthest(fortyfive, b))
		e.Is("", "343.538", fortyfive[m]-exact7().slope(indexB(m)))
		e.Is("", same, furthest(relu, b))
	}},
	{id: "E71", says: "a is not the constant vector", show: func(e *Evidence) {
		s := newNetwork(nn.Sigmoid, false, 9)
		W, x := s.Theta[:s.D], numbers[real320](s.X[0]...) // a column of W
		a := func(W []real320) (a real320) {
			for i := range W {
				a = a.Add(W[i].Mul(x[i]))
			}
			return a
		}
		truth := gradcheck.Differences(a, W)
		e.agree("the constant vector of ∂(Wᵀx)/∂W is x", x, truth)
		e.Is("", "2.134", a(numbers[real320](W...)).Sub(truth[0]).Float64()) // and not a, the activation
	}},
}

// Shapes, and what linear algebra can write: sections 2.2.7, 2.2.8, 2.3.2, 2.3.5.
var matrixErrata = []demonstration{
	{id: "E15", says: "W X does not fit, X W does", show: func(e *Evidence) {
		X, W := experiment.PaperRows().X, tensor.FromSlice(5, 3, demoWeights())
		e.misfit("Σᵢ W_ki X_ij", func() { tensor.Product(tensor.New[float64](5, 5), W, X) })

		A := tensor.New[float64](400, 3)
		tensor.Product(A, X, W) // Σᵢ X_ni W_ik
		for n := range 400 {
			for k := range 3 {
				a := 0.0 // Wᵀx
				for i, x := range X.Row(n) {
					a = math.FMA(x, W.At(i, k), a)
				}
				e.Holds("X·W", A.At(n, k) == a)
			}
		}
	}},
	{id: "E17", says: "(20) has rows for samples", show: func(e *Evidence) {
		s := newNetwork(0, false, 4)
		W := s.Theta[:s.D*s.K]
		truth := gradcheck.Differences(func(W []real320) real320 { return regressionLikelihood(s.X, s.T, W) }, W)
		X, R := tensor.FromRows(s.X...), tensor.New[float64](s.N, s.K) // T − Y
		twenty := make([]real320, len(W))
		for n, x := range s.X {
			y := paper.Softmax(regression(numbers[real320](W...), x, s.K))
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
	}},
	{id: "E21", says: "the gradient in a bias is not 0", show: func(e *Evidence) {
		X, T := rowsOf(experiment.PaperRows().X), rowsOf(experiment.PaperRows().T)
		W := numbers[real320](demoWeights()...)
		var withOnes [][]float64 // a bias is the weight of an input 1
		for _, x := range X {
			withOnes = append(withOnes, append(slices.Clone(x), 1))
		}
		J := func(b []real320) real320 { return regressionLikelihood(withOnes, T, append(W[:15:15], b...)) }
		slopes := gradcheck.Differences(J, make([]float64, 3))

		sums := make([]real320, 3)
		for n, x := range X {
			y := paper.Softmax(regression(W, x, 3))
			for k := range sums {
				sums[k] = sums[k].Add(y[k].Of(T[n][k]).Sub(y[k]))
			}
		}
		e.agree("sums of T − Y", sums, slopes)
		e.IsEach([]string{"43.493", "-19.598", "-23.895"}, slopes[0].Float64(), slopes[1].Float64(), slopes[2].Float64())
	}},
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
