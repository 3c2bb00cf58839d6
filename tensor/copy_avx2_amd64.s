//go:build !purego

#include "textflag.h"

// Rows copied into vector columns, in AVX2, so that the tile reads B with unit stride
// whatever its rows are. In assembly since it moves 32 bytes at a time and must
// keep pace with the tile.

// offsets lists the doublewords of a vector, each by its offset in bytes.
DATA offsets<>+0(SB)/8, $0x0000000400000000
DATA offsets<>+8(SB)/8, $0x0000000c00000008
DATA offsets<>+16(SB)/8, $0x0000001400000010
DATA offsets<>+24(SB)/8, $0x0000001c00000018
GLOBL offsets<>(SB), RODATA|NOPTR, $32

// func copyAVX2(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int)
//
// Vector v of row p goes from src + p·ld + 32·v to dst + p·step + vec·v. The last vector
// has tail bytes; the rest of it becomes 0. Element types do not matter here.
//
//	DI dst, row p   SI src, row p   DX ld   R8 rows left   R9 vectors   R10 vec   R11 step
//	AX BX           the same, walking along the row        CX vectors left
//	Y15 lanes of the last vector
TEXT ·copyAVX2(SB), NOSPLIT, $0-64
	VPBROADCASTD tail+56(FP), Y15
	VPCMPGTD offsets<>(SB), Y15, Y15
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
	VMOVDQU (BX), Y0
	VMOVDQU Y0, (AX)
	ADDQ $32, BX
	ADDQ R10, AX
	DECQ CX
	JNE whole
last:
	VPMASKMOVD (BX), Y15, Y0
	VMOVDQU Y0, (AX)
	ADDQ DX, SI
	ADDQ R11, DI
	DECQ R8
	JNE row
	VZEROUPPER
	RET
