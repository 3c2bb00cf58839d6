// The loops of fused multiply-adds for amd64: assembly, so that exactly this sequence
// of instructions is measured and no compiler's choice.
//
//	CX           rounds left, at least 1
//	DI           the accumulators' elements in memory
//	Z0 … Z23     accumulators (AVX-512)
//	Y0 … Y11     accumulators (AVX2)
//	Z30 Y14      x in every element
//	Z31 Y15      y in every element
//
// For each accumulator: LOAD, then STEP once a round, c ← fma(x, y, c), then STORE.
// The length of c is trusted: 24 registers of 64 bytes, or 12 of 32.

//go:build !purego

#include "textflag.h"

#define ZMM(OP) \
	OP(0, Z0) OP(1, Z1) OP(2, Z2) OP(3, Z3) OP(4, Z4) OP(5, Z5) \
	OP(6, Z6) OP(7, Z7) OP(8, Z8) OP(9, Z9) OP(10, Z10) OP(11, Z11) \
	OP(12, Z12) OP(13, Z13) OP(14, Z14) OP(15, Z15) OP(16, Z16) OP(17, Z17) \
	OP(18, Z18) OP(19, Z19) OP(20, Z20) OP(21, Z21) OP(22, Z22) OP(23, Z23)

#define YMM(OP) \
	OP(0, Y0) OP(1, Y1) OP(2, Y2) OP(3, Y3) OP(4, Y4) OP(5, Y5) \
	OP(6, Y6) OP(7, Y7) OP(8, Y8) OP(9, Y9) OP(10, Y10) OP(11, Y11)

#define LOAD512(i, C) VMOVUPD (i*64)(DI), C;
#define STEP512PD(i, C) VFMADD231PD Z30, Z31, C;
#define STEP512PS(i, C) VFMADD231PS Z30, Z31, C;
#define STORE512(i, C) VMOVUPD C, (i*64)(DI);

#define LOAD256(i, C) VMOVUPD (i*32)(DI), C;
#define STEP256PD(i, C) VFMADD231PD Y14, Y15, C;
#define STEP256PS(i, C) VFMADD231PS Y14, Y15, C;
#define STORE256(i, C) VMOVUPD C, (i*32)(DI);

// func avx512Float64(n int, x, y float64, c []float64)
TEXT ·avx512Float64(SB), NOSPLIT, $0-48
	MOVQ         n+0(FP), CX
	VBROADCASTSD x+8(FP), Z30
	VBROADCASTSD y+16(FP), Z31
	MOVQ         c_base+24(FP), DI
	ZMM(LOAD512)

round:
	ZMM(STEP512PD)
	DECQ CX
	JNZ  round
	ZMM(STORE512)
	VZEROUPPER
	RET

// func avx512Float32(n int, x, y float32, c []float32)
TEXT ·avx512Float32(SB), NOSPLIT, $0-40
	MOVQ         n+0(FP), CX
	VBROADCASTSS x+8(FP), Z30
	VBROADCASTSS y+12(FP), Z31
	MOVQ         c_base+16(FP), DI
	ZMM(LOAD512)

round:
	ZMM(STEP512PS)
	DECQ CX
	JNZ  round
	ZMM(STORE512)
	VZEROUPPER
	RET

// func avx2Float64(n int, x, y float64, c []float64)
TEXT ·avx2Float64(SB), NOSPLIT, $0-48
	MOVQ         n+0(FP), CX
	VBROADCASTSD x+8(FP), Y14
	VBROADCASTSD y+16(FP), Y15
	MOVQ         c_base+24(FP), DI
	YMM(LOAD256)

round:
	YMM(STEP256PD)
	DECQ CX
	JNZ  round
	YMM(STORE256)
	VZEROUPPER
	RET

// func avx2Float32(n int, x, y float32, c []float32)
TEXT ·avx2Float32(SB), NOSPLIT, $0-40
	MOVQ         n+0(FP), CX
	VBROADCASTSS x+8(FP), Y14
	VBROADCASTSS y+12(FP), Y15
	MOVQ         c_base+16(FP), DI
	YMM(LOAD256)

round:
	YMM(STEP256PS)
	DECQ CX
	JNZ  round
	YMM(STORE256)
	VZEROUPPER
	RET
