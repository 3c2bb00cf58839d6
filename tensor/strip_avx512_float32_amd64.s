//go:build !purego

#include "textflag.h"
#include "go_asm.h"

#define LANES 4
#define MOVE VMOVUPS
#define MOVEZ VMOVUPS.Z
#define SPREAD VBROADCASTSS
#define FMA VFMADD231PS
#include "strip_amd64.h"

// func stripAVX512float32(w *task)
TEXT ·stripAVX512float32(SB), NOSPLIT, $0-8
	STRIPS
