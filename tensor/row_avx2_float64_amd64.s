//go:build !purego

#include "textflag.h"
#include "go_asm.h"

#define LANES 2
#define MOVE VMOVUPD
#define MASKMOVE VMASKMOVPD
#define SPREAD VBROADCASTSD
#define FMA VFMADD231PD
#include "row_avx2_amd64.h"

// func rowAVX2float64(w *task)
TEXT ·rowAVX2float64(SB), NOSPLIT, $0-8
	ROW
