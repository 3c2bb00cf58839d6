package othercheckers

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

var nan, inf = math.NaN(), math.Inf(1)

const seeds = 20

// example is a vector function with its Jacobian.
type example struct {
	Problem
	J [][]float64
}

// rational returns a smooth, well-scaled function of four inputs and three
// outputs,
//
//	Fⱼ = Σᵢ aⱼᵢ·xᵢ/(1 + xᵢ²) + x₀·x₁/8
//
// with each operation rounded by itself: a rule decides alike
// everywhere.
func rational(seed uint64) example {
	r := rand.New(rand.NewPCG(seed, 1))
	x, a := uniformIn(r, 4, 0.1, 0.2), make([][]float64, 3)
	J := make([][]float64, len(a))
	for j := range a {
		a[j] = uniformIn(r, len(x), 0.75, 2)
		for i, x := range x {
			square := float64(x * x)
			J[j] = append(J[j], float64(a[j][i]*(1-square)/((1+square)*(1+square))))
		}
		J[j][0] += x[1] / 8
		J[j][1] += x[0] / 8
	}
	return example{Problem{func(x []float64) []float64 {
		y := make([]float64, len(a))
		for j := range y {
			y[j] = float64(x[0]*x[1]) / 8
			for i, x := range x {
				y[j] += float64(a[j][i]*x) / (1 + float64(x*x))
			}
		}
		return y
	}, x}, J}
}

func uniformIn(r *rand.Rand, n int, low, high float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = low + float64((high-low)*r.Float64())
	}
	return x
}

// scaled returns c·J.
func scaled(J [][]float64, c float64) [][]float64 {
	S := clone(J)
	for _, row := range S {
		for i := range row {
			row[i] *= c
		}
	}
	return S
}

func clone(J [][]float64) [][]float64 {
	S := make([][]float64, len(J))
	for j, row := range J {
		S[j] = slices.Clone(row)
	}
	return S
}

// find returns the rule of that name.
func find(t *testing.T, name string) Rule {
	i := slices.IndexFunc(Rules(), func(r Rule) bool { return r.Name == name })
	require.GreaterOrEqual(t, i, 0, name)
	return Rules()[i]
}

func TestRules(t *testing.T) {
	names := map[string]bool{}
	for _, r := range Rules() {
		require.LessOrEqual(t, len(r.Name), 24, r.Name)
		require.NotEmpty(t, r.Source, r.Name)
		require.False(t, names[r.Name], r.Name)
		names[r.Name] = true
	}
	require.Len(t, names, 10)
}

// All but the last rule accept a right Jacobian, with room to spare. The last is
// treated in TestRiddersAlarms.
func TestRightJacobianIsAccepted(t *testing.T) {
	for _, r := range Rules()[:9] {
		for seed := range uint64(seeds) {
			e := rational(seed)
			require.Less(t, r.Prepare(e.Problem, seed)(e.J), 0.1, "%s, seed %d", r.Name, seed)
		}
	}
}

func TestWrongJacobianIsRejected(t *testing.T) {
	for _, r := range Rules() {
		for seed := range uint64(seeds) {
			e := rational(seed)
			compare := r.Prepare(e.Problem, seed)
			for _, c := range []float64{0, 0.9, 1.1, -1} {
				require.Greater(t, compare(scaled(e.J, c)), 1.0, "%s, seed %d, %v·J", r.Name, seed, c)
			}
		}
	}
}

// A NaN or an infinity in any one place is rejected, where the function is
// finite.
func TestNonFiniteIsRejected(t *testing.T) {
	e := rational(1)
	for _, r := range Rules() {
		compare := r.Prepare(e.Problem, 1)
		for _, bad := range []float64{nan, inf, -inf} {
			for j := range e.J {
				for i := range e.J[j] {
					J := clone(e.J)
					J[j][i] = bad
					require.False(t, compare(J) <= 1, "%s accepts %v at [%d][%d]", r.Name, bad, j, i)
				}
			}
		}
	}
}

// One seed gives one answer, and only rules declared random depend on it.
func TestSeeds(t *testing.T) {
	e := rational(2)
	wrong := scaled(e.J, 1.1)
	for _, r := range Rules() {
		ratio := r.Prepare(e.Problem, 7)(wrong)
		require.Equal(t, ratio, r.Prepare(e.Problem, 7)(wrong), r.Name)
		require.Equal(t, r.Random, ratio != r.Prepare(e.Problem, 8)(wrong), r.Name)
	}
}

// The differences are done once, at points that are the function's own.
func TestPrepareCallsCompareDoesNot(t *testing.T) {
	e := rational(3)
	for _, r := range Rules() {
		want, calls := r.Prepare(e.Problem, 1)(e.J), 0
		compare := r.Prepare(Problem{func(x []float64) []float64 {
			calls++
			y := e.F(x)
			clear(x)
			return y
		}, e.At}, 1)
		prepared := calls
		require.Equal(t, want, compare(e.J), r.Name)
		require.Equal(t, want, compare(e.J), r.Name)
		require.Equal(t, prepared, calls, r.Name)
		require.Equal(t, rational(3).At, e.At, r.Name)
	}
}

func TestShapes(t *testing.T) {
	nothing := func([]float64) []float64 { return nil }
	for _, r := range Rules() {
		compare := r.Prepare(rational(1).Problem, 1)
		require.PanicsWithError(t, "othercheckers: Compare: 1 rows; the problem has the shape 3×4",
			func() { compare([][]float64{{1, 2, 3, 4}}) }, r.Name)
		require.PanicsWithError(t, "othercheckers: Compare: row 1 has 3 entries; the problem has the shape 3×4",
			func() { compare([][]float64{{1, 2, 3, 4}, {1, 2, 3}, {1, 2, 3, 4}}) }, r.Name)
		require.PanicsWithError(t, "othercheckers: Prepare: nothing to compare; the problem has the shape 0×1",
			func() { r.Prepare(Problem{nothing, []float64{1}}, 1) }, r.Name)
		require.PanicsWithError(t, "othercheckers: Prepare: nothing to compare; the problem has the shape 1×0",
			func() { r.Prepare(Problem{func([]float64) []float64 { return []float64{1} }, nil}, 1) }, r.Name)
	}
}
