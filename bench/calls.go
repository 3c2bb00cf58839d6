package main

import (
	"chainrule/adam"
	"chainrule/tensor"
)

// copied lists the sizes of the copies that measure memory, in bytes: roughly the two
// inner caches, the outer one, and memory.
var copied = []int{16 << 10, 256 << 10, 4 << 20, 16 << 20, 64 << 20, 256 << 20}

// typeName returns the name of a type in the names of benchmarks.
func typeName[F tensor.Float]() string {
	if sizeOf[F]() == 8 {
		return "float64"
	}
	return "float32"
}

// smallest returns calls of operations on one element. Their time is the cost of a call: checks,
// the choice of a kernel, and the latency of one vector.
func smallest[F tensor.Float]() []part {
	A, B, C := tensor.FromRows([]F{1}), tensor.FromRows([]F{2}), tensor.New[F](1, 1)
	θ, g := []F{1}, []F{1}
	rule, err := adam.New[F](1, adam.Listing())
	if err != nil {
		panic(err) // the options are constant
	}
	return []part{
		{"product", func() { tensor.Product(C, A, B) }},
		{"function", func() { tensor.ReLU(C, A) }},
		{"softmax", func() { tensor.Softmax(C, A) }},
		{"update", func() { rule.Update(θ, g) }},
	}
}
