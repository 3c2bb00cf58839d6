package dataset

import "chainrule/tensor"

// Origin is the past of a row that [Classification.Generate] returns: its informative columns
// were Normals·A + centre of the cluster, and its label the cluster's number modulo the
// classes, unless that was drawn anew.
type Origin struct {
	Cluster    int
	Normals    []float64
	Relabelled bool
}

// Origins returns the past of each row, and the matrices A and the centres of the clusters. It
// draws all that Generate draws. c is valid.
func (c Classification) Origins() (rows []Origin, A []tensor.Matrix[float64], centres tensor.Matrix[float64]) {
	r, X, index := NewRandom(c.Seed), tensor.New[float64](c.Samples, c.Features), make([]int, c.Samples)
	centres = c.centres(r)
	normals, past := tensor.New[float64](c.Samples, c.Informative), make([]Origin, 0, c.Samples)
	fillNormal(r, normals)
	for k, size := range c.sizes() {
		A = append(A, tensor.New[float64](c.Informative, c.Informative))
		fillSymmetric(r, A[k])
		for range size {
			past = append(past, Origin{Cluster: k, Normals: normals.Row(len(past))})
		}
	}
	c.drawRedundant(r, X)
	c.drawRepeated(r, X)
	c.drawUseless(r, X)
	for _, i := range c.flip(r, index) {
		past[i].Relabelled = true
	}
	for i := range index {
		index[i] = i
	}
	_, index = c.shuffle(r, X, index)
	for _, i := range index {
		rows = append(rows, past[i])
	}
	return rows, A, centres
}
