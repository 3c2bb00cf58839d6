//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// A product of one row in AVX-512, float32, beyond the cache: rows of B in passes along C. In assembly like
// the tile, whose walk down B with few chains would wait for its own additions. The register map
// stands in row_amd64.h.

#define LANES 4
#define MOVE VMOVUPS
#define MOVEZ VMOVUPS.Z
#define SPREAD VBROADCASTSS
#define FMA VFMADD231PS
#include "row_amd64.h"

// func rowAVX512float32(w *task)
TEXT ·rowAVX512float32(SB), NOSPLIT, $0-8
	ROW
