//go:build !purego

#include "textflag.h"
#include "go_asm.h"

#define LANES 4
#define MOVE VMOVUPS
#define MOVEZ VMOVUPS.Z
#define SPREAD VBROADCASTSS
#define FMA VFMADD231PS
#include "row_amd64.h"

// func rowAVX512float32(w *task)
TEXT ·rowAVX512float32(SB), NOSPLIT, $0-8
	ROW
