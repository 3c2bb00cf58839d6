package dataset

import (
	"fmt"
	"slices"

	"chainrule/tensor"
)

// Split divides the rows 0..n-1 at random into training and testing rows, as
// train_test_split of scikit-learn does with test_size=test and
// random_state=seed: of one permutation the first ⌈test·n⌉ are for testing and the
// others for training, both in the order of the permutation. That order matters:
// batches are consecutive training rows. Classes are not balanced (no stratify).
//
// It returns an error unless 0 ≤ test < 1 and there is a row to train on. With test = 0 no row
// is for testing, and the others are in their own order. The two slices can be appended to
// independently.
//
// Section 3.2, Code 7.
func Split(n int, test float64, seed uint32) (train, testing []int, err error) {
	k, err := testRows("Split", n, test)
	if err != nil {
		return nil, nil, err
	}
	if k == 0 {
		for i := range n {
			train = append(train, i)
		}
		return train, nil, nil
	}
	p := NewRandom(seed).Permutation(n)
	return p[k:], p[:k:k], nil
}

// testRows returns ⌈test·n⌉, of which the functions that split take so many rows for testing.
func testRows(op string, n int, test float64) (int, error) {
	if n < 2 || uint64(n) > maxRange {
		return 0, fmt.Errorf("dataset: %s: %d rows: their number must be in 2..%d", op, n, uint64(maxRange))
	}
	if !(test >= 0 && test < 1) {
		return 0, fmt.Errorf("dataset: %s: the test fraction %v is not between 0 and 1", op, test)
	}
	k := ceil(float64(test * float64(n)))
	if k == n {
		return 0, fmt.Errorf("dataset: %s: the test fraction %v of %d rows leaves none to train on", op, test, n)
	}
	return k, nil
}

// StratifiedSplit divides the rows as [Split] does, but such that each class has its share of
// both parts, to within a row: as train_test_split of scikit-learn does with stratify as well,
// bit for bit. classes[n] is the class of row n, not negative.
//
// It returns an error where Split does, if a class has a single row, and if one of the parts
// has fewer rows than there are classes.
func StratifiedSplit(classes []int, test float64, seed uint32) (train, testing []int, err error) {
	n := len(classes)
	k, err := testRows("StratifiedSplit", n, test)
	if err != nil {
		return nil, nil, err
	}
	if k == 0 {
		return Split(n, 0, seed)
	}
	strata := make([][]int, slices.Max(classes)+1) // rows of each class
	for row, class := range classes {
		if class < 0 {
			panicArgument("StratifiedSplit", "classes[%d] is %d", row, class)
		}
		strata[class] = append(strata[class], row)
	}
	strata = slices.DeleteFunc(strata, func(rows []int) bool { return len(rows) == 0 })
	left := make([]int, len(strata))
	for i, rows := range strata {
		if left[i] = len(rows); len(rows) < 2 {
			return nil, nil, fmt.Errorf("dataset: StratifiedSplit: class %d has a single row, which cannot be on both sides", classes[rows[0]])
		}
	}
	if least := min(k, n-k); least < len(strata) {
		return nil, nil, fmt.Errorf("dataset: StratifiedSplit: %d rows of %d on one side are too few for %d classes", least, n, len(strata))
	}
	random := NewRandom(seed)
	trainCounts := apportion(left, n-k, random)
	for i := range left {
		left[i] -= trainCounts[i]
	}
	testCounts := apportion(left, k, random)
	for i, rows := range strata {
		rows, m := shuffled(rows, random), trainCounts[i]
		train, testing = append(train, rows[:m]...), append(testing, rows[m:m+testCounts[i]]...)
	}
	return shuffled(train, random), shuffled(testing, random), nil
}

// apportion divides so many draws among classes in proportion to their counts, by the largest
// remainders; where these are equal, lots decide.
func apportion(counts []int, draws int, random *Random) []int {
	total, need := 0, draws
	for _, count := range counts {
		total += count
	}
	shares, remainders := make([]int, len(counts)), make([]float64, len(counts))
	for i, count := range counts {
		share := float64(float64(count) / float64(total) * float64(draws))
		shares[i] = int(share)
		remainders[i] = share - float64(shares[i])
		need -= shares[i]
	}
	values := slices.Compact(slices.Sorted(slices.Values(remainders)))
	for _, value := range slices.Backward(values) {
		if need <= 0 {
			break
		}
		var equal []int
		for i, remainder := range remainders {
			if remainder == value {
				equal = append(equal, i)
			}
		}
		equal = shuffled(equal, random)
		for _, i := range equal[:min(len(equal), need)] {
			shares[i]++
		}
		need -= len(equal)
	}
	return shares
}

// shuffled returns the rows in a random order.
func shuffled(rows []int, random *Random) []int {
	return choose(rows, random.Permutation(len(rows)))
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
func Gather[F tensor.Float](X tensor.Matrix[F], rows []int) tensor.Matrix[F] {
	A := tensor.New[F](len(rows), X.Cols())
	for i, row := range rows {
		if row < 0 || row >= X.Rows() {
			panicArgument("Gather", "rows[%d] is %d, of a matrix of %d rows", i, row, X.Rows())
		}
		copy(A.Row(i), X.Row(row))
	}
	return A
}

// Rounded returns A in the type F, each element rounded: A itself if it has that type.
func Rounded[F tensor.Float](A tensor.Matrix[float64]) tensor.Matrix[F] {
	if same, ok := any(A).(tensor.Matrix[F]); ok {
		return same
	}
	C := tensor.New[F](A.Rows(), A.Cols())
	tensor.Convert(C, A)
	return C
}
