// Package gradcheck judges gradients: it compares a program's claim about the
// derivative of a function with differences of that function, entry by
// entry, against a bound that is derived and not chosen, and explains
// a claim that fails.
//
// # Checking a gradient
//
//	f := func(x []float64) float64 { return math.Log1p(math.Exp(x[0])) } // softplus
//	gradient := []float64{1 / (1 + math.Exp(-0.5))}                      // of the program under test
//	gradcheck.Test(t, f, gradient, []float64{0.5})                       // t is a *testing.T
//
// [Test] fails the test unless every entry passes, and prints a [Report]: the verdict, the reason, and a
// diagnosis such as "is the right one times 2". [Check] returns it. The function is any of float64, also one that
// copies x into a network and returns its loss; gradient and x are in the same order. An [Option] gives the gradient
// a name, names its entries by [Block], and says that a program computes in float32:
//
//	gradcheck.Test(t, f, gradient, x, gradcheck.Option{
//		Blocks: []gradcheck.Block{{Name: "W", Rows: 5, Cols: 50}, {Name: "b", Rows: 1, Cols: 50}},
//		Unit:   gradcheck.Unit32,
//	})
//
// Differences in doubles have noise, so Check leaves open what noise hides, and says what would decide it.
// A function that is written once for several arithmetics has none in [CheckExact]: the rest of this page.
//
// # Words
//
//	f, at         the objective and the point x where its gradient is claimed
//	claimed       the gradient to be judged, in float64
//	oracle        a source of an entry independent of the claim
//	the judge     an oracle: central differences of f with a mantissa of 320 bits
//	examiner      an oracle that must agree with the judge; an exact one is then the truth
//	error         |claimed − truth|
//	bound         the largest error that rounding can cause in the claimed formula
//	noise         the largest error of a difference of the judge by itself
//	u             unit roundoff: 2⁻⁵³ for float64, 2⁻²⁴ for float32
//	ulp           one unit in the last place of the judge's value
//	g, n          gauge and count: the rounding error is at most γₙ·g
//	γₙ            n·u/(1 − n·u), the growth of n relative errors u
//	gauges        errors are quoted in ulp and in gauges, of u·g each
//	ratio         error/bound; an entry passes up to 1
//	kink          where the slopes on the left and on the right differ
//	convention    the slope that counts at a kink, such as 0 for ReLU at 0
//	worst entry   the one with the largest ratio
//	exhibit       a number that is shown and judges nothing
//
// # One formula, several arithmetics
//
// A formula is written once, generic over [Number], and its instances are
//
//	Float64     the arithmetic of programs: an exhibit
//	Big         320 bits, for the judge: a difference over 2⁻⁹⁰ has no noise
//	Dual[Big]   Exact, with the derivative: examiner, truth, and convention at kinks
//	Gauge       magnitudes, for the bound: a running error analysis
//
// A rational one is generic over [Field], which [Rat] is as well: exact fractions,
// without any rounding.
//
// # The judge and its examiners
//
// Differences in doubles cannot judge a small gradient. Their best step leaves
// an error near 10⁻¹¹, so that an absolute tolerance certifies an entry of 10⁻¹²
// that was flushed to 0, and a relative one raises an alarm for the right
// value. The same differences in 320 bits are wrong by 2⁻¹⁸⁰: see [Differences]
// and, for functions with many outputs, [Jacobian]. Dual numbers, [Dual], and
// extrapolated differences in doubles, [Richardson], examine them, each by
// another method; [Function.Oracles] has all of them together. A difference has noise, which
// grows with the values of f beside its slope; a dual number has none. So dual numbers
// that the judge does not contradict are the truth, and without them slopes that
// 320 bits do not settle are formed again in 512.
//
// # The bound
//
// The claimed gradient is right if it differs from the truth by no more than
// rounding explains. That much follows from its formula: [Gauge] carries
// a bound through each operation. It holds for every way of rounding within its
// model, so a right program never fails; and it is small, for a perceptron 10² to
// 10³ times the actual errors, near 10⁻¹³ of the entry. It is the only tolerance: a
// whole gradient has none, and the judge's own error is not added. If the formula can't be written
// over Gauge, set Claim.Bound; its derivation is the caller's responsibility.
//
// # Verdicts
//
//	PASS           every entry has error ≤ bound, and noise does not matter
//	FAIL           some entry has not, or is NaN, or there is nothing to compare
//	UNDECIDED      without Exact, or in doubles: an entry is too small for the judge to tell
//	KINK           an entry is at a kink, and the convention is unknown
//	ORACLE-FAULT   the oracles contradict each other: the truth is unknown
//
// Comparisons are for each entry alone, never of a norm, which would hide a
// small wrong entry behind a large right one. [Judge] compares with values from
// anywhere, [Compare] with oracles, [CheckExact] and [Check] with differences; all return a
// [Report], and [Merge] makes one of several.
//
// # Kinks
//
// At a kink an entry must be the convention, the slope of the function in dual
// numbers, and lie between the slopes on both sides, unless several maxima tie there
// at once: with weights that are all 0, some go up on either side, and the convention,
// that none does, may be the slope of neither. Without Exact any slope
// between them is open, and the verdict is KINK. A smooth tie, such as the tie
// of the largest logits when a softmax subtracts the maximum, is no kink.
//
// # Why a claim fails
//
// A report that fails has a Diagnosis, of each [Block] that can be explained: that
// it is zero throughout, or the right one times −1, 2, ½, a named constant such as
// N, its inverse, or any constant; that it is filled as its transpose, has two
// entries exchanged or all in the wrong places; that a decay or a constant was
// added, small entries flushed, everything rounded to float32; that one entry is
// wrong. With [Hints] it names a known mistake and digits lost by cancellation. All
// of this explains: no verdict depends on it.
//
// # Checking a function of one's own
//
//	func f[N gradcheck.Number[N]](x []N) N          { return x[0].Mul(x[1]).Tanh() }
//	func gradient[N gradcheck.Number[N]](x []N) []N { … }
//
//	at := []float64{0.3, 0.7}
//	report := gradcheck.CheckExact(gradcheck.Claim{
//		Name:      "tanh(x·y)",
//		Objective: f[gradcheck.Big],
//		Exact:     f[gradcheck.Exact],
//		At:        at,
//		Gradient:  program(at), // under test; gradient is its formula
//		Gauges:    gradient(gradcheck.FromFloats[gradcheck.Gauge](at)),
//	})
//	if report.Verdict != gradcheck.PASS {
//		log.Print(report)
//	}
//
// # Limits
//
// Differences show that a gradient belongs to its function, not that the
// function is the intended one. They look at one point, along its axes. The bounds do not
// cover underflow, nor functions less accurate than [Gauge] says. Where f cancels so much that
// 512 bits lose its changes as well, as log(e³⁵⁰ + eˣ) − 350 does, the judge
// takes it for constant: an exact 0 passes, and Exact, which knows better, is an
// ORACLE-FAULT. Without Exact a function that bends within the step, as 10⁴⁵·x³ and
// tanh(10⁴⁰·x) do at 0, is judged with the truncation error of the difference. Where rounding decides
// which operand of a maximum wins, as in max(0.1 + 0.4 − 0.5, 0), a right program may be
// on the other side of the kink, and fails.
//
// One check costs two evaluations of f in
// 320 bits per entry, six near a kink and where f is stationary, of about 0.15 µs for
// a sum or product and 10 µs for an exponential; dual numbers cost as much again.
// An entry that this does not settle costs four times as much once more.
package gradcheck
