package nn

import (
	"fmt"
	"slices"

	"chainrule/tensor"
)

// validate checks the arguments of Train.
func validate[F tensor.Float](θ *Parameters[F], X, T tensor.Matrix[F], o Options) error {
	N, D, K := X.Rows(), θ.W.Rows(), θ.V.Cols()
	switch {
	case N == 0:
		return fmt.Errorf("nn: no rows to train on")
	case T.Rows() != N:
		return fmt.Errorf("nn: X has %d rows, T has %d", N, T.Rows())
	case X.Cols() != D || T.Cols() != K:
		return fmt.Errorf("nn: X has %d columns and T has %d, the model wants %d and %d", X.Cols(), T.Cols(), D, K)
	case o.Epochs < 1:
		return fmt.Errorf("nn: %d epochs: want at least 1", o.Epochs)
	case o.Done < 0:
		return fmt.Errorf("nn: %d epochs done: want at least 0", o.Done)
	case o.Batch < 1:
		return fmt.Errorf("nn: batches of %d rows: want at least 1", o.Batch)
	case o.Batches < 0 || o.Batches > 0 && o.Batches < batchCount(N, o.Batch):
		return fmt.Errorf("nn: %d batches of %d rows would drop some of %d rows", o.Batches, o.Batch, N)
	case !(o.Decay >= 0) || F(o.Decay)-F(o.Decay) != 0:
		return fmt.Errorf("nn: decay %v: want a finite number, not negative", o.Decay)
	}
	if len(θ.Layers) > 1 && !slices.ContainsFunc(θ.Theta, func(x F) bool { return x != 0 }) {
		return fmt.Errorf("nn: all parameters are 0, from which hidden units never learn: call Initialize before Train")
	}
	return validateData(X, T)
}

// validateData returns an error if X or T is not finite or T is negative.
func validateData[F tensor.Float](X, T tensor.Matrix[F]) error {
	if n, d, found := tensor.FirstNotFinite(X); found {
		return fmt.Errorf("nn: X, row %d, column %d: %v", n, d, X.At(n, d))
	}
	if n, k, found := tensor.FirstNotFinite(T); found {
		return fmt.Errorf("nn: T, row %d, column %d: %v", n, k, T.At(n, k))
	}
	for n := range T.Rows() {
		for k, t := range T.Row(n) {
			if t < 0 {
				return fmt.Errorf("nn: T, row %d, column %d: %v is negative", n, k, t)
			}
		}
	}
	return nil
}
