// Package gradcheck checks gradients: it compares a program's claim about the
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
// A function that is written once for several arithmetics has none in [CheckExact]: the rest of this page. A layer with several outputs
// is checked by f = Σ dᵢ·zᵢ, with its outputs z and the gradient d that it receives: it hands on the gradient of f.
//
// # Words
//
// These are the words of [CheckExact]; if [Test] and [Check] are enough, stop here. There the reference of an entry is a
// difference of f in doubles, and the bound its noise and truncation. Reports print claimed numbers as analytic, and the truth as numeric.
//
//	f, at          the objective and the point x where its gradient is claimed
//	claimed        the gradient to be checked, in float64
//	reference      what is known of an entry without the claim: a central difference of f in 320 bits
//	cross-check    the same number by another method, which must agree: the slope of f in dual
//	               numbers of 320 bits, or a value in doubles
//	the truth      the cross-checked reference, to the most digits: the slope in dual numbers
//	error          |claimed − truth|
//	bound          the largest error that rounding can cause in the claimed formula
//	u              unit roundoff: 2⁻⁵³ for float64, 2⁻²⁴ for float32
//	ulp            one unit in the last place of the truth
//	running error  a bound that is carried along a computation, {x, g, n} (Wilkinson, Higham)
//	g              scale: the size at which roundings happen, at least |x|
//	n              number of roundings: the error of x is at most γₙ·g
//	γₙ             n·u/(1 − n·u), the growth of n relative errors u
//	one rounding   u·g: errors are quoted in ulp and in roundings, and a bound allows about n of them
//	ratio          error/bound; an entry passes up to 1
//	kink           where the slopes on the left and on the right differ
//	convention     the slope that counts at a kink, such as 0 for ReLU at 0
//	worst entry    the one with the largest ratio
//	float64 difference   the slope in doubles, shown beside the others; no verdict depends on it
//
// # One formula, several arithmetics
//
// A formula is written once, generic over [Number], and its instances are
//
//	Float64        the arithmetic of programs
//	Big            320 bits: a difference over 2⁻⁹⁰ has no noise
//	RunningError   magnitudes, for a bound
//	Precise        both of them
//	Dual[N]        with the derivative
//	Exact          Dual[Precise]: truth, bound, and convention at kinks
//
// A rational one is generic over [Field], which [Rat] is as well: exact fractions,
// without any rounding.
//
// # Reference and cross-check
//
// Differences in doubles cannot decide about a small gradient. Their best step leaves
// an error near 10⁻¹¹, so that an absolute tolerance accepts an entry of 10⁻¹²
// that was flushed to 0, and a relative one raises an alarm for the right
// value. Dual numbers in 320 bits, [Dual], know the slope to 90 digits. They apply the chain
// rule, as the claim does; so one central difference, which is wrong by 2⁻¹⁸⁰ and knows of no rule, must
// agree with them. See [Differences] and, for functions with many outputs, [Jacobian] and
// [Function.References].
//
// # The bound
//
// The claimed gradient is right if it differs from the truth by no more than
// rounding explains. How much that is, f knows: [RunningError] carries
// a bound through each operation, of the slopes as well, as if the program formed them by forward
// differentiation. A right gradient by another order of the same operations is within it, and the
// bound is small, for a perceptron 10² to 10³ times the actual errors. A formula that loses more digits, such as 1 − tanh² x,
// is wrong by this bound and right by its own: written for any [Number] and evaluated in RunningError. That one is proven: it holds for every way of
// rounding within its model. It is the only tolerance: a
// whole gradient has none, and the reference's own error is not added. If the formula can't be written
// over RunningError, set Claim.Bound; its derivation is the caller's responsibility.
//
// # Verdicts
//
//	PASS                 every entry has error ≤ bound, and less than half of the value
//	FAIL                 some entry has not error ≤ bound, or is NaN, or there is nothing to compare
//	UNDECIDED            rounding may leave so little of an entry that 0 would pass as well
//	KINK                 an entry is at a kink, and the convention is unknown
//	REFERENCE-MISMATCH   reference and cross-check contradict each other: the truth is unknown
//
// A wide bound leaves an entry undecided, and never lets it pass: no zero, doubled or negated entry passes [CheckExact]. ([Check]
// can't see an entry below the noise of f, as its comment says.) Comparisons are for each
// entry alone, never of a norm, which would hide a
// small wrong entry behind a large right one. [Compare] compares with values and references from
// anywhere, [CheckExact] with the slopes of an objective; both return a
// [Report], and [Merge] makes one of several.
//
// # Kinks
//
// Where the operands of a maximum, a minimum or an absolute value tie, dual numbers have the slopes on both sides, exactly.
// An entry there must be the convention: the slope of the second operand, and 0 of an
// absolute value. A smooth tie, such as the tie
// of the largest logits when a softmax subtracts the maximum, is no kink. A kink that f makes by
// branching on a Sign is not seen: at such a point the verdict is REFERENCE-MISMATCH. Write it with Max, Min or Abs.
//
// # Why a claim fails
//
// A report that fails has a Diagnosis, of each [Block] that can be explained: that
// it is zero throughout, or the right one times −1, 2, ½, a named constant such as
// N, its inverse, or any constant; that it is filled as its transpose, has two
// entries exchanged, all in the wrong places, or a row in the place of another; that a decay or a
// constant was added, small entries flushed, everything rounded to float32; that one entry is
// wrong, or all slightly off, as at an old x. With [Hints] it names a known mistake and digits lost by
// cancellation. All of this explains: no verdict depends on it.
//
// # Checking a function of one's own
//
//	func f[N gradcheck.Number[N]](x []N) N { return x[0].Mul(x[1]).Tanh() }
//
//	at := []float64{0.3, 0.7}
//	report := gradcheck.CheckExact(gradcheck.Claim{
//		Name:      "tanh(x·y)",
//		Objective: f[gradcheck.Exact],
//		At:        at,
//		Gradient:  program(at), // under test
//	})
//	if report.Verdict != gradcheck.PASS {
//		log.Print(report)
//	}
//
// # Limits
//
// A check shows that a gradient belongs to its function, not that the
// function is the intended one. It looks at one point, along its axes. The bounds do not
// cover underflow, nor functions less accurate than [RunningError] says. The reference knows nothing of slopes below
// 2⁻²⁰⁰, and of a slope 2⁻²⁰⁰ times the values of f or less. Where the values of f cancel to fewer bits than that, as
// 10⁷⁰ + x − 10⁷⁰ does, or f has a kink within 2⁻¹⁵⁰ of x, it may contradict right slopes: REFERENCE-MISMATCH. Where rounding decides
// which operand of a maximum wins, as in max(0.1 + 0.4 − 0.5, 0), a right program may be
// on the other side of the kink, and fails. The slope of √x at an exact 0 that does not move counts as 0, so that the
// kink of √(x² + y²) at (0, 0) is not seen.
//
// One check costs three evaluations of f in dual numbers of 320 bits per entry, two more at a tie, of about 1 µs for
// a sum, 3 µs for a product and 25 µs for an exponential.
package gradcheck
