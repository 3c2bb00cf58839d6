package chapters

import (
	"fmt"
	"math"
	"strconv"
	"sync"

	"chainrule/nn/dataset"
)

// experimentOrigin is where a row of the data comes from.
type experimentOrigin struct {
	cluster    int
	relabelled bool // its label was drawn anew
	changed    bool // and is another than that of its cluster
}

// experimentGenerator draws what make_classification draws, and keeps what it would throw away: the
// map and centre of each cluster, and the origin of each row.
type experimentGenerator struct {
	origins []experimentOrigin // of the shuffled rows
	normals [][]float64        // of the rows before
	maps    [6][5][5]float64
	centres [6][5]float64
	columns []int // the order of the columns
	sizes   [6]int
}

var experimentDrawn = sync.OnceValue(func() *experimentGenerator {
	g := &experimentGenerator{sizes: [6]int{84, 84, 83, 83, 83, 83}}
	r := dataset.NewRandom(7)
	for k, corner := range r.Permutation(32)[:6] {
		for j := range 5 {
			g.centres[k][j] = float64(2*(corner>>(4-j)&1) - 1)
		}
	}
	for range 500 {
		row := make([]float64, 5)
		for j := range row {
			row[j] = r.Normal()
		}
		g.normals = append(g.normals, row)
	}
	for k := range g.maps {
		for i := range 25 {
			g.maps[k][i/5][i%5] = float64(2*r.Float64()) - 1
		}
	}
	g.label(r)
	return g
})

// label draws the labels anew that are drawn anew, and shuffles rows and columns.
func (g *experimentGenerator) label(r *dataset.Random) {
	var rows []experimentOrigin
	for k, n := range g.sizes {
		for range n {
			rows = append(rows, experimentOrigin{cluster: k})
		}
	}
	for i := range rows {
		rows[i].relabelled = r.Float64() < 0.01
	}
	for i, o := range rows {
		if o.relabelled {
			rows[i].changed = r.Intn(3) != o.cluster%3
		}
	}
	for _, i := range r.Permutation(500) {
		g.origins = append(g.origins, rows[i])
	}
	g.columns = r.Permutation(5)
}

// unfused counts the elements of X that a product without fused multiply-adds would
// round to another number.
func (g *experimentGenerator) unfused() (count int) {
	row := 0
	for k, n := range g.sizes {
		for range n {
			for j := range 5 {
				fused, plain := 0.0, 0.0
				for i, z := range g.normals[row] {
					fused = math.FMA(z, g.maps[k][i][j], fused)
					plain += float64(z * g.maps[k][i][j])
				}
				if fused+g.centres[k][j] != plain+g.centres[k][j] {
					count++
				}
			}
			row++
		}
	}
	return count
}

// best returns the class that is likeliest at x for somebody who knows all six clusters:
// the density of cluster k is that of a normal z with x = z·A + centre, its size counts as
// its weight, and what is drawn anew is any class alike.
func (g *experimentGenerator) best(x []float64) int {
	var total [3]float64
	for k := range 6 {
		var rest [5]float64
		for j, q := range g.columns {
			rest[q] = x[j] - g.centres[k][q]
		}
		square, determinant := experimentSolve(g.maps[k], rest)
		total[k%3] += float64(g.sizes[k]) * math.Exp(-square/2) / determinant
	}
	best := 0
	for k := range total {
		if total[k] > total[best] {
			best = k
		}
	}
	return best
}

// experimentSolve returns |z|² for the z with z·A = x, and |det A|.
func experimentSolve(A [5][5]float64, x [5]float64) (square, determinant float64) {
	var M [5][6]float64 // Aᵀ | x
	for i := range 5 {
		for j := range 5 {
			M[i][j] = A[j][i]
		}
		M[i][5] = x[i]
	}
	determinant = 1
	for c := range 5 {
		p := c
		for i := c; i < 5; i++ {
			if math.Abs(M[i][c]) > math.Abs(M[p][c]) {
				p = i
			}
		}
		M[c], M[p] = M[p], M[c]
		determinant *= math.Abs(M[c][c])
		for i := range 5 {
			if f := M[i][c] / M[c][c]; i != c {
				for j := c; j < 6; j++ {
					M[i][j] -= float64(f * M[c][j])
				}
			}
		}
	}
	for i := range 5 {
		z := M[i][5] / M[i][i]
		square += float64(z * z)
	}
	return square, determinant
}

// experimentBest are the test rows that the best rule gets wrong.
var experimentBest = sync.OnceValue(func() (wrong []bool) {
	p := problem7()
	for n, label := range p.TestLabels {
		wrong = append(wrong, experimentDrawn().best(p.TestX.Row(n)) != label)
	}
	return wrong
})

// experimentMistakes says of one row after the other whether the best rule gets it wrong.
func experimentMistakes() func(label string) bool {
	n := -1
	return func(label string) bool {
		n++
		return strconv.Itoa(experimentDrawn().best(experimentTable().X.Row(n))) != label
	}
}

// experimentTested returns the origins of the test rows.
func experimentTested() (origins []experimentOrigin) {
	_, testing, err := dataset.Split(500, 0.2, 7)
	sure(testing, err)
	for _, i := range testing {
		origins = append(origins, experimentDrawn().origins[i])
	}
	return origins
}

// experimentTally counts the labels of each class.
func experimentTally(parts ...[]int) string {
	var counts [3]int
	for _, labels := range parts {
		for _, k := range labels {
			counts[k]++
		}
	}
	return fmt.Sprintf("%d, %d and %d", counts[0], counts[1], counts[2])
}

// experimentCount counts what holds.
func experimentCount[T any](all []T, holds func(T) bool) string {
	count := 0
	for _, x := range all {
		if holds(x) {
			count++
		}
	}
	return fmt.Sprint(count)
}
