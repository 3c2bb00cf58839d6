//go:build !purego

#include "textflag.h"
#include "go_asm.h"

// Few columns of C, float32: sixteen rows of A are transposed in registers, four steps
// at a time, and never stored. Such a group is one vector in each column of Cᵀ. There
// are two groups side by side unless there are four columns, for want of registers.
//
//	R11 R12 R13, R14 R15 R10     rows 0, 2 and 7 of a group of A at p
//	SI  bytes from row to row of A   R8  3·SI
//	BX CX DI R10  the columns of B   DX  bytes from p to p+1 in B   R9  3·DX
//	AX  steps left
//	Z0 … Z3  rows of A, four of each   Z4 … Z7  on the way
//	Z8 … Z15  Cᵀ                       Z16 … Z31  four steps of B

// QUAD loads four elements of four rows into the quarters of z. Three addresses, of the
// rows 0, 2 and 7, reach all sixteen by the scales of an index.
#define QUAD(k, l, m, n, x, z) \
	VMOVUPS k, x; \
	VINSERTF32X4 $1, l, z, z; \
	VINSERTF32X4 $2, m, z, z; \
	VINSERTF32X4 $3, n, z, z

// FOUR loads four columns of a group. QUADs have the rows r, r+4, r+8, r+12.
#define FOUR(P, Q, S) \
	QUAD((P), (P)(SI*4), (P)(SI*8), (P)(R8*4), X0, Z0); \
	QUAD((P)(SI*1), (Q)(R8*1), (S)(SI*2), (S)(R8*2), X1, Z1); \
	QUAD((P)(SI*2), (P)(R8*2), (Q)(SI*8), (Q)(R8*4), X2, Z2); \
	QUAD((P)(R8*1), (S), (S)(SI*4), (S)(SI*8), X3, Z3); \
	ADDQ $16, P; \
	ADDQ $16, Q; \
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
#define SINGLE(k, l, m, n, x) \
	VMOVSS k, x; \
	VINSERTPS $0x10, l, x, x; \
	VINSERTPS $0x20, m, x, x; \
	VINSERTPS $0x30, n, x, x
#define ONE(P, Q, S) \
	SINGLE((P), (P)(SI*1), (P)(SI*2), (P)(R8*1), X0); \
	SINGLE((P)(SI*4), (Q)(R8*1), (P)(R8*2), (S), X1); \
	SINGLE((P)(SI*8), (S)(SI*2), (Q)(SI*8), (S)(SI*4), X2); \
	SINGLE((P)(R8*4), (S)(R8*2), (Q)(R8*4), (S)(SI*8), X3); \
	ADDQ $4, P; \
	ADDQ $4, Q; \
	ADDQ $4, S; \
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

#define FOUR0 FOUR(R11, R12, R13)
#define FOUR1 FOUR(R14, R15, R10)
#define ONE0 ONE(R11, R12, R13)
#define ONE1 ONE(R14, R15, R10)
#define EACHFOUR1 FOUR0; CHAIN1(Z8); FOUR1; CHAIN1(Z9)
#define LINEOF(FOUR, c) \
	FOUR; CHAIN(c, Z16, Z17, Z18, Z19); \
	FOUR; CHAIN(c, Z20, Z21, Z22, Z23); \
	FOUR; CHAIN(c, Z24, Z25, Z26, Z27); \
	FOUR; CHAIN(c, Z28, Z29, Z30, Z31)
#define LINE \
	FETCH1; FETCH(BX, Z20, Z21, Z22, Z23); FETCH(BX, Z24, Z25, Z26, Z27); FETCH(BX, Z28, Z29, Z30, Z31); \
	LINEOF(FOUR0, Z8); LINEOF(FOUR1, Z9)
#define EACHFOUR2 FOUR0; CHAIN2(Z8, Z9); FOUR1; CHAIN2(Z10, Z11)
#define EACHFOUR3 FOUR0; CHAIN3(Z8, Z9, Z10); FOUR1; CHAIN3(Z11, Z12, Z13)
#define EACHFOUR4 FOUR0; CHAIN4(Z8, Z9, Z10, Z11)
#define EACHONE1 ONE0; LINK1(Z8); ONE1; LINK1(Z9)
#define EACHONE2 ONE0; LINK2(Z8, Z9); ONE1; LINK2(Z10, Z11)
#define EACHONE3 ONE0; LINK3(Z8, Z9, Z10); ONE1; LINK3(Z11, Z12, Z13)
#define EACHONE4 ONE0; LINK4(Z8, Z9, Z10, Z11)
#define COLUMNS1(M) GROUP(0); M(Z8); GROUP(1); M(Z9)
#define COLUMNS2(M) GROUP(0); M(Z8); M(Z9); GROUP(1); M(Z10); M(Z11)
#define COLUMNS3(M) GROUP(0); M(Z8); M(Z9); M(Z10); GROUP(1); M(Z11); M(Z12); M(Z13)
#define COLUMNS4(M) GROUP(0); M(Z8); M(Z9); M(Z10); M(Z11)

// ROWS sets the beginnings of the groups of A.
#define BASE(g, P, Q, S) \
	MOVQ skinny_rsa(AX), SI; \
	LEAQ (SI)(SI*2), R8; \
	MOVQ (skinny_a+8*g)(AX), P; \
	LEAQ (P)(SI*2), Q; \
	LEAQ (P)(R8*2), S; \
	ADDQ SI, S
#define ROWS4 BASE(0, R11, R12, R13)
#define ROWS2 ROWS4; BASE(1, R14, R15, R10)
#define ROWS1 ROWS2

#define SIZE 4
#define A0 Z0
#define A1 Z1
#define A2 Z2
#define A3 Z3
#define SPREADFMA VFMADD231PS.BCST
#define MOVE VMOVUPS
#define MOVEZ VMOVUPS.Z
#include "skinny_amd64.h"

// func skinnyAVX512float32(w *skinny)
TEXT ·skinnyAVX512float32(SB), NOSPLIT, $0-8
	BODY
