package equations

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
)

// Points are the inputs at which the equations are tried.
type Points struct {
	Name string

	seed uint64 // of the networks of any depth

	networks []*instance // for derivatives
	extremes []*instance // more, for values alone

	α          []float64      // for σ′; 0 is for ReLU alone
	logits     [][]float64    // for derivatives of the softmax
	sequences  [][]float64    // input of averages, and gradients for update rules
	settings   []adam.Options // of the update rules
	settings32 []adam.Options // with numbers that float32 can represent
	decays     []float64      // β of the averages
	rolls      []int          // of the die of section 2.1.2, from 1
}

// Standard returns the points at which the paper is tried: ordinary, saturated, tied
// and extreme ones, kinks among them. They are made once.
func Standard() *Points { return standard() }

// standardα lists ordinary and saturated pre-activations, and others about which code may
// branch. Only the last is beyond 40: at 40 the slope of tanh is 2⁻¹¹³, and its
// difference is right to 2⁻²³⁰.
var standardα = []float64{
	0.5, -0.75, 1.25, -2, 3.5, -5, 9, -12, 19, -21, 33, -37, 40, -40, 0x1p-14, -0x1p-10, 0x1p-30, -0x1p-30, 0x1p-50, 0, -400,
}

var standard = sync.OnceValue(func() *Points {
	p := &Points{
		Name: "the standard points",
		α:    standardα,
		logits: [][]float64{
			{0.2, -0.4, 1.1}, {1, 2, -3}, {0.5, 0.5, 0.5}, {30, -8, 29}, {25, 0, -3}, {0, 0x1p-30},
		},
		sequences: [][]float64{
			{0.5, -0.25, 0, 0, 0x1p-13, 3, -0x1p-20, 0.125, 2, -2, 0, 0.75},
			{3e-9, 1e-8, -2e-8, 1.5e-8},
			{1e120, -1e-120, 3e150, 0, 0x1p-400, -1e150},
			{1e-40, 3e-41, -2e-40},
		},
		settings: []adam.Options{
			{Rate: 0x1p-10, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
			{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8},
			{Rate: 0.01, Beta1: 0.5, Beta2: 0.75, Epsilon: 1e-3},
		},
		settings32: shortSettings,
		decays:     []float64{0.5, 0.9, 0.99, 0.999},
		rolls:      []int{6, 2, 2, 5, 3},
	}
	p.draw(networkKinds, func(i int) uint64 { return uint64(i + 1) })
	return p
})

// draw fills in networks of all activations and of the given kinds, and the extremes.
func (p *Points) draw(kinds []kind, seed func(i int) uint64) {
	for _, σ := range nn.Activations {
		for i, k := range kinds {
			p.networks = append(p.networks, newInstance(σ, k, seed(i)))
		}
		for i, k := range extremeKinds {
			p.extremes = append(p.extremes, newInstance(σ, k, seed(len(kinds)+i)))
		}
	}
	p.extremes = append(p.extremes, certainInstances()...)
}

// shortSettings are exact in float32, as 1 − β is.
var shortSettings = []adam.Options{
	{Rate: 0x1p-10, Beta1: 0.875, Beta2: 0.9990234375, Epsilon: 0x1p-26},
	{Rate: 0x1p-7, Beta1: 0.5, Beta2: 0.75, Epsilon: 0x1p-10},
}

// Random returns points like the standard ones, with everything drawn anew.
func Random(seed uint64) *Points {
	r := rand.New(rand.NewPCG(seed, 59))
	p := someNumbers(r, fmt.Sprintf("the points of seed %d", seed))
	p.seed = seed
	p.α, p.logits = append(p.α, standardα...), append(p.logits, Standard().logits...)
	p.sequences, p.decays = append(p.sequences, Standard().sequences[1:]...), append(p.decays, Standard().decays...)
	p.draw(networkKinds, func(int) uint64 { return r.Uint64() })
	return p
}

// Sample returns fewer points, for trying many seeds: two networks of each activation,
// an ordinary one and one of a kind that changes with the seed, and everything else anew.
func Sample(seed uint64) *Points {
	r := rand.New(rand.NewPCG(seed, 60))
	p := someNumbers(r, fmt.Sprintf("the sample of seed %d", seed))
	p.seed = seed
	others := networkKinds[1:]
	p.draw([]kind{ordinary, others[r.IntN(len(others))]}, func(int) uint64 { return r.Uint64() })
	return p
}

// someNumbers draws the points for everything but networks.
func someNumbers(r *rand.Rand, name string) *Points {
	p := &Points{Name: name, settings32: shortSettings}
	for range 4 {
		p.α = append(p.α, dyadic(r, 8), dyadic(r, 32))
		p.logits = append(p.logits, []float64{dyadic(r, 4), dyadic(r, 4), dyadic(r, 4)})
		p.decays = append(p.decays, (1+r.Float64())/2)
	}
	sequence := make([]float64, 12)
	p.sequences = [][]float64{sequence}
	for i := range sequence {
		sequence[i] = dyadic(r, 4)
		p.rolls = append(p.rolls, 1+r.IntN(6))
	}
	for range 3 {
		p.settings = append(p.settings, adam.Options{
			Rate: r.Float64() / 64, Beta1: (1 + r.Float64()) / 2, Beta2: (1 + r.Float64()) / 2, Epsilon: r.Float64() / 1e6,
		})
	}
	return p
}

// The points by what is tried at them: networks with derivatives, with a printed form, and with values; pre-activations;
// logits.
func networks(p *Points) []*instance       { return p.networks }
func oneHot(p *Points) []*instance         { return p.oneHot() }
func everywhere(p *Points) []*instance     { return p.withExtremes() }
func preactivationsOf(p *Points) []float64 { return p.α }
func logitsOf(p *Points) [][]float64       { return p.logits }

// oneHot returns the networks with one-hot targets and the given activations, neither
// saturated nor at kinks. Printed forms are tried at these networks.
func (p *Points) oneHot(σs ...nn.Activation) []*instance {
	return slices.DeleteFunc(p.of(σs), func(in *instance) bool { return !in.oneHot() || in.kind == saturated || in.kind == atKink })
}

// of returns the networks with the given activations, all if there are none.
func (p *Points) of(σs []nn.Activation) []*instance {
	return slices.DeleteFunc(slices.Clone(p.networks), func(in *instance) bool { return len(σs) > 0 && !slices.Contains(σs, in.Activation) })
}

// withExtremes returns the networks where values are tried, the extreme ones among them.
func (p *Points) withExtremes() []*instance {
	return append(append([]*instance(nil), p.networks...), p.extremes...)
}
