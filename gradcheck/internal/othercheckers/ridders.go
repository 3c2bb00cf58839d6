package othercheckers

import (
	"math"
	"math/rand/v2"
)

// tableau is a Ridders extrapolation: differences over h, h/shrink, h/shrink²,
// …, freed of one power of h² after the other.
type tableau struct {
	h, shrink float64
	stop      float64 // an estimate below it ends the search
}

// rows is the largest number of steps that both implementations try.
const rows = 10

// derivative returns the limit of d(h) for h → 0, a vector, and an estimate of
// its error: the distance of an entry of the tableau from the farther one of the two
// that it was formed from, always the one in the row before. The entry
// with the least estimate is taken, of equals the last. The search also ends
// when the last entry of a row is twice that estimate or more from the last of
// the row before.
func (t tableau) derivative(d func(h float64) []float64) (value []float64, estimate float64) {
	estimate = math.MaxFloat64
	square := float64(t.shrink * t.shrink)
	var last [][]float64
	for k := range rows {
		row := [][]float64{d(t.h)}
		if k == 0 {
			value = row[0]
		}
		t.h /= t.shrink
		for j, power := 1, square; j <= k; j, power = j+1, float64(square*power) {
			row = append(row, combine([][]float64{row[j-1], last[j-1]}, []float64{power, -1}, power-1))
			e := distance(row[j], last[j-1])
			if e <= estimate {
				value, estimate = row[j], e
				if e < t.stop {
					return value, estimate
				}
			}
		}
		if k > 0 && distance(row[k], last[k-1]) >= 2*estimate {
			break
		}
		last = row
	}
	return value, estimate
}

// ceres is the GradientChecker of Ceres Solver with the default options. Its
// first step is 2⁵ times the initial step of 10⁻²·max(1, |x|), so that the
// middle row has the initial step; each is half of the one before, and an estimate
// below 10⁻¹² ends the search. Estimates are norms over the outputs, all
// taken as one block of residuals. An entry passes if
//
//	|claimed − numeric| < 10⁻⁸·max(|claimed|, |numeric|)
//
// or, where one of the two is exactly 0, if the other is below 10⁻⁸: a hole.
//
// Where the estimate of an early row is small by accident, the search ends with
// an error far above 10⁻⁸, and a right J is rejected: x/(1 + x²) has such
// points.
func ceres(f field, _ *rand.Rand) Compare {
	numeric := f.jacobian(func(i int) []float64 {
		t := tableau{h: 32 * max(1e-2, 1e-2*math.Abs(f.At[i])), shrink: 2, stop: 1e-12}
		column, _ := t.derivative(func(h float64) []float64 {
			return quotient(f.moved(i, h), f.moved(i, -h), 2*h)
		})
		return column
	})
	return func(J [][]float64) float64 {
		return worst(J, numeric, func(c, n float64) float64 {
			err := math.Abs(c - n)
			if c != 0 && n != 0 {
				err /= max(math.Abs(c), math.Abs(n))
			}
			return strict(err, 1e-8)
		})
	}
}

// ridders is dfridr of Numerical Recipes with the tolerance of 10 times the
// error that it estimates itself. The factor 1.4, the ten rows and the end of
// the search are the book's, read in copies of its source; the first
// step, which it leaves to the caller, is 0.2. The factor 10 is not published: a
// user who trusts the estimate would try it.
func ridders(f field, _ *rand.Rand) Compare {
	tolerance := make([][]float64, f.outputs)
	for j := range tolerance {
		tolerance[j] = make([]float64, len(f.At))
	}
	numeric := f.jacobian(func(i int) []float64 {
		column := make([]float64, f.outputs)
		differences := map[float64][]float64{} // by h, for all outputs
		for j := range column {
			value, estimate := tableau{h: 0.2, shrink: 1.4}.derivative(func(h float64) []float64 {
				if differences[h] == nil {
					differences[h] = quotient(f.moved(i, h), f.moved(i, -h), 2*h)
				}
				return differences[h][j : j+1]
			})
			column[j], tolerance[j][i] = value[0], 10*estimate
		}
		return column
	})
	return func(J [][]float64) float64 {
		w := 0.0
		for j, row := range numeric {
			for i := range row {
				w = max(w, ratio(math.Abs(J[j][i]-row[i]), tolerance[j][i]))
			}
		}
		return w
	}
}
