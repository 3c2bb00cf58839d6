package dataset

import "chainrule/tensor"

// The steps of make_classification, in the order of their draws from the one
// stream r. The draws of each are part of the definition: exchanging two steps
// that would commute on paper changes all that follows.

// generate is [Classification.Generate] below the seam: c is valid.
func (c Classification) generate(r *Random) (X tensor.Matrix[float64], y []int) {
	X, y = tensor.New[float64](c.Samples, c.Features), make([]int, c.Samples)
	centres := c.centres(r)
	c.drawClusters(r, X, y, centres)
	c.drawRedundant(r, X)
	c.drawRepeated(r, X)
	c.drawUseless(r, X)
	c.flip(r, y)
	return c.shuffle(r, X, y)
}

// sizes returns the number of rows of each cluster: the whole part of N·(1/K)
// divided by the clusters per class, in float64 as there, and one more for each of
// the first clusters while rows are left.
func (c Classification) sizes() []int {
	n := make([]int, c.Classes*c.Clusters)
	share := float64(float64(c.Samples) * (1 / float64(c.Classes)))
	left := c.Samples
	for k := range n {
		n[k] = int(share / float64(c.Clusters))
		left -= n[k]
	}
	for i := range left {
		n[i%len(n)]++
	}
	return n
}

// centres returns the clusters' centres, C×Informative: distinct corners of the
// cube {−Separation, +Separation}^Informative. The bits of a corner's number, the
// highest first, say which of the two. Only the last 30 columns are certain to be
// distinct; if there are more, the bits of the first are drawn one by one.
func (c Classification) centres(r *Random) tensor.Matrix[float64] {
	n := c.Classes * c.Clusters
	free := max(c.Informative-30, 0)
	A := tensor.New[float64](n, c.Informative)
	for i := range n {
		for j := range free {
			A.Set(i, j, c.corner(r.Intn(2)))
		}
	}
	for i, v := range vertices(r, c.Informative-free, n) {
		for j := free; j < c.Informative; j++ {
			A.Set(i, j, c.corner(v>>(c.Informative-1-j)&1))
		}
	}
	return A
}

// corner returns bit·2·Separation − Separation.
func (c Classification) corner(bit int) float64 {
	return float64(float64(bit)*float64(2*c.Separation)) - c.Separation
}

// vertices returns n distinct numbers of 0..2^dimensions-1 by the method that
// scikit-learn's sample_without_replacement takes for that fraction of them.
func vertices(r *Random, dimensions, n int) []int {
	population := 1 << dimensions
	switch fraction := float64(n) / float64(population); {
	case 0.01 < fraction && fraction < 0.99:
		return r.Permutation(population)[:n]
	case fraction < 0.2:
		return track(r, population, n)
	default:
		return reservoir(r, population, n)
	}
}

// track draws numbers until it has n different ones.
func track(r *Random, population, n int) []int {
	v, seen := make([]int, 0, n), make(map[int]bool, n)
	for len(v) < n {
		if j := r.Intn(population); !seen[j] {
			seen[j] = true
			v = append(v, j)
		}
	}
	return v
}

// reservoir starts from 0..n-1 and lets each later number take a place by chance.
func reservoir(r *Random, population, n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = i
	}
	for i := n; i < population; i++ {
		if j := r.Intn(i + 1); j < n {
			v[j] = i
		}
	}
	return v
}

// drawClusters fills the informative columns, rows ← normals·A + centre with an A
// of its own for each cluster, and labels the clusters 0..K-1 in turn.
func (c Classification) drawClusters(r *Random, X tensor.Matrix[float64], y []int, centres tensor.Matrix[float64]) {
	normals := tensor.New[float64](c.Samples, c.Informative)
	fillNormal(r, normals)
	A := tensor.New[float64](c.Informative, c.Informative)
	start := 0
	for k, size := range c.sizes() {
		stop := start + size
		fillSymmetric(r, A)
		tensor.Product(X.Slice(start, stop, 0, c.Informative), normals.Slice(start, stop, 0, c.Informative), A)
		for i := start; i < stop; i++ {
			y[i] = k % c.Classes
			for j, centre := range centres.Row(k) {
				X.Row(i)[j] += centre
			}
		}
		start = stop
	}
}

// drawRedundant fills the redundant columns, informative·B.
func (c Classification) drawRedundant(r *Random, X tensor.Matrix[float64]) {
	B := tensor.New[float64](c.Informative, c.Redundant)
	fillSymmetric(r, B)
	extra := tensor.New[float64](c.Samples, c.Redundant)
	tensor.Product(extra, X.Slice(0, c.Samples, 0, c.Informative), B)
	for i := range c.Samples {
		copy(X.Row(i)[c.Informative:], extra.Row(i))
	}
}

// drawRepeated fills the repeated columns with copies of any of the n before them:
// of column trunc((n−1)·u + ½).
func (c Classification) drawRepeated(r *Random, X tensor.Matrix[float64]) {
	n := c.Informative + c.Redundant
	for j := n; j < n+c.Repeated; j++ {
		source := int(float64(float64(n-1)*r.Float64()) + 0.5)
		for i := range c.Samples {
			X.Set(i, j, X.At(i, source))
		}
	}
}

// drawUseless fills the columns that are left with normals.
func (c Classification) drawUseless(r *Random, X tensor.Matrix[float64]) {
	fillNormal(r, X.Slice(0, c.Samples, c.Informative+c.Redundant+c.Repeated, c.Features))
}

// flip gives a fraction of the rows a label drawn anew, which may be the old one:
// first a uniform for each row, then a label for each row whose uniform is less
// than Flip. The uniforms are drawn even if Flip is 0. It returns the rows.
func (c Classification) flip(r *Random, y []int) (rows []int) {
	for i := range y {
		if r.Float64() < c.Flip {
			rows = append(rows, i)
		}
	}
	for _, i := range rows {
		y[i] = r.Intn(c.Classes)
	}
	return rows
}

// shuffle returns rows p of X and y with columns q, for a permutation p and then q.
func (c Classification) shuffle(r *Random, X tensor.Matrix[float64], y []int) (tensor.Matrix[float64], []int) {
	p, q := r.Permutation(c.Samples), r.Permutation(c.Features)
	Xp, yp := tensor.New[float64](c.Samples, c.Features), make([]int, c.Samples)
	for i, row := range p {
		yp[i] = y[row]
		for j, col := range q {
			Xp.Set(i, j, X.At(row, col))
		}
	}
	return Xp, yp
}

// fillNormal fills A with standard normals, row by row.
func fillNormal(r *Random, A tensor.Matrix[float64]) {
	for i := range A.Rows() {
		for j := range A.Cols() {
			A.Set(i, j, r.Normal())
		}
	}
}

// fillSymmetric fills A with uniform numbers of [−1,1), row by row.
func fillSymmetric(r *Random, A tensor.Matrix[float64]) {
	for i := range A.Rows() {
		for j := range A.Cols() {
			A.Set(i, j, r.symmetric())
		}
	}
}
