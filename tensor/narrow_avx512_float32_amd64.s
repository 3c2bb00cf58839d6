//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// Few columns of C, float32: sixteen rows of A are transposed in registers, four steps
// at a time, and never stored. Such a group is one vector in each column of Cᵀ. There
// are two groups side by side if there is one column, else one, for want of registers.
//
//	R11 R12 R13 R14, R15 R10 CX DI  rows 0, 4, 8, 12 of a group of A at p
//	SI  bytes from row to row of A   R8  3·SI
//	BX CX DI R10  the columns of B   DX  bytes from p to p+1 in B   R9  3·DX
//	AX  steps left
//	Z0 … Z3  rows of A, four of each   Z4 … Z7  four columns
//	Z8 … Z15  Cᵀ                       Z16 … Z31  four steps of B

// QUAD loads four elements of the rows r, r+4, r+8, r+12 into the quarters of z.
#define QUAD(P, Q, R, S, x, z) \
	VMOVUPS P, x; \
	VINSERTF32X4 $1, Q, z, z; \
	VINSERTF32X4 $2, R, z, z; \
	VINSERTF32X4 $3, S, z, z

// FOUR loads four columns of a group.
#define FOUR(P, Q, R, S) \
	QUAD((P), (Q), (R), (S), X0, Z0); \
	QUAD((P)(SI*1), (Q)(SI*1), (R)(SI*1), (S)(SI*1), X1, Z1); \
	QUAD((P)(SI*2), (Q)(SI*2), (R)(SI*2), (S)(SI*2), X2, Z2); \
	QUAD((P)(R8*1), (Q)(R8*1), (R)(R8*1), (S)(R8*1), X3, Z3); \
	ADDQ $16, P; \
	ADDQ $16, Q; \
	ADDQ $16, R; \
	ADDQ $16, S; \
	VUNPCKLPS Z1, Z0, Z4; \
	VUNPCKHPS Z1, Z0, Z5; \
	VUNPCKLPS Z3, Z2, Z6; \
	VUNPCKHPS Z3, Z2, Z7; \
	VUNPCKLPD Z6, Z4, Z0; \
	VUNPCKHPD Z6, Z4, Z1; \
	VUNPCKLPD Z7, Z5, Z2; \
	VUNPCKHPD Z7, Z5, Z3

// SINGLE gathers one element of four rows, ONE one column of a group.
#define SINGLE(P, x) \
	VMOVSS (P), x; \
	VINSERTPS $0x10, (P)(SI*1), x, x; \
	VINSERTPS $0x20, (P)(SI*2), x, x; \
	VINSERTPS $0x30, (P)(R8*1), x, x; \
	ADDQ $4, P
#define ONE(P, Q, R, S) \
	SINGLE(P, X0); \
	SINGLE(Q, X1); \
	SINGLE(R, X2); \
	SINGLE(S, X3); \
	VINSERTF128 $1, X1, Y0, Y0; \
	VINSERTF128 $1, X3, Y2, Y2; \
	VINSERTF64X4 $1, Y2, Z0, Z0

#define FETCH(B, w, x, y, z) \
	VBROADCASTSS (B), w; \
	VBROADCASTSS (B)(DX*1), x; \
	VBROADCASTSS (B)(DX*2), y; \
	VBROADCASTSS (B)(R9*1), z; \
	LEAQ (B)(DX*4), B
#define CHAIN(c, w, x, y, z) \
	VFMADD231PS w, Z0, c; \
	VFMADD231PS x, Z1, c; \
	VFMADD231PS y, Z2, c; \
	VFMADD231PS z, Z3, c
#define STEP(B, z) VBROADCASTSS (B), z; ADDQ DX, B
#define LINK(c, z) VFMADD231PS z, Z0, c

#define FOUR0 FOUR(R11, R12, R13, R14)
#define FOUR1 FOUR(R15, R10, CX, DI)
#define ONE0 ONE(R11, R12, R13, R14)
#define ONE1 ONE(R15, R10, CX, DI)
#define EACHFOUR1 FOUR0; CHAIN1(Z8); FOUR1; CHAIN1(Z9)
#define EACHFOUR2 FOUR0; CHAIN2(Z8, Z9)
#define EACHFOUR3 FOUR0; CHAIN3(Z8, Z9, Z10)
#define EACHFOUR4 FOUR0; CHAIN4(Z8, Z9, Z10, Z11)
#define EACHONE1 ONE0; LINK1(Z8); ONE1; LINK1(Z9)
#define EACHONE2 ONE0; LINK2(Z8, Z9)
#define EACHONE3 ONE0; LINK3(Z8, Z9, Z10)
#define EACHONE4 ONE0; LINK4(Z8, Z9, Z10, Z11)
#define COLUMNS1(M) GROUP(0); M(Z8); GROUP(1); M(Z9)
#define COLUMNS2(M) GROUP(0); M(Z8); M(Z9)
#define COLUMNS3(M) GROUP(0); M(Z8); M(Z9); M(Z10)
#define COLUMNS4(M) GROUP(0); M(Z8); M(Z9); M(Z10); M(Z11)

// ROWS sets the beginnings of the groups of A.
#define BASE(g, P, Q, R, S) \
	MOVQ narrow_rsa(AX), SI; \
	MOVQ (narrow_a+8*g)(AX), P; \
	LEAQ (P)(SI*4), Q; \
	LEAQ (P)(SI*8), R; \
	LEAQ (Q)(SI*8), S
#define ROWS2 BASE(0, R11, R12, R13, R14)
#define ROWS1 ROWS2; BASE(1, R15, R10, CX, DI)

#define MOVE VMOVUPS
#define MOVEZ VMOVUPS.Z
#include "narrow_amd64.h"

// func narrowAVX512float32(w *narrow)
TEXT ·narrowAVX512float32(SB), NOSPLIT, $0-8
	BODY
