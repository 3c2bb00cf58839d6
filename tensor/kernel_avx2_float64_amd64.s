//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// The product's block in AVX2 and FMA, float64: loops 2 and 1 and the tile within. In
// assembly since the compiler has no 256-bit registers to keep a tile in.

#define MOVE VMOVUPD
#define MOVEM VMASKMOVPD
#define SPREAD VBROADCASTSD
#define FMA VFMADD231PD
#define SIGNS VMOVMSKPD
#define EVERY 15
#include "tile_avx2_amd64.h"
#include "tiles_avx2_amd64.h"

// The bit of each lane in a bit mask; COPIES spreads one over the lanes.
DATA bits<>+0(SB)/8, $1
DATA bits<>+8(SB)/8, $2
DATA bits<>+16(SB)/8, $4
DATA bits<>+24(SB)/8, $8
GLOBL bits<>(SB), RODATA|NOPTR, $32
#define COPIES VPBROADCASTQ
#define EQUAL VPCMPEQQ
#include "block_amd64.h"

// func blockAVX2float64(w *block)
TEXT ·blockAVX2float64(SB), NOSPLIT, $32-8
	MOVQ w+0(FP), R14
	BLOCK

// func panelAVX2float64(w *task)
TEXT ·panelAVX2float64(SB), NOSPLIT, $0-8
	MOVQ w+0(FP), R14
	MOVQ task_n(R14), BX
	LEAQ 3(BX), R10
	SHRQ $2, R10
	MOVQ R10, CX
	SHLQ $2, CX
	SUBQ BX, CX
	MOVL $EVERY, AX
	SHRXL CX, AX, AX
	VMOVD AX, X15
	COPIES X15, Y15
	LANES
	PANEL
