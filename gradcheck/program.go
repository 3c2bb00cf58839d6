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
	panicked string // panic at x
	beside   string // panic anywhere else
	unsteady string // two values of one point
}

// at returns f at a point, given to f as a new slice; NaN if f panics.
func (p *program) at(point []float64) (value float64) {
	defer func() {
		switch r := recover(); {
		case r != nil && slices.Equal(point, p.x):
			p.panicked, value = fmt.Sprintf("f panics at the point: %v", r), math.NaN()
		case r != nil:
			p.beside, value = fmt.Sprintf("f panics beside the point: %v", r), math.NaN()
		}
	}()
	return p.f(slices.Clone(point))
}

// moved returns f with xᵢ in place of its own.
func (p *program) moved(i int, xi float64) float64 {
	point := slices.Clone(p.x)
	point[i] = xi
	return p.at(point)
}

// steady reports whether f has a value at a point three times more.
func (p *program) steady(point []float64, value float64) bool {
	name := map[bool]string{true: "f(x)", false: "f beside x"}[slices.Equal(point, p.x)]
	for range 3 {
		if again := p.at(point); again != value && (finite(again) || finite(value)) && p.unsteady == "" {
			p.unsteady = fmt.Sprintf("f is not deterministic: %s was %v and then %v; "+
				"fix the seed, turn dropout off, and keep no state between calls", name, value, again)
		}
	}
	return p.unsteady == "" && p.panicked == ""
}

// noise returns four times the standard deviation of the rounding errors of f near x, the largest of
// three measurements, and the relative step that f can see: 2⁻⁵³, or 2⁻²⁴ for a program in float32. Fourth
// differences over steps of 2⁻⁴⁰ of x in a random direction have nothing but noise, √70 times as large (Moré and
// Wild, Estimating computational noise, 2011). A program that is blind to such steps, as in float32 or where it
// rounds its result, needs longer ones; of one that is blind to all of them the noise is a rounding in its unit.
func (p *program) noise(blind float64) (noise, grain float64) {
	r := rand.New(rand.NewPCG(1, 2))
	beside := p.along(p.direction(r, 0x1p-10), 1)
	p.steady(beside, p.at(beside))
	for _, step := range []float64{0x1p-40, 0x1p-30, 0x1p-20, 0x1p-10} {
		seen := false
		for range 3 {
			d := p.direction(r, step)
			deviation, distinct := p.deviation(d)
			if distinct > 1 && step > 0x1p-40 && p.sharp(d) {
				return 0, Unit64 // f is constant at x, and has a kink not far away
			}
			noise, seen = max(noise, 4*deviation), seen || distinct > 3
		}
		if seen {
			return noise, map[bool]float64{true: Unit64, false: Unit32}[step == 0x1p-40]
		}
	}
	return max(noise, blind), Unit64
}

// direction returns random steps, of x for the shortest and of 1 if that is larger for the others.
func (p *program) direction(r *rand.Rand, step float64) []float64 {
	d := make([]float64, len(p.x))
	for i, x := range p.x {
		if x = math.Abs(x); x == 0 || step > 0x1p-40 {
			x = max(x, 1)
		}
		d[i] = step * x * (0.5 + r.Float64()) * float64(1-2*r.IntN(2))
	}
	return d
}

// along returns the point x + t·d.
func (p *program) along(d []float64, t float64) []float64 {
	point := make([]float64, len(p.x))
	for i, x := range p.x {
		point[i] = x + float64(t*d[i])
	}
	return point
}

// deviation returns the standard deviation of f by the fourth differences of seven points, and
// the number of values that f has there.
func (p *program) deviation(d []float64) (deviation float64, distinct int) {
	var values [7]float64
	for k := range values {
		if values[k] = p.at(p.along(d, float64(k-3))); finite(values[k]) && !slices.Contains(values[:k], values[k]) {
			distinct++
		}
	}
	for k := range 3 {
		fourth := values[k] - 4*values[k+1] + 6*values[k+2] - 4*values[k+3] + values[k+4]
		if finite(fourth) {
			deviation = max(deviation, math.Abs(fourth)/math.Sqrt(70))
		}
	}
	return deviation, distinct
}

// sharp reports whether f has another value at each of five points that are
// very near each other, at an end of d.
func (p *program) sharp(d []float64) bool {
	return slices.ContainsFunc([]float64{-3, 3}, func(end float64) bool {
		var values []float64
		for k := range 5 {
			v := p.at(p.along(d, end*(1+math.Ldexp(float64(k), -20))))
			if !finite(v) || slices.Contains(values, v) {
				return false
			}
			values = append(values, v)
		}
		return true
	})
}
