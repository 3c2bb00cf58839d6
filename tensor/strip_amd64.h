// One row of C, for a B that lies in the cache: a strip of up to sixteen vectors of C stays
// in registers while all rows of B go by.
//
//	DI C   CX A   DX bytes from p to p+1 in A     K1 lanes of the last vector
//	BX B   SI bytes from row to row   AX steps left   K3 lanes of C that start the chains
//	R8 task   R9 vectors left   R10 B, first row   Z0 an element of A   Z8 … Z23 C

// VECTORSn is M for all of n vectors but the last, for which it is L.
#define VECTORS1(M, L) L(0, Z8)
#define VECTORS2(M, L) M(0, Z8); L(64, Z9)
#define VECTORS3(M, L) M(0, Z8); M(64, Z9); L(128, Z10)
#define VECTORS4(M, L) M(0, Z8); M(64, Z9); M(128, Z10); L(192, Z11)
#define FOUR(M) M(0, Z8); M(64, Z9); M(128, Z10); M(192, Z11)
#define VECTORS5(M, L) FOUR(M); L(256, Z12)
#define VECTORS6(M, L) FOUR(M); M(256, Z12); L(320, Z13)
#define VECTORS7(M, L) FOUR(M); M(256, Z12); M(320, Z13); L(384, Z14)
#define SEVEN(M) FOUR(M); M(256, Z12); M(320, Z13); M(384, Z14)
#define VECTORS8(M, L) SEVEN(M); L(448, Z15)
#define VECTORS16(M, L) SEVEN(M); M(448, Z15); M(512, Z16); M(576, Z17); M(640, Z18); \
	M(704, Z19); M(768, Z20); M(832, Z21); M(896, Z22); L(960, Z23)

#define LOAD(o, c) MOVEZ o(DI), K3, c
#define LOADLAST(o, c) MOVEZ o(DI), K2, c
#define STEP(o, c) FMA o(BX), Z0, c
#define STEPLAST(o, c) FMA o(BX), Z0, K1, c
#define STORE(o, c) MOVE c, o(DI)
#define STORELAST(o, c) MOVE c, K1, o(DI)

// STRIP does a strip of n vectors if at least so many are left.
#define STRIP(n, VECTORS, strip, whole, loop, next) \
strip: \
	CMPQ R9, $n; \
	JLT next; \
	KXNORQ K1, K1, K1; \
	SUBQ $n, R9; \
	JNE whole; \
	KMOVQ K4, K1; \
whole: \
	KANDQ K1, K3, K2; \
	VECTORS(LOAD, LOADLAST); \
	MOVQ R10, BX; \
	MOVQ task_a(R8), CX; \
	MOVQ task_k(R8), AX; \
loop: \
	SPREAD (CX), Z0; \
	VECTORS(STEP, STEPLAST); \
	ADDQ DX, CX; \
	ADDQ SI, BX; \
	DECQ AX; \
	JNE loop; \
	VECTORS(STORE, STORELAST); \
	ADDQ $(n*64), DI; \
	ADDQ $(n*64), R10; \
	JMP strip

#define STRIPS \
	MOVQ w+0(FP), R8; \
	MOVQ task_c(R8), DI; \
	MOVQ task_b(R8), R10; \
	MOVQ task_csa(R8), DX; \
	MOVQ task_rsb(R8), SI; \
	MOVQ task_n(R8), CX; \
	LEAQ ((1<<LANES)-1)(CX), R9; \
	SHRQ $LANES, R9; \
	MOVQ R9, AX; \
	SHLQ $LANES, AX; \
	SUBQ AX, CX; \
	ADDQ $(1<<LANES), CX; \
	MOVL $1, AX; \
	SHLXQ CX, AX, AX; \
	DECQ AX; \
	KMOVQ AX, K4; \
	MOVQ task_add(R8), AX; \
	NEGQ AX; \
	KMOVQ AX, K3; \
	STRIP(16, VECTORS16, strip16, whole16, loop16, strip8) \
	STRIP(8, VECTORS8, strip8, whole8, loop8, strip7) \
	STRIP(7, VECTORS7, strip7, whole7, loop7, strip6) \
	STRIP(6, VECTORS6, strip6, whole6, loop6, strip5) \
	STRIP(5, VECTORS5, strip5, whole5, loop5, strip4) \
	STRIP(4, VECTORS4, strip4, whole4, loop4, strip3) \
	STRIP(3, VECTORS3, strip3, whole3, loop3, strip2) \
	STRIP(2, VECTORS2, strip2, whole2, loop2, strip1) \
	STRIP(1, VECTORS1, strip1, whole1, loop1, end) \
end: \
	VZEROUPPER; \
	RET
