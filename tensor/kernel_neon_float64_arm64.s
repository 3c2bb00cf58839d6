//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// The product's strip in NEON, float64: loop 1 and the tile within. In assembly since
// the compiler has no vectors to keep a tile in.

#define T D2
#define SHIFT 3
#include "tile_neon_arm64.h"

// func stripNEONfloat64(w *task)
TEXT ·stripNEONfloat64(SB), NOSPLIT, $0-8
	MOVD w+0(FP), R0
	STRIP
