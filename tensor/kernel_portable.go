package tensor

import (
	"math"
	"unsafe"
)

// tile continues a tile of C by a panel of B and as many columns of A:
//
//	     ┌ b ─ b ─ b ─ b ┐  panel: nR elements for each p
//	┌ a ┐┌───────────────┐
//	└ a ┘└──── c, mR×nR ─┘  c[r,j] = fma(a[r,p], b[p,j], c[r,j]), p = 0, 1, …
//
// Row r of the tile begins at c[r·ldc], row r of A at a[r·rs]; steps in p are cs
// apart in A. The elements of C are loaded first, since they start the chains.
func tile[F Float](panel, a []F, rs, cs int, c []F, ldc int) {
	if unsafe.Sizeof(F(0)) == 8 {
		tile64(as[float64](panel), as[float64](a), rs, cs, as[float64](c), ldc)
	} else {
		tile32(as[float32](panel), as[float32](a), rs, cs, as[float32](c), ldc)
	}
}

// as returns x as a slice of the type that F is known to be.
func as[G, F Float](x []F) []G {
	return unsafe.Slice((*G)(unsafe.Pointer(unsafe.SliceData(x))), len(x))
}

// tile64 is tile in float64. Its 2·4 accumulators, 2 elements of A and 4 of B
// are as many values as the 16 registers of amd64 hold.
func tile64(panel, a []float64, rs, cs int, c []float64, ldc int) {
	c0, c1 := (*[nR]float64)(c), (*[nR]float64)(c[ldc:])
	c00, c01, c02, c03 := c0[0], c0[1], c0[2], c0[3]
	c10, c11, c12, c13 := c1[0], c1[1], c1[2], c1[3]
	p := 0
	for len(panel) >= nR {
		b := (*[nR]float64)(panel)
		a0, a1 := a[p], a[p+rs]
		c00 = math.FMA(a0, b[0], c00)
		c01 = math.FMA(a0, b[1], c01)
		c02 = math.FMA(a0, b[2], c02)
		c03 = math.FMA(a0, b[3], c03)
		c10 = math.FMA(a1, b[0], c10)
		c11 = math.FMA(a1, b[1], c11)
		c12 = math.FMA(a1, b[2], c12)
		c13 = math.FMA(a1, b[3], c13)
		panel = panel[nR:]
		p += cs
	}
	c0[0], c0[1], c0[2], c0[3] = c00, c01, c02, c03
	c1[0], c1[1], c1[2], c1[3] = c10, c11, c12, c13
}

// tile32 is tile in float32.
func tile32(panel, a []float32, rs, cs int, c []float32, ldc int) {
	for r := range mR {
		tile := (*[nR]float32)(c[r*ldc:])
		p := r * rs
		for q := 0; q < len(panel); q += nR {
			b := (*[nR]float32)(panel[q:])
			for j := range tile {
				tile[j] = fma32(a[p], b[j], tile[j])
			}
			p += cs
		}
	}
}
