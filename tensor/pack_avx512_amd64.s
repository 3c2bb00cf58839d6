//go:build !purego

#include "textflag.h"

// Packing in AVX-512: rows of B copied into vector columns, and rows transposed
// into them, so that the tile reads B with unit stride whatever its layout. In
// assembly since it moves 64 bytes at a time and must keep pace with the tile.

// func copyAVX512(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int)
//
// Vector v of row p goes from src + p·ld + 64·v to dst + p·step + vec·v. The last vector
// has tail bytes; the rest of it becomes 0. Element types do not matter here.
//
//	DI dst, row p   SI src, row p   DX ld   R8 rows left   R9 vectors   R10 vec   R11 step
//	AX BX           the same, walking along the row        CX vectors left
TEXT ·copyAVX512(SB), NOSPLIT, $0-64
	MOVQ tail+56(FP), CX
	MOVQ $-1, AX
	SHLQ CX, AX
	NOTQ AX
	CMPQ CX, $64
	SBBQ BX, BX
	NOTQ BX
	ORQ BX, AX
	KMOVQ AX, K1
	MOVQ dst+0(FP), DI
	MOVQ step+8(FP), R11
	MOVQ vec+16(FP), R10
	MOVQ src+24(FP), SI
	MOVQ ld+32(FP), DX
	MOVQ k+40(FP), R8
	MOVQ vectors+48(FP), R9
row:
	MOVQ DI, AX
	MOVQ SI, BX
	MOVQ R9, CX
	DECQ CX
	JEQ last
whole:
	VMOVDQU64 (BX), Z0
	VMOVDQU64 Z0, (AX)
	ADDQ $64, BX
	ADDQ R10, AX
	DECQ CX
	JNE whole
last:
	VMOVDQU8.Z (BX), K1, Z0
	VMOVDQU64 Z0, (AX)
	ADDQ DX, SI
	ADDQ R11, DI
	DECQ R8
	JNE row
	VZEROUPPER
	RET

// ROWS64 are the addresses of eight rows in R8 … R15, of which those that are
// missing repeat the last: what is read there is stored nowhere, or padding.
#define NEXTROW(n, from, to) \
	MOVQ from, to; \
	LEAQ (from)(DX*1), BX; \
	CMPQ AX, $n; \
	CMOVQGT BX, to

// func transposeAVX512float64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)
//
// dst[p,j] ← src[j,p] for p < k and j < rows ≤ 8. Of a row of dst the elements are
// written that mask has; those from rows on repeat the one before.
//
//	R8 … R15 the rows of src   CX bytes from their beginning   DI dst   SI ldd   DX k
TEXT ·transposeAVX512float64(SB), NOSPLIT, $0-56
	MOVQ src+16(FP), R8
	MOVQ lds+24(FP), DX
	MOVQ rows+32(FP), AX
	NEXTROW(1, R8, R9)
	NEXTROW(2, R9, R10)
	NEXTROW(3, R10, R11)
	NEXTROW(4, R11, R12)
	NEXTROW(5, R12, R13)
	NEXTROW(6, R13, R14)
	NEXTROW(7, R14, R15)
	KMOVQ mask+48(FP), K1
	MOVQ dst+0(FP), DI
	MOVQ ldd+8(FP), SI
	MOVQ k+40(FP), DX
	XORQ CX, CX
	SUBQ $4, DX
	JLT rest

// Rows are paired 0/2, 1/3, 4/6, 5/7, so that two steps of interleaving suffice.
four:
	VMOVUPD (R8)(CX*1), Y0
	VMOVUPD (R9)(CX*1), Y1
	VMOVUPD (R12)(CX*1), Y2
	VMOVUPD (R13)(CX*1), Y3
	VINSERTF64X4 $1, (R10)(CX*1), Z0, Z0
	VINSERTF64X4 $1, (R11)(CX*1), Z1, Z1
	VINSERTF64X4 $1, (R14)(CX*1), Z2, Z2
	VINSERTF64X4 $1, (R15)(CX*1), Z3, Z3
	VUNPCKLPD Z1, Z0, Z4
	VUNPCKHPD Z1, Z0, Z5
	VUNPCKLPD Z3, Z2, Z6
	VUNPCKHPD Z3, Z2, Z7
	VSHUFF64X2 $0x88, Z6, Z4, Z0
	VSHUFF64X2 $0x88, Z7, Z5, Z1
	VSHUFF64X2 $0xDD, Z6, Z4, Z2
	VSHUFF64X2 $0xDD, Z7, Z5, Z3
	VMOVUPD Z0, K1, (DI)
	VMOVUPD Z1, K1, (DI)(SI*1)
	LEAQ (DI)(SI*2), DI
	VMOVUPD Z2, K1, (DI)
	VMOVUPD Z3, K1, (DI)(SI*1)
	LEAQ (DI)(SI*2), DI
	ADDQ $32, CX
	SUBQ $4, DX
	JGE four
rest:
	ADDQ $4, DX
	JEQ done
one:
	VMOVSD (R8)(CX*1), X0
	VMOVHPD (R9)(CX*1), X0, X0
	VMOVSD (R10)(CX*1), X1
	VMOVHPD (R11)(CX*1), X1, X1
	VMOVSD (R12)(CX*1), X2
	VMOVHPD (R13)(CX*1), X2, X2
	VMOVSD (R14)(CX*1), X3
	VMOVHPD (R15)(CX*1), X3, X3
	VINSERTF128 $1, X1, Y0, Y0
	VINSERTF128 $1, X3, Y2, Y2
	VINSERTF64X4 $1, Y2, Z0, Z0
	VMOVUPD Z0, K1, (DI)
	ADDQ SI, DI
	ADDQ $8, CX
	DECQ DX
	JNE one
done:
	VZEROUPPER
	RET

// QUAD loads four elements of the rows r, r+4, r+8, r+12 into the quarters of z;
// the addresses of the rows are at 8r(SP).
#define QUAD(r, z, x) \
	MOVQ (r*8)(SP), R8; \
	MOVQ (r*8+32)(SP), R9; \
	MOVQ (r*8+64)(SP), R10; \
	MOVQ (r*8+96)(SP), R11; \
	VMOVUPS (R8)(CX*1), x; \
	VINSERTF32X4 $1, (R9)(CX*1), z, z; \
	VINSERTF32X4 $2, (R10)(CX*1), z, z; \
	VINSERTF32X4 $3, (R11)(CX*1), z, z

// SINGLE gathers one element of the rows r … r+3 into x.
#define SINGLE(r, x) \
	MOVQ (r*8)(SP), R8; \
	MOVQ (r*8+8)(SP), R9; \
	MOVQ (r*8+16)(SP), R10; \
	MOVQ (r*8+24)(SP), R11; \
	VMOVSS (R8)(CX*1), x; \
	VINSERTPS $0x10, (R9)(CX*1), x, x; \
	VINSERTPS $0x20, (R10)(CX*1), x, x; \
	VINSERTPS $0x30, (R11)(CX*1), x, x

// func transposeAVX512float32(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)
//
// As in float64, for rows ≤ 16.
TEXT ·transposeAVX512float32(SB), NOSPLIT, $128-56
	MOVQ src+16(FP), R8
	MOVQ lds+24(FP), DX
	MOVQ rows+32(FP), AX
	XORQ CX, CX
address:
	MOVQ R8, (SP)(CX*8)
	INCQ CX
	LEAQ (R8)(DX*1), R9
	CMPQ CX, AX
	CMOVQLT R9, R8
	CMPQ CX, $16
	JLT address
	KMOVQ mask+48(FP), K1
	MOVQ dst+0(FP), DI
	MOVQ ldd+8(FP), SI
	MOVQ k+40(FP), DX
	XORQ CX, CX
	SUBQ $4, DX
	JLT rest
four:
	QUAD(0, Z0, X0)
	QUAD(1, Z1, X1)
	QUAD(2, Z2, X2)
	QUAD(3, Z3, X3)
	VUNPCKLPS Z1, Z0, Z4
	VUNPCKHPS Z1, Z0, Z5
	VUNPCKLPS Z3, Z2, Z6
	VUNPCKHPS Z3, Z2, Z7
	VUNPCKLPD Z6, Z4, Z0
	VUNPCKHPD Z6, Z4, Z1
	VUNPCKLPD Z7, Z5, Z2
	VUNPCKHPD Z7, Z5, Z3
	VMOVUPS Z0, K1, (DI)
	VMOVUPS Z1, K1, (DI)(SI*1)
	LEAQ (DI)(SI*2), DI
	VMOVUPS Z2, K1, (DI)
	VMOVUPS Z3, K1, (DI)(SI*1)
	LEAQ (DI)(SI*2), DI
	ADDQ $16, CX
	SUBQ $4, DX
	JGE four
rest:
	ADDQ $4, DX
	JEQ done
one:
	SINGLE(0, X0)
	SINGLE(4, X1)
	SINGLE(8, X2)
	SINGLE(12, X3)
	VINSERTF128 $1, X1, Y0, Y0
	VINSERTF128 $1, X3, Y2, Y2
	VINSERTF64X4 $1, Y2, Z0, Z0
	VMOVUPS Z0, K1, (DI)
	ADDQ SI, DI
	ADDQ $4, CX
	DECQ DX
	JNE one
done:
	VZEROUPPER
	RET
