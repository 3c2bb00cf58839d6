// Package equations puts the numbered equations of the paper "Multi-Layer
// Perceptron for Multi-Class Classification" (2022) on trial: those that packages
// nn and adam implement, and the links of the chain rule they are made of.
//
// Each trial has three sides.
//
//   - The truth: the forward side of the equation, written once from the paper in
//     the arithmetic of [gradcheck.Number] (paper.go), independent of nn, and
//     differenced in 320 bits.
//   - The claim: what nn or adam computes in float64 (code.go).
//   - The bound: the formula by which nn or adam computes it (formula.go), evaluated
//     in [gradcheck.Gauge]. It is derived, entry by entry; nobody chose it.
//
// Where the paper is misprinted, the printed form is tried as well, exactly as
// printed, with one-hot targets, and its verdict is FAIL; the corrected form is
// the one whose verdict counts.
//
// # Letters
//
// Those of package nn. An index stands in brackets: W[2,3] is ∂/∂W[2,3]. In a
// trial, gradients are those of J, as the paper has them, so they are the
// gradients of nn negated.
package equations
