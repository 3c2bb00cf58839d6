package equations

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// heldOut are the held-out mutants, the plain ones before the subtle ones.
var heldOut = sync.OnceValue(func() []Mutant {
	text := must(os.ReadFile("testdata/held_out.txt"))
	return must(readMutants(string(text)))
})

// They are many, of many rows, and none is in the registry.
func TestHeldOutList(t *testing.T) {
	names, rows := map[string]bool{}, map[string]bool{}
	for _, m := range Mutants() {
		names[m.Equation+m.Name] = true
	}
	for _, m := range heldOut() {
		_, err := Find(m.Equation)
		require.NoError(t, err, m.Name)
		assert.False(t, names[m.Equation+m.Name], "%s: %s", m.Equation, m.Name)
		assert.LessOrEqual(t, utf8.RuneCountInString(m.Name), 50, m.Name)
		names[m.Equation+m.Name], rows[m.Equation] = true, true
	}
	assert.Len(t, heldOut(), 221)
	assert.GreaterOrEqual(t, len(rows), 40)
}

// heldOutSurvivors lists the errors whose effect is within the bound, so that they cannot
// be told from rounding, with the reasons. When they were first run there were 29 more, which
// no point showed; each led to a point or probe of the registry that shows it.
var heldOutSurvivors = map[string]string{
	"5: log(1 + rest) for log1p(rest)":                "At most u, and the bound has the roundings of a logarithm of 1 + rest: 0.05 of it.",
	"5: exponentials below e⁻³⁰ left out of the sum":  "At most 1e-13, where the bound has the scale of logits of 30: 0.8 of it. A scale of the clear winner of a maximum would tell.",
	"13: S without what is below 2⁻⁵³ of its largest": "S changes by 2u at most, of the two small terms: 0.08 of the bound, and not a bit at the points.",
	"29: Kahan's correction with the wrong sign":      "It doubles the roundings of the sum at most: 0.03 of the bound.",
	"B.6: first line 0 beyond |α| = 20":               "The line is 2e-18 there, and cancels from 1: 0.001 of the bound.",
}

// All other held-out errors are caught, and no harmless change is taken for an error.
func TestHeldOutErrorsAreCaught(t *testing.T) {
	onStandardPoints(t)
	killed, equivalent := 0, 0
	for _, m := range heldOut() {
		name := m.Equation + ": " + m.Name
		ratio, caught := m.run(probedOf(t, m.Equation))
		_, survives := heldOutSurvivors[name]
		switch {
		case m.Equivalent != "":
			equivalent++
			assert.False(t, caught, "%s is no error", name)
		case survives:
			assert.False(t, caught, "%s survives no more", name)
		default:
			assert.True(t, caught, "%s survives", name)
			assert.Greater(t, ratio, 1.0, name)
			killed++
		}
	}
	assert.Equal(t, len(heldOut()), killed+equivalent+len(heldOutSurvivors))
	assert.Equal(t, 214, killed)
}

// faultless has the answers of which mutants are made, as mistakes that change nothing. They must pass, or else a mutant
// may be caught for another reason than its mistake.
const faultless = `
10, 19, 20, 24, 25, 28, 29, 30, 37, 38, 44, 45, 46, 47, Code 1, Code 2, Code 11, Algorithm 1 | the pieces | R *= 1
10, 19, 20, 24, 25, 28, 29, 30, 37, 38, 44, 45, 46, 47, Code 1, Code 2, Code 11, Algorithm 1 | the residual | R = residual(T, Y)
24, 25, 28, 29, 30, 37, 38, 44, 45, 46, 47, Code 1, Code 2, Code 11, Algorithm 1 | H | S = slope(α); H = product(R, flip(V))*S
48, 49, 54, 55, 56, 59, Code 5, Code 13, 2.5.1 | the rule | u = 0
48, 49, 54, 55, 56, 59, Code 5, Code 13, 2.5.1 | its moments and step | m = usual; v = usual; step = usual; rest = power(β, t)
3 | the product | multiply(raised(Y, T))
4, Code 9 | the loss | loss
23, 35, 7 | J | -loss
5 | the losses | losses
6 | the softmax | E = exp(A - top(A)); E/sum(E)
8, 2.2.7 | the logits | product(X, W)
10 | the chain rule | R = through(T/Y, Y)
2.2.6 | the residual | R
21, 32 | σ | where block("z"): σ(product(X, W, b))
22, 34 | the softmax | softmax(product(Z, V, c))
31 | the affine map | product(X, W, b)
33 | the affine map | product(Z, V, c)
41 | σ′ | sigmoidSlope(x)
42 | σ′ | tanhSlope(x)
43 | σ′ | x > 0
50, 52 | the mean | mean(xs)
53 | the variance | u = xs - mean(xs); mean(u*u)
51, 57 | the recursion | y = β*y + (1-β)*x
2.5.2 | the recursion | where block("average"): y = usual
58 | the correction | ewma/power(β, t)
Code 3 | the pass | rate = η
Code 4 | the batches | batches(ceil(N/B), B, N, 0)
Code 12 | the predictions | scored(argmax(cut(x, 3)))
`

// At the standard points, and in the whole sweep at a sample.
func TestWithoutAMistake(t *testing.T) {
	if testing.Short() {
		t.Skip("the right answers of every trial: the long form tries them")
	}
	right, err := readMutants(faultless)
	require.NoError(t, err)
	for _, m := range right {
		trial, err := Find(m.Equation)
		require.NoError(t, err)
		all := [][]*probe{probedOf(t, m.Equation)}
		for _, p := range samples()[:sweep(0, 1, 5)] {
			all = append(all, trial.probes(p))
		}
		answers := 0
		for _, q := range slices.Concat(all...) {
			if q.unit != gradcheck.Unit64 {
				continue
			}
			if values := m.answer(q); values != nil {
				answers++
				r := q.compare(values, gradcheck.Hints{})
				assert.NotEqual(t, gradcheck.FAIL, r.Verdict, "%s, %s, %s: %v", m.Equation, m.Name, q.name, q.ratio(values))
			}
		}
		assert.Positive(t, answers, "%s, %s", m.Equation, m.Name)
	}
}

// A mistake that cannot be read is refused, with its line; a shape that does not fit panics.
func TestMistakesThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"30 | no mistake":             "line 1: want equations | name | mistake",
		"\n30 | a typo | R = Q":       `line 2: no name "Q"`,
		"30 | a typo | R = revers(R)": `line 1: no function "revers"`,
		"30 | a typo | where N >: R":  "line 1: 1:4: expected operand, found 'EOF'",
		"30 | a typo | R = (":         "line 1: ",
	} {
		_, err := readMutants(text)
		require.Error(t, err, text)
		require.True(t, strings.HasPrefix(err.Error(), want), err)
	}
	m := must(vocabulary.Parse("R = X*A"))
	q := must(Find("30")).probes(Sample(1))[0]
	require.PanicsWithValue(t, "equations: 4 beside 3 elements", func() { Mutant{mistake: m}.answer(q) })
}
