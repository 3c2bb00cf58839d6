// Package dataset provides the data of the paper's experiment: the artificial
// classification problem of section 3.1, its division into training and test rows
// (section 3.2), the indicator matrix of the targets (section 3.3), and tables
// read from and written to CSV files for data of one's own.
//
// The paper takes all three from scikit-learn, which takes its randomness from
// NumPy. This package is a port of the parts it uses, so that
//
//	X, y, err := dataset.Paper().Generate()
//	train, test, err := dataset.Split(500, 0.2, 7)
//
// are the rows that Codes 6 and 7 see, in every bit and in the same order.
//
// # Letters
//
//	N         rows, also called samples
//	D         features: columns of X
//	K         classes
//	X         N×D, the inputs (Code 6)
//	y         N labels as the indices 0..K-1 of their classes (Code 6)
//	T         N×K, the targets: T[n,k] is 1 if row n is of class k, else 0
//	          (section 2.2.3, Code 8)
//	C         clusters of a generated problem: K times the clusters per class
//	A         Informative×Informative, a cluster's linear map; B likewise for the
//	          redundant columns
//	u         a uniform number of [0,1);  also, in log.go, the unit roundoff 2⁻⁵³
//	p q       permutations of rows and of columns
//
// # Sources
//
//	Random          Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) and the
//	                distributions of NumPy's RandomState, its "legacy" stream, which
//	                NumPy has promised never to change
//	Classification  section 3.1, Code 6: make_classification of scikit-learn 1.2.1,
//	                after Guyon's generator of the Madelon data (NIPS 2003)
//	Split           section 3.2, Code 7: train_test_split
//	Encoder         section 3.3, Code 8: LabelBinarizer, with its traps removed
//
// # Differences from the listings
//
// Code 6 binds the pair it gets to one name, df, and Code 7 reads X and Y, to which
// nothing was assigned; [Classification.Generate] returns the two separately (E48).
//
// The split is not stratified: of the 100 test rows 39, 31 and 30 belong to the
// three classes, of the 400 training rows 128, 140 and 132. Nor is there a
// validation set apart from the test set, so choosing hyperparameters by the test
// error makes that error optimistic (E50). [Split] keeps to the paper here.
//
// Code 8 fits the encoder a second time on the test labels. If a class is missing
// there, the remaining ones are numbered anew and the columns no longer have the meaning
// they mean in training. An [Encoder] is fitted once, and a label it has not seen
// is an error (E51).
//
// With two classes LabelBinarizer makes one column where the network has two
// outputs, and NumPy stretches it over both without a word. [Encoder.OneHot] has
// as many columns as there are classes, always (E52).
//
// # Laws
//
// One answer: the same call gives the same bits on every machine. Of package math only
// Sqrt, FMA, Abs and the functions on a float's bits are called;
// the logarithm that the normal distribution needs is written out in log.go, and
// tensor computes the products of matrices, as chains of fused multiply-adds in
// the order of the inner index. NumPy's product is the same chain where its BLAS
// fuses and does not split sums: see [Classification.Generate].
//
// Misuse panics with an [*ArgumentError]; unusable input (parameters, files,
// labels) is answered with an error that names the place and the value.
package dataset
