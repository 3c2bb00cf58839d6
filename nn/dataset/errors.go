package dataset

import "fmt"

// ArgumentError is the value that a call panics with when an argument lies
// outside the range its documentation gives.
type ArgumentError struct {
	Op      string // the function, such as "Intn"
	Problem string // the argument and its range, such as "0 is not in 1..4294967296"
}

// Error returns, for instance, "dataset: Intn: 0 is not in 1..4294967296".
func (e *ArgumentError) Error() string { return "dataset: " + e.Op + ": " + e.Problem }

// panicArgument keeps the panics, and the formatting, out of the functions that check.
func panicArgument(op, format string, arguments ...any) {
	panic(&ArgumentError{Op: op, Problem: fmt.Sprintf(format, arguments...)})
}
