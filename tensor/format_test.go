package tensor_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// lines joins the lines of an expected text.
func lines(l ...string) string { return strings.Join(l, "\n") }

func TestFormatVerbs(t *testing.T) {
	A := tensor.FromRows([]float64{1, -2.5}, []float64{1234.5678, 0})
	for format, want := range map[string]string{
		"%v":      lines("⎡        1 -2.5⎤", "⎣1234.5678    0⎦"),
		"%g":      lines("⎡        1 -2.5⎤", "⎣1234.5678    0⎦"),
		"%+v":     lines("⎡        1 -2.5⎤", "⎣1234.5678    0⎦"),
		"%8v":     lines("⎡        1     -2.5⎤", "⎣1234.5678        0⎦"),
		"%.3f":    lines("⎡   1.000 -2.500⎤", "⎣1234.568  0.000⎦"),
		"%+.3f":   lines("⎡   1.000 -2.500⎤", "⎣1234.568  0.000⎦"),
		"%8.2f":   lines("⎡    1.00    -2.50⎤", "⎣ 1234.57     0.00⎦"),
		"%-8.1f|": lines("⎡1.0      -2.5    ⎤", "⎣1234.6   0.0     ⎦|"),
		"%08.2f":  lines("⎡00001.00 -0002.50⎤", "⎣01234.57 00000.00⎦"),
		"% .1f":   lines("⎡    1.0 -2.5⎤", "⎣ 1234.6  0.0⎦"),
		"%.2v":    lines("⎡      1 -2.5⎤", "⎣1.2e+03    0⎦"),
		"%#g":     lines("⎡  1.00000 -2.50000⎤", "⎣1234.5678  0.00000⎦"),
		"%e":      lines("⎡1.000000e+00 -2.500000e+00⎤", "⎣1.234568e+03  0.000000e+00⎦"),
		"%.1E":    lines("⎡1.0E+00 -2.5E+00⎤", "⎣1.2E+03  0.0E+00⎦"),
		"%x":      lines("⎡              0x1p+00 -0x1.4p+01⎤", "⎣0x1.34a456d5cfaadp+10    0x0p+00⎦"),
		"%#v":     "tensor.FromRows([]float64{1, -2.5}, []float64{1234.5678, 0})",
		"%+#v":    "tensor.FromRows([]float64{1, -2.5}, []float64{1234.5678, 0})",
		"%d":      lines("⎡        %!d(float64=1) %!d(float64=-2.5)⎤", "⎣%!d(float64=1234.5678)    %!d(float64=0)⎦"),
		"%s":      lines("⎡        %!s(float64=1) %!s(float64=-2.5)⎤", "⎣%!s(float64=1234.5678)    %!s(float64=0)⎦"),
		"%ζ":      lines("⎡        %!ζ(float64=1) %!ζ(float64=-2.5)⎤", "⎣%!ζ(float64=1234.5678)    %!ζ(float64=0)⎦"),
		"%T":      "tensor.Matrix[float64]",
	} {
		require.Equal(t, want, fmt.Sprintf(format, A), format)
	}
	require.Equal(t, lines("⎡    1.00    -2.50⎤", "⎣ 1234.57     0.00⎦"), fmt.Sprintf("%*.*f", 8, 2, A))
	require.Equal(t, fmt.Sprintf("%v", A), fmt.Sprint(A))
}

func TestFormatShapes(t *testing.T) {
	for want, A := range map[string]tensor.Matrix[float64]{
		"0×0":     {},
		"0×3":     of(0, 3),
		"3×0":     of(3, 0),
		"[7]":     tensor.FromRows([]float64{7}),
		"[7 8 9]": tensor.FromRows([]float64{7, 8, 9}),
		lines("⎡ 7⎤", "⎢80⎥", "⎣ 9⎦"): tensor.FromRows([]float64{7}, []float64{80}, []float64{9}),
		"[NaN +Inf -Inf -0]":          tensor.FromRows([]float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1)}),
	} {
		require.Equal(t, want, fmt.Sprint(A))
	}
	require.Equal(t, "0×3", fmt.Sprintf("%+.3f", of(0, 3)))
	require.Equal(t, "tensor.New[float64](0, 3)", fmt.Sprintf("%#v", of(0, 3)))
	require.Equal(t, "tensor.New[float64](3, 0)", fmt.Sprintf("%#v", of(3, 0)))
	require.Equal(t, "tensor.New[float32](0, 0)", fmt.Sprintf("%#v", of32(0, 0)))
}

// float32 prints with the digits of float32.
func TestFormatFloat32(t *testing.T) {
	A := tensor.FromRows([]float32{0.1, 1.0 / 3})
	require.Equal(t, "[0.1 0.33333334]", fmt.Sprint(A))
	require.Equal(t, "tensor.FromRows([]float32{0.1, 0.33333334})", fmt.Sprintf("%#v", A))
	require.Equal(t, "[%!d(float32=0.1) %!d(float32=0.33333334)]", fmt.Sprintf("%d", A))
}

// A matrix of up to ten rows and columns is printed whole; of eleven, the first and
// last four remain in that direction, below the shape.
func TestFormatElision(t *testing.T) {
	numbered := func(rows, cols int) tensor.Matrix[float64] {
		A := of(rows, cols)
		for i := range rows {
			for j := range cols {
				A.Set(i, j, float64(i*cols+j))
			}
		}
		return A
	}
	require.Equal(t, "[0 1 2 3 4 5 6 7 8 9]", fmt.Sprint(numbered(1, 10)))
	require.Equal(t, lines("1×11", "[0 1 2 3 … 7 8 9 10]"), fmt.Sprint(numbered(1, 11)))
	require.Equal(t, "[0 1 2 3 4 5 6 7 8 9 10]", fmt.Sprintf("%+v", numbered(1, 11)))
	require.Equal(t, lines("11×1", "⎡ 0⎤", "⎢ 1⎥", "⎢ 2⎥", "⎢ 3⎥", "⎢ ⋮⎥", "⎢ 7⎥", "⎢ 8⎥", "⎢ 9⎥", "⎣10⎦"), fmt.Sprint(numbered(11, 1)))
	require.Equal(t, 10, strings.Count(fmt.Sprint(numbered(10, 1)), "\n")+1)
	require.Equal(t, 500, strings.Count(fmt.Sprintf("%+v", numbered(500, 20)), "\n")+1)
	require.Equal(t, lines(
		"12×12",
		"⎡  0   1   2   3 …   8   9  10  11⎤",
		"⎢ 12  13  14  15 …  20  21  22  23⎥",
		"⎢ 24  25  26  27 …  32  33  34  35⎥",
		"⎢ 36  37  38  39 …  44  45  46  47⎥",
		"⎢  ⋮   ⋮   ⋮   ⋮ ⋮   ⋮   ⋮   ⋮   ⋮⎥",
		"⎢ 96  97  98  99 … 104 105 106 107⎥",
		"⎢108 109 110 111 … 116 117 118 119⎥",
		"⎢120 121 122 123 … 128 129 130 131⎥",
		"⎣132 133 134 135 … 140 141 142 143⎦",
	), fmt.Sprint(numbered(12, 12)))
	require.Equal(t, 12, strings.Count(fmt.Sprintf("%+v", numbered(12, 12)), "\n")+1)
	require.Equal(t, fmt.Sprint(numbered(12, 12)), fmt.Sprint(numbered(12, 12).Slice(0, 12, 0, 12)))
}

// Every line of a printed matrix is as wide as the others.
func TestFormatAlignsColumns(t *testing.T) {
	r := newRandom(1)
	for range 100 {
		A := random(r, 2+r.IntN(12), 1+r.IntN(14), special[float64])
		for _, format := range []string{"%v", "%.3g", "%+e", "%-7.1f"} {
			widths := map[int]bool{}
			for _, line := range strings.Split(fmt.Sprintf(format, A), "\n") {
				if !strings.Contains(line, "×") {
					widths[len([]rune(line))] = true
				}
			}
			require.Len(t, widths, 1, fmt.Sprintf(format, A))
		}
	}
}
