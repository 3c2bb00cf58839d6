// The register tile in NEON. The file that includes this one defines for its element
// type
//
//	T       the arrangement of a register: D2 or S4
//	SHIFT   a vector has 1<<SHIFT elements
//
// A tile has 1 … 6 rows of one vector, which is four registers. Row r of it lives in
// V(4r) … V(4r+3). Loop 1 of the five is the label again, over vectors of B; loop
// 0, over p, is the label loop. Loop 2 is above, in Go, which calls for each strip.
//
//	R0        the task
//	R1 … R6   rows of A, at p    R7   bytes from p to p+1 in A
//	R8        B at p             R9   bytes from p to p+1 in B
//	R10       C at row 0         R11  bytes from row to row of C   R12  C, walking
//	R13       k                  R14  steps left                   R15  vectors left
//	R16       A, walking         R19  A at row 0                   R20  bytes from row to row of A
//	R21       B at step 0        R22  bytes between vectors of B   R23  add
//	V24 … V27  the vector of B   V28 … V31  an element of A each
//
// R17 finds the tile.

// ROWSn(M) is M for the first n rows: address in A, element of A, accumulators.
#define ROWS1(M) M(R1, V28, V0, V1, V2, V3)
#define ROWS2(M) ROWS1(M); M(R2, V29, V4, V5, V6, V7)
#define ROWS3(M) ROWS2(M); M(R3, V30, V8, V9, V10, V11)
#define ROWS4(M) ROWS3(M); M(R4, V31, V12, V13, V14, V15)
#define ROWS5(M) ROWS4(M); M(R5, V28, V16, V17, V18, V19)
#define ROWS6(M) ROWS5(M); M(R6, V29, V20, V21, V22, V23)

// AIM finds a row of A. ZERO starts the chains of a row at 0, LOAD at the values in C.
#define AIM(a, e, x, y, z, u) MOVD R16, a; ADD R20, R16
#define ZERO(a, e, x, y, z, u) VMOVI $0, x.B16; VMOVI $0, y.B16; VMOVI $0, z.B16; VMOVI $0, u.B16
#define LOAD(a, e, x, y, z, u) VLD1.P (R12)(R11), [x.T, y.T, z.T, u.T]

// FETCH loads row p of the vector of B, STEP continues the chains of a row of C by it
// and advances its row of A by one step.
#define FETCH VLD1.P (R8)(R9), [V24.T, V25.T, V26.T, V27.T]
#define STEP(a, e, x, y, z, u) \
	VLD1R.P (a)(R7), [e.T]; \
	VFMLA e.T, V24.T, x.T; \
	VFMLA e.T, V25.T, y.T; \
	VFMLA e.T, V26.T, z.T; \
	VFMLA e.T, V27.T, u.T

// STORE writes a row of the tile to C; PANEL goes on to the next vector of B.
#define STORE(a, e, x, y, z, u) VST1.P [x.T, y.T, z.T, u.T], (R12)(R11)
#define PANEL ADD R22, R21; ADD $64, R10

#define TILE(name, ROWS) \
TEXT name<>(SB), NOSPLIT|NOFRAME, $0; \
again: \
	MOVD R19, R16; \
	ROWS(AIM); \
	MOVD R21, R8; \
	MOVD R13, R14; \
	CBNZ R23, load; \
	ROWS(ZERO); \
	JMP begin; \
load: \
	MOVD R10, R12; \
	ROWS(LOAD); \
begin: \
	PCALIGN $32; \
loop: \
	FETCH; \
	ROWS(STEP); \
	SUB $1, R14; \
	CBNZ R14, loop; \
	MOVD R10, R12; \
	ROWS(STORE); \
	PANEL; \
	SUB $1, R15; \
	CBNZ R15, again; \
	RET

TILE(tile1, ROWS1)
TILE(tile2, ROWS2)
TILE(tile3, ROWS3)
TILE(tile4, ROWS4)
TILE(tile5, ROWS5)
TILE(tile6, ROWS6)

// The table by which a strip finds the tile of its height.
DATA tiles<>+0(SB)/8, $tile1<>(SB)
DATA tiles<>+8(SB)/8, $tile2<>(SB)
DATA tiles<>+16(SB)/8, $tile3<>(SB)
DATA tiles<>+24(SB)/8, $tile4<>(SB)
DATA tiles<>+32(SB)/8, $tile5<>(SB)
DATA tiles<>+40(SB)/8, $tile6<>(SB)
GLOBL tiles<>(SB), RODATA|NOPTR, $48

// STRIP goes to the tile with the task in R0; the tile returns to the caller.
#define STRIP \
	MOVD task_a(R0), R19; \
	MOVD task_rsa(R0), R20; \
	MOVD task_csa(R0), R7; \
	MOVD task_b(R0), R21; \
	MOVD task_rsb(R0), R9; \
	MOVD task_bvec(R0), R22; \
	MOVD task_c(R0), R10; \
	MOVD task_ldc(R0), R11; \
	MOVD task_k(R0), R13; \
	MOVD task_add(R0), R23; \
	MOVD task_n(R0), R15; \
	LSR $SHIFT, R15; \
	MOVD task_m(R0), R16; \
	MOVD $tiles<>(SB), R17; \
	ADD R16<<3, R17; \
	MOVD -8(R17), R17; \
	JMP (R17)
