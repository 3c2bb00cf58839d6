//go:build !purego

#include "textflag.h"

// Sixteen rows transposed in registers, in AVX-512, float32: see float64. The addresses
// of the rows are too many for registers and stand on the stack.
//
//	CX  bytes from the beginning of the rows   DI dst   SI ldd   DX k
//	Z0 … Z3  rows of src, four of each         Z4 … Z7  on the way

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
