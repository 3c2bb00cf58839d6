package tensor_test

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// An answer collects the results of many operations in one hash. Different builds
// of the package, for whatever machine, must agree on it.
type answer struct{ hash.Hash }

// add hashes the bits of a result, all NaNs as one.
func add[F tensor.Float](a answer, A tensor.Matrix[F]) {
	for i := range A.Rows() {
		for _, x := range A.Row(i) {
			bits := bitsOf(x)
			if x != x {
				bits = math.MaxUint64
			}
			var word [8]byte
			binary.LittleEndian.PutUint64(word[:], bits)
			a.Write(word[:])
		}
	}
}

// vacuous describes why a result says little: too many of its elements are not
// finite, or too few are distinct. It is empty for a result worth comparing.
func vacuous[F tensor.Float](A tensor.Matrix[F]) string {
	finite, distinct, all := 0, map[F]bool{}, A.Rows()*A.Cols()
	for i := range A.Rows() {
		for _, x := range A.Row(i) {
			if x-x == 0 {
				finite++
			}
			distinct[x] = true
		}
	}
	switch {
	case all == 0:
		return "no elements"
	case finite < all*9/10:
		return "not finite"
	case len(distinct) < all/2:
		return "not distinct"
	}
	return ""
}

// TestOneAnswer logs a hash of the results of every operation for fixed operands. Builds for
// GOAMD64=v1 and v3, for arm64, with the tag purego and under the race detector log
// the same line.
func TestOneAnswer(t *testing.T) {
	a := answer{sha256.New()}
	answerProducts[float64](t, a)
	answerProducts[float32](t, a)
	answerFunctions[float64](t, a)
	answerFunctions[float32](t, a)
	answerReductions[float64](t, a)
	answerReductions[float32](t, a)
	t.Logf("one answer: %x", a.Sum(nil))
}

func answerProducts[F tensor.Float](t *testing.T, a answer) {
	for i, v := range variants[F]() {
		for _, shape := range [][3]int{{7, 9, 300}, {3, 21, 5}, {16, 16, 16}, {1, 1, 600}, {5, 4, 0}} {
			for _, elements := range []source[F]{moderate[F], wide[F]} {
				p := problem[F]{m: shape[0], n: shape[1], k: shape[2], marginA: 1, marginC: 2}.pose(v, uint64(i), elements)
				v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
				if shape[2] > 0 {
					require.Empty(t, vacuous(p.C.Matrix), v.describe(p))
				}
				add(a, p.C.Matrix)
			}
		}
		p := problem[F]{m: 8, n: 9, k: 3}.pose(v, 1, special[F])
		v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
		add(a, p.C.Matrix)
	}
}

func answerFunctions[F tensor.Float](t *testing.T, a answer) {
	r := newRandom(77)
	near, far, odd := random(r, 30, 40, moderate[F]), random(r, 30, 40, wide[F]), random(r, 8, 40, special[F])
	tensor.Scale(far, 0x1p-10, far)
	for _, name := range []string{
		"Copy", "Exp", "Log", "Tanh", "Sigmoid", "ReLU", "TanhDerivative", "SigmoidDerivative", "ReLUDerivative",
		"Softmax", "LogSoftmax", "Scale", "AddScaled", "AddRow",
	} {
		f := unary[F]()[name]
		for _, A := range []tensor.Matrix[F]{near, far, odd} {
			C := clone(A)
			if name == "Log" {
				tensor.Mul(C, A, A) // all positive
			}
			f(C, C)
			if A.Rows() == near.Rows() && &A.Row(0)[0] == &near.Row(0)[0] && name != "ReLU" && name != "ReLUDerivative" {
				require.Empty(t, vacuous(C), name)
			}
			add(a, C)
		}
	}
	for _, combine := range []func(C, A, B tensor.Matrix[F]){tensor.Add[F], tensor.Sub[F], tensor.Mul[F]} {
		C := tensor.New[F](30, 40)
		combine(C, near, far)
		require.Empty(t, vacuous(C))
		add(a, C)
	}
	narrow, wider := of32(30, 40), of(30, 40)
	tensor.Convert(narrow, near)
	tensor.Convert(wider, far)
	add(a, narrow)
	add(a, wider)
}

func answerReductions[F tensor.Float](t *testing.T, a answer) {
	r := newRandom(78)
	for _, n := range []int{1, 7, 33, 1030, 2100} {
		A := random(r, 12, n, moderate[F])
		rows, cols, indices := make([]F, 12), make([]F, n), make([]int, 12)
		vector := func(x []F) tensor.Matrix[F] { return tensor.FromSlice(1, len(x), x) }
		for _, reduce := range []func(dst []F, A tensor.Matrix[F]){tensor.RowSums[F], tensor.RowMaxima[F], tensor.LogSumExp[F]} {
			reduce(rows, A)
			require.Empty(t, vacuous(vector(rows)))
			add(a, vector(rows))
		}
		tensor.ColumnSums(cols, A)
		require.Empty(t, vacuous(vector(cols)))
		add(a, vector(cols))
		tensor.AddColumnSums(cols, A)
		add(a, vector(cols))
		tensor.RowArgmax(indices, A)
		for _, j := range indices {
			rows[0] = F(j)
			add(a, vector(rows[:1]))
		}
		add(a, vector([]F{tensor.Sum(A.Row(0)), tensor.Dot(A.Row(1), A.Row(2))}))
		C := tensor.New[F](12, n)
		tensor.Softmax(C, A)
		add(a, C)
		tensor.LogSoftmax(C, A)
		add(a, C)
	}
}
