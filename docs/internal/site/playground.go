package site

import (
	"fmt"
	"math"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// sets are the data that can be learned: four in two dimensions, and the paper's in five.
var sets = []string{"spirals", "xor", "moons", "rings", "paper"}

// pointsOfClass is the number of points of each class in a set of two dimensions.
const pointsOfClass = 60

// point returns a point of a class, the share telling how far along it is.
func point(set string, class int, share float64, r *dataset.Random) (x, y float64) {
	switch angle := 2 * math.Pi * share; set {
	case "spirals":
		angle = 4*share + float64(class)*2*math.Pi/3 + float64(0.16*r.Normal())
		return share * math.Cos(angle), share * math.Sin(angle)
	case "xor":
		x, y = 2*r.Float64()-1, 2*r.Float64()-1
		if (x*y > 0) != (class == 0) {
			x = -x
		}
		return x, y
	case "moons":
		sign := float64(1 - 2*class)
		return sign*(math.Cos(angle/2)-0.5)*0.8 + float64(0.08*r.Normal()), sign*(math.Sin(angle/2)-0.25)*0.8 + float64(0.08*r.Normal())
	default:
		radius := 0.25 + float64(0.3*float64(class)) + float64(0.06*r.Normal())
		return radius * math.Cos(angle), radius * math.Sin(angle)
	}
}

// problemOf returns the rows of a set. Coordinates are rounded to thousandths, so that the last bits
// of sine and cosine, in which machines differ, are not learned from.
func problemOf(set string) (*dataset.Problem, error) {
	if set == "paper" {
		return experiment.PaperRows(), nil
	}
	K := 3
	if set == "xor" || set == "moons" {
		K = 2
	}
	t, r := &dataset.Table{Name: set, Header: []string{"x0", "x1", "class"}, X: tensor.New[float64](K*pointsOfClass, 2)}, dataset.NewRandom(7)
	for i := range K * pointsOfClass {
		x, y := point(set, i%K, (float64(i/K)+1)/pointsOfClass, r)
		t.X.Set(i, 0, math.Round(1000*x)/1000)
		t.X.Set(i, 1, math.Round(1000*y)/1000)
		t.Labels = append(t.Labels, fmt.Sprint(i%K))
	}
	return dataset.NewProblem(t, 0.25, 7)
}

// flaws are the gradients with which one can train: the right one and two wrong ones.
var flaws = []string{"none", "print", "sign"}

// flawed returns a function that spoils the gradient of each batch, nil for the right one.
func flawed(flaw string, net *nn.MLP[float64]) func(g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
	switch flaw {
	case "print":
		return func(g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
			printedGradient(net, g, s, X, T)
		}
	case "sign":
		return func(g *nn.Parameters[float64], _ *nn.Workspace[float64], _, _ tensor.Matrix[float64]) {
			tensor.Scale(g.Layers[0].W, -1, g.Layers[0].W)
		}
	}
	return nil
}

// printedGradient computes the gradients below the output with the slope z(1 − z) for every σ, as the paper
// prints (46) under the caption of ReLU.
func printedGradient(net *nn.MLP[float64], g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
	dA, θ := tensor.New[float64](T.Rows(), T.Cols()), net.Parameters()
	tensor.CrossEntropyGradient(dA, s.Y, T)
	for l := len(s.Hidden) - 1; l >= 0; l-- {
		Z := s.Hidden[l].Z
		dα := tensor.New[float64](Z.Rows(), Z.Cols())
		tensor.ProductNT(dα, dA, θ.Layers[l+1].W)
		for i := range Z.Rows() {
			z := Z.Row(i)
			for j, d := range dα.Row(i) {
				dα.Set(i, j, d*float64(z[j]*(1-z[j])))
			}
		}
		below := X
		if l > 0 {
			below = s.Hidden[l-1].Z
		}
		tensor.ProductTN(g.Layers[l].W, below, dα)
		tensor.ColumnSums(g.Layers[l].B, dα)
		dA = dα
	}
}

// lines returns, for two inputs, where each unit of the first hidden layer has α = 0: its weights and bias.
func lines(net *nn.MLP[float64]) (list [][3]float64) {
	first := net.Parameters().Layers[0]
	if first.W.Rows() != 2 {
		return nil
	}
	for m, b := range first.B {
		list = append(list, [3]float64{first.W.At(0, m), first.W.At(1, m), b})
	}
	return list
}
