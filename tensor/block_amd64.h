// A block of C: loops 2 and 1 of the five, over strips of rows and, in the tile,
// over panels of columns. The tiles of a family, by their rows, stand in a table.
//
//	0(SP)  rows left   8(SP)  rows of the strip   16(SP)  A of the strip   24(SP)  C of the strip
//
// Strips have block_rows rows until less than two such strips are left, which are
// made equal: a strip of two rows would wait for its own additions.
//
// The file that includes this one defines LASTMASK, which sets the mask for the last
// vector of some last panel, and FULLMASK, which sets the mask for all other vectors.

// PANELS calls the tile of the strip's height for so many panels, if there are any. Other
// tiles of the family are so many bytes further in the table.
#define PANELS(next, panels, mask, tiles, others) \
	MOVQ panels(R14), R15; \
	TESTQ R15, R15; \
	JEQ next; \
	LASTMASK(mask); \
	MOVQ 8(SP), R9; \
	LEAQ tiles<>(SB), R11; \
	ADDQ others, R11; \
	MOVQ -8(R11)(R9*8), R11; \
	CALL R11

#define BLOCK \
	FULLMASK; \
	MOVQ task_rsa(R14), SI; \
	LEAQ (SI)(SI*2), R8; \
	MOVQ task_csa(R14), CX; \
	MOVQ task_rsb(R14), DX; \
	MOVQ task_ldc(R14), R13; \
	MOVQ task_a(R14), DI; \
	MOVQ task_c(R14), R12; \
	MOVQ task_m(R14), AX; \
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
	MOVQ R12, task_top(R14); \
	MOVQ task_b(R14), BX; \
	FAMILIES; \
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

// PANEL is a block of one panel, of R10 vectors, whose last lanes are in the mask: strips
// as above, without the loop over panels. What it needs later it keeps in the task, where
// alen and blen hold the table of tiles and the most rows of a strip.
#define PANEL \
	FULLMASK; \
	MOVQ task_c(R14), R12; \
	MOVQ task_a(R14), DI; \
	MOVQ task_ldc(R14), R13; \
	MOVQ task_rsa(R14), SI; \
	MOVQ task_csa(R14), CX; \
	MOVQ task_rsb(R14), DX; \
	MOVQ task_m(R14), R9; \
	MOVQ task_b(R14), BX; \
	LEAQ (SI)(SI*2), R8; \
	MOVQ R12, task_top(R14); \
	CHOOSE; \
go: \
	CMPQ R9, AX; \
	JGT many; \
	MOVQ -8(R11)(R9*8), R11; \
	MOVL $1, R15; \
	CALL R11; \
	VZEROUPPER; \
	RET; \
many: \
	MOVQ R11, task_alen(R14); \
	MOVQ AX, task_blen(R14); \
next: \
	MOVQ AX, R10; \
	LEAQ (AX)(AX*1), R15; \
	CMPQ R9, R15; \
	JGE strip; \
	LEAQ 1(R9), AX; \
	SHRQ $1, AX; \
	CMPQ R9, R10; \
	CMOVQLE R9, AX; \
strip: \
	SUBQ AX, R9; \
	MOVQ R9, task_m(R14); \
	MOVQ SI, R9; \
	IMULQ AX, R9; \
	ADDQ DI, R9; \
	MOVQ R9, task_a(R14); \
	MOVQ R13, R10; \
	IMULQ AX, R10; \
	ADDQ R12, R10; \
	MOVQ R10, task_c(R14); \
	MOVQ -8(R11)(AX*8), R11; \
	MOVL $1, R15; \
	CALL R11; \
	MOVQ task_a(R14), DI; \
	MOVQ task_c(R14), R12; \
	MOVQ R12, task_top(R14); \
	MOVQ task_m(R14), R9; \
	MOVQ task_b(R14), BX; \
	MOVQ task_alen(R14), R11; \
	MOVQ task_blen(R14), AX; \
	TESTQ R9, R9; \
	JNE next; \
	VZEROUPPER; \
	RET
