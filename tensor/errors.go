package tensor

import "fmt"

// Shape is the number of rows and columns of a matrix. It prints as 3×4.
type Shape struct{ Rows, Cols int }

// String returns rows×columns.
func (s Shape) String() string { return fmt.Sprintf("%d×%d", s.Rows, s.Cols) }

// ShapeError is the value that an operation panics with when the shapes of its
// arguments do not fit together.
type ShapeError struct {
	Op      string // the operation, such as "Product"
	Formula string // the shapes as they stood in the call, such as "2×2 ← 3×4 · 5×2"
}

// Error returns, for instance, "tensor: Product: 2×2 ← 3×4 · 5×2".
func (e *ShapeError) Error() string { return "tensor: " + e.Op + ": " + e.Formula }

// OverlapError is the value that an operation panics with when its destination
// shares memory with an operand in a way that would change the result.
type OverlapError struct {
	Op      string
	Operand string // the letter of the operand in the operation's documentation
}

// Error names the operation and the operand.
func (e *OverlapError) Error() string {
	return "tensor: " + e.Op + ": the destination overlaps " + e.Operand
}

// IndexError is the value that an access outside a matrix panics with.
type IndexError struct {
	Op    string
	Index string // the index as given, such as "[3,0]" or "[0:4,2:9]"
	Shape Shape  // of the matrix accessed
}

// Error names the operation, the index and the shape.
func (e *IndexError) Error() string {
	return fmt.Sprintf("tensor: %s: index %s outside %v", e.Op, e.Index, e.Shape)
}

// The functions below keep the panics out of the functions that check, which
// then stay small enough to be inlined.

func panicShapes(op, format string, shapes ...any) {
	panic(&ShapeError{Op: op, Formula: fmt.Sprintf(format, shapes...)})
}

func panicIndex(op, format string, shape Shape, index ...any) {
	panic(&IndexError{Op: op, Index: fmt.Sprintf(format, index...), Shape: shape})
}

func panicOverlap(op, operand string) { panic(&OverlapError{Op: op, Operand: operand}) }
