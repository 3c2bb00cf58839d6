//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// A product of one row in AVX-512, float32, B in the cache: C in registers. In assembly like the tile,
// whose walk down B with few chains would wait for its own additions. The register map
// stands in strip_amd64.h.

#define LANES 4
#define MOVE VMOVUPS
#define MOVEZ VMOVUPS.Z
#define SPREAD VBROADCASTSS
#define FMA VFMADD231PS
#include "strip_amd64.h"

// func stripAVX512float32(w *task)
TEXT ·stripAVX512float32(SB), NOSPLIT, $0-8
	STRIPS
