package main

// A narrowFunction is a function in single precision, with its tables.
type narrowFunction struct {
	tables []string
	f      func(*tables, vec) narrowed
}

func (b *builder) narrowFunctions() map[string]narrowFunction {
	exponential := []string{"narrowPower", "narrowRest"}
	return map[string]narrowFunction{
		"exp":     {exponential, b.expNarrow},
		"log":     {[]string{"narrowInverse", "narrowHi", "narrowLo"}, b.logNarrow},
		"tanh":    {[]string{"narrowTanh"}, b.tanhNarrow},
		"sigmoid": {exponential, b.sigmoidNarrow},
	}
}

// narrowUnary writes a kernel that applies f to the elements of a by two units in step, whose results must be certain, and
// by the operations of the definition elsewhere: where they are not, and at the end of the row.
func (b *builder) narrowUnary(comment, name string, names, definition []string, f func(*tables, vec) narrowed, exact func(*tables, vec) vec) {
	const units = 2
	b.must(func() {
		b.function(comment, name, 4)
		b.prepareTail(4)
		b.eachRow(4, func() {
			b.line("XORL DX, DX")
			b.at("again")
			b.line("LEAQ %d(DX), R14", b.bytes*units)
			b.line("CMPQ R14, R10")
			b.line("JGT rest")
			t := b.prepareAtWork(names...)
			b.begun = b.out.Len()
			b.narrowLoop(units, func() narrowed { return f(t, b.loadUnit("SI", 4, false)) })
			b.at("rest")
			b.line("MOVQ R10, R14")
			b.at("doubt")
			b.definition(definition, func(t *tables) { b.appliedInDouble(t, true, exact) })
		})
	})
}

// narrowLoop goes on as long as there are so many units and all results are certain. R14 is the end of these units.
func (b *builder) narrowLoop(units int, f func() narrowed) {
	b.line("PCALIGN $32")
	b.at("loop")
	results := make([]narrowed, units)
	b.together(units, func(i int) {
		b.shift = b.bytes * i
		results[i] = f()
		b.shift = 0
	})
	sure := results[0].sure
	for _, r := range results[1:] {
		sure = b.doTo('K', "KANDW", r.sure, sure)
	}
	b.code = append(b.code, instr{op: "KORTESTW", in: []vec{sure, sure}})
	b.raw("JCC doubt")
	for i, r := range results {
		b.store(at("DI", "DX", b.bytes*i), 4, nil, r.y)
	}
	b.flush()
	b.line("MOVQ R14, DX")
	b.line("LEAQ %d(DX), R14", b.bytes*units)
	b.line("CMPQ R14, R10")
	b.line("JLE loop")
}

// definition runs body for the units up to R14, and for the last one of the row if that is where they end. It has all registers
// for itself: whatever is in them is loaded again.
func (b *builder) definition(names []string, body func(t *tables)) {
	held, budget := b.held, b.budget
	b.pinned, b.taken, b.held, b.budget = map[int]bool{}, map[int]bool{}, map[constant]vec{}, 0
	t := b.prepareAtWork(names...)
	b.selectAll()
	b.line("CMPQ DX, R14")
	b.line("JLT exact")
	b.at("tail")
	b.line("CMPQ R14, R10")
	b.line("JNE again")
	b.line("TESTQ AX, AX")
	b.line("JEQ next")
	b.selectTail()
	b.at("exact")
	body(t)
	b.flush()
	b.line("ADDQ $%d, DX", b.bytes)
	b.line("CMPQ DX, R14")
	b.line("JLT exact")
	b.line("JEQ tail")
	b.held, b.budget = held, budget
}

// prepareAtWork is prepare within a row: it keeps DX.
func (b *builder) prepareAtWork(names ...string) *tables {
	b.line("MOVQ DX, R12")
	t := b.prepare(names...)
	b.line("MOVQ R12, DX")
	return t
}
