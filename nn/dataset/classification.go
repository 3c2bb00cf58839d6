package dataset

import (
	"fmt"
	"math"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// Classification describes an artificial classification problem in which each
// class is a few normal clouds ("clusters") around corners of a cube, as
// make_classification of scikit-learn 1.2.1 makes it with the arguments named
// below and its defaults for the others (hypercube, shift 0, scale 1, shuffle).
//
// The columns of X are Informative ones, in which the clusters lie; Redundant
// ones, random linear combinations of the informative; Repeated ones, copies of
// columns of the first two kinds; and for the rest noise. They come shuffled.
type Classification struct {
	Samples     int // n_samples: N, the rows
	Features    int // n_features: D, the columns
	Informative int // n_informative
	Redundant   int // n_redundant
	Repeated    int // n_repeated
	Classes     int // n_classes: K
	Clusters    int // n_clusters_per_class

	Flip       float64 // flip_y: the fraction of rows whose label is drawn anew, in [0,1]
	Separation float64 // class_sep: half the edge of the cube
	Seed       uint32  // random_state
}

// Paper returns the problem of the paper: section 3.1, Code 6. What Code 6 does
// not say is scikit-learn's default: two clusters per class, a hundredth of the
// labels drawn anew, separation 1.
func Paper() Classification {
	return Classification{
		Samples: 500, Features: 5, Informative: 5, Classes: 3, Clusters: 2,
		Flip: 0.01, Separation: 1, Seed: 7,
	}
}

const (
	// maxCount bounds every count and every number of elements: the largest int
	// of a machine of 32 bits, and 16 GiB of float64.
	maxCount = math.MaxInt32

	// maxSeparation keeps every element finite. A product sums at most √maxCount
	// terms, since A is square, and no normal exceeds 13, so a redundant element is
	// less than 5·10⁴·(10³⁰⁰ + 5·10⁴·13), far from the 1.8·10³⁰⁸ where float64 ends.
	maxSeparation = 1e300
)

// Validate returns nil if X and y can be generated, or else an error that names
// the first field that stands in the way, its value and the reason.
func (c Classification) Validate() error {
	informative, clusters := int64(max(c.Informative, 1)), int64(c.Classes)*int64(c.Clusters)
	known := informative + int64(c.Redundant) + int64(c.Repeated)
	// In this order: the counts come first, so that later products do not overflow.
	for _, rule := range []struct {
		field  string
		value  any
		holds  bool
		reason string
	}{
		{"Samples", c.Samples, inRange(c.Samples, 1), "it must be in 1..2147483647"},
		{"Features", c.Features, inRange(c.Features, 1), "it must be in 1..2147483647"},
		{"Informative", c.Informative, inRange(c.Informative, 1), "it must be in 1..2147483647"},
		{"Redundant", c.Redundant, inRange(c.Redundant, 0), "it must be in 0..2147483647"},
		{"Repeated", c.Repeated, inRange(c.Repeated, 0), "it must be in 0..2147483647"},
		{"Classes", c.Classes, inRange(c.Classes, 1), "it must be in 1..2147483647"},
		{"Clusters", c.Clusters, inRange(c.Clusters, 1), "it must be in 1..2147483647"},
		{"Features", c.Features, known <= int64(c.Features), "Informative + Redundant + Repeated is more"},
		{"Informative", c.Informative, informative > 30 || clusters <= 1<<informative,
			"the corners of a cube of so few dimensions are fewer than Classes·Clusters"},
		{"Samples", c.Samples, int64(c.Samples)*int64(c.Features) <= maxCount, "Samples·Features is too many elements"},
		{"Informative", c.Informative, informative*informative <= maxCount, "Informative² is too many elements"},
		{"Redundant", c.Redundant, informative*int64(c.Redundant) <= maxCount, "Informative·Redundant is too many elements"},
		{"Clusters", c.Clusters, clusters <= maxCount/informative, "Classes·Clusters·Informative is too many elements"},
		{"Flip", c.Flip, c.Flip >= 0 && c.Flip <= 1, "a fraction is in [0,1]"},
		{"Separation", c.Separation, math.Abs(c.Separation) <= maxSeparation, "its magnitude is at most 1e300"},
	} {
		if !rule.holds {
			return fmt.Errorf("dataset: Classification: %s is %v, but %s", rule.field, rule.value, rule.reason)
		}
	}
	return nil
}

// inRange reports whether least ≤ n ≤ maxCount.
func inRange(n, least int) bool { return least <= n && n <= maxCount }

// Generate returns X (N×D) and y (N class indices). It returns an error, and
// nothing else, if [Classification.Validate] does or if there is no memory for the rows.
//
// The clusters are products of normals with matrices, taken as the chain of fused
// multiply-adds of package tensor. With it y is always scikit-learn's, and X is in
// every bit, where NumPy's BLAS takes the same chain: OpenBLAS 0.3.21 does on
// processors that fuse, for up to 7 informative columns with AVX2 and 12 with
// AVX-512, except in products of a matrix with a vector (one redundant column, a
// cluster of one row). Elsewhere it sums in another order, and X agrees within the
// rounding error of the sums. The last place may also differ where the C library's
// logarithm errs; see [Random.Normal]. An examination from outside tried 80 settings: against a
// correctly rounded logarithm and the plain chain of products all 80 are equal in every bit, against
// the NumPy of that machine 21; the labels are equal in all.
//
// Section 3.1, Code 6.
func (c Classification) Generate() (X tensor.Matrix[float64], y []int, err error) {
	if err := c.Validate(); err != nil {
		return X, nil, err
	}
	if err := file.Room(8, [2]int{c.Samples, 2*c.Features + 5}); err != nil { // X, its columns shuffled, labels
		return X, nil, fmt.Errorf("dataset: Classification: Samples is %d, but it %w", c.Samples, err)
	}
	X, y = c.generate(NewRandom(c.Seed))
	return X, y, nil
}
