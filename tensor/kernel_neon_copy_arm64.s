//go:build !purego

#include "textflag.h"

// Packing in NEON: rows of B copied into vector columns, so that the tile reads B
// with unit stride; and the columns of C that do not fill a vector, on their way to
// a tile and back. In assembly since it moves a vector at a time and must keep pace
// with the tile. Element types do not matter here.

// MOVE moves R6 bytes from R12 to R13, which are 4, 8, 12, … or 60, and advances both.
#define MOVE \
	TBZ $5, R6, half; \
	VLD1.P 32(R12), [V0.B16, V1.B16]; \
	VST1.P [V0.B16, V1.B16], 32(R13); \
half: \
	TBZ $4, R6, quarter; \
	VLD1.P 16(R12), [V0.B16]; \
	VST1.P [V0.B16], 16(R13); \
quarter: \
	TBZ $3, R6, eighth; \
	MOVD.P 8(R12), R14; \
	MOVD.P R14, 8(R13); \
eighth: \
	TBZ $2, R6, moved; \
	MOVWU.P 4(R12), R14; \
	MOVW.P R14, 4(R13); \
moved:

// func moveNEON(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, bytes int)
//
// Of each row so many bytes go from src to dst, less than a vector.
//
//	R1 dst   R2 src   R3 ldd   R4 lds   R5 rows left   R6 bytes
//	R13      R12      the same, walking along the row
TEXT ·moveNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R1
	MOVD ldd+8(FP), R3
	MOVD src+16(FP), R2
	MOVD lds+24(FP), R4
	MOVD rows+32(FP), R5
	MOVD bytes+40(FP), R6
row:
	MOVD R2, R12
	MOVD R1, R13
	MOVE
	ADD R4, R2
	ADD R3, R1
	SUB $1, R5
	CBNZ R5, row
	RET

// func copyNEON(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int)
//
// Vector v of row p goes from src + p·ld + 64·v to dst + p·step + vec·v. The last vector
// has tail bytes; the rest of it becomes 0.
//
//	R1 dst, row p   R2 src, row p   R3 step   R4 ld   R5 rows left   R6 tail, of less than 64
//	R13 R12         the same, walking along the row   R7 vec         R8 whole vectors
//	R9 vectors left                                   V4 … V7        0
TEXT ·copyNEON(SB), NOSPLIT, $0-64
	MOVD dst+0(FP), R1
	MOVD step+8(FP), R3
	MOVD vec+16(FP), R7
	MOVD src+24(FP), R2
	MOVD ld+32(FP), R4
	MOVD k+40(FP), R5
	MOVD vectors+48(FP), R8
	MOVD tail+56(FP), R6
	VMOVI $0, V4.B16
	VMOVI $0, V5.B16
	VMOVI $0, V6.B16
	VMOVI $0, V7.B16
	LSR $6, R6, R9
	SUB $1, R8
	ADD R9, R8
	AND $63, R6
row:
	MOVD R2, R12
	MOVD R1, R13
	MOVD R8, R9
	CBZ R9, last
whole:
	VLD1.P 64(R12), [V0.B16, V1.B16, V2.B16, V3.B16]
	VST1 [V0.B16, V1.B16, V2.B16, V3.B16], (R13)
	ADD R7, R13
	SUB $1, R9
	CBNZ R9, whole
last:
	CBZ R6, next
	VST1 [V4.B16, V5.B16, V6.B16, V7.B16], (R13)
	MOVE
next:
	ADD R4, R2
	ADD R3, R1
	SUB $1, R5
	CBNZ R5, row
	RET
