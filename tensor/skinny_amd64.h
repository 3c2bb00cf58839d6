// Few columns of C. In the file that includes this one, for group g of rows of A, FOURg
// leaves four columns in A0 … A3 and ONEg leaves one in A0; FETCH spreads four
// steps of a column of B, CHAIN continues a column of Cᵀ by them, STEP and LINK do
// so for one step. EACHFOURn, EACHONEn and COLUMNSn go over the groups of n columns.
//
// With five columns and more there is only one group, and no room to keep four steps of B
// in registers. These columns must lie side by side in B.

#define FETCH1 FETCH(BX, Z16, Z17, Z18, Z19)
#define FETCH2 FETCH1; FETCH(CX, Z20, Z21, Z22, Z23)
#define FETCH3 FETCH2; FETCH(DI, Z24, Z25, Z26, Z27)
#define FETCH4 FETCH3; FETCH(R10, Z28, Z29, Z30, Z31)
#define CHAIN1(a) CHAIN(a, Z16, Z17, Z18, Z19)
#define CHAIN2(a, b) CHAIN1(a); CHAIN(b, Z20, Z21, Z22, Z23)
#define CHAIN3(a, b, c) CHAIN2(a, b); CHAIN(c, Z24, Z25, Z26, Z27)
#define CHAIN4(a, b, c, d) CHAIN3(a, b, c); CHAIN(d, Z28, Z29, Z30, Z31)
#define STEP1 STEP(BX, Z16)
#define STEP2 STEP1; STEP(CX, Z17)
#define STEP3 STEP2; STEP(DI, Z18)
#define STEP4 STEP3; STEP(R10, Z19)
#define LINK1(a) LINK(a, Z16)
#define LINK2(a, b) LINK1(a); LINK(b, Z17)
#define LINK3(a, b, c) LINK2(a, b); LINK(c, Z18)
#define LINK4(a, b, c, d) LINK3(a, b, c); LINK(d, Z19)

// GROUP finds group g in a column of Cᵀ, LOAD and STORE go on to the next column.
#define GROUP(g) MOVQ (skinny_c+8*g)(AX), BX
#define LOAD(c) MOVEZ (BX)(CX*1), K1, c; ADDQ DX, BX
#define STORE(c) MOVE c, (BX); ADDQ DX, BX

// COLUMN sets the beginnings of the columns of B.
#define COLUMN1 MOVQ skinny_b(AX), BX
#define COLUMN2 COLUMN1; MOVQ skinny_csb(AX), CX; ADDQ BX, CX
#define COLUMN3 COLUMN2; MOVQ skinny_csb(AX), DI; ADDQ CX, DI
#define COLUMN4 COLUMN3; MOVQ skinny_csb(AX), R10; ADDQ DI, R10

// STEPS sets the number of steps. LINES takes the first of them by whole cache lines of A, a group after the other.
#define STEPS MOVQ skinny_k(AX), AX
#define LINES \
	MOVQ skinny_lines(AX), CX; \
	STEPS; \
	SUBQ CX, AX; \
	SUBQ $(64/SIZE), CX; \
	JLT steps1; \
line1: \
	LINE; \
	SUBQ $(64/SIZE), CX; \
	JGE line1; \
steps1: \
	NOP

#define SKINNY(n, COLUMNS, COLUMN, ROWS, STEPS, FETCH, EACHFOUR, STEP, EACHONE, four, rest, one, done, next) \
	CMPQ skinny_n(AX), $n; \
	JNE next; \
	COLUMNS(LOAD); \
	COLUMN; \
	ROWS; \
	MOVQ skinny_rsa(AX), SI; \
	LEAQ (SI)(SI*2), R8; \
	MOVQ skinny_rsb(AX), DX; \
	LEAQ (DX)(DX*2), R9; \
	STEPS; \
	SUBQ $4, AX; \
	JLT rest; \
four: \
	FETCH; \
	EACHFOUR; \
	SUBQ $4, AX; \
	JGE four; \
rest: \
	ADDQ $4, AX; \
	JEQ done; \
one: \
	STEP; \
	EACHONE; \
	DECQ AX; \
	JNE one; \
done: \
	MOVQ w+0(FP), AX; \
	MOVQ skinny_ldc(AX), DX; \
	COLUMNS(STORE); \
	VZEROUPPER; \
	RET; \
next: \
	NOP

// MANYn is M for each of n columns: its place in B, its accumulator.
#define MANY5(M) M(0, Z8); M(SIZE, Z9); M(2*SIZE, Z10); M(3*SIZE, Z11); M(4*SIZE, Z12)
#define MANY6(M) MANY5(M); M(5*SIZE, Z13)
#define MANY7(M) MANY6(M); M(6*SIZE, Z14)
#define MANY8(M) MANY7(M); M(7*SIZE, Z15)
#define MANY9(M) MANY8(M); M(8*SIZE, Z16)
#define MANY10(M) MANY9(M); M(9*SIZE, Z17)
#define MANY11(M) MANY10(M); M(10*SIZE, Z18)
#define MANY12(M) MANY11(M); M(11*SIZE, Z19)
#define CHAINS(o, c) SPREADFMA o(BX), A0, c; SPREADFMA o(BX)(DX*1), A1, c; SPREADFMA o(BX)(DX*2), A2, c; SPREADFMA o(BX)(R9*1), A3, c
#define LINKS(o, c) SPREADFMA o(BX), A0, c
#define GETMANY(o, c) LOAD(c)
#define PUTMANY(o, c) STORE(c)

// MANY has the labels of SKINNY; its body does the same for one group of many columns.
#define MANY(n, EACH, four, rest, one, done, next) \
	CMPQ skinny_n(AX), $n; \
	JNE next; \
	GROUP(0); \
	EACH(GETMANY); \
	COLUMN1; \
	ROWS4; \
	MOVQ skinny_rsa(AX), SI; \
	LEAQ (SI)(SI*2), R8; \
	MOVQ skinny_rsb(AX), DX; \
	LEAQ (DX)(DX*2), R9; \
	MOVQ skinny_k(AX), AX; \
	SUBQ $4, AX; \
	JLT rest; \
four: \
	FOUR0; \
	EACH(CHAINS); \
	LEAQ (BX)(DX*4), BX; \
	SUBQ $4, AX; \
	JGE four; \
rest: \
	ADDQ $4, AX; \
	JEQ done; \
one: \
	ONE0; \
	EACH(LINKS); \
	ADDQ DX, BX; \
	DECQ AX; \
	JNE one; \
done: \
	MOVQ w+0(FP), AX; \
	MOVQ skinny_ldc(AX), DX; \
	GROUP(0); \
	EACH(PUTMANY); \
	VZEROUPPER; \
	RET; \
next: \
	NOP

#define BODY \
	MOVQ w+0(FP), AX; \
	MOVQ skinny_ldc(AX), DX; \
	MOVQ skinny_start(AX), CX; \
	MOVQ skinny_add(AX), BX; \
	NEGQ BX; \
	KMOVQ BX, K1; \
	SKINNY(1, COLUMNS1, COLUMN1, ROWS1, LINES, FETCH1, EACHFOUR1, STEP1, EACHONE1, four1, rest1, one1, done1, next1); \
	SKINNY(2, COLUMNS2, COLUMN2, ROWS2, STEPS, FETCH2, EACHFOUR2, STEP2, EACHONE2, four2, rest2, one2, done2, next2); \
	SKINNY(3, COLUMNS3, COLUMN3, ROWS2, STEPS, FETCH3, EACHFOUR3, STEP3, EACHONE3, four3, rest3, one3, done3, next3); \
	SKINNY(4, COLUMNS4, COLUMN4, ROWS4, STEPS, FETCH4, EACHFOUR4, STEP4, EACHONE4, four4, rest4, one4, done4, next4); \
	MANY(5, MANY5, four5, rest5, one5, done5, next5); \
	MANY(6, MANY6, four6, rest6, one6, done6, next6); \
	MANY(7, MANY7, four7, rest7, one7, done7, next7); \
	MANY(8, MANY8, four8, rest8, one8, done8, next8); \
	MANY(9, MANY9, four9, rest9, one9, done9, next9); \
	MANY(10, MANY10, four10, rest10, one10, done10, next10); \
	MANY(11, MANY11, four11, rest11, one11, done11, next11); \
	MANY(12, MANY12, four12, rest12, one12, done12, next12); \
	RET
