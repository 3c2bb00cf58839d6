//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// A product of one row in AVX2, float32, rows of B in passes along C. In assembly like the tile,
// whose walk down B with few chains would wait for its own additions. The register map
// stands in row_avx2_amd64.h.

#define LANES 3
#define MOVE VMOVUPS
#define MASKMOVE VMASKMOVPS
#define SPREAD VBROADCASTSS
#define FMA VFMADD231PS
#include "row_avx2_amd64.h"

// func rowAVX2float32(w *task)
TEXT ·rowAVX2float32(SB), NOSPLIT, $0-8
	ROW
