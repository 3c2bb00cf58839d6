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
// An addition and a multiplication are two operations (FLOP), and a fused multiply-add
// on a vector of eight doubles is sixteen. A processor takes as long for any other
// arithmetic instruction, and so each counts as one fused multiply-add on as many elements:
// a maximum, a comparison, a permutation. The functions' instructions are counted in
// their assembly. Division and square root take longer than that; an update that has them is
// further from its roof than it looks.
//
// Bytes are those of the operands and results, each once, however often they are really
// moved; where they lie is told by their sum: the innermost cache that holds it, or memory.
package roofline
