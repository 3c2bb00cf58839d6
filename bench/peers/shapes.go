package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chainrule/bench/peers/openblas"
)

// shape is the shape of a product: C is m×n, the inner dimension is k, and the variant
// tells which operand is transposed: NN, TN or NT.
type shape struct {
	m, n, k int
	variant string
}

func (s shape) String() string { return fmt.Sprintf("%d×%d×%d", s.m, s.n, s.k) }

// flops is the operations of a product: additions and multiplications.
func (s shape) flops() float64 { return 2 * float64(s.m) * float64(s.n) * float64(s.k) }

// size is the number of fused multiply-adds.
func (s shape) size() int { return s.m * s.n * s.k }

func (s shape) vector() bool { return s.variant == "NN" && (s.m == 1 || s.n == 1) }

func (s shape) square() bool { return s.variant == "NN" && s.m == s.n && s.n == s.k }

// product is the shape as OpenBLAS is told it.
func (s shape) product(gemv bool) openblas.Product {
	return openblas.Product{TransposedA: s.variant == "TN", TransposedB: s.variant == "NT", Gemv: gemv, M: s.m, N: s.n, K: s.k}
}

// target is the goal of a row: a ratio to a peer's speed and a share of the
// ceiling. Zero is no target.
type target struct{ ratio, ceiling float64 }

// row is a shape of the table, with our target against OpenBLAS in each type.
type row struct {
	group string
	shape
	float64, float32 target
}

// table lists the shapes that are timed: square products; products of the paper's training
// step (5-50-3, batches of 50) and of a classifier of digits (784-512-10, batches of
// 128); products with a vector.
var table = slices.Concat([]row{
	{"squares", shape{4, 4, 4, "NN"}, target{ratio: 1.3}, target{ratio: 1.4}},
	{"squares", shape{8, 8, 8, "NN"}, target{ratio: 1.3}, target{ratio: 1.4}},
	{"squares", shape{16, 16, 16, "NN"}, target{ratio: 1.1}, target{ratio: 1.3}},
	{"squares", shape{32, 32, 32, "NN"}, target{ratio: 0.97}, target{ratio: 0.97}},
	{"squares", shape{64, 64, 64, "NN"}, target{ratio: 0.97}, target{ratio: 0.97}},
	{"squares", shape{128, 128, 128, "NN"}, target{ratio: 1.3}, target{ratio: 1.3}},
	{"squares", shape{256, 256, 256, "NN"}, target{1, 0.90}, target{1, 0.90}},
	{"squares", shape{512, 512, 512, "NN"}, target{1, 0.90}, target{1, 0.90}},
	{"squares", shape{1024, 1024, 1024, "NN"}, target{1, 0.90}, target{1, 0.90}},
	{"squares", shape{2048, 2048, 2048, "NN"}, target{0.97, 0.88}, target{0.97, 0.88}},
	{"paper", shape{50, 50, 5, "NN"}, target{ratio: 1.2}, target{ratio: 1.3}},
	{"paper", shape{5, 50, 50, "TN"}, target{ratio: 1.2}, target{ratio: 1.3}},
	{"paper", shape{50, 3, 50, "NN"}, target{ratio: 1.1}, target{ratio: 1.0}},
	{"paper", shape{50, 3, 50, "TN"}, target{ratio: 1.5}, target{ratio: 1.2}},
	{"paper", shape{50, 50, 3, "NT"}, target{ratio: 1.8}, target{ratio: 1.5}},
	{"digits", shape{128, 512, 784, "NN"}, target{ratio: 1.1}, target{ratio: 1.1}},
	{"digits", shape{784, 512, 128, "TN"}, target{ratio: 1.1}, target{ratio: 1.1}},
	{"digits", shape{128, 512, 10, "NT"}, target{ratio: 1.1}, target{ratio: 1.1}},
	{"digits", shape{128, 10, 512, "NN"}, target{ratio: 0.95}, target{ratio: 1.1}},
	{"digits", shape{512, 10, 128, "TN"}, target{ratio: 1.3}, target{ratio: 1.0}},
}, vectors())

// vectors returns the rows of products with a vector, which read a matrix once: from matrices
// in the innermost cache to matrices in memory.
func vectors() (rows []row) {
	sizes := []int{64, 128, 256, 512, 1024, 2048, 4096}
	for _, s := range sizes {
		rows = append(rows, row{"vecmat", shape{1, s, s, "NN"}, target{ratio: 1}, target{ratio: 1}})
	}
	for _, s := range sizes {
		var t target
		if s >= 1024 {
			t.ratio = 0.95
		}
		rows = append(rows, row{"matvec", shape{s, 1, s, "NN"}, t, t})
	}
	return rows
}

// gonumTarget is the ratio to reach against gonum.
func (r row) gonumTarget() (t target) {
	if r.square() && r.m >= 64 {
		t.ratio = 10
	}
	return t
}

// several tells whether the row has targets on several cores, which are the speed of
// OpenBLAS on as many and 1.7 times our own on one.
func (r row) several() bool { return r.square() && slices.Contains([]int{512, 1024, 2048}, r.m) }

// parseShapes returns the rows that a list names, separated by commas: a group, a row
// of the table (128 for the square, 50x3x50:TN), or any other m×n×k:variant, which has
// no target. explicit tells that no group is among them.
func parseShapes(list string) (rows []row, explicit bool, err error) {
	explicit = true
	for name := range strings.SplitSeq(list, ",") {
		if group := rowsOf(name); len(group) > 0 {
			rows, explicit = append(rows, group...), false
			continue
		}
		r, err := parseRow(name)
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, r)
	}
	return rows, explicit, nil
}

// rowsOf returns the rows of a group of the table.
func rowsOf(group string) (rows []row) {
	for _, r := range table {
		if r.group == group || group == "all" {
			rows = append(rows, r)
		}
	}
	return rows
}

// largest bounds the elements of each matrix of a shape, at 8 GB.
const largest = 1 << 30

// parseRow returns the row of one shape.
func parseRow(name string) (row, error) {
	dimensions, variant, given := strings.Cut(strings.ReplaceAll(name, "×", "x"), ":")
	if !given {
		variant = "NN"
	}
	parts := strings.Split(dimensions, "x")
	if len(parts) == 1 {
		parts = []string{parts[0], parts[0], parts[0]}
	}
	var d [3]int
	wrong := len(parts) != 3 || !slices.Contains([]string{"NN", "TN", "NT"}, variant)
	for i := 0; !wrong && i < 3; i++ {
		var err error
		d[i], err = strconv.Atoi(parts[i])
		wrong = err != nil || d[i] < 1 || d[i] > largest
	}
	if wrong || max(d[0]*d[1], d[1]*d[2], d[0]*d[2]) > largest {
		return row{}, fmt.Errorf("-shapes: %q is neither a group (all, squares, paper, digits, vecmat, matvec) nor m×n×k, m×n×k:TN, m×n×k:NT", name)
	}
	s := shape{d[0], d[1], d[2], variant}
	if i := slices.IndexFunc(table, func(r row) bool { return r.shape == s }); i >= 0 {
		return table[i], nil
	}
	return row{shape: s}, nil
}
