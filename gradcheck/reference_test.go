package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Of several outputs each has its own reference.
func TestReferencesOfSeveralOutputs(t *testing.T) {
	several := Function(func(x []Exact) []Exact { return []Exact{relu(x[0]), x[0].Mul(x[1]), x[1].Mul(x[1])} })
	references := several.References([]float64{0, 3})
	require.Len(t, references, 3)
	for j, want := range [][]float64{{0, 0}, {3, 0}, {0, 6}} {
		for i := range want {
			require.Equal(t, want[i], references[j][i].Truth.Float64(), "∂f%d/∂x%d", j, i)
			require.Equal(t, j == 0 && i == 0, references[j][i].Kink, "∂f%d/∂x%d", j, i)
		}
	}
	require.Empty(t, Function(func([]Exact) []Exact { return nil }).References([]float64{1}))
}

// A function whose outputs vary in number is refused by name, in whatever call it happens.
func TestReferencesCountOutputs(t *testing.T) {
	for odd := 2; odd <= 6; odd++ { // the call that returns an output more
		calls := 0
		moody := Function(func(x []Exact) []Exact {
			calls++
			if calls == odd {
				return append(x, x...)
			}
			return []Exact{relu(x[0])}
		})
		require.PanicsWithError(t, "gradcheck: References: the function returned 1 outputs, then 2", func() { moody.References([]float64{0}) }, "%d", odd)
	}
}

// Every way in which references can contradict each other is a fault, and references that
// agree have no fault.
func TestReferenceMismatch(t *testing.T) {
	right := Reference{Truth: BigOf(2), Exact: BigOf(2), HasExact: true, Double: 2 + 1e-13, Slack: 1e-12}
	kink := Reference{Truth: BigOf(0), Exact: BigOf(0), HasExact: true, Double: nan, Kink: true, Left: BigOf(0), Right: BigOf(1)}
	claims := map[string]struct {
		reference Reference
		claimed   float64
		want      Verdict
	}{
		"agreement":                            {right, 2, PASS},
		"exact differs in the 25th digit":      {with(right, func(o *Reference) { o.Exact = BigOf(2).Add(BigOf(1e-24)) }), 2, PASS},
		"exact differs in the 20th digit":      {with(right, func(o *Reference) { o.Exact = BigOf(2).Add(BigOf(1e-19)) }), 2, ReferenceMismatch},
		"exact is NaN":                         {with(right, func(o *Reference) { o.Exact = Big{nan: true} }), 2, ReferenceMismatch},
		"exact is infinite":                    {with(right, func(o *Reference) { o.Exact = BigOf(inf) }), 2, ReferenceMismatch},
		"the truth is NaN":                     {with(right, func(o *Reference) { o.Truth = Big{nan: true} }), 2, ReferenceMismatch},
		"exact does not count without its bit": {with(right, func(o *Reference) { o.HasExact, o.Exact = false, BigOf(7) }), 2, PASS},
		"double beyond its slack":              {with(right, func(o *Reference) { o.Double = 2 + 1e-11 }), 2, ReferenceMismatch},
		"double is absent":                     {with(right, func(o *Reference) { o.Double = nan }), 2, PASS},
		"slack is NaN":                         {with(right, func(o *Reference) { o.Slack = nan }), 2, ReferenceMismatch},
		"noise explains the difference":        {with(right, func(o *Reference) { o.Exact, o.noise = BigOf(2+1e-15), 1e-14 }), 2, PASS},
		"a wrong claim is not their fault":     {right, 3, FAIL},
		"the convention at a kink":             {kink, 0, KINK},
	}
	for name, c := range claims {
		r := Compare(Claim{Gradient: []float64{c.claimed}, Bound: []float64{1e-14}}, []Reference{c.reference})
		require.Equal(t, c.want, r.Worst.Verdict, name)
		if c.want == ReferenceMismatch {
			require.Equal(t, ReferenceMismatch, r.Verdict, name)
			require.Equal(t, 1, r.Faults)
			require.Contains(t, r.Reason, "the reference and its cross-check disagree at [0]: the ")
		}
	}
}

// A Reference without Double has no value in doubles that says 0.
func TestNoDoubleWithoutSlack(t *testing.T) {
	for _, o := range []Reference{{Truth: BigOf(3)}, {Truth: BigOf(3), Exact: BigOf(3), HasExact: true}, {Truth: BigOf(3), Double: 7}} {
		r := Compare(Claim{Gradient: []float64{3}, Bound: []float64{0}}, []Reference{o})
		require.Equal(t, PASS, r.Verdict, "%v", r)
		require.True(t, math.IsNaN(r.Worst.Float64Difference))
		require.NotContains(t, r.String(), "in double")
	}
}

func with(o Reference, change func(*Reference)) Reference { change(&o); return o }

// Functions whose values cancel to a few bits, or are large beside their slope, have noisy differences, which
// neither widen nor fail it.
func TestFunctionsThatCancel(t *testing.T) {
	for name, c := range map[string]struct {
		f     func(x Exact) Exact
		x     float64
		slope float64
	}{
		"log(eˣ) − x":        {func(x Exact) Exact { return x.Exp().Log().Sub(x) }, 0.7, 0},
		"x − √x·√x":          {func(x Exact) Exact { r := x.Sqrt(); return x.Sub(r.Mul(r)) }, 0.7, 0},
		"tanh(1−log(x+e))":   {func(x Exact) Exact { return x.Of(1).Sub(x.Add(x.Of(1).Exp()).Log()).Tanh() }, 0, -1 / math.E},
		"log tanh x²":        {func(x Exact) Exact { return x.Mul(x).Tanh().Log() }, 10.5, 84 * math.Exp(-220.5)},
		"x³":                 {func(x Exact) Exact { return x.Mul(x).Mul(x) }, 0, 0},
		"x³·10⁴⁵":            {func(x Exact) Exact { return x.Mul(x).Mul(x).Mul(x.Of(1e45)) }, 0, 0},
		"x + 10⁷⁰":           {func(x Exact) Exact { return x.Add(x.Of(1e70)) }, 1, 1},
		"e¹⁰⁰":               {func(x Exact) Exact { return x.Of(100).Exp() }, 0, 0},
		"10⁻³⁰·x + 1":        {func(x Exact) Exact { return x.Mul(x.Of(1e-30)).Add(x.Of(1)) }, 0, 1e-30},
		"10⁻²⁰⁰·x":           {func(x Exact) Exact { return x.Mul(x.Of(1e-200)) }, 1e-30, 1e-200},
		"relu(x) + 10³³":     {func(x Exact) Exact { return relu(x).Add(x.Of(1e33)) }, 0, 0},
		"entropy of softmax": {func(x Exact) Exact { return entropy([]Exact{x, {}, {}}) }, 0, 0},
	} {
		f := func(x []Exact) Exact { return c.f(x[0]) }
		claim := Claim{Objective: f, At: []float64{c.x}, Gradient: []float64{c.slope}, Bound: []float64{1e-15 * max(math.Abs(c.slope), 0x1p-1000)}}
		if r := CheckExact(claim); c.slope != 0 || name == "x³" {
			require.Equal(t, PASS, r.Verdict, "%s: %v", name, r)
		}
		claim.Bound = nil
		require.Equal(t, PASS, CheckExact(claim).Verdict, "%s: %v", name, CheckExact(claim))
		claim.Gradient[0] += 1e-9 + math.Abs(c.slope)
		require.Equal(t, FAIL, CheckExact(claim).Verdict, name)
		claim.Objective = func(x []Exact) Exact { y := f(x); y.Slope = y.Slope.Add(x[0].Value.Of(1)); return y }
		if name != "x + 10⁷⁰" && name != "relu(x) + 10³³" { // of which a difference knows nothing, or the mean
			require.Equal(t, ReferenceMismatch, CheckExact(claim).Verdict, name)
		}
	}
}

// entropy is −Σ y log y of a softmax.
func entropy[N Number[N]](a []N) (sum N) {
	e, total := softmax(a)
	for i := range e {
		y := e[i].Quo(total)
		sum = sum.Sub(y.Mul(y.Log()))
	}
	return sum
}

// Near 0 the step is 2⁻¹⁵⁴, but not out of the domain.
func TestStepStaysInTheDomain(t *testing.T) {
	for _, x := range []float64{1e-20, 1e-40, 1e-46, 1e-50, 1e-100, 1e-300, 5e-324} {
		for name, f := range map[string]func(x Exact) Exact{
			"log": Exact.Log, "√": Exact.Sqrt, "1/x": func(x Exact) Exact { return x.Of(1).Quo(x) },
		} {
			objective := func(x []Exact) Exact { return f(x[0]) }
			c := Claim{Objective: objective, At: []float64{x}, Gradient: []float64{f(Seed[Precise]([]float64{x}, 0)[0]).Slope.Float64()}}
			if finite(c.Gradient[0]) && CheckExact(c).Worst.Bound < inf {
				require.Equal(t, PASS, CheckExact(c).Verdict, "%s at %v: %v", name, x, CheckExact(c))
				c.Gradient[0] *= 1.5
				require.Equal(t, FAIL, CheckExact(c).Verdict, "%s at %v", name, x)
			}
		}
	}
}

func TestULP(t *testing.T) {
	for _, x := range []float64{1, 1.5, -1.9999, 3, 1e300, 1e-300, 5e-324, 0x1p-1022, 0} {
		require.Equal(t, math.Nextafter(math.Abs(x), inf)-math.Abs(x), min(ulp(x, Unit64), inf), "%v", x)
		if x := float32(x); x <= math.MaxFloat32 {
			next := math.Nextafter32(float32(math.Abs(float64(x))), float32(inf))
			require.Equal(t, float64(next)-math.Abs(float64(x)), ulp(float64(x), Unit32), "%v", x)
		}
	}
	require.True(t, math.IsNaN(ulp(inf, Unit64)) && math.IsNaN(ulp(nan, Unit64)))
}
