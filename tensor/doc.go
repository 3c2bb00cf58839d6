// Package tensor provides dense row-major matrices of float64 and float32 and
// the operations that a multi-layer perceptron is made of: products,
// elementwise functions, reductions and a stable softmax. It knows nothing of
// networks and needs no numerical library.
//
// # Letters
//
//	A B C      matrices; C is the destination and always the first argument
//	m n k      shape of a product: C is m×n, the inner dimension is k
//	i j p      row of C, column of C, running index of the inner dimension
//	x y        vectors, given as slices
//	s          a scalar
//	S          stripes of a reduction along a row: 8 in float64, 16 in float32
//	u          unit roundoff: 2⁻⁵³ in float64, 2⁻²⁴ in float32
//	ulp        unit in the last place of the exact result
//
// # One answer
//
// Every operation has one numerical result: the same bits on every machine, for
// any kernel, any GOMAXPROCS and any GOAMD64 level. Three definitions make it so.
//
//   - An element of a product is the chain c = fma(a[i,p], b[p,j], c) for
//     p = 0, 1, 2, … in that order, from a start that is 0, a bias or the present value of
//     the destination. It is never split over p. With k = 0 the start remains. So row i
//     alone has the bits of row i in any batch, as in all operations along rows.
//   - A sum down the rows of a matrix runs in the order of the rows. A reduction
//     along a row uses stripes and a tree that depend on its length only: see [Sum].
//   - Exp, Log, Tanh and Sigmoid are sequences of operations written out here, with
//     explicit [math.FMA]; no function of package math is called whose code differs
//     between architectures.
//
// Equal means equal bits, the sign of zero included, except that all NaNs count
// as one.
//
// # Kernels
//
// The products, the elementary functions, sums and products of elements, and the updates have implementations in
// assembly for AVX-512, AVX2 with FMA, and NEON; all other operations but copies, conversion and argmax have them for
// AVX-512 and AVX2. Every operation has a definition in portable Go, the only kernel of a build with the tag purego. The fastest kernel that the machine can run
// is used. The environment variable TENSOR_KERNEL chooses another by its name: portable, avx2, avx512 or neon; see
// [Kernels] and [SetKernel].
//
// # Misuse
//
// A shape that does not fit, an illegal overlap of destination and operand, or an
// index out of range panics with a [*ShapeError], an [*OverlapError] or an
// [*IndexError], which name the operation and the shapes. NaN and infinity follow
// IEEE 754; nothing is skipped because a factor is zero.
//
// # Aliasing and concurrency
//
// An elementwise operation, [Softmax] and [LogSoftmax] may have their destination
// equal to an operand (the same elements at the same places). Any other overlap,
// and every overlap in a product or reduction, panics. No operation keeps a reference to
// its arguments, so concurrent use is safe wherever the destinations are distinct.
//
// No operation allocates, except that products pack their operands into workspaces of
// about a megabyte: one for each product that runs at the same time as others, kept for
// the next. A product of at least 2²¹ multiplications is shared among up to
// GOMAXPROCS goroutines, which yield for up to 200 µs after it, in case another
// follows; a smaller one starts none.
package tensor
