// Package adam is section 2.5 of the paper "Multi-Layer Perceptron for Multi-Class
// Classification" (2022): moving averages and their bias correction, and the
// update rules built of them: gradient descent, momentum, RMSprop and Adam, each
// in the variants that the paper prints.
//
// # Letters
//
//	θ          parameters, a vector of any length
//	g          gradient of the loss in θ, same length
//	m v        first and second moment: moving averages of g and g², same length, 0 at t = 0
//	mHat vHat  the moments after bias correction
//	t          number of the update, 1 for the first
//	η          learning rate
//	β β1 β2 μ  decay rates of the averages
//	ε          keeps the division away from 0
//
// All rules descend: g is the gradient of the loss. The second moment is the average
// of g², not a variance; the paper's E(X²) − μ² does not enter Adam.
//
// # Rounding
//
// Every operation is one IEEE operation, rounded, in the order of the formula as
// is written; nothing is fused. Hyperparameters are float64, and rounded to the
// type of θ once, before anything is derived from them. 1 − βᵗ, in which digits
// would cancel, is computed from βᵗ carried to twice the precision, so that it is
// right to 2 ulp for all t.
//
// A first moment below the smallest normal number ν is set to 0, by a comparison, on every
// machine alike, and a second moment where it divides 0, so that parameters whose gradients have become 0
// are as fast as others. A step of Adam changes by less than 2⁻⁵¹·η/(1−β1) for that, in float64 2⁻⁴⁸⁵; but by a
// gradient below √(ν/(1−β2)) after a first moment of 0 it may be as long as at a start. In momentum, what is
// left out of m sums to less than ν/(1−β). Where the square of a gradient is 0, below 1e-21 or so in float32
// and 5e-161 in float64, its first step is η·g/ε, as the formula has it.
//
// # Use
//
// A rule is made for a number of parameters and keeps its moments. It is not safe
// for concurrent use. Update panics with a [*LengthError] if θ or g has another
// length, and with a [*tensor.OverlapError] if they, or slices that Moments returned, overlap,
// before anything is changed; it allocates nothing. Hyperparameters out of range make the constructor
// return an error that names them.
package adam
