package nn

// Softmax is the last step of Forward, for tests that set A themselves.
func (s *Workspace[F]) Softmax() { s.softmax() }
