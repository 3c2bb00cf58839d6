// The register tile in AVX2 and FMA. The file that includes this one defines the
// instructions for its element type:
//
//	MOVE          load or store a vector
//	MOVEM         the same, of the lanes in a mask: others load as 0 and are not stored
//	SPREAD        load one element into all lanes
//	FMA           x ← x + a·b, rounded once
//	SIGNS, EVERY  the bit mask of the lanes in a vector mask; the bit mask of all lanes
//
// A tile has 1 … 12 rows of 1 vector or 1 … 6 rows of 2. Row r < 6 of it lives in Y(2r)
// and Y(2r+1), row 6+r in Y(2r+1). Loop 1 of the five is the label again, over panels
// of B; loop 0, over p, is the label loop. Where the last vector isn't full it is
// moved by mask, which is slow, and so the tile ends with a part for it alone.
//
//	DI  A at row 0, p            SI  bytes from row to row of A    R8  3·SI
//	R9  A at row 4, p            CX  bytes from p to p+1 in A
//	R10 A at row 8, p
//	BX  B at p, first vector     DX  bytes from p to p+1 in B      R11 bytes between vectors
//	R12 C at row 0               R13 bytes from row to row of C    R11 C, walking
//	R14 the block                R15 panels left                   AX  steps left
//	Y12 Y13  the vectors of B    Y14 an element of A
//	Y15 lanes of the last vector in the last panel

// ROWSn(M) is M for the first n rows: address in A, and up to two accumulators.
#define ROWS1(M) M((DI), Y0, Y1)
#define ROWS2(M) ROWS1(M); M((DI)(SI*1), Y2, Y3)
#define ROWS3(M) ROWS2(M); M((DI)(SI*2), Y4, Y5)
#define ROWS4(M) ROWS3(M); M((DI)(R8*1), Y6, Y7)
#define ROWS5(M) ROWS4(M); M((R9), Y8, Y9)
#define ROWS6(M) ROWS5(M); M((R9)(SI*1), Y10, Y11)
#define ROWS7(M) ROWS6(M); M((R9)(SI*2), Y1, none)
#define ROWS8(M) ROWS7(M); M((R9)(R8*1), Y3, none)
#define ROWS9(M) ROWS8(M); M((R10), Y5, none)
#define ROWS10(M) ROWS9(M); M((R10)(SI*1), Y7, none)
#define ROWS11(M) ROWS10(M); M((R10)(SI*2), Y9, none)
#define ROWS12(M) ROWS11(M); M((R10)(R8*1), Y11, none)

// ZERO starts the chains of a row at 0, LOAD at the values in C; LOADM by mask.
#define ZERO1(a, x, y) VXORPS x, x, x
#define ZERO2(a, x, y) VXORPS x, x, x; VXORPS y, y, y
#define LOAD1(a, x, y) MOVE (R11), x; ADDQ R13, R11
#define LOAD2(a, x, y) MOVE (R11), x; MOVE 32(R11), y; ADDQ R13, R11
#define LOADM1(a, x, y) MOVEM (R11), Y15, x; ADDQ R13, R11
#define LOADM2(a, x, y) MOVE (R11), x; MOVEM 32(R11), Y15, y; ADDQ R13, R11

// AHEAD asks for the row of the next tile of C, which begins with a load.
#define AHEAD1(a, x, y) PREFETCHT0 32(R11); ADDQ R13, R11
#define AHEAD2(a, x, y) PREFETCHT0 64(R11); ADDQ R13, R11

// FETCH loads row p of the panel of B, STEP continues the chains of a row of C by it.
#define FETCH1 MOVE (BX), Y12
#define FETCH2 MOVE (BX), Y12; MOVE (BX)(R11*1), Y13
#define FETCHM1 MOVEM (BX), Y15, Y12
#define FETCHM2 MOVE (BX), Y12; MOVEM (BX)(R11*1), Y15, Y13
#define STEP1(a, x, y) SPREAD a, Y14; FMA Y14, Y12, x
#define STEP2(a, x, y) SPREAD a, Y14; FMA Y14, Y12, x; FMA Y14, Y13, y

// NEXT is the advance of A by one step, for up to 4, 8 and 12 rows.
#define NEXT4 ADDQ CX, DI
#define NEXT8 ADDQ CX, DI; ADDQ CX, R9
#define NEXT12 ADDQ CX, DI; ADDQ CX, R9; ADDQ CX, R10

// STORE writes a row of the tile to C; PANEL goes on to the next panel of B.
#define STORE1(a, x, y) MOVE x, (R11); ADDQ R13, R11
#define STORE2(a, x, y) MOVE x, (R11); MOVE y, 32(R11); ADDQ R13, R11
#define STOREM1(a, x, y) MOVEM x, Y15, (R11); ADDQ R13, R11
#define STOREM2(a, x, y) MOVE x, (R11); MOVEM y, Y15, 32(R11); ADDQ R13, R11
#define PANEL1 ADDQ R11, BX; ADDQ $32, R12
#define PANEL2 LEAQ (BX)(R11*2), BX; ADDQ $64, R12

// CHAINS computes a tile, from the start of its chains to their end.
#define CHAINS(ROWS, ZERO, LOAD, AHEAD, FETCH, STEP, NEXT, load, ahead, begin, loop) \
	MOVQ task_k(R14), AX; \
	CMPQ task_add(R14), $0; \
	JNE load; \
	ROWS(ZERO); \
	JMP ahead; \
load: \
	MOVQ R12, R11; \
	ROWS(LOAD); \
ahead: \
	CMPQ task_ahead(R14), $0; \
	JEQ begin; \
	MOVQ R12, R11; \
	ROWS(AHEAD); \
begin: \
	LEAQ (DI)(SI*4), R9; \
	LEAQ (R9)(SI*4), R10; \
	MOVQ task_bvec(R14), R11; \
	PCALIGN $32; \
loop: \
	FETCH; \
	ROWS(STEP); \
	NEXT; \
	ADDQ DX, BX; \
	DECQ AX; \
	JNE loop

#define TILE(name, ROWS, ZERO, LOAD, LOADM, AHEAD, FETCH, FETCHM, STEP, NEXT, STORE, STOREM, PANEL) \
TEXT name<>(SB), NOSPLIT|NOFRAME, $0; \
again: \
	CMPQ R15, $1; \
	JNE whole; \
	SIGNS Y15, AX; \
	CMPL AX, $EVERY; \
	JNE part; \
whole: \
	CHAINS(ROWS, ZERO, LOAD, AHEAD, FETCH, STEP, NEXT, load, ahead, begin, loop); \
	SUBQ task_alen(R14), DI; \
	SUBQ task_blen(R14), BX; \
	MOVQ R12, R9; \
	PANEL; \
	MOVQ R9, R11; \
	ROWS(STORE); \
	DECQ R15; \
	JNE again; \
	RET; \
part: \
	CHAINS(ROWS, ZERO, LOADM, AHEAD, FETCHM, STEP, NEXT, loadM, aheadM, beginM, loopM); \
	MOVQ R12, R11; \
	ROWS(STOREM); \
	RET

#define TILE1(name, ROWS, NEXT) TILE(name, ROWS, ZERO1, LOAD1, LOADM1, AHEAD1, FETCH1, FETCHM1, STEP1, NEXT, STORE1, STOREM1, PANEL1)
#define TILE2(name, ROWS, NEXT) TILE(name, ROWS, ZERO2, LOAD2, LOADM2, AHEAD2, FETCH2, FETCHM2, STEP2, NEXT, STORE2, STOREM2, PANEL2)
