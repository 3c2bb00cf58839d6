//go:build !purego

#include "textflag.h"

// Rows transposed in registers, in AVX2, four of float64 or eight of float32, for
// operands whose rows lie along k, and for C where Cᵀ was computed. In assembly since
// the compiler has no shuffles.

// bits64 and bits32 have the bit of each lane in a bit mask.
DATA bits64<>+0(SB)/8, $1
DATA bits64<>+8(SB)/8, $2
DATA bits64<>+16(SB)/8, $4
DATA bits64<>+24(SB)/8, $8
GLOBL bits64<>(SB), RODATA|NOPTR, $32
DATA bits32<>+0(SB)/8, $0x0000000200000001
DATA bits32<>+8(SB)/8, $0x0000000800000004
DATA bits32<>+16(SB)/8, $0x0000002000000010
DATA bits32<>+24(SB)/8, $0x0000008000000040
GLOBL bits32<>(SB), RODATA|NOPTR, $32

// NEXTROW sets the address of row n. A missing row repeats the last: the elements
// read there are stored nowhere, or in padding.
#define NEXTROW(n, from, to) \
	MOVQ from, to; \
	LEAQ (from)(DX*1), BX; \
	CMPQ AX, $n; \
	CMOVQGT BX, to
#define FOURROWS NEXTROW(1, R8, R9); NEXTROW(2, R9, R10); NEXTROW(3, R10, R11)
#define EIGHTROWS FOURROWS; NEXTROW(4, R11, R12); NEXTROW(5, R12, R13); NEXTROW(6, R13, R14); NEXTROW(7, R14, R15)

// WRITE stores a vector whole, WRITEM the lanes in the mask; both go on to the next.
#define WRITE(y) VMOVUPS y, (DI); ADDQ SI, DI
#define WRITEM64(y) VMASKMOVPD y, Y15, (DI); ADDQ SI, DI
#define WRITEM32(y) VMASKMOVPS y, Y15, (DI); ADDQ SI, DI

// STEPS takes k steps, four at a time while there are as many.
#define STEPS(FOUR, ONE, WRITE, four, rest, one) \
	SUBQ $4, DX; \
	JLT rest; \
four: \
	FOUR(WRITE); \
	SUBQ $4, DX; \
	JGE four; \
rest: \
	ADDQ $4, DX; \
	JEQ done; \
one: \
	ONE(WRITE); \
	DECQ DX; \
	JNE one

// PAIR loads two elements of each of two rows that in dst are two lanes apart.
#define PAIR(at, low, high, y, x) \
	VMOVUPD at(low)(CX*1), x; \
	VINSERTF128 $1, at(high)(CX*1), y, y
#define FOUR64(WRITE) \
	PAIR(0, R8, R10, Y0, X0); \
	PAIR(0, R9, R11, Y1, X1); \
	PAIR(16, R8, R10, Y2, X2); \
	PAIR(16, R9, R11, Y3, X3); \
	ADDQ $32, CX; \
	VUNPCKLPD Y1, Y0, Y4; \
	VUNPCKHPD Y1, Y0, Y5; \
	VUNPCKLPD Y3, Y2, Y6; \
	VUNPCKHPD Y3, Y2, Y7; \
	WRITE(Y4); \
	WRITE(Y5); \
	WRITE(Y6); \
	WRITE(Y7)
#define ONE64(WRITE) \
	VMOVSD (R8)(CX*1), X0; \
	VMOVHPD (R9)(CX*1), X0, X0; \
	VMOVSD (R10)(CX*1), X1; \
	VMOVHPD (R11)(CX*1), X1, X1; \
	ADDQ $8, CX; \
	VINSERTF128 $1, X1, Y0, Y0; \
	WRITE(Y0)

// func transposeAVX2float64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)
//
// dst[p,j] ← src[j,p] for p < k and j < rows ≤ 4. Of a row of dst the elements in the
// mask are written; elements from rows on repeat the one before.
//
//	R8 … R11 the rows of src   CX bytes from their beginning   DI dst   SI ldd   DX k, left
TEXT ·transposeAVX2float64(SB), NOSPLIT, $0-56
	MOVQ src+16(FP), R8
	MOVQ lds+24(FP), DX
	MOVQ rows+32(FP), AX
	FOURROWS
	MOVQ dst+0(FP), DI
	MOVQ ldd+8(FP), SI
	MOVQ k+40(FP), DX
	XORL CX, CX
	CMPQ mask+48(FP), $15
	JNE part
	STEPS(FOUR64, ONE64, WRITE, four, rest, one)
done:
	VZEROUPPER
	RET
part:
	VPBROADCASTQ mask+48(FP), Y15
	VPAND bits64<>(SB), Y15, Y15
	VPCMPEQQ bits64<>(SB), Y15, Y15
	STEPS(FOUR64, ONE64, WRITEM64, fourM, restM, oneM)
	JMP done

// QUAD loads four elements of each of two rows that in dst are four lanes apart.
#define QUAD(low, high, y, x) \
	VMOVUPS (low)(CX*1), x; \
	VINSERTF128 $1, (high)(CX*1), y, y
#define FOUR32(WRITE) \
	QUAD(R8, R12, Y0, X0); \
	QUAD(R9, R13, Y1, X1); \
	QUAD(R10, R14, Y2, X2); \
	QUAD(R11, R15, Y3, X3); \
	ADDQ $16, CX; \
	VUNPCKLPS Y1, Y0, Y4; \
	VUNPCKHPS Y1, Y0, Y5; \
	VUNPCKLPS Y3, Y2, Y6; \
	VUNPCKHPS Y3, Y2, Y7; \
	VUNPCKLPD Y6, Y4, Y0; \
	VUNPCKHPD Y6, Y4, Y1; \
	VUNPCKLPD Y7, Y5, Y2; \
	VUNPCKHPD Y7, Y5, Y3; \
	WRITE(Y0); \
	WRITE(Y1); \
	WRITE(Y2); \
	WRITE(Y3)

// SINGLE gathers one element of each of four rows.
#define SINGLE(a, b, c, d, x) \
	VMOVSS (a)(CX*1), x; \
	VINSERTPS $0x10, (b)(CX*1), x, x; \
	VINSERTPS $0x20, (c)(CX*1), x, x; \
	VINSERTPS $0x30, (d)(CX*1), x, x
#define ONE32(WRITE) \
	SINGLE(R8, R9, R10, R11, X0); \
	SINGLE(R12, R13, R14, R15, X1); \
	ADDQ $4, CX; \
	VINSERTF128 $1, X1, Y0, Y0; \
	WRITE(Y0)

// func transposeAVX2float32(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)
//
// As in float64, for rows ≤ 8, which R8 … R15 address.
TEXT ·transposeAVX2float32(SB), NOSPLIT, $0-56
	MOVQ src+16(FP), R8
	MOVQ lds+24(FP), DX
	MOVQ rows+32(FP), AX
	EIGHTROWS
	MOVQ dst+0(FP), DI
	MOVQ ldd+8(FP), SI
	MOVQ k+40(FP), DX
	XORL CX, CX
	CMPQ mask+48(FP), $255
	JNE part
	STEPS(FOUR32, ONE32, WRITE, four, rest, one)
done:
	VZEROUPPER
	RET
part:
	VPBROADCASTD mask+48(FP), Y15
	VPAND bits32<>(SB), Y15, Y15
	VPCMPEQD bits32<>(SB), Y15, Y15
	STEPS(FOUR32, ONE32, WRITEM32, fourM, restM, oneM)
	JMP done
