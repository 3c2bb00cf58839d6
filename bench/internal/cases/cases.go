// Package cases lists what the benchmarks of bench and of bench/peers both time, under the same
// names, so that their results are rows of one table.
package cases

import "fmt"

// A Shape is a product that is timed: C of m×n with the inner dimension k, in the variants
// named: NN, TN or NT, by which operand is transposed.
type Shape struct {
	M, N, K  int
	Variants []string
}

var plain, all = []string{"NN"}, []string{"NN", "TN", "NT"}

// Shapes are squares, the products of the paper's training step and of a digit classifier's
// (batch 128, 784-512-10), and vectors times square matrices.
var Shapes = []Shape{
	{4, 4, 4, plain}, {8, 8, 8, plain}, {16, 16, 16, plain}, {32, 32, 32, plain}, {64, 64, 64, all}, {128, 128, 128, plain},
	{256, 256, 256, plain}, {512, 512, 512, all}, {1024, 1024, 1024, plain}, {2048, 2048, 2048, plain},
	{50, 50, 5, plain}, {50, 3, 50, []string{"NN", "TN"}}, {5, 50, 50, []string{"TN"}}, {50, 50, 3, []string{"NT"}},
	{128, 512, 784, plain}, {784, 512, 128, []string{"TN"}}, {128, 512, 10, []string{"NT"}}, {128, 10, 512, plain}, {512, 10, 128, []string{"TN"}},
	{1, 64, 64, plain}, {1, 512, 512, plain}, {1, 4096, 4096, plain}, {64, 1, 64, plain}, {512, 1, 512, plain}, {4096, 1, 4096, plain},
}

// Within reports whether no dimension exceeds the limit.
func (s Shape) Within(limit int) bool { return max(s.M, s.N, s.K) <= limit }

// Flops is the number of additions and multiplications.
func (s Shape) Flops() float64 { return 2 * float64(s.M) * float64(s.N) * float64(s.K) }

// Name is the name of a product's benchmark below BenchmarkProduct.
func (s Shape) Name(typ, variant, kernel string) string {
	return fmt.Sprintf("type=%s/m=%d/n=%d/k=%d/variant=%s/kernel=%s", typ, s.M, s.N, s.K, variant, kernel)
}

// Elements is the number of elements of which elementary functions are timed: they lie in the second cache.
const Elements = 32768

// Integer returns the i-th of a series of integers from −5 to 5, on which every product is exact.
func Integer(i, seed int) int { return (i*7+seed*i/3+seed)%11 - 5 }
