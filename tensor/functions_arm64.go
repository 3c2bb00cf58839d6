//go:build !purego

package tensor

import "unsafe"

// run does the work of a kernel that acts on each element, row by row. Whole vectors are taken in place, the
// elements after them in a copy.
func (w *rowTask) run(k rowKernel, size int) {
	whole := w.cols &^ (vectorOfFunction/size - 1)
	for i := range w.rows {
		t := rowTask{dst: unsafe.Add(w.dst, i*w.ldd), a: unsafe.Add(w.a, i*w.lda), b: w.b, cols: whole}
		if w.b != nil {
			t.b = unsafe.Add(w.b, i*w.ldb)
		}
		if whole > 0 {
			t.vectors(k, size)
		}
		if whole < w.cols {
			t.rest(k, size, w.cols-whole)
		}
	}
}

// vectorOfFunction is the bytes of a register of NEON.
const vectorOfFunction = 16

// rest does the work on the elements after those in whole vectors.
func (w *rowTask) rest(k rowKernel, size, n int) {
	var dst, a, b [vectorOfFunction]byte
	at, bytes := w.cols*size, n*size
	t := rowTask{dst: unsafe.Pointer(&dst), a: unsafe.Pointer(&a), b: w.b, cols: vectorOfFunction / size}
	copyBytes(t.dst, unsafe.Add(w.dst, at), bytes)
	copyBytes(t.a, unsafe.Add(w.a, at), bytes)
	if w.b != nil && k < scaleKernel { // else a number
		t.b = unsafe.Pointer(&b)
		copyBytes(t.b, unsafe.Add(w.b, at), bytes)
	}
	t.vectors(k, size)
	copyBytes(unsafe.Add(w.dst, at), t.dst, bytes)
}

// run does the work of a rule in the same way.
func (w *updateTask) run(k updateRule, size int) {
	t, rest := *w, w.n&(vectorOfFunction/size-1)
	t.n -= rest
	if t.n > 0 {
		t.vectors(k, size)
	}
	if rest == 0 {
		return
	}
	var copies [4][vectorOfFunction]byte
	at := t.n * size
	u := updateTask{theta: unsafe.Pointer(&copies[0]), g: unsafe.Pointer(&copies[1]), m: unsafe.Pointer(&copies[2]), v: unsafe.Pointer(&copies[3]),
		numbers: w.numbers, n: vectorOfFunction / size}
	places := [4][2]unsafe.Pointer{{u.theta, w.theta}, {u.g, w.g}, {u.m, w.m}, {u.v, w.v}}
	for _, p := range places {
		if p[1] != nil {
			copyBytes(p[0], unsafe.Add(p[1], at), rest*size)
		}
	}
	u.vectors(k, size)
	for i, p := range places {
		if p[1] != nil && i != 1 { // g is not written
			copyBytes(unsafe.Add(p[1], at), p[0], rest*size)
		}
	}
}

func copyBytes(dst, src unsafe.Pointer, n int) {
	copy(unsafe.Slice((*byte)(dst), n), unsafe.Slice((*byte)(src), n))
}
