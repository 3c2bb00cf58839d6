package experiment

import (
	"fmt"

	"chainrule/tensor"
)

// State is the state of a run after an epoch: with the run's [Config] and problem, all that the epochs after
// it depend on. A run that goes on from it has the bits of one that was never stopped.
type State[F tensor.Float] struct {
	Epochs   int       // done
	Theta    []F       // parameters
	M, V     []F       // moments of the rule, nil if it has none
	Curve    []float64 // of the validation
	Best     int       // index in Curve
	BestOnes []F       // parameters there
}

// State returns the state after so many epochs, in memory of its own.
func (r *Run[F]) State(epochs int) State[F] {
	s := State[F]{Epochs: epochs, Theta: clone(r.Net.Parameters().Theta)}
	if rule, ok := r.Rule.(interface{ Moments() (m, v []F) }); ok {
		m, v := rule.Moments()
		s.M, s.V = clone(m), clone(v)
	}
	if v := r.Validation; v != nil {
		s.Curve, s.Best, s.BestOnes = append([]float64(nil), v.Curve...), v.Best, clone(v.Theta)
	}
	return s
}

func clone[F tensor.Float](x []F) []F { return append([]F(nil), x...) }

// Resume brings a run, before its first step, to a state. The random stream is advanced by the
// permutations of the epochs done, and a bias correction by their steps. It returns an error if
// the state has other lengths than the run, or more epochs.
func (r *Run[F]) Resume(s State[F]) error {
	now := r.State(0)
	switch v := r.Validation; {
	case s.Epochs < 0 || s.Epochs > r.Epochs:
		return fmt.Errorf("%d epochs are done: the training has %d", s.Epochs, r.Epochs)
	case len(s.Theta) != len(now.Theta) || len(s.M) != len(now.M) || len(s.V) != len(now.V),
		v == nil && s.Curve != nil, v != nil && (len(s.Curve) != s.Epochs || s.Epochs > 0 && (len(s.BestOnes) != len(s.Theta) || s.Best < 0 || s.Best >= s.Epochs)):
		return fmt.Errorf("the state is of another network, optimizer or validation")
	}
	copy(r.Net.Parameters().Theta, s.Theta)
	if rule, ok := r.Rule.(interface{ Moments() (m, v []F) }); ok {
		m, v := rule.Moments()
		copy(m, s.M)
		copy(v, s.V)
	}
	if rule, ok := r.Rule.(interface{ Advance(steps int) }); ok {
		rule.Advance(s.Epochs * r.EpochSteps(r.X.Rows()))
	}
	if v := r.Validation; v != nil {
		v.Curve, v.Best, v.Theta = append([]float64(nil), s.Curve...), s.Best, clone(s.BestOnes)
	}
	if p := make([]int, r.X.Rows()); r.Permute != nil {
		for range s.Epochs {
			r.Permute(p)
		}
	}
	r.Done = s.Epochs
	return nil
}
