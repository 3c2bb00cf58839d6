//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// Few columns of C, float64: eight rows of A are transposed in registers, four steps
// at a time, and never stored. Such a group is one vector in each column of Cᵀ. Several
// groups go side by side, since one alone would wait for its own additions.
//
//	R11 R12, R13 R14, R15 R10  rows 0 and 4 of a group of A at p
//	SI  bytes from row to row of A   R8  3·SI
//	BX CX DI R10  the columns of B   DX  bytes from p to p+1 in B   R9  3·DX
//	AX  steps left
//	Z0 … Z3  four columns of A   Z4 … Z7  on the way
//	Z8 … Z15  Cᵀ                 Z16 … Z31  four steps of B

// FOUR loads four columns of a group. Rows are paired 0/2, 1/3, 4/6, 5/7, so that two
// steps of interleaving suffice.
#define FOUR(P, Q) \
	VMOVUPD (P), Y4; \
	VMOVUPD (P)(SI*1), Y5; \
	VMOVUPD (Q), Y6; \
	VMOVUPD (Q)(SI*1), Y7; \
	VINSERTF64X4 $1, (P)(SI*2), Z4, Z4; \
	VINSERTF64X4 $1, (P)(R8*1), Z5, Z5; \
	VINSERTF64X4 $1, (Q)(SI*2), Z6, Z6; \
	VINSERTF64X4 $1, (Q)(R8*1), Z7, Z7; \
	ADDQ $32, P; \
	ADDQ $32, Q; \
	VUNPCKLPD Z5, Z4, Z0; \
	VUNPCKHPD Z5, Z4, Z1; \
	VUNPCKLPD Z7, Z6, Z2; \
	VUNPCKHPD Z7, Z6, Z3; \
	VSHUFF64X2 $0x88, Z2, Z0, Z4; \
	VSHUFF64X2 $0x88, Z3, Z1, Z5; \
	VSHUFF64X2 $0xDD, Z2, Z0, Z6; \
	VSHUFF64X2 $0xDD, Z3, Z1, Z7

// ONE loads one column of a group.
#define ONE(P, Q) \
	VMOVSD (P), X4; \
	VMOVHPD (P)(SI*1), X4, X4; \
	VMOVSD (P)(SI*2), X5; \
	VMOVHPD (P)(R8*1), X5, X5; \
	VMOVSD (Q), X6; \
	VMOVHPD (Q)(SI*1), X6, X6; \
	VMOVSD (Q)(SI*2), X7; \
	VMOVHPD (Q)(R8*1), X7, X7; \
	ADDQ $8, P; \
	ADDQ $8, Q; \
	VINSERTF128 $1, X5, Y4, Y4; \
	VINSERTF128 $1, X7, Y6, Y6; \
	VINSERTF64X4 $1, Y6, Z4, Z4

// FETCH spreads four steps of a column of B, CHAIN continues a column of C by them.
#define FETCH(B, w, x, y, z) \
	VBROADCASTSD (B), w; \
	VBROADCASTSD (B)(DX*1), x; \
	VBROADCASTSD (B)(DX*2), y; \
	VBROADCASTSD (B)(R9*1), z; \
	LEAQ (B)(DX*4), B
#define CHAIN(c, w, x, y, z) \
	VFMADD231PD w, Z4, c; \
	VFMADD231PD x, Z5, c; \
	VFMADD231PD y, Z6, c; \
	VFMADD231PD z, Z7, c
#define STEP(B, z) VBROADCASTSD (B), z; ADDQ DX, B
#define LINK(c, z) VFMADD231PD z, Z4, c

#define FOUR0 FOUR(R11, R12)
#define FOUR1 FOUR(R13, R14)
#define FOUR2 FOUR(R15, R10)
#define ONE0 ONE(R11, R12)
#define ONE1 ONE(R13, R14)
#define ONE2 ONE(R15, R10)
#define EACHFOUR1 FOUR0; CHAIN1(Z8); FOUR1; CHAIN1(Z9); FOUR2; CHAIN1(Z10)
#define LINEOF(FOUR, c) FOUR; CHAIN(c, Z16, Z17, Z18, Z19); FOUR; CHAIN(c, Z20, Z21, Z22, Z23)
#define LINE FETCH1; FETCH(BX, Z20, Z21, Z22, Z23); LINEOF(FOUR0, Z8); LINEOF(FOUR1, Z9); LINEOF(FOUR2, Z10)
#define EACHFOUR2 FOUR0; CHAIN2(Z8, Z9); FOUR1; CHAIN2(Z10, Z11)
#define EACHFOUR3 FOUR0; CHAIN3(Z8, Z9, Z10); FOUR1; CHAIN3(Z11, Z12, Z13)
#define EACHFOUR4 FOUR0; CHAIN4(Z8, Z9, Z10, Z11); FOUR1; CHAIN4(Z12, Z13, Z14, Z15)
#define EACHONE1 ONE0; LINK1(Z8); ONE1; LINK1(Z9); ONE2; LINK1(Z10)
#define EACHONE2 ONE0; LINK2(Z8, Z9); ONE1; LINK2(Z10, Z11)
#define EACHONE3 ONE0; LINK3(Z8, Z9, Z10); ONE1; LINK3(Z11, Z12, Z13)
#define EACHONE4 ONE0; LINK4(Z8, Z9, Z10, Z11); ONE1; LINK4(Z12, Z13, Z14, Z15)
#define COLUMNS1(M) GROUP(0); M(Z8); GROUP(1); M(Z9); GROUP(2); M(Z10)
#define COLUMNS2(M) GROUP(0); M(Z8); M(Z9); GROUP(1); M(Z10); M(Z11)
#define COLUMNS3(M) GROUP(0); M(Z8); M(Z9); M(Z10); GROUP(1); M(Z11); M(Z12); M(Z13)
#define COLUMNS4(M) GROUP(0); M(Z8); M(Z9); M(Z10); M(Z11); GROUP(1); M(Z12); M(Z13); M(Z14); M(Z15)

// ROWS sets the beginnings of the groups of A.
#define BASE(g, P, Q) MOVQ (skinny_a+8*g)(AX), P; MOVQ skinny_rsa(AX), SI; LEAQ (P)(SI*4), Q
#define ROWS2 BASE(0, R11, R12); BASE(1, R13, R14)
#define ROWS4 ROWS2
#define ROWS1 ROWS2; BASE(2, R15, R10)

#define SIZE 8
#define A0 Z4
#define A1 Z5
#define A2 Z6
#define A3 Z7
#define SPREADFMA VFMADD231PD.BCST
#define MOVE VMOVUPD
#define MOVEZ VMOVUPD.Z
#include "skinny_amd64.h"

// func skinnyAVX512float64(w *skinny)
TEXT ·skinnyAVX512float64(SB), NOSPLIT, $0-8
	BODY
