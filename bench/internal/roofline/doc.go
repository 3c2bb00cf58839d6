// Package roofline says how fast an operation could be on a machine whose limits have
// been measured, and which of them bounds it.
//
// An operation has to execute so many arithmetic instructions, to read and write so
// many bytes at least once, and to be called. Each of that takes time, at the rates of
// the machine, and the operation cannot be faster than the slowest of them: what bounds
// it. Seen as a rate, that is a roof over arithmetic intensity, the operations for each
// byte: a slope as long as memory is the limit, and then a ceiling (Williams, Waterman
// and Patterson, 2009).
//
// # What is counted
//
// A multiplication with an addition is two operations (FLOP), and a fused multiply-add on a
// vector of eight doubles is sixteen. A multiplication alone takes the place of one and counts
// the same. What else there is (additions, comparisons but for ReLU's, permutations, integers) has
// other units in some processors, and is not counted: so no operation can be faster than the
// ceiling, and functions, which have as much of that as of multiplications, stay below it for
// good reasons. Division and square root occupy the divider for several cycles and are not
// counted either. The multiplications of functions are counted in their assembly.
//
// Bytes are those of operands that are read and of results that are written, each once, however
// often they are really moved. They are taken to lie as far inside as there is room: what
// fits in the innermost cache is moved at its speed, the rest at that of the next. The speed is
// a copy's; what reads more than it writes can be faster.
package roofline
