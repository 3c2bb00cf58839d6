// A block of C: loops 2 and 1 of the five, over strips of rows and, in the tile,
// over panels of columns. The tiles of a family, by their rows, stand in a table.
//
//	0(SP)  rows left   8(SP)  rows of the strip   16(SP)  A of the strip   24(SP)  C of the strip
//
// Strips have block_rows rows until less than two such strips are left, which are
// made equal: a strip of two rows would wait for its own additions.

// PANELS calls the tile of the strip's height for so many panels, if there are any.
#define PANELS(next, panels, mask, tiles) \
	MOVQ panels(R14), R15; \
	TESTQ R15, R15; \
	JEQ next; \
	LASTMASK(mask); \
	MOVQ 8(SP), R9; \
	LEAQ tiles<>(SB), R11; \
	MOVQ -8(R11)(R9*8), R11; \
	CALL R11

#define BLOCK \
	MOVQ block_rsa(R14), SI; \
	LEAQ (SI)(SI*2), R8; \
	MOVQ block_csa(R14), CX; \
	MOVQ block_ldb(R14), DX; \
	MOVQ block_ldc(R14), R13; \
	MOVQ block_a(R14), DI; \
	MOVQ block_c(R14), R12; \
	MOVQ block_m(R14), AX; \
strip: \
	MOVQ block_rows(R14), R9; \
	LEAQ 1(AX), R10; \
	SHRQ $1, R10; \
	LEAQ (R9)(R9*1), R11; \
	CMPQ AX, R11; \
	CMOVQLT R10, R9; \
	CMPQ AX, block_rows(R14); \
	CMOVQLE AX, R9; \
	SUBQ R9, AX; \
	MOVQ AX, 0(SP); \
	MOVQ R9, 8(SP); \
	MOVQ DI, 16(SP); \
	MOVQ R12, 24(SP); \
	MOVQ block_b(R14), BX; \
	PANELS(three, block_panels3, block_mask3, tiles3); \
three: \
	PANELS(two, block_panels2, block_mask2, tiles2); \
two: \
	PANELS(one, block_panels1, block_mask1, tiles1); \
one: \
	MOVQ 0(SP), AX; \
	TESTQ AX, AX; \
	JEQ done; \
	MOVQ 8(SP), R9; \
	MOVQ SI, DI; \
	IMULQ R9, DI; \
	ADDQ 16(SP), DI; \
	MOVQ R13, R12; \
	IMULQ R9, R12; \
	ADDQ 24(SP), R12; \
	JMP strip; \
done: \
	VZEROUPPER; \
	RET
