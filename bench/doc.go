// Package bench measures the module: the products against the triple loop that a
// student would write, and the training step of the paper.
//
//	go test -bench . ./bench
//
// # Reading the output
//
// Names are in key=value form, for benchstat and golang.org/x/perf. Of a product,
// m×n is the shape of the result and k the inner dimension; variant tells which
// operand is transposed (NN, TN, NT); kernel is naive for the triple loop, or the
// implementation in use. GFLOP/s counts 2·m·n·k operations. Compare ratios of lines
// of one run only: machines are shared and differ.
package bench
