package chapters

import (
	"math"

	"chainrule/nn/dataset"
)

// origin is the past of a row of the paper's data, of which the generator keeps the label.
type origin struct {
	class      int  // of its cluster
	relabelled bool // its label was drawn anew
	label      int
	best       int // likeliest class at the row for somebody who knows all clusters
}

func (o origin) changed() bool { return o.label != o.class }
func (o origin) lost() bool    { return o.label != o.best }

// cluster is a cloud of the data, x = z·A + centre with z normal.
type cluster struct {
	size   int
	A      [5][5]float64
	centre [5]float64
}

// redrawn draws the paper's data once more, as make_classification does, and returns the
// origins of the rows in their order. It counts the elements of X that a product without fused
// multiply-adds would round to another number.
func redrawn() (origins []origin, unfused int) {
	r := dataset.NewRandom(7)
	clusters, normals := clouds(r)
	var rows []origin
	for k, c := range clusters {
		for range c.size {
			x, others := c.point(normals[len(rows)])
			unfused += others
			rows = append(rows, origin{class: k % 3, label: k % 3, best: likeliest(clusters, x)})
		}
	}
	for i := range rows {
		rows[i].relabelled = r.Float64() < 0.01
	}
	for i := range rows {
		if rows[i].relabelled {
			rows[i].label = r.Intn(3)
		}
	}
	for _, i := range r.Permutation(len(rows)) {
		origins = append(origins, rows[i])
	}
	return origins, unfused
}

// clouds draws the clusters, and the z of all rows.
func clouds(r *dataset.Random) (clusters [6]cluster, normals [500][5]float64) {
	corners := r.Permutation(32)
	for i := range 2500 {
		normals[i/5][i%5] = r.Normal()
	}
	for k := range clusters {
		clusters[k].size = 83 + countIf(k < 2)
		for i := range 25 {
			clusters[k].A[i/5][i%5] = float64(2*r.Float64()) - 1
			clusters[k].centre[i%5] = float64(2*(corners[k]>>(4-i%5)&1) - 1)
		}
	}
	return clusters, normals
}

// point returns z·A + centre, and how many elements are others without fusing.
func (c cluster) point(z [5]float64) (x [5]float64, unfused int) {
	for j := range x {
		plain := 0.0
		for i := range z {
			x[j] = math.FMA(z[i], c.A[i][j], x[j])
			plain += float64(z[i] * c.A[i][j])
		}
		x[j] += c.centre[j]
		unfused += countIf(x[j] != plain+c.centre[j])
	}
	return x, unfused
}

// likeliest returns the class of the largest density at x, where the size of a cluster counts
// as its weight. What is drawn anew is any class alike.
func likeliest(clusters [6]cluster, x [5]float64) (best int) {
	var total [3]float64
	for k, c := range clusters {
		total[k%3] += float64(c.size) * c.density(x)
	}
	for k := range total {
		if total[k] > total[best] {
			best = k
		}
	}
	return best
}

// density is e^(−|z|²/2) / |det A| for the z with x = z·A + centre, by Cramer's rule.
func (c cluster) density(x [5]float64) float64 {
	det, square := determinant(c.A), 0.0
	for j := range x {
		x[j] -= c.centre[j]
	}
	for i := range x {
		M := c.A
		M[i] = x
		square += math.Pow(determinant(M)/det, 2)
	}
	return math.Exp(-square/2) / math.Abs(det)
}

// determinant eliminates, without a search for pivots.
func determinant(M [5][5]float64) float64 {
	product := 1.0
	for k := range M {
		product *= M[k][k]
		for i := k + 1; i < len(M); i++ {
			f := M[i][k] / M[k][k]
			for j := range M {
				M[i][j] -= float64(f * M[k][j])
			}
		}
	}
	return product
}
