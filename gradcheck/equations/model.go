package equations

import (
	"sync"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/tensor"
)

// model is a network of package nn with data: the multi-layer perceptron, softmax regression, or one of any depth.
// Expensive results are computed once.
type model struct {
	paper.Deep
	name     string
	short    bool // whether float32 has its numbers and the results computed from them, and decides all signs alike
	claims   func() claims
	single   func() paper.Pass[float64]   // by nn in float32
	gradient func() []gradcheck.Reference // of J in θ
	plain    func() []precise             // the same by the textbook's formula; nil if that is the claim's
}

// claims are the results of nn, and of its formulas as the code computes, and as the paper prints.
type claims struct {
	code           paper.Pass[float64]
	formula, paper paper.Pass[precise]
}

func newModel(name string, short bool, d paper.Deep) *model {
	m := &model{Deep: d, name: name, short: short}
	m.claims = sync.OnceValue(func() claims { return claimsOf(d) })
	m.single = sync.OnceValue(func() paper.Pass[float64] { return run[float32](d) })
	m.gradient = sync.OnceValue(func() []gradcheck.Reference { return m.J().References(d.Theta)[0] })
	return m
}

func claimsOf(d paper.Deep) claims {
	return claims{run[float64](d), paper.Compute(d, gradcheck.FromFloats[precise](d.Theta)), sideOf(d, rowsOf[precise](d))}
}

// J returns the log-likelihood as a function of θ.
func (m *model) J() functions { return function(m.Deep, likelihoods[exact], likelihoods[double]) }

// likelihoods is J as a function of one output.
func likelihoods[N number[N]](d paper.Deep, θ []N) []N { return []N{paper.Likelihood(d, θ)} }

// rowsOf are the paper's values for all samples.
func rowsOf[N number[N]](d paper.Deep) []paper.Row[N] {
	at, all := gradcheck.FromFloats[N](d.Theta), make([]paper.Row[N], len(d.X))
	for n := range all {
		all[n] = paper.Forward(d, at, n)
	}
	return all
}

// sideOf puts the rows' values together as a pass, with the loss −J.
func sideOf[N number[N]](d paper.Deep, rows []paper.Row[N]) (p paper.Pass[N]) {
	for n, r := range rows {
		p.Alpha, p.Z, p.A, p.Y = append(p.Alpha, r.Alpha), append(p.Z, r.Z), append(p.A, r.A), append(p.Y, r.Y)
		p.Loss = p.Loss.Add(paper.LogLikelihood(d.T[n], r.Y))
	}
	p.Loss = p.Loss.Neg()
	return p
}

// run returns the results of Forward, Loss and Backward of nn.MLP, or of nn.Logistic without a hidden layer.
func run[F tensor.Float](d paper.Deep) paper.Pass[float64] {
	var net nn.Model[F] = nn.NewLogistic[F](d.Widths[0], d.Widths[1])
	if len(d.Activation) > 0 {
		net = nn.NewMLP[F](d.Widths, d.Activation...)
	}
	for i, x := range d.Theta {
		net.Parameters().Theta[i] = F(x)
	}
	X, T := tensorOf[F](d.X), tensorOf[F](d.T)
	s, g := net.Workspace(len(d.X)), net.Gradient()
	net.Forward(s, X)
	p := paper.Pass[float64]{Alpha: rows(s.Alpha), Z: rows(s.Z), A: rows(s.A), Y: rows(s.Y), Loss: float64(net.Loss(s, T))}
	net.Backward(g, s, X, T)
	p.Gradient = widened(g.Theta)
	return p
}

// gradientProbe probes the gradient of J in some blocks of the parameters, next to each other, of an answer in all of θ.
func (m *model) gradientProbe(all claim, blocks ...block) *probe {
	first, last := blocks[0].first, blocks[len(blocks)-1].last
	d := differentiate(m.J(), m.Theta).only(func(_, i int) bool { return i >= first && i < last })
	d.all = func() [][]gradcheck.Reference { return [][]gradcheck.Reference{m.gradient()} }
	q := d.probe(m.name, all.part(first, last), matrix.Map(blocks, func(b block) gradcheck.Block { return b.Block })...).of(m)
	q.first, q.last, q.planted = first, last, true
	if m.plain != nil {
		q.cancellation = func() []precise { return m.plain()[first:last] }
	}
	return q
}

// byCode probes nn for the gradient in some blocks, in both precisions.
func (m *model) byCode(blocks ...block) []*probe {
	c := m.claims()
	q := m.gradientProbe(claim{values: c.code.Gradient, formula: c.formula.Gradient}.negated(), blocks...)
	if !m.short {
		return []*probe{q}
	}
	return []*probe{q, q.single(negative(m.single().Gradient[q.first:q.last]))}
}

func tensorOf[F tensor.Float](rows [][]float64) tensor.Matrix[F] {
	A := tensor.New[F](len(rows), len(rows[0]))
	for i, row := range rows {
		for j, x := range row {
			A.Set(i, j, F(x))
		}
	}
	return A
}

func rows[F tensor.Float](A tensor.Matrix[F]) [][]float64 {
	all := make([][]float64, A.Rows())
	for i := range all {
		all[i] = widened(A.Row(i))
	}
	return all
}

func widened[F tensor.Float](xs []F) []float64 {
	return matrix.Map(xs, func(x F) float64 { return float64(x) })
}
