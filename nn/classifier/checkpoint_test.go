package classifier_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/classifier"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// interruptible returns a run with all that a state has: shuffles, moments with a correction, a schedule, a
// deeper network, and a validation.
func interruptible[F tensor.Float](t *testing.T, p *dataset.Problem, rule string) *experiment.Run[F] {
	c := experiment.Default(p.X.Rows(), 3)
	c.Problem, c.Hidden, c.Epochs, c.ValidationShare, c.Patience, c.Rule.Name = p, []int{7, 5}, 30, 0.2, 6, rule
	c.Rate = nn.Cosine(1e-2, 1e-4, 50)
	r, err := experiment.New[F](c)
	require.NoError(t, err)
	r.Permute = r.Random.Permute
	return r
}

// TestResumedRunHasTheBits: a run that goes on from the file of any epoch ends with the
// parameters of one that was never stopped, also if its patience ended before.
func TestResumedRunHasTheBits(t *testing.T) {
	for _, rule := range []string{experiment.Adam, experiment.RMSprop, experiment.Momentum, experiment.Descent} {
		resumes[float64](t, rule)
	}
	resumes[float32](t, experiment.Adam)
}

func resumes[F tensor.Float](t *testing.T, rule string) {
	table := fruit()
	p, err := dataset.NewProblem(table, 0.2, 1)
	require.NoError(t, err)
	scaler := p.Standardize()
	name := filepath.Join(t.TempDir(), "checkpoint")
	whole := interruptible[F](t, p, rule)
	files := [][]byte{}
	for step, err := range whole.Steps(context.Background()) {
		require.NoError(t, err)
		if step.LastOfEpoch {
			c := classifier.Checkpoint[F]{Classifier: classifier.New(whole.Net, table, p.Classes, scaler), State: whole.State(step.Epoch + 1)}
			var b bytes.Buffer
			require.NoError(t, c.Write(&b))
			files = append(files, b.Bytes())
			require.NoError(t, c.Save(name))
		}
	}
	for i, data := range files {
		c, err := classifier.ReadCheckpoint[F](bytes.NewReader(data), int64(len(data)))
		require.NoError(t, err)
		require.Equal(t, i+1, c.State.Epochs)
		r := interruptible[F](t, p, rule)
		require.NoError(t, r.Resume(c.State))
		for step, err := range r.Steps(context.Background()) {
			require.NoError(t, err)
			require.Greater(t, step.Epoch, i)
		}
		require.Equal(t, whole.Hash(), r.Hash(), "%s, from epoch %d of %d", rule, i+1, len(files))
	}
	_, err = classifier.Load[F](name)
	require.NoError(t, err, "a checkpoint is a classifier too")
}

func TestResumeRefuses(t *testing.T) {
	p, err := dataset.NewProblem(fruit(), 0.2, 1)
	require.NoError(t, err)
	s := interruptible[float64](t, p, experiment.Adam).State(0)
	require.NoError(t, interruptible[float64](t, p, experiment.Adam).Resume(s))
	for _, change := range []func(s *experiment.State[float64]){
		func(s *experiment.State[float64]) { s.Theta = s.Theta[1:] },
		func(s *experiment.State[float64]) { s.M = nil },
		func(s *experiment.State[float64]) { s.V = append(s.V, 1) },
		func(s *experiment.State[float64]) { s.Curve = []float64{1} },
		func(s *experiment.State[float64]) {
			s.Epochs, s.Curve, s.Best, s.BestOnes = 1, []float64{1}, 1, s.Theta
		},
		func(s *experiment.State[float64]) { s.Epochs, s.Curve = 1, []float64{1} },
	} {
		other := s
		change(&other)
		require.EqualError(t, interruptible[float64](t, p, experiment.Adam).Resume(other), "the state is of another network, optimizer or validation")
	}
	s.Epochs = 31
	require.EqualError(t, interruptible[float64](t, p, experiment.Adam).Resume(s), "31 epochs are done: the training has 30")
	var b bytes.Buffer
	require.NoError(t, random[float64]([]int{2, 3, 2}, nn.Tanh).Write(&b))
	_, err = classifier.ReadCheckpoint[float64](bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.EqualError(t, err, `no checkpoint to go on from: metadata progress is ""`)
}
