// Command bench measures the module: products, elementary functions, softmax and updates by
// every kernel of the machine, the triple loop that a student would write, the limits of the
// machine, and training steps, whole and by parts. The module bench/peers has the benchmarks of
// other libraries.
//
//	go run ./bench -quick          in turns, with statistics; -h lists the flags
//	go run ./bench -peers          beside other libraries; -again N: a kernel beside itself
//	go run ./bench FILE            the same report on a recorded file
//	go run ./bench -svg DIR FILE   figures of it: products, roofline, ladder, growth
//	go test -bench . ./bench       each benchmark by itself
//
// # Reading the output
// Names are in key=value form, for benchstat and golang.org/x/perf. Of a product,
// m×n is the shape of the result and k the inner dimension; variant tells which
// operand is transposed (NN, TN, NT); kernel is naive for the triple loop, naive-ikj for
// the same with its inner loops exchanged, or an implementation by its name; of a softmax and
// a step naive is the textbook's in plain loops. GFLOP/s counts 2·m·n·k operations. Ceiling is
// the rate of fused multiply-adds on registers alone with an instruction set, and Copy the
// rate of memory. Ladder is the way from the triple loop to the kernels, one idea at a time, and
// Call an operation on one element. A Step is forward, backward and update; the parts with a dot in
// their names run by themselves, on the results of a step. Growth is a series in one size. DeadUnits is an
// update of parameters whose gradient has become 0. Compare ratios of lines of one run only:
// machines are shared and differ.
package main
