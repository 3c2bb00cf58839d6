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
TILE1(tile13x1, ROWS13, NEXT16)
TILE1(tile14x1, ROWS14, NEXT16)
TILE1(tile15x1, ROWS15, NEXT16)
TILE1(tile16x1, ROWS16, NEXT16)
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
DATA tiles1<>+96(SB)/8, $tile13x1<>(SB)
DATA tiles1<>+104(SB)/8, $tile14x1<>(SB)
DATA tiles1<>+112(SB)/8, $tile15x1<>(SB)
DATA tiles1<>+120(SB)/8, $tile16x1<>(SB)
GLOBL tiles1<>(SB), RODATA|NOPTR, $128

TILE2(tile1x2, ROWS1, NEXT4)
TILE2(tile2x2, ROWS2, NEXT4)
TILE2(tile3x2, ROWS3, NEXT4)
TILE2(tile4x2, ROWS4, NEXT4)
TILE2(tile5x2, ROWS5, NEXT8)
TILE2(tile6x2, ROWS6, NEXT8)
TILE2(tile7x2, ROWS7, NEXT8)
TILE2(tile8x2, ROWS8, NEXT8)
TILE2(tile9x2, ROWS9, NEXT12)
TILE2(tile10x2, ROWS10, NEXT12)
TILE2(tile11x2, ROWS11, NEXT12)
TILE2(tile12x2, ROWS12, NEXT12)
DATA tiles2<>+0(SB)/8, $tile1x2<>(SB)
DATA tiles2<>+8(SB)/8, $tile2x2<>(SB)
DATA tiles2<>+16(SB)/8, $tile3x2<>(SB)
DATA tiles2<>+24(SB)/8, $tile4x2<>(SB)
DATA tiles2<>+32(SB)/8, $tile5x2<>(SB)
DATA tiles2<>+40(SB)/8, $tile6x2<>(SB)
DATA tiles2<>+48(SB)/8, $tile7x2<>(SB)
DATA tiles2<>+56(SB)/8, $tile8x2<>(SB)
DATA tiles2<>+64(SB)/8, $tile9x2<>(SB)
DATA tiles2<>+72(SB)/8, $tile10x2<>(SB)
DATA tiles2<>+80(SB)/8, $tile11x2<>(SB)
DATA tiles2<>+88(SB)/8, $tile12x2<>(SB)
GLOBL tiles2<>(SB), RODATA|NOPTR, $96

TILE3(tile1x3, ROWS1, NEXT4)
TILE3(tile2x3, ROWS2, NEXT4)
TILE3(tile3x3, ROWS3, NEXT4)
TILE3(tile4x3, ROWS4, NEXT4)
TILE3(tile5x3, ROWS5, NEXT8)
TILE3(tile6x3, ROWS6, NEXT8)
TILE3(tile7x3, ROWS7, NEXT8)
TILE3(tile8x3, ROWS8, NEXT8)
DATA tiles3<>+0(SB)/8, $tile1x3<>(SB)
DATA tiles3<>+8(SB)/8, $tile2x3<>(SB)
DATA tiles3<>+16(SB)/8, $tile3x3<>(SB)
DATA tiles3<>+24(SB)/8, $tile4x3<>(SB)
DATA tiles3<>+32(SB)/8, $tile5x3<>(SB)
DATA tiles3<>+40(SB)/8, $tile6x3<>(SB)
DATA tiles3<>+48(SB)/8, $tile7x3<>(SB)
DATA tiles3<>+56(SB)/8, $tile8x3<>(SB)
TILE3PACKED(tile1x3packed, ROWS1, NEXT4)
TILE3PACKED(tile2x3packed, ROWS2, NEXT4)
TILE3PACKED(tile3x3packed, ROWS3, NEXT4)
TILE3PACKED(tile4x3packed, ROWS4, NEXT4)
TILE3PACKED(tile5x3packed, ROWS5, NEXT8)
TILE3PACKED(tile6x3packed, ROWS6, NEXT8)
TILE3PACKED(tile7x3packed, ROWS7, NEXT8)
TILE3PACKED(tile8x3packed, ROWS8, NEXT8)
DATA tiles3<>+64(SB)/8, $tile1x3packed<>(SB)
DATA tiles3<>+72(SB)/8, $tile2x3packed<>(SB)
DATA tiles3<>+80(SB)/8, $tile3x3packed<>(SB)
DATA tiles3<>+88(SB)/8, $tile4x3packed<>(SB)
DATA tiles3<>+96(SB)/8, $tile5x3packed<>(SB)
DATA tiles3<>+104(SB)/8, $tile6x3packed<>(SB)
DATA tiles3<>+112(SB)/8, $tile7x3packed<>(SB)
DATA tiles3<>+120(SB)/8, $tile8x3packed<>(SB)
GLOBL tiles3<>(SB), RODATA|NOPTR, $128

TILE4(tile1x4, ROWS1, NEXT4)
TILE4(tile2x4, ROWS2, NEXT4)
TILE4(tile3x4, ROWS3, NEXT4)
TILE4(tile4x4, ROWS4, NEXT4)
TILE4(tile5x4, ROWS5, NEXT8)
TILE4(tile6x4, ROWS6, NEXT8)
DATA tiles4<>+0(SB)/8, $tile1x4<>(SB)
DATA tiles4<>+8(SB)/8, $tile2x4<>(SB)
DATA tiles4<>+16(SB)/8, $tile3x4<>(SB)
DATA tiles4<>+24(SB)/8, $tile4x4<>(SB)
DATA tiles4<>+32(SB)/8, $tile5x4<>(SB)
DATA tiles4<>+40(SB)/8, $tile6x4<>(SB)
GLOBL tiles4<>(SB), RODATA|NOPTR, $48

// FAMILIES goes over the panels of a strip, from wide to narrow.
#define FAMILIES \
	PANELS(four, (block_panels+0), (block_masks+0), tiles4, $0); \
four: \
	PANELS(three, (block_panels+8), (block_masks+8), tiles3, block_shift(R14)); \
three: \
	PANELS(two, (block_panels+16), (block_masks+16), tiles2, $0); \
two: \
	PANELS(one, (block_panels+24), (block_masks+24), tiles1, $0); \
one: \
	NOP

// CHOOSE finds the tiles for a panel of R10 vectors: their table and most rows.
#define CHOOSE \
	MOVL $16, AX; \
	LEAQ tiles1<>(SB), R11; \
	CMPQ R10, $2; \
	JLT go; \
	MOVL $12, AX; \
	LEAQ tiles2<>(SB), R11; \
	JEQ go; \
	MOVL $8, AX; \
	LEAQ tiles3<>(SB), R11
