// Command peers times the products of package tensor side by side with OpenBLAS's and
// gonum's, and functions and training steps side by side with NumPy's and PyTorch's:
//
//	cd bench/peers && go run .
//
// A missing peer is announced and left out: a summary at the end has a line for each case and
// a column for each peer that is there. The exit status is 0 if something was compared, 2
// if the flags can't be used or name a peer that is missing, and 1 for any other failure.
//
// # How it measures products
//
// For each shape the contenders take turns: in every round each is timed for one
// slice, a number of calls that takes at least -slice, in an order that changes from
// round to round. The report gives the median, over the rounds, of the ratio of two
// contenders' speeds in the same round, with its 95 % confidence interval: a machine
// that slows down for a while slows both. The contenders are
//
//	ours           tensor.Product, ProductTN or ProductNT
//	openblas       cblas_dgemm or cblas_sgemm in a loop in C, timed in C
//	openblas-cgo   the same, one call through cgo at a time, as from a Go program
//	gemv           for a vector, OpenBLAS's gemv in a loop in C
//	gonum          the products of gonum's blas/gonum
//	ceiling        fused multiply-adds on registers alone (package ceiling)
//
// All work on the same matrices, one after the other. Before that, each contender's
// product is compared with ours, exactly on small integers and within rounding errors
// on random numbers; a wrong contender is reported and not timed.
//
// On one core the whole process is bound to one CPU, where the system can do so. On
// several, each round times our product on one core and on all, and OpenBLAS on all,
// which is then given time to stop spinning; an untimed call, which wakes
// the threads, precedes each slice.
//
// # How it measures functions and training steps
//
// In the same way, on one core, with each library in a process of its own: see package
// python.
package main
