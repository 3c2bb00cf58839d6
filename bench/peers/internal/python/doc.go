// Package python times our functions and training steps side by side with NumPy's and
// PyTorch's.
//
// # How it measures
//
// Each library runs in a process of its own, the script peers.py, which answers each
// line it reads by a line: "check NAME" by sums of the case's outputs, "run NAME N" by the
// time that N calls took there. As with the products, contenders take turns,
// a slice each in every round, in an order that changes, and the report gives the median
// of the ratios of the rounds with its 95 % confidence interval. All processes are bound
// to one CPU, where the system can do so, and use one thread; while one works the others wait.
//
// Data are the same on both sides, from a hash of the index; float32 is the number in
// float64, rounded. Before a case is timed its outputs are compared with ours: their sum, the
// sum of their sizes, and a sum with weights must agree within 1e-9 of the second, or 1e-4 in
// float32. A library with wrong outputs is reported and not timed.
//
// # The cases
//
//	fn=exp … sigmoid   32768 elements to an array that is there, in the second cache
//	fn=softmax         by rows; NumPy as in textbooks, e = exp(x − max), e/Σe
//	net=…/loss=no      the paper's step, Forward, Backward and Update: NumPy as in the paper's
//	                   listing, whose expressions are kept, eight batches in turn
//	net=…/loss=yes     the same with Loss, one batch, and PyTorch's modules and Adam
//
// Every slice of a step begins with the same parameters and moments of 0, and five untimed
// steps. The listing has ε inside the root, and so has our step beside it; PyTorch has
// it outside, and so has ours beside that. Its loss is a sum, as ours is.
//
// The limit of the largest step is the time of its products, 2 operations for each
// multiplication, at the ceiling of fused multiply-adds, plus the update's traffic, 28
// bytes for each parameter (θ, g, m and v read, θ, m and v written), at the speed of a copy of
// as many bytes as θ has, counted as read and as written. Both speeds are measured in the same
// rounds.
package python
