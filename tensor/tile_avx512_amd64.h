// The register tile in AVX-512. The file that includes this one defines the
// instructions for its element type:
//
//	MOVE, MOVEZ   load or store a vector, without and with zeroing of masked lanes
//	SPREAD        load one element into all lanes
//	FMA           x ← x + a·b, rounded once
//
// A tile has 1 … 16 rows of 1 vector, 1 … 12 of 2, 1 … 8 of 3, or 1 … 6 of 4. Row r of
// it lives in Z(2r), Z(2r+1), Z(16+r) and one that these leave, as far as it needs them. Loop 1 of the five is the label again, over panels
// of B; loop 0, over p, is the label loop.
//
//	DI  A at row 0, p            SI  bytes from row to row of A    R8  3·SI
//	R9  A at row 4, p            CX  bytes from p to p+1 in A
//	R10 A at row 8, p
//	BX  B at p, first vector     DX  bytes from p to p+1 in B      R11 bytes between vectors
//	R12 C at row 0               R13 bytes from row to row of C    R11 C, walking
//	R14 the block                R15 panels left                   AX  steps left
//	K1  lanes of the last vector K2  the same in the last panel    K3  all lanes
//	Z24 Z25 Z26 Z28  the vectors of B                              Z27 an element of A

// ROWSn(M) is M for the first n rows: address in A, and up to four accumulators.
#define ROWS1(M) M((DI), Z0, Z1, Z16, Z12)
#define ROWS2(M) ROWS1(M); M((DI)(SI*1), Z2, Z3, Z17, Z13)
#define ROWS3(M) ROWS2(M); M((DI)(SI*2), Z4, Z5, Z18, Z14)
#define ROWS4(M) ROWS3(M); M((DI)(R8*1), Z6, Z7, Z19, Z15)
#define ROWS5(M) ROWS4(M); M((R9), Z8, Z9, Z20, Z22)
#define ROWS6(M) ROWS5(M); M((R9)(SI*1), Z10, Z11, Z21, Z23)
#define ROWS7(M) ROWS6(M); M((R9)(SI*2), Z12, Z13, Z22, none)
#define ROWS8(M) ROWS7(M); M((R9)(R8*1), Z14, Z15, Z23, none)
#define ROWS9(M) ROWS8(M); M((R10), Z16, Z17, none, none)
#define ROWS10(M) ROWS9(M); M((R10)(SI*1), Z18, Z19, none, none)
#define ROWS11(M) ROWS10(M); M((R10)(SI*2), Z20, Z21, none, none)
#define ROWS12(M) ROWS11(M); M((R10)(R8*1), Z22, Z23, none, none)
#define ROWS13(M) ROWS12(M); M((R11), Z17, none, none, none)
#define ROWS14(M) ROWS13(M); M((R11)(SI*1), Z19, none, none, none)
#define ROWS15(M) ROWS14(M); M((R11)(SI*2), Z21, none, none, none)
#define ROWS16(M) ROWS15(M); M((R11)(R8*1), Z23, none, none, none)

// ZERO starts the chains of a row at 0, LOAD at the values in C, or, with rows no bytes apart, at
// one row's values for all.
#define ZERO1(a, x, y, z, t) VPXORQ x, x, x
#define ZERO2(a, x, y, z, t) VPXORQ x, x, x; VPXORQ y, y, y
#define ZERO3(a, x, y, z, t) VPXORQ x, x, x; VPXORQ y, y, y; VPXORQ z, z, z
#define ZERO4(a, x, y, z, t) VPXORQ x, x, x; VPXORQ y, y, y; VPXORQ z, z, z; VPXORQ t, t, t
#define LOAD1(a, x, y, z, t) MOVEZ (R11), K1, x; ADDQ R13, R11
#define LOAD2(a, x, y, z, t) MOVE (R11), x; MOVEZ 64(R11), K1, y; ADDQ R13, R11
#define LOAD3(a, x, y, z, t) MOVE (R11), x; MOVE 64(R11), y; MOVEZ 128(R11), K1, z; ADDQ R13, R11
#define LOAD4(a, x, y, z, t) MOVE (R11), x; MOVE 64(R11), y; MOVE 128(R11), z; MOVEZ 192(R11), K1, t; ADDQ R13, R11

// AHEAD asks for the row of the next tile of C, which begins with a load.
#define AHEAD1(a, x, y, z, t) PREFETCHT0 64(R11); ADDQ R13, R11
#define AHEAD2(a, x, y, z, t) PREFETCHT0 128(R11); PREFETCHT0 192(R11); ADDQ R13, R11
#define AHEAD3(a, x, y, z, t) PREFETCHT0 192(R11); PREFETCHT0 256(R11); PREFETCHT0 320(R11); ADDQ R13, R11
#define AHEAD4(a, x, y, z, t) PREFETCHT0 256(R11); PREFETCHT0 320(R11); PREFETCHT0 384(R11); PREFETCHT0 448(R11); ADDQ R13, R11

// FETCH loads row p of the panel of B, STEP continues the chains of a row of C by it.
#define FETCH1 MOVEZ (BX), K1, Z24
#define FETCH2 MOVE (BX), Z24; MOVEZ (BX)(R11*1), K1, Z25
#define FETCH3 MOVE (BX), Z24; MOVE (BX)(R11*1), Z25; MOVEZ (BX)(R11*2), K1, Z26
// SOON3 also prefetches a packed B eight steps ahead.
#define SOON3 PREFETCHT0 512(BX); PREFETCHT0 512(BX)(R11*1); PREFETCHT0 512(BX)(R11*2); FETCH3
#define FETCH4 MOVE (BX), Z24; MOVE (BX)(R11*1), Z25; MOVE (BX)(R11*2), Z26; MOVEZ (BX)(R10*1), K1, Z28
#define STEP1(a, x, y, z, t) SPREADFMA a, Z24, x
#define STEP2(a, x, y, z, t) SPREAD a, Z27; FMA Z27, Z24, x; FMA Z27, Z25, y
#define STEP3(a, x, y, z, t) SPREAD a, Z27; FMA Z27, Z24, x; FMA Z27, Z25, y; FMA Z27, Z26, z
#define STEP4(a, x, y, z, t) SPREAD a, Z27; FMA Z27, Z24, x; FMA Z27, Z25, y; FMA Z27, Z26, z; FMA Z27, Z28, t

// NEXT is the advance of A by one step, for up to 4, 8 and 12 rows.
#define NEXT4 ADDQ CX, DI
#define NEXT8 ADDQ CX, DI; ADDQ CX, R9
#define NEXT12 ADDQ CX, DI; ADDQ CX, R9; ADDQ CX, R10
#define NEXT16 ADDQ CX, DI; ADDQ CX, R9; ADDQ CX, R10; ADDQ CX, R11

// STORE writes a row of the tile to C; PANEL goes on to the next panel of B.
#define STORE1(a, x, y, z, t) MOVE x, K1, (R11); ADDQ R13, R11
#define STORE2(a, x, y, z, t) MOVE x, (R11); MOVE y, K1, 64(R11); ADDQ R13, R11
#define STORE3(a, x, y, z, t) MOVE x, (R11); MOVE y, 64(R11); MOVE z, K1, 128(R11); ADDQ R13, R11
#define STORE4(a, x, y, z, t) MOVE x, (R11); MOVE y, 64(R11); MOVE z, 128(R11); MOVE t, K1, 192(R11); ADDQ R13, R11
#define PANEL1 ADDQ task_bvec(R14), BX; ADDQ $64, R12
#define PANEL2 LEAQ (BX)(R11*2), BX; ADDQ $128, R12
#define PANEL3 LEAQ (BX)(R11*2), BX; ADDQ R11, BX; ADDQ $192, R12
#define PANEL4 LEAQ (BX)(R11*4), BX; ADDQ $256, R12

// THIRD sets R11, and R10 to three times R11 where it is not an address in A.
#define THIRD1 LEAQ (R10)(SI*4), R11
#define THIRD2 MOVQ task_bvec(R14), R11
#define THIRD4 MOVQ task_bvec(R14), R11; LEAQ (R11)(R11*2), R10

#define TILE(name, ROWS, ZERO, LOAD, AHEAD, FETCH, STEP, NEXT, STORE, PANEL, THIRD) \
TEXT name<>(SB), NOSPLIT|NOFRAME, $0; \
again: \
	KMOVQ K3, K1; \
	CMPQ R15, $1; \
	JNE whole; \
	KMOVQ K2, K1; \
whole: \
	MOVQ task_k(R14), AX; \
	CMPQ task_add(R14), $0; \
	JNE load; \
	ROWS(ZERO); \
	JMP ahead; \
load: \
	MOVQ R12, R11; \
	CMPQ task_add(R14), $2; \
	JEQ start; \
	ROWS(LOAD); \
	JMP ahead; \
start: \
	SUBQ task_top(R14), R11; \
	ADDQ task_bias(R14), R11; \
	XORL R13, R13; \
	ROWS(LOAD); \
	MOVQ task_ldc(R14), R13; \
ahead: \
	CMPQ task_ahead(R14), $0; \
	JEQ begin; \
	MOVQ R12, R11; \
	ROWS(AHEAD); \
begin: \
	LEAQ (DI)(SI*4), R9; \
	LEAQ (R9)(SI*4), R10; \
	THIRD; \
	PCALIGN $32; \
loop: \
	FETCH; \
	ROWS(STEP); \
	NEXT; \
	ADDQ DX, BX; \
	DECQ AX; \
	JNE loop; \
	SUBQ task_alen(R14), DI; \
	SUBQ task_blen(R14), BX; \
	MOVQ R12, R9; \
	PANEL; \
	MOVQ R9, R11; \
	ROWS(STORE); \
	DECQ R15; \
	JNE again; \
	RET

#define TILE1(name, ROWS, NEXT) TILE(name, ROWS, ZERO1, LOAD1, AHEAD1, FETCH1, STEP1, NEXT, STORE1, PANEL1, THIRD1)
#define TILE2(name, ROWS, NEXT) TILE(name, ROWS, ZERO2, LOAD2, AHEAD2, FETCH2, STEP2, NEXT, STORE2, PANEL2, THIRD2)
#define TILE3(name, ROWS, NEXT) TILE(name, ROWS, ZERO3, LOAD3, AHEAD3, FETCH3, STEP3, NEXT, STORE3, PANEL3, THIRD2)
#define TILE4(name, ROWS, NEXT) TILE(name, ROWS, ZERO4, LOAD4, AHEAD4, FETCH4, STEP4, NEXT, STORE4, PANEL4, THIRD4)
#define TILE3PACKED(name, ROWS, NEXT) TILE(name, ROWS, ZERO3, LOAD3, AHEAD3, SOON3, STEP3, NEXT, STORE3, PANEL3, THIRD2)
