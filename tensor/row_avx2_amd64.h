// One row of C in AVX2: C is continued by eight rows of B at a time, then by four, then one
// by one, each time along the whole row, so that B is read as it lies. The file that
// includes this one defines MOVE, MASKMOVE, SPREAD, FMA, and LANES as its logarithm.
//
//	DI C   CX place in the row   DX end of its whole vectors   Y15 lanes of the remainder
//	R8 … R15 rows of B           SI bytes from row to row      Y14 lanes of C that start the chains
//	BX A   AX steps left         Y0 … Y7 elements of A         Y8 C   Y9 a vector of B

#define POINT(from, to) LEAQ (from)(SI*1), to
#define POINT1 MOVQ task_b(R8), R8
#define POINT4 POINT1; POINT(R8, R9); POINT(R9, R10); POINT(R10, R11)
#define POINT8 POINT4; POINT(R11, R12); POINT(R12, R13); POINT(R13, R14); POINT(R14, R15)

#define TAKE(y) SPREAD (BX), y; ADDQ R9, BX
#define TAKE1 TAKE(Y0)
#define TAKE4 TAKE1; TAKE(Y1); TAKE(Y2); TAKE(Y3)
#define TAKE8 TAKE4; TAKE(Y4); TAKE(Y5); TAKE(Y6); TAKE(Y7)

#define STEP1 FMA (R8)(CX*1), Y0, Y8
#define STEP4 STEP1; FMA (R9)(CX*1), Y1, Y8; FMA (R10)(CX*1), Y2, Y8; FMA (R11)(CX*1), Y3, Y8
#define STEP8 STEP4; FMA (R12)(CX*1), Y4, Y8; FMA (R13)(CX*1), Y5, Y8; FMA (R14)(CX*1), Y6, Y8; FMA (R15)(CX*1), Y7, Y8
#define LAST(r, y) MASKMOVE (r)(CX*1), Y15, Y9; FMA Y9, y, Y8
#define LAST1 LAST(R8, Y0)
#define LAST4 LAST1; LAST(R9, Y1); LAST(R10, Y2); LAST(R11, Y3)
#define LAST8 LAST4; LAST(R12, Y4); LAST(R13, Y5); LAST(R14, Y6); LAST(R15, Y7)

// PASS goes along the row of C once for n rows of B. To start at 0, C is masked away.
#define PASS(n, TAKE, POINT, STEP, LAST, pass, loop, last, done, next) \
pass: \
	CMPQ AX, $n; \
	JLT next; \
	SUBQ $n, AX; \
	MOVQ w+0(FP), R8; \
	MOVQ task_csa(R8), R9; \
	TAKE; \
	POINT; \
	XORL CX, CX; \
	CMPQ CX, DX; \
	JGE last; \
loop: \
	VANDPD (DI)(CX*1), Y14, Y8; \
	STEP; \
	MOVE Y8, (DI)(CX*1); \
	ADDQ $32, CX; \
	CMPQ CX, DX; \
	JLT loop; \
last: \
	VPTEST Y15, Y15; \
	JEQ done; \
	MASKMOVE (DI)(CX*1), Y15, Y8; \
	VANDPD Y8, Y14, Y8; \
	LAST; \
	MASKMOVE Y8, Y15, (DI)(CX*1); \
done: \
	VPCMPEQD Y14, Y14, Y14; \
	MOVQ w+0(FP), R8; \
	MOVQ SI, R9; \
	IMULQ $n, R9; \
	ADDQ R9, task_b(R8); \
	JMP pass

#define ROW \
	MOVQ w+0(FP), R8; \
	MOVQ task_c(R8), DI; \
	MOVQ task_a(R8), BX; \
	MOVQ task_rsb(R8), SI; \
	MOVQ task_k(R8), AX; \
	MOVQ task_n(R8), DX; \
	MOVQ DX, CX; \
	SHRQ $LANES, DX; \
	SHLQ $5, DX; \
	ANDQ $((1<<LANES)-1), CX; \
	LEAQ lanes<>+32(SB), R9; \
	SHLQ $(5-LANES), CX; \
	SUBQ CX, R9; \
	VMOVUPD (R9), Y15; \
	MOVQ task_add(R8), R9; \
	NEGQ R9; \
	VMOVQ R9, X14; \
	VPBROADCASTQ X14, Y14; \
	PASS(8, TAKE8, POINT8, STEP8, LAST8, pass8, loop8, last8, done8, pass4) \
	PASS(4, TAKE4, POINT4, STEP4, LAST4, pass4, loop4, last4, done4, pass1) \
	PASS(1, TAKE1, POINT1, STEP1, LAST1, pass1, loop1, last1, done1, end) \
end: \
	VZEROUPPER; \
	RET

// A load that begins n bytes before the middle has its first n bytes set.
DATA lanes<>+0(SB)/8, $-1
DATA lanes<>+8(SB)/8, $-1
DATA lanes<>+16(SB)/8, $-1
DATA lanes<>+24(SB)/8, $-1
DATA lanes<>+32(SB)/8, $0
DATA lanes<>+40(SB)/8, $0
DATA lanes<>+48(SB)/8, $0
DATA lanes<>+56(SB)/8, $0
GLOBL lanes<>(SB), RODATA|NOPTR, $64
