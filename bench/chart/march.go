package chart

import "math"

// A crossing is a point where a contour crosses an edge of the grid: on the edge from node (i, j)
// to the next in its row, or upwards, at a share of the edge.
type crossing struct {
	i, j   int
	upward bool
	share  float64
}

// in returns the pixels of a crossing.
func (c crossing) in(xs, ys []float64) []float64 {
	x, y := xs[c.j], ys[c.i]
	if c.upward {
		y += c.share * (ys[c.i+1] - y)
	} else {
		x += c.share * (xs[c.j+1] - x)
	}
	return []float64{x, y}
}

// march returns the curves on which z is the level, by marching squares: an edge of a
// square is crossed if its ends lie on both sides of the level. A saddle's two curves keep to
// the side of its middle.
func march(z [][]float64, level float64) [][]crossing {
	w := walk{links: map[edge][]edge{}, at: map[edge]crossing{}}
	for i := range len(z) - 1 {
		for j := range len(z[i]) - 1 {
			w.square(z, i, j, level)
		}
	}
	return w.curves()
}

// An edge begins at a node.
type edge struct {
	i, j   int
	upward bool
}

// A walk joins the pieces of squares to curves.
type walk struct {
	links map[edge][]edge
	at    map[edge]crossing
	order []edge // as found, so that curves have an order too
}

// square adds the pieces in the square above and to the right of node (i, j).
func (w *walk) square(z [][]float64, i, j int, level float64) {
	bottom, left := edge{i, j, false}, edge{i, j, true}
	top, right := edge{i + 1, j, false}, edge{i, j + 1, true}
	var crossed []edge
	for _, e := range []edge{bottom, right, top, left} { // around the square
		if share, ok := cross(z, e, level); ok {
			if _, seen := w.at[e]; !seen {
				w.order = append(w.order, e)
			}
			w.at[e] = crossing{e.i, e.j, e.upward, share}
			crossed = append(crossed, e)
		}
	}
	if len(crossed) == 4 {
		middle := (z[i][j] + z[i+1][j] + z[i][j+1] + z[i+1][j+1]) / 4
		if (middle >= level) == (z[i][j] >= level) { // the corner is joined to the one opposite
			w.link(bottom, right)
			w.link(top, left)
		} else {
			w.link(bottom, left)
			w.link(top, right)
		}
	} else if len(crossed) == 2 {
		w.link(crossed[0], crossed[1])
	}
}

// cross returns the place on an edge where the level crosses it, as a share of the edge.
func cross(z [][]float64, e edge, level float64) (share float64, ok bool) {
	a, b := z[e.i][e.j], 0.0
	if e.upward {
		b = z[e.i+1][e.j]
	} else {
		b = z[e.i][e.j+1]
	}
	if (a >= level) == (b >= level) {
		return 0, false
	}
	return (level - a) / (b - a), true
}

func (w *walk) link(a, b edge) {
	w.links[a] = append(w.links[a], b)
	w.links[b] = append(w.links[b], a)
}

// curves follows the links: open curves first, from an end, then closed ones.
func (w *walk) curves() (curves [][]crossing) {
	done := map[edge]bool{}
	for _, ends := range []int{1, 2} {
		for _, start := range w.order {
			if done[start] || len(w.links[start]) != ends {
				continue
			}
			curve := w.follow(start, done)
			if ends == 2 {
				curve = append(curve, curve[0])
			}
			curves = append(curves, curve)
		}
	}
	return curves
}

// follow returns the crossings along the links from e on, up to the last new one.
func (w *walk) follow(e edge, done map[edge]bool) (curve []crossing) {
	for {
		done[e] = true
		curve = append(curve, w.at[e])
		found := false
		for _, next := range w.links[e] {
			if !done[next] {
				e, found = next, true
				break
			}
		}
		if !found {
			return curve
		}
	}
}

// thin leaves out points as long as the remaining line passes within a
// fifth of a pixel of them, by the method of Douglas and Peucker.
func thin(x, y []float64) (_, _ []float64) {
	last, worst, at := len(x)-1, 0.2, 0
	for i := 1; i < last; i++ {
		if d := away(x[i]-x[0], y[i]-y[0], x[last]-x[0], y[last]-y[0]); d > worst {
			worst, at = d, i
		}
	}
	if at == 0 {
		return []float64{x[0], x[last]}, []float64{y[0], y[last]}
	}
	x1, y1 := thin(x[:at+1], y[:at+1])
	x2, y2 := thin(x[at:], y[at:])
	return append(x1, x2[1:]...), append(y1, y2[1:]...)
}

// away returns the distance of the point (px, py) from the line from the origin to
// (dx, dy), or from the origin if that is no line.
func away(px, py, dx, dy float64) float64 {
	if length := math.Hypot(dx, dy); length > 0 {
		return math.Abs(px*dy-py*dx) / length
	}
	return math.Hypot(px, py)
}
