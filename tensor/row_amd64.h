// One row of C: C is continued by eight rows of B at a time, then by four, then one by
// one, each time along the whole row, so that B is read as it lies. The
// file that includes this one defines MOVE, MOVEZ, SPREAD, FMA, and LANES as its logarithm.
//
//	DI C   CX place in the row   DX end of its whole vectors   K1 lanes of the remainder
//	R8 … R15 rows of B           SI bytes from row to row      K3 lanes of C that start the chains
//	BX A   AX steps left         Z0 … Z7 elements of A         Z16 C

#define POINT(from, to) LEAQ (from)(SI*1), to
#define POINT1 MOVQ task_b(R8), R8
#define POINT4 POINT1; POINT(R8, R9); POINT(R9, R10); POINT(R10, R11)
#define POINT8 POINT4; POINT(R11, R12); POINT(R12, R13); POINT(R13, R14); POINT(R14, R15)

#define TAKE(z) SPREAD (BX), z; ADDQ R9, BX
#define TAKE1 TAKE(Z0)
#define TAKE4 TAKE1; TAKE(Z1); TAKE(Z2); TAKE(Z3)
#define TAKE8 TAKE4; TAKE(Z4); TAKE(Z5); TAKE(Z6); TAKE(Z7)

#define STEP1 FMA (R8)(CX*1), Z0, Z16
#define STEP4 STEP1; FMA (R9)(CX*1), Z1, Z16; FMA (R10)(CX*1), Z2, Z16; FMA (R11)(CX*1), Z3, Z16
#define STEP8 STEP4; FMA (R12)(CX*1), Z4, Z16; FMA (R13)(CX*1), Z5, Z16; FMA (R14)(CX*1), Z6, Z16; FMA (R15)(CX*1), Z7, Z16
#define LAST1 FMA (R8)(CX*1), Z0, K1, Z16
#define LAST4 LAST1; FMA (R9)(CX*1), Z1, K1, Z16; FMA (R10)(CX*1), Z2, K1, Z16; FMA (R11)(CX*1), Z3, K1, Z16
#define LAST8 LAST4; FMA (R12)(CX*1), Z4, K1, Z16; FMA (R13)(CX*1), Z5, K1, Z16; FMA (R14)(CX*1), Z6, K1, Z16; FMA (R15)(CX*1), Z7, K1, Z16

// PASS goes along the row of C once for n rows of B.
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
	MOVEZ (DI)(CX*1), K3, Z16; \
	STEP; \
	MOVE Z16, (DI)(CX*1); \
	ADDQ $64, CX; \
	CMPQ CX, DX; \
	JLT loop; \
last: \
	KTESTQ K1, K1; \
	JEQ done; \
	KANDQ K1, K3, K2; \
	MOVEZ (DI)(CX*1), K2, Z16; \
	LAST; \
	MOVE Z16, K1, (DI)(CX*1); \
done: \
	KXNORQ K3, K3, K3; \
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
	SHLQ $6, DX; \
	ANDQ $((1<<LANES)-1), CX; \
	MOVL $1, R9; \
	SHLXQ CX, R9, R9; \
	DECQ R9; \
	KMOVQ R9, K1; \
	MOVQ task_add(R8), R9; \
	NEGQ R9; \
	KMOVQ R9, K3; \
	PASS(8, TAKE8, POINT8, STEP8, LAST8, pass8, loop8, last8, done8, pass4) \
	PASS(4, TAKE4, POINT4, STEP4, LAST4, pass4, loop4, last4, done4, pass1) \
	PASS(1, TAKE1, POINT1, STEP1, LAST1, pass1, loop1, last1, done1, end) \
end: \
	VZEROUPPER; \
	RET
