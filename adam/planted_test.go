package adam_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// mistakes is a set of common errors in update rules, each with the rules in which it
// can be made.
var mistakes = map[string]struct {
	concerns func(formula) bool
	make     func(*formula)
}{
	"ε on the other side":       {hasV, func(f *formula) { f.inside = !f.inside }},
	"no ε":                      {hasV, func(f *formula) { f.ε = 0 }},
	"ε doubled":                 {hasV, func(f *formula) { f.ε *= 2 }},
	"exponent t−1":              {corrected, func(f *formula) { f.lag = 1 }},
	"exponent t+1":              {corrected, func(f *formula) { f.lag = -1 }},
	"correction left or put in": {everything, func(f *formula) { f.corrected = !f.corrected }},
	"β1 for β2":                 {everything, func(f *formula) { f.β1, f.β2 = f.β2, f.β1 }},
	"β1 for both":               {hasV, func(f *formula) { f.β2 = f.β1 }},
	"1−β1 left out":             {scalesM, func(f *formula) { f.noα1 = true }},
	"1−β2 left out":             {hasV, func(f *formula) { f.noα2 = true }},
	"g for g²":                  {hasV, func(f *formula) { f.linear = true }},
	"g for m":                   {hasM, func(f *formula) { f.hasM = false }},
	"√v left out":               {hasV, func(f *formula) { f.hasV = false }},
	"the other momentum":        {hasM, func(f *formula) { f.classical = !f.classical }},
	"ascent":                    {everything, func(f *formula) { f.η = -f.η }},
	"rate 1.001 times":          {everything, func(f *formula) { f.η *= 1.001 }},
}

func everything(formula) bool  { return true }
func hasM(f formula) bool      { return f.hasM }
func hasV(f formula) bool      { return f.hasV }
func corrected(f formula) bool { return f.corrected }
func scalesM(f formula) bool   { return f.hasM && !f.classical }

// inDoubles returns the sequences of a formula evaluated in doubles, in the form of
// computed.
func inDoubles(f formula, θ0 float64, g []float64) (θ, m, v []float64) {
	a, b, c := sequence[gradcheck.Float64](f, θ0, g)
	for i := range a {
		θ = append(θ, a[i].Float64())
		if f.hasM {
			m = append(m, b[i].Float64())
		}
		if f.hasV {
			v = append(v, c[i].Float64())
		}
	}
	return θ, m, v
}

// Wrong rules do not pass for right ones: the comparison with the golden sequences,
// which the formulas in doubles pass, rejects each mistake, and does so by θ alone.
func TestWrongRulesAreRejected(t *testing.T) {
	for c, v := range golden(t) {
		for name, f := range v.formulas() {
			want := v.Sequences[name]
			require.True(t, want.follows(inDoubles(f, v.Theta0, v.G)), "case %d, %s", c, name)
			for what, mistake := range mistakes {
				if !mistake.concerns(f) {
					continue
				}
				wrong := f
				mistake.make(&wrong)
				θ, _, _ := inDoubles(wrong, v.Theta0, v.G)
				require.False(t, want.follows(θ, nil, nil), "case %d, %s: %s", c, name, what)
			}
		}
	}
}

// A single wrong value is enough, in θ, m or v, and so is a missing one.
func TestOneWrongValueIsRejected(t *testing.T) {
	for name, f := range golden(t)[0].formulas() {
		v := golden(t)[0]
		want := v.Sequences[name]
		θ, m, s := inDoubles(f, v.Theta0, v.G)
		for _, x := range [][]float64{θ, m, s} {
			for i := range x {
				right := x[i]
				x[i] += 3e-13 * max(1, x[i])
				require.False(t, want.follows(θ, m, s), "%s, update %d", name, i+1)
				x[i] = right
			}
		}
		require.True(t, want.follows(θ, m, s))
		require.False(t, want.follows(θ[:11], m, s))
	}
}
