// Package roofline computes the greatest possible speed of an operation on a machine whose
// limits have been measured, and the limit that bounds it.
//
// An operation has to execute so many arithmetic instructions, to read and write so
// many bytes at least once, and to be called. Each of these takes time, at the rates of
// the machine, and the operation cannot be faster than the slowest of them, its
// bound. As a rate, that is a roof over arithmetic intensity, the operations for each
// byte: a slope as long as memory is the limit, and then a ceiling (Williams, Waterman
// and Patterson, 2009).
//
// # Counts
//
// A multiplication with an addition is two operations (FLOP), and a fused multiply-add on a
// vector of eight doubles is sixteen. A multiplication alone takes the place of one and counts
// the same. All other instructions (additions, comparisons but for ReLU's, permutations, integers) have
// other units in some processors, and are not counted: so no operation can be faster than the
// ceiling, and functions, which have as many of them as multiplications, stay below it for
// good reasons. Division and square root occupy the divider for several cycles and are not
// counted either. The multiplications of functions are counted in their assembly.
//
// Bytes are counted once for each operand read and each result written, however
// often they are really moved. They are taken to lie as far inside as there is room: data
// in the innermost cache move at its speed, the rest at the speed of the next. The speed is
// measured by a copy; an operation that reads more than it writes can be faster.
package roofline
