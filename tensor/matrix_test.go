package tensor_test

import (
	"math"
	"testing"
	"unsafe"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

func TestNewIsZero(t *testing.T) { both(t, testNewIsZero[float64], testNewIsZero[float32]) }

func testNewIsZero[F tensor.Float](t *testing.T) {
	for _, shape := range shapes(4, 4, 0) {
		A := tensor.New[F](shape[0], shape[1])
		require.Equal(t, tensor.Shape{Rows: shape[0], Cols: shape[1]}, A.Shape())
		require.Equal(t, []int{shape[0], shape[1], shape[1]}, []int{A.Rows(), A.Cols(), A.Stride()})
		for i := range A.Rows() {
			require.Len(t, A.Row(i), A.Cols())
			for j := range A.Cols() {
				require.True(t, sameBits(0, A.At(i, j)))
			}
		}
	}
}

// The zero value is the 0×0 matrix, and every operation takes it.
func TestZeroValueIsUsable(t *testing.T) {
	both(t, testZeroValueIsUsable[float64], testZeroValueIsUsable[float32])
}

func testZeroValueIsUsable[F tensor.Float](t *testing.T) {
	var Z tensor.Matrix[F]
	require.Equal(t, tensor.Shape{}, Z.Shape())
	for _, v := range variants[F]() {
		v.run(Z, Z, Z)
	}
	for _, f := range unary[F]() {
		f(Z, Z)
	}
	tensor.Add(Z, Z, Z)
	tensor.Fill(Z, 1)
	tensor.SetRows(Z, nil)
	tensor.ColumnSums(nil, Z)
	_, _, found := tensor.FirstNotFinite(Z)
	require.False(t, found)
	require.Equal(t, tensor.Shape{}, Z.Slice(0, 0, 0, 0).Shape())
	require.Equal(t, tensor.Shape{}, tensor.FromRows[F]().Shape())
}

func TestConstructorsPlaceElements(t *testing.T) {
	data := []float64{0, 1, 2, 3, 4, 5, 6, 7}
	S := tensor.FromSlice(2, 4, data)
	require.Equal(t, []float64{4, 5, 6, 7}, S.Row(1))
	T := tensor.FromStrided(2, 3, 5, data)
	require.Equal(t, []float64{0, 1, 2}, T.Row(0))
	require.Equal(t, []float64{5, 6, 7}, T.Row(1))
	require.Equal(t, 5, T.Stride())
	R := tensor.FromRows(data[:3], data[5:])
	requireSame(t, T, R)

	S.Set(1, 2, 60)
	require.Equal(t, 60.0, data[6], "FromSlice shares")
	require.Equal(t, 60.0, T.At(1, 1), "FromStrided shares")
	require.Equal(t, 6.0, R.At(1, 1), "FromRows copies")
	require.Equal(t, []float64{}, append([]float64{}, tensor.FromRows([]float64{}, []float64{}).Row(1)...))
	require.Equal(t, tensor.Shape{Rows: 2}, tensor.FromRows([]float64{}, []float64{}).Shape())
}

func TestConstructorsRefuse(t *testing.T) {
	x := make([]float64, 10)
	huge, half := math.MaxInt/2+1, 1<<(unsafe.Sizeof(int(0))*4) // half·half is 0 in an int
	requireShapeErrors(t, []misuse{
		{"tensor: New: -1×2", func() { of(-1, 2) }},
		{"tensor: New: 2×-1", func() { of(2, -1) }},
		{"tensor: FromSlice: 2×3 from 5 elements", func() { tensor.FromSlice(2, 3, x[:5]) }},
		{"tensor: FromSlice: 2×3 from 7 elements", func() { tensor.FromSlice(2, 3, x[:7]) }},
		{"tensor: FromSlice: -2×-3 from 6 elements", func() { tensor.FromSlice(-2, -3, x[:6]) }},
		{"tensor: FromSlice: 0×3 from 1 elements", func() { tensor.FromSlice(0, 3, x[:1]) }},
		{"tensor: FromStrided: 2×3, stride 2", func() { tensor.FromStrided(2, 3, 2, x) }},
		{"tensor: FromStrided: 2×3, stride 5, from 7 elements", func() { tensor.FromStrided(2, 3, 5, x[:7]) }},
		{"tensor: FromStrided: -1×3, stride 5", func() { tensor.FromStrided(-1, 3, 5, x) }},
		{"tensor: FromStrided: 2×-3, stride 5", func() { tensor.FromStrided(2, -3, 5, x) }},
		{"tensor: FromStrided: 2×0, stride -1", func() { tensor.FromStrided(2, 0, -1, x) }},
		{"tensor: FromRows: row 2 has 1 elements, row 0 has 2", func() { tensor.FromRows(x[:2], x[:2], x[:1]) }},
	})
	for _, call := range []func(){ // products that an int does not hold
		func() { of(half, half) }, func() { of(huge, 2) }, func() { tensor.FromSlice(half, half, x[:0]) },
		func() { tensor.FromStrided(huge+1, 1, 2, x) }, func() { tensor.FromStrided(half+1, 1, half, x) },
	} {
		require.IsType(t, (*tensor.ShapeError)(nil), recovered(call))
	}
	require.NotPanics(t, func() { tensor.FromStrided(2, 3, 5, x[:8]) }, "the last row needs no more than its columns")
	require.NotPanics(t, func() { tensor.FromStrided(0, 3, 5, x[:0]) })
	require.NotPanics(t, func() { tensor.FromStrided(3, 0, 5, x[:0]) })
	require.NotPanics(t, func() { tensor.FromSlice(0, 3, x[:0]) })
}

func TestAccessOutsidePanics(t *testing.T) {
	A := of(2, 3)
	for want, call := range map[string]func(){
		"tensor: At: index [2,0] outside 2×3":         func() { A.At(2, 0) },
		"tensor: At: index [0,3] outside 2×3":         func() { A.At(0, 3) },
		"tensor: At: index [-1,0] outside 2×3":        func() { A.At(-1, 0) },
		"tensor: At: index [0,-1] outside 2×3":        func() { A.At(0, -1) },
		"tensor: Set: index [1,3] outside 2×3":        func() { A.Set(1, 3, 1) },
		"tensor: Set: index [2,1] outside 2×3":        func() { A.Set(2, 1, 1) },
		"tensor: Row: index [2] outside 2×3":          func() { A.Row(2) },
		"tensor: Row: index [-1] outside 2×3":         func() { A.Row(-1) },
		"tensor: Row: index [0] outside 0×3":          func() { of(0, 3).Row(0) },
		"tensor: Slice: index [0:3,0:1] outside 2×3":  func() { A.Slice(0, 3, 0, 1) },
		"tensor: Slice: index [0:1,0:4] outside 2×3":  func() { A.Slice(0, 1, 0, 4) },
		"tensor: Slice: index [-1:1,0:1] outside 2×3": func() { A.Slice(-1, 1, 0, 1) },
		"tensor: Slice: index [0:1,-1:1] outside 2×3": func() { A.Slice(0, 1, -1, 1) },
		"tensor: Slice: index [1:0,0:1] outside 2×3":  func() { A.Slice(1, 0, 0, 1) },
		"tensor: Slice: index [0:1,2:1] outside 2×3":  func() { A.Slice(0, 1, 2, 1) },
		"tensor: RowSlice: index [0:3] outside 2×3":   func() { A.RowSlice(0, 3) },
		"tensor: RowSlice: index [2:1] outside 2×3":   func() { A.RowSlice(2, 1) },
		"tensor: RowSlice: index [-1:1] outside 2×3":  func() { A.RowSlice(-1, 1) },
		"tensor: At: index [1,1] outside 1×1":         func() { of(4, 4).Slice(1, 2, 1, 2).At(1, 1) },
		"tensor: Slice: index [0:2,0:1] outside 1×1":  func() { of(4, 4).Slice(1, 2, 1, 2).Slice(0, 2, 0, 1) },
		"tensor: RowSlice: index [0:1] outside 0×0":   func() { of(0, 0).RowSlice(0, 1) },
		"tensor: At: index [0,0] outside 3×0":         func() { of(3, 0).At(0, 0) },
		"tensor: Set: index [0,0] outside 0×3":        func() { of(0, 3).Set(0, 0, 1) },
		"tensor: Slice: index [3:3,0:0] outside 2×3":  func() { A.Slice(3, 3, 0, 0) },
		"tensor: RowSlice: index [1:3] outside 2×3":   func() { A.RowSlice(1, 3) },
		"tensor: Slice: index [0:2,1:9] outside 2×3":  func() { A.Slice(0, 2, 1, 9) },
	} {
		value := recovered(call)
		require.IsType(t, (*tensor.IndexError)(nil), value, want)
		require.Equal(t, want, value.(error).Error())
	}
}

// Every view of a view has the elements it names, and shares them.
func TestViewsShare(t *testing.T) { both(t, testViewsShare[float64], testViewsShare[float32]) }

func testViewsShare[F tensor.Float](t *testing.T) {
	A := tensor.New[F](4, 5)
	for i := range 4 {
		for j := range 5 {
			A.Set(i, j, F(10*i+j))
		}
	}
	for i0 := range 5 {
		for i1 := i0; i1 <= 4; i1++ {
			for j0 := range 6 {
				for j1 := j0; j1 <= 5; j1++ {
					V := A.Slice(i0, i1, j0, j1)
					require.Equal(t, tensor.Shape{Rows: i1 - i0, Cols: j1 - j0}, V.Shape())
					for i := range V.Rows() {
						require.Len(t, V.Row(i), V.Cols())
						for j := range V.Cols() {
							require.Equal(t, F(10*(i+i0)+j+j0), V.At(i, j))
							require.Equal(t, V.At(i, j), V.Row(i)[j])
						}
					}
				}
			}
		}
	}
	V := A.RowSlice(1, 3).Slice(1, 2, 2, 5)
	V.Set(0, 1, -1)
	require.Equal(t, F(-1), A.At(2, 3))
	V.Row(0)[2] = -2
	require.Equal(t, F(-2), A.At(2, 4))
}

// Elements appended to a row do not land in the next row.
func TestRowCannotGrowIntoTheNext(t *testing.T) {
	A := tensor.New[float64](3, 3)
	for _, row := range [][]float64{A.Row(0), A.Slice(0, 3, 0, 2).Row(1), A.RowSlice(0, 1).Row(0)} {
		require.Equal(t, len(row), cap(row))
		_ = append(row, 7)
	}
	requireSame(t, tensor.New[float64](3, 3), A)
}

// Rows of an aligned matrix begin at multiples of 64 bytes, also when it is sliced.
func TestNewAligned(t *testing.T) {
	both(t, testNewAligned[float64], testNewAligned[float32])
}

func testNewAligned[F tensor.Float](t *testing.T) {
	for _, shape := range [][2]int{{0, 0}, {1, 1}, {3, 50}, {50, 3}, {5, 8}, {4, 16}, {7, 512}, {3, 1024}, {2, 0}} {
		A := tensor.NewAligned[F](shape[0], shape[1])
		require.Equal(t, tensor.Shape{Rows: shape[0], Cols: shape[1]}, A.Shape())
		if shape[1] == 0 {
			continue
		}
		require.NotZero(t, A.Stride()*int(unsafe.Sizeof(F(0)))%4096)
		for i := range A.Rows() {
			require.Zero(t, uintptr(unsafe.Pointer(&A.Row(i)[0]))%64, "row %d of %v", i, shape)
			for _, x := range A.Row(i) {
				require.Zero(t, x)
			}
		}
	}
	for _, shape := range [][2]int{{-1, 1}, {1, -1}, {math.MaxInt, 2}, {2, math.MaxInt}} {
		require.Contains(t, message(func() { tensor.NewAligned[F](shape[0], shape[1]) }), "tensor: NewAligned: ")
	}
}
