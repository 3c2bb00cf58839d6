package tensor_test

import (
	"fmt"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// Affine is SetRows and AddProduct, bit for bit, on all its routes, with every kernel.
func TestAffineIsItsParts(t *testing.T) {
	eachKernelInBoth(t, testAffine[float64], testAffine[float32])
}

func testAffine[F tensor.Float](t *testing.T) {
	shapes := [][3]int{
		{0, 3, 2}, {3, 0, 2}, {3, 4, 0}, {1, 1, 1}, {1, 50, 5}, {2, 3, 5}, {7, 8, 3}, {15, 24, 4}, {16, 9, 4}, {50, 3, 50}, {50, 50, 5}, {61, 17, 7},
		{40, 25, 9}, {100, 33, 6}, {128, 10, 100}, {64, 64, 64}, {30, 300, 20}, {90, 130, 3},
	}
	for _, s := range shapes {
		for kind, elements := range map[string]source[F]{"moderate": moderate[F], "special": special[F]} {
			what := fmt.Sprint(s, " ", kind)
			A, B, C := frame[F](s[0], s[2], 1), frame[F](s[2], s[1], 2), frame[F](s[0], s[1], 3)
			row, want := slice(newRandom(3), s[1], elements), tensor.New[F](s[0], s[1])
			fill(newRandom(1), A.Matrix, elements)
			fill(newRandom(2), B.Matrix, elements)
			byDefinition(t, func() {
				tensor.SetRows(want, row)
				tensor.AddProduct(want, A.Matrix, B.Matrix)
			})
			tensor.Affine(C.Matrix, A.Matrix, B.Matrix, row)
			requireSame(t, want, C.Matrix, what)
			requireUntouched(t, what, A, B, C)
		}
	}
}

func TestAffineMisuse(t *testing.T) {
	A := of(2, 3)
	for want, f := range map[string]func(){
		"tensor: Affine: 2×2 ← 2×3 · 2×3":              func() { tensor.Affine(of(2, 2), A, A, make([]float64, 2)) },
		"tensor: Affine: 2×2 and a row of 3":           func() { tensor.Affine(of(2, 2), A, of(3, 2), make([]float64, 3)) },
		"tensor: Affine: the destination overlaps A":   func() { tensor.Affine(A, A, of(3, 3), make([]float64, 3)) },
		"tensor: Affine: the destination overlaps row": func() { C := of(2, 3); tensor.Affine(C, of(2, 2), of(2, 3), C.Row(0)) },
	} {
		require.Equal(t, want, message(f))
	}
}
