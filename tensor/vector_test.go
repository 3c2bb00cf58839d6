package tensor_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// byDefinition runs f with the portable kernel.
func byDefinition(t testing.TB, f func()) {
	t.Helper()
	restore, err := tensor.SetKernel("portable")
	require.NoError(t, err)
	defer restore()
	f()
}

// operandsOf are matrices of all kinds of elements for the function of that name: of every stratum of
// its trial of accuracy, special ones, and any bits.
func operandsOf[F tensor.Float](name string) map[string]tensor.Matrix[F] {
	n := samples()/4 + 13
	all := map[string]tensor.Matrix[F]{
		"special":  random(newRandom(1), 1, n, special[F]),
		"any bits": random(newRandom(2), 1, 8*n, anyBits[F]),
		"moderate": random(newRandom(3), 1, n, moderate[F]),
	}
	for _, f := range functions() {
		if f.name != name {
			continue
		}
		for i, s := range f.strata {
			all[s.name] = random(newRandom(uint64(i)), 1, n, func(r *rand.Rand) F { return rounded[F](s.sample(r)) })
		}
	}
	return all
}

// elementwiseNames are the functions that have kernels of their own.
var elementwiseNames = []string{
	"Exp", "Log", "Tanh", "Sigmoid", "TanhDerivative", "SigmoidDerivative", "ReLU", "ReLUDerivative",
}

// Every kernel has the bits of the definition.
func TestFunctionsEqualTheirDefinition(t *testing.T) {
	eachKernelInBoth(t, testFunctionsEqualDefinition[float64], testFunctionsEqualDefinition[float32])
}

func testFunctionsEqualDefinition[F tensor.Float](t *testing.T) {
	for _, name := range elementwiseNames {
		f := unary[F]()[name]
		for kind, A := range operandsOf[F](name) {
			C, want := tensor.New[F](1, A.Cols()), tensor.New[F](1, A.Cols())
			f(C, A)
			byDefinition(t, func() { f(want, A) })
			for j, x := range A.Row(0) {
				if !sameBits(want.At(0, j), C.At(0, j)) {
					t.Fatalf("%s(%x) = %x, by definition %x (%s, element %d)", name, x, C.At(0, j), want.At(0, j), kind, j)
				}
			}
		}
	}
}

// All lengths up to some vectors, contiguous and not, in place and not; nothing around
// the matrices is read or written.
func TestFunctionsOfEveryLength(t *testing.T) {
	eachKernelInBoth(t, testFunctionsOfEveryLength[float64], testFunctionsOfEveryLength[float32])
}

func testFunctionsOfEveryLength[F tensor.Float](t *testing.T) {
	for _, name := range elementwiseNames {
		f := unary[F]()[name]
		for n := range 70 {
			for _, margin := range []int{0, 3} {
				what := fmt.Sprint(name, " of 3×", n, ", margin ", margin)
				A, C := frame[F](3, n, margin), frame[F](3, n, margin)
				fill(newRandom(uint64(n)), A.Matrix, moderate[F])
				want := tensor.New[F](3, n)
				byDefinition(t, func() { f(want, A.Matrix) })
				f(C.Matrix, A.Matrix)
				requireSame(t, want, C.Matrix, what)
				f(A.Matrix, A.Matrix)
				requireSame(t, want, A.Matrix, what+" in place")
				requireUntouched(t, what, A, C)
			}
		}
	}
}

// A matrix of more elements than a kernel is given at once.
func TestFunctionsOfManyElements(t *testing.T) {
	eachKernel(t, func(t *testing.T) {
		const n = 2*8192 + 5
		A, C, want := random(newRandom(1), 1, n, moderate[float32]), of32(1, n), of32(1, n)
		tensor.Tanh(C, A)
		byDefinition(t, func() { tensor.Tanh(want, A) })
		requireSame(t, want, C)
		X, D, exact := random(newRandom(2), 3, 9000, moderate[float64]).Slice(0, 3, 0, 8999), of(3, 8999), of(3, 8999)
		tensor.Exp(D, X)
		byDefinition(t, func() { tensor.Exp(exact, X) })
		requireSame(t, exact, D)
		tensor.Add(D, X, D)
		byDefinition(t, func() { tensor.Add(exact, X, exact) })
		requireSame(t, exact, D)
	})
}
