//go:build !purego

#include "textflag.h"

// Packing in NEON: rows of B transposed into vector columns, so that the tile reads
// it with unit stride. In assembly since the compiler has no vectors to exchange the
// halves of.
//
//	R0 dst, row p   R5 bytes from row to row of dst   R7 steps left
//	R1 … R4         the rows of src, at p             R6 bytes from row to row of src
//	V0 … V3         16 bytes of each row              V4 … V7 half-way, or the result to store

// ROWS4 loads the arguments of a transposition, with the four rows in R1 … R4.
#define ROWS4 \
	MOVD dst+0(FP), R0; \
	MOVD ldd+8(FP), R5; \
	MOVD src+16(FP), R1; \
	MOVD lds+24(FP), R6; \
	MOVD k+32(FP), R7; \
	ADD R6, R1, R2; \
	ADD R6, R2, R3; \
	ADD R6, R3, R4

// FETCH loads the next 16 bytes of the four rows.
#define FETCH \
	VLD1.P 16(R1), [V0.B16]; \
	VLD1.P 16(R2), [V1.B16]; \
	VLD1.P 16(R3), [V2.B16]; \
	VLD1.P 16(R4), [V3.B16]

// func transposeNEONfloat64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, k int)
//
// dst[p,j] ← src[j,p] for j < 4 and p < k, which is a multiple of 2.
TEXT ·transposeNEONfloat64(SB), NOSPLIT, $0-40
	ROWS4
loop:
	FETCH
	VZIP1 V1.D2, V0.D2, V4.D2
	VZIP1 V3.D2, V2.D2, V5.D2
	VZIP2 V1.D2, V0.D2, V6.D2
	VZIP2 V3.D2, V2.D2, V7.D2
	VST1.P [V4.D2, V5.D2], (R0)(R5)
	VST1.P [V6.D2, V7.D2], (R0)(R5)
	SUB $2, R7
	CBNZ R7, loop
	RET

// func transposeNEONfloat32(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, k int)
//
// dst[p,j] ← src[j,p] for j < 4 and p < k, which is a multiple of 4.
TEXT ·transposeNEONfloat32(SB), NOSPLIT, $0-40
	ROWS4
loop:
	FETCH
	VZIP1 V2.S4, V0.S4, V4.S4
	VZIP2 V2.S4, V0.S4, V5.S4
	VZIP1 V3.S4, V1.S4, V6.S4
	VZIP2 V3.S4, V1.S4, V7.S4
	VZIP1 V6.S4, V4.S4, V0.S4
	VZIP2 V6.S4, V4.S4, V1.S4
	VZIP1 V7.S4, V5.S4, V2.S4
	VZIP2 V7.S4, V5.S4, V3.S4
	VST1.P [V0.S4], (R0)(R5)
	VST1.P [V1.S4], (R0)(R5)
	VST1.P [V2.S4], (R0)(R5)
	VST1.P [V3.S4], (R0)(R5)
	SUB $4, R7
	CBNZ R7, loop
	RET
