//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// The product's block in AVX2 and FMA, float32: loops 2 and 1 and the tile within. In
// assembly since the compiler has no 256-bit registers to keep a tile in.

#define MOVE VMOVUPS
#define MOVEM VMASKMOVPS
#define SPREAD VBROADCASTSS
#define FMA VFMADD231PS
#define SIGNS VMOVMSKPS
#define EVERY 255
#include "tile_avx2_amd64.h"
#include "tiles_avx2_amd64.h"

// The bit of each lane in a bit mask; COPIES spreads one over the lanes.
DATA bits<>+0(SB)/4, $1
DATA bits<>+4(SB)/4, $2
DATA bits<>+8(SB)/4, $4
DATA bits<>+12(SB)/4, $8
DATA bits<>+16(SB)/4, $16
DATA bits<>+20(SB)/4, $32
DATA bits<>+24(SB)/4, $64
DATA bits<>+28(SB)/4, $128
GLOBL bits<>(SB), RODATA|NOPTR, $32
#define COPIES VPBROADCASTD
#define EQUAL VPCMPEQD
#include "block_amd64.h"

// func blockAVX2float32(w *block)
TEXT ·blockAVX2float32(SB), NOSPLIT, $32-8
	MOVQ w+0(FP), R14
	BLOCK

// func panelAVX2float32(w *task)
TEXT ·panelAVX2float32(SB), NOSPLIT, $0-8
	MOVQ w+0(FP), R14
	MOVQ task_n(R14), BX
	LEAQ 7(BX), R10
	SHRQ $3, R10
	MOVQ R10, CX
	SHLQ $3, CX
	SUBQ BX, CX
	MOVL $EVERY, AX
	SHRXL CX, AX, AX
	VMOVD AX, X15
	COPIES X15, Y15
	LANES
	PANEL
