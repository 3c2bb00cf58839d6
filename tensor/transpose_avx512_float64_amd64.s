//go:build !purego

#include "textflag.h"

// Eight rows transposed in registers, in AVX-512, float64, for operands whose rows lie
// along k, and for C where Cᵀ was computed. In assembly since the compiler has no shuffles.

// NEXTROW sets the address of row n. A missing row repeats the last: the elements
// read there are stored nowhere, or in padding.
#define NEXTROW(n, from, to) \
	MOVQ from, to; \
	LEAQ (from)(DX*1), BX; \
	CMPQ AX, $n; \
	CMOVQGT BX, to

// func transposeAVX512float64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)
//
// dst[p,j] ← src[j,p] for p < k and j < rows ≤ 8. Of a row of dst the elements in the
// mask are written; elements from rows on repeat the one before.
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
