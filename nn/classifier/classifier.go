// Package classifier leads from a table to predictions: it standardises features, trains a
// network, names classes, and keeps all of that in one file.
//
//	c, err := classifier.Fit[float64](ctx, table, classifier.Default())
//	labels, err := c.Predict(X)
//	err = c.Save("model.safetensors")
//	c, err := classifier.Load[float64]("model.safetensors")
//
// The same file gives the same probabilities, bit by bit, on every machine.
package classifier

import (
	"fmt"
	"math"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// Classifier maps a row of D features to the probabilities of K classes. It is safe for concurrent
// use as long as nobody changes it.
type Classifier[F tensor.Float] struct {
	Net      *nn.MLP[F]
	Features []string       // D names of columns
	Label    string         // name of the column of labels
	Classes  []string       // K, in the order of the network's outputs
	Scaler   dataset.Scaler // empty if the network takes the features as they are
	Settings string         // of the training, in words or JSON: for people
}

// PredictProba returns the probabilities of the classes, N×K, for N rows of features, N×D, in the order
// of c.Features and c.Classes. A row has the same probabilities alone as among others. It returns an
// error that names the row and the feature if one is NaN or infinite or becomes so when
// standardised, or if X has another number of columns.
func (c *Classifier[F]) PredictProba(X tensor.Matrix[float64]) (tensor.Matrix[F], error) {
	Y := tensor.New[F](X.Rows(), len(c.Classes))
	const block = 1024 // rows, which bounds the memory of a pass
	s := c.Net.Workspace(min(block, X.Rows()))
	for i := 0; i < X.Rows(); i += block {
		j := min(i+block, X.Rows())
		Z, err := c.inputs(X.RowSlice(i, j))
		if err != nil {
			return Y, err
		}
		if n, d, found := tensor.FirstNotFinite(Z); found {
			return Y, fmt.Errorf("row %d: %s is %v, which the network gets as %v: want finite numbers", i+n+1, c.Features[d], X.At(i+n, d), Z.At(n, d))
		}
		c.Net.Forward(s, Z)
		tensor.Copy(Y.RowSlice(i, j), s.Y)
		if n, k, found := tensor.FirstNotFinite(s.Y); found {
			return Y, fmt.Errorf("row %d: the probability of %s is %v: the features are too large for the network", i+n+1, c.Classes[k], s.Y.At(n, k))
		}
	}
	return Y, nil
}

// inputs returns the inputs of the network for some rows, finite or not.
func (c *Classifier[F]) inputs(X tensor.Matrix[float64]) (tensor.Matrix[F], error) {
	if X.Cols() != len(c.Features) {
		return tensor.Matrix[F]{}, fmt.Errorf("rows of %d features: want %d: %.200q", X.Cols(), len(c.Features), c.Features)
	}
	if c.Scaler.Mean != nil {
		X = c.Scaler.Apply(X)
	}
	Z := tensor.New[F](X.Rows(), X.Cols())
	tensor.Convert(Z, X)
	return Z, nil
}

// Predict returns the most probable class of each row, of equally probable ones the first. It returns
// the errors of [Classifier.PredictProba].
func (c *Classifier[F]) Predict(X tensor.Matrix[float64]) ([]string, error) {
	Y, err := c.PredictProba(X)
	if err != nil {
		return nil, err
	}
	indices, labels := make([]int, X.Rows()), make([]string, X.Rows())
	nn.Predict(indices, Y)
	for i, k := range indices {
		labels[i] = c.Classes[k]
	}
	return labels, nil
}

// check returns an error if the parts do not fit together or a number is not finite.
func (c *Classifier[F]) check() error {
	widths := c.Net.Widths()
	D, K := widths[0], widths[len(widths)-1]
	switch {
	case len(c.Features) != D || len(c.Classes) != K:
		return fmt.Errorf("%d features and %d classes for a network of %d inputs and %d outputs", len(c.Features), len(c.Classes), D, K)
	case c.Scaler.Mean != nil && (len(c.Scaler.Mean) != D || len(c.Scaler.Scale) != D):
		return fmt.Errorf("%d means and %d scales for %d features", len(c.Scaler.Mean), len(c.Scaler.Scale), D)
	}
	for j := range c.Scaler.Mean {
		if mean, scale := c.Scaler.Mean[j], c.Scaler.Scale[j]; math.IsNaN(mean-mean) || !(scale > 0) || math.IsInf(scale, 1) {
			return fmt.Errorf("feature %.60q has mean %v and scale %v: want a finite and a positive number", c.Features[j], mean, scale)
		}
	}
	for _, block := range c.Net.Parameters().Blocks() {
		if i, j, found := tensor.FirstNotFinite(block.Matrix); found {
			return fmt.Errorf("%s, row %d, column %d is %v", block.Name, i, j, block.Matrix.At(i, j))
		}
	}
	return nil
}
