package dataset

import (
	"fmt"

	"chainrule/tensor"
)

// Split divides the rows 0..n-1 at random into training and testing rows, as
// train_test_split of scikit-learn does with test_size=test and
// random_state=seed: of one permutation the first ⌈test·n⌉ are for testing and the
// others for training, both in the order of the permutation. That order matters:
// batches are consecutive training rows. Classes are not balanced (no stratify).
//
// It returns an error unless 0 < test < 1 and both parts have at least one row. The
// two slices can be appended to independently.
//
// Section 3.2, Code 7.
func Split(n int, test float64, seed uint32) (train, testing []int, err error) {
	if n < 2 || uint64(n) > maxRange {
		return nil, nil, fmt.Errorf("dataset: Split: %d rows: their number must be in 2..%d", n, uint64(maxRange))
	}
	if !(test > 0 && test < 1) {
		return nil, nil, fmt.Errorf("dataset: Split: the test fraction %v is not between 0 and 1", test)
	}
	k := ceil(float64(test * float64(n)))
	if k == n {
		return nil, nil, fmt.Errorf("dataset: Split: the test fraction %v of %d rows leaves none to train on", test, n)
	}
	p := NewRandom(seed).Permutation(n)
	return p[k:], p[:k:k], nil
}

// ceil returns ⌈x⌉ for an x > 0 that an int can hold.
func ceil(x float64) int {
	n := int(x)
	if float64(n) < x {
		n++
	}
	return n
}

// Gather returns the chosen rows of X (N×D) as a new matrix, len(rows)×D: row i is
// a copy of X's row rows[i]. A row may be chosen more than once. It panics with an
// [*ArgumentError] if there is no such row.
func Gather(X tensor.Matrix[float64], rows []int) tensor.Matrix[float64] {
	A := tensor.New[float64](len(rows), X.Cols())
	for i, row := range rows {
		if row < 0 || row >= X.Rows() {
			panicArgument("Gather", "rows[%d] is %d, of a matrix of %d rows", i, row, X.Rows())
		}
		copy(A.Row(i), X.Row(row))
	}
	return A
}
