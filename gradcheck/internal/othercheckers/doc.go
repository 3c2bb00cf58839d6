// Package othercheckers holds the published decision rules of other gradient
// checkers, so that they can be tried on the same planted errors as ours.
//
// # Words
//
//	F, x       the function and the point: N inputs, M outputs
//	J          the claimed Jacobian: J[j][i] = ∂Fⱼ/∂xᵢ, M rows of N
//	numeric    a rule's result from differences of F
//	u, v       directions: u of the inputs, v of the outputs
//	h          the step of a difference
//	ratio      error/tolerance; a rule accepts up to 1
//	hole       a wrong J that is accepted
//	alarm      a right J that is rejected, a false alarm
//
// # Faithful to the originals
//
// The decisions: the steps of the differences, the tolerances with their
// defaults, the distribution of the random directions, and whether a comparison
// is strict. The code is ours, and may differ from theirs in the last bits of a
// difference.
//
// # Left out
//
// A problem is one function of one vector. Checkers that treat each argument by
// itself are stricter with a program that passes its weights as several arrays:
// PyTorch's fast mode draws a direction for each, ChainRulesTestUtils forms a
// norm for each. Left out are second derivatives and checks of something else
// than the Jacobian: of the value, of types and shapes, of repeated runs giving
// the same bits.
//
// PyTorch and JAX draw from a generator of fixed seed, so that their users see the same
// directions whenever they repeat a check. Here the seed is the caller's:
// one fixed direction would measure luck.
package othercheckers
