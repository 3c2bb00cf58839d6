package tensor_test

import (
	"encoding/binary"
	"math"
	"math/big"
	"testing"

	"chainrule/tensor"
)

// Any shape, strides, variant and elements: the product is the chain.
func FuzzProduct(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint8(5), uint16(7), uint8(0), uint16(0))
	f.Add(uint64(2), uint8(2), uint8(4), uint16(256), uint8(1), uint16(0x123))
	f.Add(uint64(3), uint8(1), uint8(1), uint16(0), uint8(4), uint16(0x777))
	f.Add(uint64(4), uint8(0), uint8(9), uint16(3), uint8(5), uint16(0x010))
	f.Add(uint64(5), uint8(33), uint8(31), uint16(257), uint8(2), uint16(0x401))
	f.Fuzz(func(t *testing.T, seed uint64, m, n uint8, k uint16, variant uint8, margins uint16) {
		fuzzProduct[float64](t, seed, m, n, k, variant, margins)
		fuzzProduct[float32](t, seed, m, n, k, variant, margins)
	})
}

func fuzzProduct[F tensor.Float](t *testing.T, seed uint64, m, n uint8, k uint16, variant uint8, margins uint16) {
	p := problem[F]{
		m: int(m) % 70, n: int(n) % 150, k: int(k) % 600,
		marginC: int(margins & 15), marginA: int(margins >> 4 & 15), marginB: int(margins >> 8 & 15),
	}
	if p.m*p.n*p.k > 200_000 {
		p.m, p.n = p.m%8, p.n%16
	}
	v := variants[F]()[variant%6]
	sources := []source[F]{moderate[F], wide[F], special[F], anyBits[F]}
	for _, kernel := range tensor.Kernels() {
		restore, err := tensor.SetKernel(kernel)
		if err != nil {
			t.Fatal(err)
		}
		v.requireChain(t, p.pose(v, seed, sources[seed%4]))
		restore()
	}
}

// Any row: in place gives the same bits, a row that must become NaN does, and any
// other has the values of math/big within the bounds.
func FuzzSoftmax(f *testing.F) {
	for _, row := range [][]float64{
		{}, {0}, {1000, 1001, 1002}, {-20000, -20000}, {0, -800}, {math.Inf(-1), math.Inf(-1)}, {math.Inf(1), 0}, {math.NaN(), 1},
		{math.MaxFloat64, -math.MaxFloat64}, {1, 2, 3, 4, 5, 6, 7, 8, 9}, {-700, 0, -740, -745.2},
	} {
		var data []byte
		for _, x := range row {
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(x))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var row64 []float64
		var row32 []float32
		for ; len(data) >= 8 && len(row64) < 40; data = data[8:] {
			bits := binary.LittleEndian.Uint64(data)
			row64 = append(row64, math.Float64frombits(bits))
			row32 = append(row32, math.Float32frombits(uint32(bits>>32)))
		}
		fuzzSoftmax(t, row64)
		fuzzSoftmax(t, row32)
	})
}

func fuzzSoftmax[F tensor.Float](t *testing.T, a []F) {
	A, C, L := tensor.FromRows(a), tensor.New[F](1, len(a)), tensor.New[F](1, len(a))
	tensor.Softmax(C, A)
	tensor.LogSoftmax(L, A)
	for name, f := range map[string]func(C, A tensor.Matrix[F]){"Softmax": tensor.Softmax[F], "LogSoftmax": tensor.LogSoftmax[F]} {
		inPlace, out := clone(A), map[string]tensor.Matrix[F]{"Softmax": C, "LogSoftmax": L}[name]
		f(inPlace, inPlace)
		requireSame(t, out, inPlace, name, " in place")
	}
	if len(a) == 0 {
		return
	}
	lowest, highest := F(math.Inf(1)), F(math.Inf(-1))
	for _, x := range a {
		lowest, highest = min(lowest, x), max(highest, x)
	}
	switch {
	case highest-highest != 0: // NaN, +∞, or −∞ only
		for j := range a {
			if C.At(0, j) == C.At(0, j) || L.At(0, j) == L.At(0, j) {
				t.Fatalf("the row %v has %v and %v", a, C.At(0, j), L.At(0, j))
			}
		}
	case math.IsInf(float64(highest-lowest), 0): // an element is −∞ or as good as
		for j := range a {
			if !(C.At(0, j) >= 0 && C.At(0, j) <= 1 && L.At(0, j) <= 0) {
				t.Fatalf("the row %v has %v and %v", a, C.At(0, j), L.At(0, j))
			}
		}
	default:
		requireSoftmax(t, a)
	}
}

// Any three float32: one rounding.
func FuzzFma32(f *testing.F) {
	f.Add(math.Float32bits(tieA), math.Float32bits(tieB), math.Float32bits(tieC))
	f.Add(uint32(1), uint32(1), uint32(0x80000000))
	f.Add(uint32(0x7f7fffff), uint32(0x3f800001), uint32(0xff7fffff))
	f.Fuzz(func(t *testing.T, a, b, c uint32) {
		x, y, z := math.Float32frombits(a), math.Float32frombits(b), math.Float32frombits(c)
		if got, want := tensor.Fma32(x, y, z), bigFma32(x, y, z); !sameBits(got, want) {
			t.Fatalf("fma32(%x, %x, %x) = %x, want %x", x, y, z, got, want)
		}
	})
}

// Any argument: each function is within its bound.
func FuzzFunctions(f *testing.F) {
	for _, x := range []float64{0, 1, -1, 0.5, 709.7, -745.1, 1e-320, 19.1, -708.4, math.Sqrt2} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x float64) {
		for _, g := range functions() {
			if x-x != 0 || g.name == "Log" && x <= 0 || math.Abs(x) > 1e5 && g.name != "Log" {
				continue
			}
			exact, got := g.exact(bigOf(x)), apply(g.in64, x)
			bound := g.normal
			if subnormal[float64](exact) {
				bound = g.subnormal
			}
			if !(ulps(got, exact) < bound || got == 0 && exact.Sign() == 0) {
				t.Fatalf("%s(%x) = %x has an error of %v ulp", g.name, x, got, ulps(got, exact))
			}
			x32 := rounded[float32](x)
			exact32 := g.exact(new(big.Float).SetPrec(bigPrec).SetFloat64(float64(x32)))
			if got := apply(g.in32, x32); !(ulps(got, exact32) <= 0.5+0x1p-27) {
				t.Fatalf("%s(%x) = %x in float32 has an error of %v ulp", g.name, x32, got, ulps(got, exact32))
			}
		}
	})
}
