package gradcheck

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// program is a function in doubles that may misbehave.
type program struct {
	f        func([]float64) float64
	x        []float64
	panicked string // what it said, and where
	unsteady string // two values of one point
}

// at returns f at a point, given to f as a new slice; NaN if f panics.
func (p *program) at(point []float64) (value float64) {
	defer func() {
		if r := recover(); r != nil {
			value = math.NaN()
			if p.panicked == "" {
				p.panicked = fmt.Sprintf("f panics %s: %v", p.place(point), r)
			}
		}
	}()
	return p.f(slices.Clone(point))
}

// place says where a point is.
func (p *program) place(point []float64) string {
	if i := slices.IndexFunc(point, func(v float64) bool { return !slices.Contains(p.x, v) }); i >= 0 {
		return fmt.Sprintf("beside the point, with %v for %v at index %d", point[i], p.x[i], i)
	}
	return "at the point"
}

// moved returns f with xᵢ in place of its own.
func (p *program) moved(i int, xi float64) float64 {
	point := slices.Clone(p.x)
	point[i] = xi
	return p.at(point)
}

// steady reports whether f has the value at a point three times more.
func (p *program) steady(name string, point []float64, value float64) bool {
	for range 3 {
		again := p.at(point)
		if again != value && (finite(again) || finite(value)) && p.unsteady == "" && p.panicked == "" {
			p.unsteady = fmt.Sprintf("f is not deterministic: %s was %v and then %v; fix the seed, turn dropout off, and keep no state between calls",
				name, value, again)
		}
	}
	return p.unsteady == ""
}

// noise returns four times the standard deviation of the rounding errors of f near x, where f has
// the value: the largest of three measurements. Fourth differences over steps of
// 2⁻⁴⁰ of x in a random direction have nothing but noise, √70 times as large (Moré and Wild, Estimating
// computational noise, 2011). A program in float32 does not see such steps, and one that is nearly constant does not change: the
// steps grow until the values do.
func (p *program) noise(value float64) float64 {
	r := rand.New(rand.NewPCG(1, 2))
	for _, step := range []float64{0x1p-40, 0x1p-30, 0x1p-20, 0x1p-10} {
		if deviation, changed := p.deviation(r, step, value); changed {
			for range 2 {
				more, _ := p.deviation(r, step, value)
				deviation = max(deviation, more)
			}
			return 4 * deviation
		}
	}
	return 0
}

// deviation returns the standard deviation of f by the fourth differences of seven points, and
// whether f changes at all between them.
func (p *program) deviation(r *rand.Rand, step, value float64) (deviation float64, changed bool) {
	direction := make([]float64, len(p.x))
	for i, x := range p.x {
		if x == 0 {
			x = 1
		}
		direction[i] = step * x * (0.5 + r.Float64()) * float64(1-2*r.IntN(2))
	}
	var values [7]float64
	point := make([]float64, len(p.x))
	for k := range values {
		for i, x := range p.x {
			point[i] = x + float64(float64(k-3)*direction[i])
		}
		values[k] = p.at(point)
		changed = changed || values[k] != value && finite(values[k])
	}
	p.steady("f beside x", point, values[6])
	squares, n := 0.0, 0
	for k := range 3 {
		d := values[k] - 4*values[k+1] + 6*values[k+2] - 4*values[k+3] + values[k+4]
		if finite(d) {
			squares, n = squares+d*d/70, n+1
		}
	}
	return math.Sqrt(squares / float64(max(n, 1))), changed
}
