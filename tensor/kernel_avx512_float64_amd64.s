//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// The product's block in AVX-512, float64: loops 2 and 1 and the tile within. In
// assembly since the compiler has no 512-bit registers to keep a tile in.

#define MOVE VMOVUPD
#define MOVEZ VMOVUPD.Z
#define SPREAD VBROADCASTSD
#define FMA VFMADD231PD
#define SPREADFMA VFMADD231PD.BCST
#include "tile_avx512_amd64.h"
#include "tiles_avx512_amd64.h"

#define LASTMASK(mask) KMOVQ mask(R14), K2
#define FULLMASK KXNORQ K3, K3, K3
#include "block_amd64.h"

// func blockAVX512float64(w *block)
TEXT ·blockAVX512float64(SB), NOSPLIT, $32-8
	MOVQ w+0(FP), R14
	BLOCK

// func panelAVX512float64(w *task)
TEXT ·panelAVX512float64(SB), NOSPLIT, $0-8
	MOVQ w+0(FP), R14
	MOVQ task_n(R14), BX
	LEAQ 7(BX), R10
	SHRQ $3, R10
	MOVQ R10, CX
	SHLQ $3, CX
	SUBQ BX, CX
	MOVL $255, AX
	SHRXL CX, AX, AX
	KMOVD AX, K2
	PANEL
