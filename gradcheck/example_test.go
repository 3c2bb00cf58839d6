package gradcheck_test

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
)

// length returns √(x² + y²).
func length[N gradcheck.Number[N]](at []N) N {
	x, y := at[0], at[1]
	return x.Mul(x).Add(y.Mul(y)).Sqrt()
}

// direction returns its gradient, (x, y)/√(x² + y²).
func direction[N gradcheck.Number[N]](at []N) []N {
	r := length(at)
	return []N{at[0].Quo(r), at[1].Quo(r)}
}

// program is somebody's code for that gradient.
func program(x, y float64) []float64 {
	r := math.Sqrt(float64(x*x) + float64(y*y))
	return []float64{x / r, y / r}
}

// A hand-written gradient is right if it differs from the exact one by no more
// than roundings, which the objective bounds by itself. The formula of the gradient
// may sharpen the bound, in RunningErrors.
func ExampleCheckExact() {
	at := []float64{0.1, 0.7}
	claim := gradcheck.Claim{
		Name:      "length",
		Objective: length[gradcheck.Exact],
		At:        at,
		Gradient:  program(0.1, 0.7),
		Blocks:    []gradcheck.Block{{Name: "p", Rows: 1, Cols: 2}},
	}
	fmt.Print(gradcheck.CheckExact(claim))

	claim.Gradient[1] *= 1 + 1e-12
	claim.RunningErrors = direction(gradcheck.FromFloats[gradcheck.RunningError](at))
	fmt.Print(gradcheck.CheckExact(claim))
	// Output:
	// length: PASS, 2 entries
	//   worst     p[0]
	//   analytic  0.14142135623730953       0x1.21a1851ff630bp-03
	//   numeric   0.14142135623730953       0x1.21a1851ff630bp-03
	//   error     9.83e-18, relative 6.95e-17, bound 1.26e-16, error/bound 0.0783
	//   that is   0.354 ulp, or 0.626 roundings, of which 8 are allowed
	// length: FAIL, 1 of 2 entries
	//   p[1] is off by 2.25e+03 times its bound
	//   diagnosis: p is right but for p[1], which is off by 1e-12 of its value
	//   worst     p[1]
	//   analytic  0.98994949366215657       0x1.fadaa8f7f1027p-01
	//   numeric   0.98994949366116658       0x1.fadaa8f7eed52p-01
	//   error     9.9e-13, relative 1e-12, bound 4.4e-16, error/bound 2.25e+03
	//   that is   8.92e+03 ulp, or 9.01e+03 roundings, of which 4 are allowed
}

// A function of float64, a gradient, a point: three arguments check the gradient.
func ExampleCheck() {
	f := func(x []float64) float64 { return math.Log1p(math.Exp(x[0])) + math.Log1p(math.Exp(x[1])) }
	sigmoid := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	fmt.Println(gradcheck.Check(f, []float64{sigmoid(0.5), sigmoid(-2)}, []float64{0.5, -2}).Verdict)

	report := gradcheck.Check(f, []float64{sigmoid(0.5), -sigmoid(-2)}, []float64{0.5, -2})
	fmt.Println(report.Verdict, report.Diagnosis)
	// Output:
	// PASS
	// FAIL [the gradient is right but for [1], which is −1 times what it should be]
}

// normalised returns the z = (x − μ)/s of a row of batch normalisation, and its s = √(σ² + 10⁻⁵).
func normalised(x []float64) (z []float64, s float64) {
	μ, σ2, n := 0.0, 0.0, float64(len(x))
	for _, x := range x {
		μ += x / n
	}
	for _, x := range x {
		σ2 += (x - μ) * (x - μ) / n
	}
	s = math.Sqrt(σ2 + 1e-5)
	for _, x := range x {
		z = append(z, (x-μ)/s)
	}
	return z, s
}

// A layer with several outputs is checked by a sum of them, with weights that are the gradients it is given.
func ExampleCheck_batchNormalisation() {
	x, dz := []float64{1, -2, 0.5, 3}, []float64{1, 2, -1, 0.25}
	loss := func(x []float64) (L float64) {
		z, _ := normalised(x)
		for i := range z {
			L += dz[i] * z[i]
		}
		return L
	}
	z, s := normalised(x) // of the program under test: dx = (dz − mean dz − z·mean(dz·z))/s
	dx, mean, product, n := make([]float64, len(x)), 0.0, 0.0, float64(len(x))
	for i := range x {
		mean, product = mean+dz[i]/n, product+dz[i]*z[i]/n
	}
	for i := range x {
		dx[i] = (dz[i] - mean - z[i]*product) / s
	}
	fmt.Println(gradcheck.Check(loss, dx, x).Verdict)
	for i := range x { // the term of the deviation forgotten
		dx[i] = (dz[i] - mean) / s
	}
	fmt.Println(gradcheck.Check(loss, dx, x).Verdict)
	// Output:
	// PASS
	// FAIL
}

// squaredHinge is max(1 − x, 0)², for any arithmetic.
func squaredHinge[N gradcheck.Number[N]](x []N) N {
	h := x[0].Of(1).Sub(x[0]).Max(x[0].Of(0))
	return h.Mul(h)
}

// In exact arithmetic a gradient is checked to its last digits, also at the corner.
func ExampleCheckExact_squaredHinge() {
	for _, x := range []float64{0.3, 1} {
		claim := gradcheck.Claim{Objective: squaredHinge[gradcheck.Exact], At: []float64{x}, Gradient: []float64{-2 * max(1-x, 0)}}
		fmt.Print(gradcheck.CheckExact(claim).Verdict)
		claim.Gradient[0] -= 1e-15
		fmt.Println("", gradcheck.CheckExact(claim).Verdict)
	}
	// Output:
	// PASS FAIL
	// PASS FAIL
}

// An entry below the noise of f passes if it is negligible beside the others. At a kink any slope
// between those on the left and on the right may be meant.
func ExampleCheck_limits() {
	energy := func(v []float64) float64 { return v[0]*v[0]/2 + 1e-18*v[1] + max(v[2], 0) }
	fmt.Println(gradcheck.Check(energy, []float64{3, 1e-18, 1}, []float64{3, 5, 1}).Verdict)

	report := gradcheck.Check(energy, []float64{3, 1e-18, 1}, []float64{3, 5, 0})
	fmt.Println(report.Verdict, report.Worst.Where, report.Worst.Left, report.Worst.Right)
	// Output:
	// PASS
	// KINK [2] 0 1
}

// In a test one line checks a gradient: the test fails unless the gradient passes.
func ExampleTest() {
	t := new(silentTest) // in a test, its *testing.T
	softplus := func(x []float64) float64 { return math.Log1p(math.Exp(x[0])) }
	gradcheck.Test(t, softplus, []float64{0.5}, []float64{0})
	gradcheck.Test(t, softplus, []float64{1}, []float64{0}, gradcheck.Option{Name: "softplus"})
	fmt.Println(t.failures)
	// Output: 1
}

// silentTest counts the failures of a test.
type silentTest struct{ failures int }

func (*silentTest) Helper() {}

func (t *silentTest) Errorf(string, ...any) { t.failures++ }

func ExampleRunningError() {
	x := gradcheck.FromFloats[gradcheck.RunningError]([]float64{1, 1e-6})
	difference := x[0].Add(x[1]).Sub(x[0]) // (1 + 10⁻⁶) − 1
	fmt.Printf("%+v\n", difference)
	fmt.Printf("float64: within %.1g, float32: within %.1g\n",
		difference.Bound(gradcheck.Unit64), difference.Bound(gradcheck.Unit32))
	// Output:
	// {Value:9.999999999177334e-07 Scale:2.000001 Roundings:2 Wide:2.000001}
	// float64: within 4e-16, float32: within 2e-07
}

func ExampleJacobian() {
	polar := func(p []gradcheck.Big) []gradcheck.Big {
		return []gradcheck.Big{p[0].Mul(p[1]), p[0].Quo(p[1])}
	}
	for _, row := range gradcheck.Jacobian(polar, []float64{3, 2}) {
		fmt.Printf("%.5f\n", row)
	}
	// Output:
	// [2.00000 3.00000]
	// [0.50000 -0.75000]
}
