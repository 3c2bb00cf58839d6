//go:build !purego

#include "textflag.h"

// Rows copied into vector columns, in AVX-512, so that the tile reads B with unit stride
// whatever its rows are. In assembly since it moves 64 bytes at a time and must
// keep pace with the tile.

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
	PREFETCHT0 (BX)(DX*4)
	VMOVDQU64 (BX), Z0
	VMOVDQU64 Z0, (AX)
	ADDQ $64, BX
	ADDQ R10, AX
	DECQ CX
	JNE whole
last:
	PREFETCHT0 (BX)(DX*4)
	VMOVDQU8.Z (BX), K1, Z0
	VMOVDQU64 Z0, (AX)
	ADDQ DX, SI
	ADDQ R11, DI
	DECQ R8
	JNE row
	VZEROUPPER
	RET
