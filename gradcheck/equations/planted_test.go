package equations

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// wrong is an implementation of Backward with one mistake, or none.
type wrong struct {
	signA    bool // T − Y for Y − T
	scale    int  // index of the one block that is 1.001 times too large, −1 for none
	negate   int  // index of the one block with the wrong sign
	flip     int  // index of the one matrix filled as if it were its transpose
	slopeOf  func(σ nn.Activation) nn.Activation
	compare  bool // ReLU's [dA·Vᵀ] ⊙ Z > 0 without the parentheses
	noSlope  bool // σ′ left out
	untransV bool // dA·V for dA·Vᵀ, as far as the shapes allow
}

var correct = wrong{scale: -1, negate: -1, flip: -1}

// gradient computes the gradient of the loss as a student would, in the textbook
// form, with the mistake.
func (w wrong) gradient(in *instance) []float64 {
	type F = gradcheck.Float64
	θ := gradcheck.FromFloats[F](in.θ)
	V := unpack(in, θ).V
	X, Z := rectangle[F](in.N, in.D), rectangle[F](in.N, in.M)
	dA, dα := rectangle[F](in.N, in.K), rectangle[F](in.N, in.M)
	for n := range in.N {
		X[n] = gradcheck.FromFloats[F](in.X[n])
		r := network(in, θ, n)
		Z[n] = r.z
		residual(r.y, dA[n], in.T[n])
		for k := range dA[n] {
			if w.signA {
				dA[n][k] = dA[n][k].Neg()
			}
		}
		for m := range dα[n] {
			dα[n][m] = w.hidden(in, dA[n], V, m, r)
		}
	}
	blocks := [][]F{transposedProduct(X, dα), columnSums(dα), transposedProduct(Z, dA), columnSums(dA)}
	return w.assemble(in, blocks)
}

func (w wrong) hidden(in *instance, dA []gradcheck.Float64, V [][]gradcheck.Float64, m int, r row[gradcheck.Float64]) gradcheck.Float64 {
	x := dot(dA, V[m])
	if w.untransV {
		x = 0
		for k := range dA {
			x = x.Add(dA[k].Mul(V[k][m%in.K])) // the K×K part of V, untransposed
		}
	}
	σ := in.σ
	if w.slopeOf != nil {
		σ = w.slopeOf(σ)
	}
	switch {
	case w.compare:
		return positive(x, r.z[m])
	case w.noSlope:
		return x
	}
	return x.Mul(slope(σ, r.α[m]))
}

func (w wrong) assemble(in *instance, blocks [][]gradcheck.Float64) []float64 {
	cols := []int{in.M, in.M, in.K, in.K}
	var g []float64
	for b, block := range blocks {
		rows := len(block) / cols[b]
		for i := range block {
			x := block[i].Float64()
			if b == w.flip {
				x = block[i%rows*cols[b]+i/rows].Float64() // the transpose, read row by row
			}
			if b == w.scale {
				x *= 1.001
			}
			if b == w.negate {
				x = -x
			}
			g = append(g, x)
		}
	}
	return g
}

// tried returns the report on a gradient of the loss, for all parameters.
func tried(in *instance, g []float64) gradcheck.Report {
	var e evidence
	enterGradient(&e, in, 0, len(in.θ), g)
	return e.judge(in.String())
}

var blockNames = []string{"W", "b", "V", "c"}

func TestPlantedErrorsAreRejected(t *testing.T) {
	other := func(σ nn.Activation) nn.Activation { return (σ + 1) % 3 }
	third := func(σ nn.Activation) nn.Activation { return (σ + 2) % 3 }
	planted := map[string]wrong{
		"sign of T − Y":             {signA: true, scale: -1, negate: -1, flip: -1},
		"the other derivative":      {slopeOf: other, scale: -1, negate: -1, flip: -1},
		"the third derivative":      {slopeOf: third, scale: -1, negate: -1, flip: -1},
		"no derivative":             {noSlope: true, scale: -1, negate: -1, flip: -1},
		"Z > 0 misparenthesised":    {compare: true, scale: -1, negate: -1, flip: -1},
		"V without its transpose":   {untransV: true, scale: -1, negate: -1, flip: -1},
		"W filled as its transpose": {scale: -1, negate: -1, flip: 0},
		"V filled as its transpose": {scale: -1, negate: -1, flip: 2},
	}
	for b, name := range blockNames {
		planted["factor 1.001 in "+name] = wrong{scale: b, negate: -1, flip: -1}
		planted["sign of "+name] = wrong{scale: -1, negate: b, flip: -1}
	}
	for _, in := range instances() {
		require.Equal(t, gradcheck.PASS, tried(in, networkClaims(in).gradient).Verdict, "the code's, %v", in)
		if in.point == "ordinary" { // the textbook forms lose digits where units saturate
			require.Equal(t, gradcheck.PASS, tried(in, correct.gradient(in)).Verdict, "the textbook's, %v", in)
		}
		for name, w := range planted {
			r := tried(in, w.gradient(in))
			require.Equal(t, gradcheck.FAIL, r.Verdict, "%s, %v", name, in)
			require.Greater(t, r.Failed, 0)
		}
	}
}

// A wrong entry is found by name, be it off by one part in 10⁹ or so small that
// 0 would pass for it.
func TestOneWrongEntryIsNamed(t *testing.T) {
	for _, in := range instances() {
		g := networkClaims(in).gradient
		for i := range g {
			if g[i] == 0 { // dead ReLU: 0 is right
				continue
			}
			for _, changed := range []float64{g[i] * (1 + 1e-9), 0, -g[i]} {
				was := g[i]
				g[i] = changed
				r := tried(in, g)
				require.Equal(t, gradcheck.FAIL, r.Verdict, "%v", in)
				require.Equal(t, 1, r.Failed)
				require.Contains(t, r.Worst.Where, in.where(i))
				g[i] = was
			}
		}
	}
}
