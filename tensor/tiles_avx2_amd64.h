// The tiles, and the tables by which a strip of a block finds the one of its height.
TILE1(tile1x1, ROWS1, NEXT4)
TILE1(tile2x1, ROWS2, NEXT4)
TILE1(tile3x1, ROWS3, NEXT4)
TILE1(tile4x1, ROWS4, NEXT4)
TILE1(tile5x1, ROWS5, NEXT8)
TILE1(tile6x1, ROWS6, NEXT8)
TILE1(tile7x1, ROWS7, NEXT8)
TILE1(tile8x1, ROWS8, NEXT8)
TILE1(tile9x1, ROWS9, NEXT12)
TILE1(tile10x1, ROWS10, NEXT12)
TILE1(tile11x1, ROWS11, NEXT12)
TILE1(tile12x1, ROWS12, NEXT12)
DATA tiles1<>+0(SB)/8, $tile1x1<>(SB)
DATA tiles1<>+8(SB)/8, $tile2x1<>(SB)
DATA tiles1<>+16(SB)/8, $tile3x1<>(SB)
DATA tiles1<>+24(SB)/8, $tile4x1<>(SB)
DATA tiles1<>+32(SB)/8, $tile5x1<>(SB)
DATA tiles1<>+40(SB)/8, $tile6x1<>(SB)
DATA tiles1<>+48(SB)/8, $tile7x1<>(SB)
DATA tiles1<>+56(SB)/8, $tile8x1<>(SB)
DATA tiles1<>+64(SB)/8, $tile9x1<>(SB)
DATA tiles1<>+72(SB)/8, $tile10x1<>(SB)
DATA tiles1<>+80(SB)/8, $tile11x1<>(SB)
DATA tiles1<>+88(SB)/8, $tile12x1<>(SB)
GLOBL tiles1<>(SB), RODATA|NOPTR, $96

TILE2(tile1x2, ROWS1, NEXT4)
TILE2(tile2x2, ROWS2, NEXT4)
TILE2(tile3x2, ROWS3, NEXT4)
TILE2(tile4x2, ROWS4, NEXT4)
TILE2(tile5x2, ROWS5, NEXT8)
TILE2(tile6x2, ROWS6, NEXT8)
DATA tiles2<>+0(SB)/8, $tile1x2<>(SB)
DATA tiles2<>+8(SB)/8, $tile2x2<>(SB)
DATA tiles2<>+16(SB)/8, $tile3x2<>(SB)
DATA tiles2<>+24(SB)/8, $tile4x2<>(SB)
DATA tiles2<>+32(SB)/8, $tile5x2<>(SB)
DATA tiles2<>+40(SB)/8, $tile6x2<>(SB)
GLOBL tiles2<>(SB), RODATA|NOPTR, $48

// FAMILIES goes over the panels of a strip, from wide to narrow.
#define FAMILIES \
	PANELS(two, (block_panels+16), (block_masks+16), tiles2, $0); \
two: \
	PANELS(one, (block_panels+24), (block_masks+24), tiles1, $0); \
one: \
	NOP

// CHOOSE finds the tiles for a panel of R10 vectors: their table and most rows.
#define CHOOSE \
	MOVL $12, AX; \
	LEAQ tiles1<>(SB), R11; \
	CMPQ R10, $2; \
	JLT go; \
	MOVL $6, AX; \
	LEAQ tiles2<>(SB), R11

// LANES makes a vector mask of a bit mask that all lanes of Y15 have. LASTMASK sets the
// mask of the last panel. FULLMASK is nothing: whole vectors are moved without a mask.
#define LANES VPAND bits<>(SB), Y15, Y15; EQUAL bits<>(SB), Y15, Y15
#define LASTMASK(mask) COPIES mask(R14), Y15; LANES
#define FULLMASK
