// Package equations puts the paper "Multi-Layer Perceptron for Multi-Class
// Classification" (2022) on trial: its numbered equations, (1) to (59), the proofs of
// its appendix, its listings and its worked examples.
//
// A trial has probes: each is some numbers at one point. A probe has four sides.
//
//   - The truth: the forward side of the equation, written once from the paper in the
//     arithmetic of [gradcheck.Number] (package paper), independent of nn. A derivative is
//     its difference in 320 bits, a value its value in 320 bits, and a rational number
//     an exact fraction, from a closed form. This is the reference. Dual numbers in 320 bits
//     cross-check it, and of values doubles. Should they contradict it, the verdict is
//     REFERENCE-MISMATCH.
//   - The claim: the result of nn or adam, in float64 and in float32 (model.go), or, for
//     a link of the chain rule that no program computes by itself, its formula.
//   - The bound: the formula by which the claim is computed (formula.go of that package), evaluated
//     in [gradcheck.Precise]. Its running errors are derived, entry by entry, not chosen. Its value
//     in 320 bits must be the truth to 30 digits, or to a billionth of the
//     bound: that is the derivation, verified, as it turns out, to some 50 digits.
//   - The planted errors: wrong answers to the same probes (mutants.txt, in a small language that
//     package mistake reads). A trial that catches none of its own fails, whatever the code does.
//
// Where the paper is misprinted, the printed form is tried as well, exactly as
// printed, with one-hot targets, for the activation that its caption names or for all
// three, and its verdict is FAIL; the corrected form is the one whose verdict counts.
//
// The points are ordinary and saturated ones, ties, single samples, targets that are
// counts or probabilities, α = 0, where ReLU has its kink, and for values extreme
// numbers, where exponentials overflow. [Standard] has the points at which the paper is tried;
// [Random] draws others, and [Sample] fewer.
//
// # Letters
//
// The letters of package nn. An index stands in brackets: W[2,3] is ∂/∂W[2,3]. In a
// trial, gradients are gradients of J, as in the paper, so they are the
// gradients of nn negated.
package equations
