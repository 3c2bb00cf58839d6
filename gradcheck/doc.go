// Package gradcheck judges gradients: it compares what a program claims to be
// the derivative of a function with differences of that function, entry by
// entry, against a bound that is derived and not chosen.
//
// # Words
//
//	f, at         the objective and the point x where its gradient is claimed
//	claimed       the gradient to be judged, in float64
//	the judge     central differences of f with a mantissa of 320 bits
//	error         |claimed − judge|
//	bound         what the claimed formula may err when it is rounded
//	u             unit roundoff: 2⁻⁵³ for float64, 2⁻²⁴ for float32
//	g, n          gauge and count: the rounding error is at most γₙ·g
//	γₙ            n·u/(1 − n·u), the growth of n relative errors u
//	ratio         error/bound; the verdict is PASS up to 1
//	worst entry   the one with the largest ratio
//	exhibit       a number that is shown and judges nothing
//
// # One formula, several arithmetics
//
// A formula is written once, generic over [Number], and its instances are
//
//	Float64   what a program computes: an exhibit
//	Big       320 bits, for the judge: a difference over 2⁻⁹⁰ has no noise
//	Gauge     magnitudes, for the bound: a running error analysis
//
// # The judge
//
// Differences in doubles cannot judge a small gradient. Their best step leaves
// an error near 10⁻¹¹, so that an absolute tolerance certifies an entry of 10⁻¹²
// that was flushed to 0, and a relative one raises an alarm for the right
// value. The same differences in 320 bits are wrong by 2⁻¹⁸⁰: see [Differences]
// and, for functions with many outputs, [Jacobian].
//
// # The bound
//
// The claimed gradient is right if it differs from the truth by no more than
// rounding explains. How much that is follows from its formula: [Gauge] carries
// a bound through each operation. It holds for every way of rounding within its
// model, so a right program never fails; and it is small, for a perceptron 10² to
// 10³ times the actual errors, near 10⁻¹³ of the entry. No tolerance can be set.
//
// # Verdicts
//
//	PASS        every entry has error ≤ bound
//	FAIL        some entry has not, or is NaN, or there is nothing to compare
//	UNDECIDED   doubles only: an entry is too small for them to tell
//
// Comparisons are for each entry alone, never of a norm, which would hide a
// small wrong entry behind a large right one. [Judge] compares with values from
// anywhere, [Check] with differences; both return a [Report].
//
// # Checking a function of one's own
//
//	func f[N gradcheck.Number[N]](x []N) N          { return x[0].Mul(x[1]).Tanh() }
//	func gradient[N gradcheck.Number[N]](x []N) []N { … }
//
//	at := []float64{0.3, 0.7}
//	report := gradcheck.Check(gradcheck.Claim{
//		Name:      "tanh(x·y)",
//		Objective: f[gradcheck.Big],
//		At:        at,
//		Gradient:  program(at), // under test; gradient says what it computes
//		Bound: gradcheck.Bounds(
//			gradient(gradcheck.FromFloats[gradcheck.Gauge](at)), gradcheck.Unit64),
//	})
//	if report.Verdict != gradcheck.PASS {
//		log.Print(report)
//	}
//
// A function that exists in doubles only is given as Float; then the judge is
// [Richardson], whose tolerance is experience and not proof.
//
// # Limits
//
// Differences show that a gradient belongs to its function, not that the
// function is the one intended. At a kink, as of ReLU at 0, they give the mean of
// the slopes. The bounds do not cover underflow, nor functions less accurate
// than [Gauge] says. One check costs two evaluations of f in 320 bits per entry, of
// about 0.15 µs for a sum or product and 10 µs for an exponential.
package gradcheck
