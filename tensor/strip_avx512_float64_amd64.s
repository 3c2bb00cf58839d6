//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// A product of one row in AVX-512, float64, B in the cache: C in registers. In assembly like the tile,
// whose walk down B with few chains would wait for its own additions. The register map
// stands in strip_amd64.h.

#define LANES 3
#define MOVE VMOVUPD
#define MOVEZ VMOVUPD.Z
#define SPREAD VBROADCASTSD
#define FMA VFMADD231PD
#include "strip_amd64.h"

// func stripAVX512float64(w *task)
TEXT ·stripAVX512float64(SB), NOSPLIT, $0-8
	STRIPS
