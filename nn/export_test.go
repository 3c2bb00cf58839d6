package nn

import "chainrule/tensor"

// Softmax is the last step of Forward, for tests that set A themselves.
func (s *Workspace[F]) Softmax() { s.softmax() }

// PreActivationGradient returns the gradient in the α of hidden layer l, from 0, after Backward.
func PreActivationGradient[F tensor.Float](s *Workspace[F], l int) tensor.Matrix[F] {
	return s.Hidden[l].dAlpha
}
