// Package onnx writes models in the format of ONNX, the Open Neural Network Exchange: a graph
// of operators in the wire format of protocol buffers. It only writes, and only what a
// classifier needs.
//
// The numbers of fields and types come from onnx.proto, github.com/onnx/onnx, version 1.8,
// whose IR version 7 and operator set 13 the files name. Those are the oldest in which each
// operator used here has its present meaning (Softmax along one axis came with 13), so that
// the files open in every runtime since December 2020.
package onnx

import (
	"encoding/binary"
	"maps"
	"slices"
)

const (
	irVersion = 7
	opset     = 13
)

// Type is a type of elements, by its number in the format.
type Type int

// Types.
const (
	Float  Type = 1 // float32
	Int64  Type = 7
	String Type = 8
	Double Type = 11 // float64
)

// Model is a graph of operators.
type Model struct {
	Name         string
	Producer     string
	Metadata     map[string]string
	Nodes        []Node
	Initializers []Tensor // constants
	Inputs       []Value
	Outputs      []Value
}

// Node is an operator between named values.
type Node struct {
	Op              string
	Inputs, Outputs []string
	Attributes      map[string]int // all that these operators need are integers
}

// Tensor is a constant: elements in Data, little-endian, row by row, or texts.
type Tensor struct {
	Name  string
	Type  Type
	Shape []int
	Data  []byte
	Texts []string // if Type is String
}

// Value is an input or output of the graph. A size of 0 stands for the number of rows, which
// is known only when the model runs.
type Value struct {
	Name  string
	Type  Type
	Shape []int
}

// Marshal returns the bytes of the file. The same model has the same bytes.
func (m Model) Marshal() []byte {
	var b message
	b.integer(1, irVersion)
	b.text(2, m.Producer)
	b.message(7, m.graph)
	b.message(8, func(b *message) {
		b.text(1, "") // the standard operators
		b.integer(2, opset)
	})
	for _, key := range slices.Sorted(maps.Keys(m.Metadata)) {
		b.message(14, func(b *message) {
			b.text(1, key)
			b.text(2, m.Metadata[key])
		})
	}
	return b
}

func (m Model) graph(b *message) {
	for _, n := range m.Nodes {
		b.message(1, n.write)
	}
	b.text(2, m.Name)
	for _, t := range m.Initializers {
		b.message(5, t.write)
	}
	for _, v := range m.Inputs {
		b.message(11, v.write)
	}
	for _, v := range m.Outputs {
		b.message(12, v.write)
	}
}

func (n Node) write(b *message) {
	for _, name := range n.Inputs {
		b.text(1, name)
	}
	for _, name := range n.Outputs {
		b.text(2, name)
	}
	b.text(4, n.Op)
	for _, name := range slices.Sorted(maps.Keys(n.Attributes)) {
		b.message(5, func(b *message) {
			const typeInt = 2
			b.text(1, name)
			b.integer(3, n.Attributes[name])
			b.integer(20, typeInt)
		})
	}
}

func (t Tensor) write(b *message) {
	for _, d := range t.Shape {
		b.integer(1, d)
	}
	b.integer(2, int(t.Type))
	for _, text := range t.Texts {
		b.text(6, text)
	}
	b.text(8, t.Name)
	if t.Type != String {
		b.text(9, string(t.Data))
	}
}

func (v Value) write(b *message) {
	b.text(1, v.Name)
	b.message(2, func(b *message) { // a type
		b.message(1, func(b *message) { // of tensors
			b.integer(1, int(v.Type))
			b.message(2, func(b *message) {
				for _, d := range v.Shape {
					b.message(1, func(b *message) {
						if d == 0 {
							b.text(2, "rows")
						} else {
							b.integer(1, d)
						}
					})
				}
			})
		})
	})
}

// message is a message of protocol buffers in its wire format: fields, each a number with
// a kind, then its content.
type message []byte

// Kinds of fields.
const (
	varint = 0
	length = 2
)

// integer appends an integer field. The wire format has negative ones as 64 bits in two's
// complement.
func (b *message) integer(field, x int) {
	b.uvarint(uint64(field)<<3 | varint)
	b.uvarint(uint64(x))
}

// text appends a field of text or bytes.
func (b *message) text(field int, s string) {
	b.uvarint(uint64(field)<<3 | length)
	b.uvarint(uint64(len(s)))
	*b = append(*b, s...)
}

// message appends a field that is a message itself.
func (b *message) message(field int, write func(*message)) {
	var inner message
	write(&inner)
	b.text(field, string(inner))
}

func (b *message) uvarint(x uint64) { *b = binary.AppendUvarint(*b, x) }
