//go:build !purego

#include "textflag.h"
#include "go_asm.h"

#define LANES 3
#define MOVE VMOVUPD
#define MOVEZ VMOVUPD.Z
#define SPREAD VBROADCASTSD
#define FMA VFMADD231PD
#include "strip_amd64.h"

// func stripAVX512float64(w *task)
TEXT ·stripAVX512float64(SB), NOSPLIT, $0-8
	STRIPS
