// Package record reads recorded benchmarks and compares the contenders in them.
//
// # A record
//
// A record is text in the format of go test -bench, see golang.org/x/perf/benchfmt. Contenders
// take turns in rounds, and a line before the results of a round has its number:
//
//	goos: linux
//	cpu: AMD EPYC
//	Unit GFLOP/s better=higher
//	rounds: 20
//	round: 1
//	BenchmarkProduct/type=float64/m=8/n=8/k=8/kernel=naive-2   96  1250 ns/op  0.819 GFLOP/s
//	BenchmarkProduct/type=float64/m=8/n=8/k=8/kernel=avx512-2 990   121 ns/op  8.463 GFLOP/s
//	round: 2
//
// The line rounds: N, which may be missing, gives the total number of rounds, so that a record
// that was cut at the end of a line is recognised.
//
// The part kernel=… tells contenders apart. The rest of the name, with GOMAXPROCS (its
// suffix, 1 if it has none) as a value by itself, is a row; each unit of it is compared alone.
// B/op and allocs/op are checked and left out: they count, and 0 of them has no ratio.
// Ceiling, in GFLOP/s, is the most that a kernel could reach with a type, on as many cores as
// GOMAXPROCS says. Its other units are left out too: its operation is not the same work for
// every kernel.
//
// # Statistics
//
// Of a contender's values: the median, and an interval that has the true one with a
// probability of 95 % or more, made of two of the values, whatever their distribution. Of two
// contenders: the same of the ratios of their values in the same round, so that a slow
// round cancels. Above 1 is better than the base, for speeds and times alike. The logarithms
// of the ratios are summarized, so that a's ratio to b is the inverse of b's
// to a. p is Mann and Whitney's, of the values without their rounds, as a second opinion:
// the verdict follows from the interval of the ratio alone.
package record
