// The loops of fused multiply-adds for arm64: assembly, so that exactly this sequence
// of instructions is measured and no compiler's choice.
//
//	R0           rounds left, at least 1
//	R1           the accumulators' elements in memory
//	V0 … V23     accumulators
//	V30          x in every element
//	V31          y in every element
//
// For each accumulator: LOAD, then STEP once a round, c ← fma(x, y, c), then STORE.
// The length of c is trusted: 24 registers of 16 bytes.

//go:build !purego

#include "textflag.h"

#define ALL(OP) \
	OP(0, F0, V0) OP(1, F1, V1) OP(2, F2, V2) OP(3, F3, V3) \
	OP(4, F4, V4) OP(5, F5, V5) OP(6, F6, V6) OP(7, F7, V7) \
	OP(8, F8, V8) OP(9, F9, V9) OP(10, F10, V10) OP(11, F11, V11) \
	OP(12, F12, V12) OP(13, F13, V13) OP(14, F14, V14) OP(15, F15, V15) \
	OP(16, F16, V16) OP(17, F17, V17) OP(18, F18, V18) OP(19, F19, V19) \
	OP(20, F20, V20) OP(21, F21, V21) OP(22, F22, V22) OP(23, F23, V23)

#define LOAD(i, F, C) FMOVQ (i*16)(R1), F;
#define STEPD(i, F, C) VFMLA V30.D2, V31.D2, C.D2;
#define STEPS(i, F, C) VFMLA V30.S4, V31.S4, C.S4;
#define STORE(i, F, C) FMOVQ F, (i*16)(R1);

// func neonFloat64(n int, x, y float64, c []float64)
TEXT ·neonFloat64(SB), NOSPLIT, $0-48
	MOVD  n+0(FP), R0
	FMOVD x+8(FP), F30
	FMOVD y+16(FP), F31
	MOVD  c_base+24(FP), R1
	VDUP  V30.D[0], V30.D2
	VDUP  V31.D[0], V31.D2
	ALL(LOAD)

round:
	ALL(STEPD)
	SUBS $1, R0
	BNE  round
	ALL(STORE)
	RET

// func neonFloat32(n int, x, y float32, c []float32)
TEXT ·neonFloat32(SB), NOSPLIT, $0-40
	MOVD  n+0(FP), R0
	FMOVS x+8(FP), F30
	FMOVS y+12(FP), F31
	MOVD  c_base+16(FP), R1
	VDUP  V30.S[0], V30.S4
	VDUP  V31.S[0], V31.S4
	ALL(LOAD)

round:
	ALL(STEPS)
	SUBS $1, R0
	BNE  round
	ALL(STORE)
	RET
