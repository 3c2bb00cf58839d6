package gradcheck

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// patient is a right gradient of a matrix W, 3×4, and a vector b of 5, whose entries
// may err by 8u of themselves; the point is at, and N is 6.
type patient struct{ at, truth, bound []float64 }

const inW = 12 // the entries of W

func randomPatient() (p patient) {
	r := rand.New(rand.NewPCG(40, 0))
	for range inW + 5 {
		p.at = append(p.at, r.NormFloat64())
		x := r.NormFloat64() + math.Copysign(0.1, r.NormFloat64())
		p.truth, p.bound = append(p.truth, x), append(p.bound, 8*Unit64*math.Abs(x))
	}
	return p
}

func (p patient) claim(g []float64) Claim {
	return Claim{
		Gradient: g, Bound: p.bound, At: p.at,
		Blocks: []Block{{"W", 3, 4}, {"b", 1, 5}},
		Hints:  Hints{Factors: []Factor{{"N", 6}, {"N/(N−1)", 1.2}, {"one", 1}, {"none", 0}, {"unknown", nan}}},
	}
}

// compare compares a claim with the truth.
func (p patient) compare(c Claim) Report { return Compare(c, known(p.truth...)) }

func (p patient) report(g []float64) Report { return p.compare(p.claim(g)) }

// each changes every entry.
func each(f func(i int, x float64) float64) func([]float64) {
	return func(g []float64) {
		for i := range g {
			g[i] = f(i, g[i])
		}
	}
}

// onW changes the entries of W alone.
func onW(change func([]float64)) func([]float64) {
	return func(g []float64) { change(g[:inW]) }
}

func by(r float64) func([]float64) {
	return each(func(_ int, x float64) float64 { return float64(r * x) })
}

// then returns the composition of changes, in their order.
func then(changes ...func([]float64)) func([]float64) {
	return func(g []float64) {
		for _, change := range changes {
			change(g)
		}
	}
}

func entry(i int, r float64) func([]float64) { return func(g []float64) { g[i] *= r } }

func swap(i, j int) func([]float64) { return func(g []float64) { g[i], g[j] = g[j], g[i] } }

// transpose writes the rows×cols matrix as the rows of its transpose.
func transpose(rows, cols int) func([]float64) {
	return func(g []float64) {
		right := slices.Clone(g)
		for i := range rows {
			for j := range cols {
				g[j*rows+i] = right[i*cols+j]
			}
		}
	}
}

func rotate(g []float64) { copy(g, append(slices.Clone(g[2:]), g[:2]...)) }

// Every explanation is given for its own fault, and not for the claim beside it,
// which almost has that fault.
func TestDiagnosis(t *testing.T) {
	p := randomPatient()
	for name, c := range map[string]struct {
		change func([]float64)
		want   []string
	}{
		"sign":                {by(-1), []string{"W is the right one times −1", "b is the right one times −1"}},
		"sign of W":           {onW(by(-1)), []string{"W is the right one times −1"}},
		"sign, almost":        {onW(then(by(-1), entry(3, 1+1e-12))), nil},
		"double":              {onW(by(2)), []string{"W is the right one times 2"}},
		"half":                {onW(by(0.5)), []string{"W is the right one times ½"}},
		"half, negative":      {onW(by(-0.5)), []string{"W is the right one times −½"}},
		"N":                   {onW(by(6)), []string{"W is the right one times N"}},
		"1/N":                 {onW(by(1.0 / 6)), []string{"W is the right one times 1/N"}},
		"−1/N":                {onW(by(-1.0 / 6)), []string{"W is the right one times −1/N"}},
		"N/(N−1)":             {onW(by(1.2)), []string{"W is the right one times N/(N−1)"}},
		"(N−1)/N":             {onW(by(1 / 1.2)), []string{"W is the right one times 1/(N/(N−1))"}},
		"N, almost":           {onW(by(6 + 1e-9)), []string{"W is the right one times the constant 6.000000001"}},
		"a constant":          {onW(by(0.9)), []string{"W is the right one times the constant 0.9"}},
		"the tenth digit":     {onW(by(1 + 1e-10)), []string{"W is the right one times 1 + 1e-10"}},
		"the tenth, below":    {onW(by(1 - 1e-10)), []string{"W is the right one times 1 − 1e-10"}},
		"two constants":       {then(onW(by(0.9)), onW(entry(0, 2))), nil},
		"zero":                {onW(by(0)), []string{"W is zero throughout"}},
		"zero but one":        {onW(then(swap(0, 5), each(func(i int, x float64) float64 { return x * b2f(i == 0) }))), nil},
		"transpose":           {onW(transpose(3, 4)), []string{"W is filled as its transpose"}},
		"other transpose":     {onW(transpose(4, 3)), []string{"W has the right numbers in the wrong places"}},
		"transpose, almost":   {onW(then(transpose(3, 4), entry(5, 1+1e-10))), nil},
		"transpose, negative": {onW(then(transpose(3, 4), by(-1))), nil},
		"exchange":            {swap(3, 7), []string{"W has W[0,3] and W[1,3] exchanged"}},
		"exchange, almost":    {then(swap(3, 7), entry(3, 1+1e-10)), nil},
		"across blocks":       {swap(3, inW+1), nonsense(p, 3, inW+1)},
		"shuffle":             {onW(rotate), []string{"W has the right numbers in the wrong places"}},
		"shuffle, almost":     {onW(then(rotate, entry(3, 1+1e-10))), nil},
		"decay":               {each(func(i int, x float64) float64 { return x + float64(1e-5*p.at[i]) }), []string{"W is the right one plus 1e-05 times the parameters: a decay", "b is the right one plus 1e-05 times the parameters: a decay"}},
		"decay, almost":       {onW(each(func(i int, x float64) float64 { return x + float64(1e-5*p.at[i]*p.at[i]) })), slightlyOff(p, func(i int) float64 { return float64(1e-5 * p.at[i] * p.at[i]) })},
		"shift":               {onW(each(func(_ int, x float64) float64 { return x - 1e-7 })), []string{"W is the right one plus the constant -1e-07"}},
		"shift, almost":       {onW(each(func(i int, x float64) float64 { return x + 1e-7*float64(1+i%2) })), slightlyOff(p, func(int) float64 { return 2e-7 })},
		"flush":               {onW(then(entry(1, 0), entry(8, 0))), []string{"W has zeros where the truth is not zero, but at most " + size(p, 1, 8)}},
		"flush and more":      {onW(then(entry(1, 0), entry(8, 0), entry(9, 1.1))), nil},
		"single":              {func(g []float64) { single(g[:inW]) }, []string{"W has the precision of float32"}},
		"26 bits":             {onW(each(func(_ int, x float64) float64 { return float64(float32(x)) + x*0x1p-26 })), slightlyOff(p, func(i int) float64 { return float64(float32(p.truth[i])) - p.truth[i] + p.truth[i]*0x1p-26 })},
		"another x":           {onW(each(func(i int, x float64) float64 { return x + float64(1e-3*p.at[i]) + 1e-4 })), slightlyOff(p, func(i int) float64 { return float64(1e-3*p.at[i]) + 1e-4 })},
		"another x, far away": {onW(each(func(i int, x float64) float64 { return x + float64(0.1*p.at[i]) + 0.1 })), nil},
		"row 1 is row 0":      {onW(func(g []float64) { copy(g[4:8], g[:4]) }), []string{"W is right but for row 1, which is row 0"}},
		"row 1, almost":       {onW(func(g []float64) { copy(g[4:8], g[:4]); g[5] *= 1 + 1e-10 }), nil},
		"row 1 and another":   {onW(func(g []float64) { copy(g[4:8], g[:4]); g[9] *= 2 }), nil},
		"column 2 is 3":       {onW(func(g []float64) { g[2], g[6], g[10] = g[3], g[7], g[11] }), []string{"W is right but for column 2, which is column 3"}},
		"one entry":           {entry(inW+2, 1+1e-10), []string{"b is right but for b[2], which is off by 1e-10 of its value"}},
		"one sign":            {entry(inW+2, -1), []string{"b is right but for b[2], which is −1 times what it should be"}},
		"one by N":            {entry(2, 6), []string{"W is right but for W[0,2], which is N times what it should be"}},
		"two entries":         {then(entry(2, 1+1e-10), entry(3, 1+2e-10)), nil},
	} {
		g := slices.Clone(p.truth)
		c.change(g)
		r := p.report(g)
		require.Equal(t, FAIL, r.Verdict, name)
		require.Equal(t, c.want, r.Diagnosis, name)
	}
	require.Equal(t, PASS, p.report(p.truth).Verdict)
	require.Empty(t, p.report(p.truth).Diagnosis)
}

// slightlyOff is the diagnosis of W if its entries are off by so much.
func slightlyOff(p patient, off func(i int) float64) []string {
	most, largest := 0.0, 0.0
	for i, x := range p.truth[:inW] {
		most, largest = max(most, math.Abs(off(i))), max(largest, math.Abs(x))
	}
	return []string{"W is off by at most " + twoDigits(most/largest) + " of its largest entry: as at another x, such as that before a step, with another ε, or from other data"}
}

// A decay of one or two biases is told from any other error by its constant, of two digits and small.
func TestDecayOfFewBiases(t *testing.T) {
	for λ, want := range map[float64]string{
		1e-4: "b is the right one plus 0.0001 times the parameters: a decay", 0.025: "b is the right one plus 0.025 times the parameters: a decay",
		1.2345e-4: "b is the right one times 1 + 0.00037", 0.5: "b is the right one times the constant 2.5",
	} {
		c := Claim{At: []float64{3, 0.7}, Gradient: []float64{1 + 3*λ, 2}, Bound: []float64{1e-14, 1e-14}, Blocks: []Block{{"b", 1, 1}, {"c", 1, 1}}}
		require.Equal(t, []string{want}, Compare(c, known(1, 2)).Diagnosis, "%v", λ)
		c = Claim{At: []float64{3, -0.7}, Gradient: []float64{1 + 3*λ, 2 - float64(0.7*λ)}, Bound: []float64{1e-14, 1e-14}}
		require.Equal(t, isRound(λ) && λ < 0.1, len(Compare(c, known(1, 2)).Diagnosis) == 1, "%v", λ)
	}
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// size is the larger of two entries as a diagnosis writes it.
func size(p patient, i, j int) string {
	return twoDigits(max(math.Abs(p.truth[i]), math.Abs(p.truth[j])))
}

// nonsense returns the diagnosis of two wrong entries, each alone in its block.
func nonsense(p patient, i, j int) []string {
	off := func(i, j int) string { return twoDigits(math.Abs(p.truth[j]-p.truth[i]) / math.Abs(p.truth[i])) }
	return []string{
		"W is right but for W[0,3], which is off by " + off(i, j) + " of its value",
		"b is right but for b[1], which is off by " + off(j, i) + " of its value",
	}
}
