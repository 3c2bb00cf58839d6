package site

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// paperProblem is the paper's rows, split as the paper splits them.
var paperProblem = sync.OnceValues(func() (*dataset.Problem, error) {
	t, err := dataset.Paper().Table()
	if err != nil {
		return nil, err
	}
	return dataset.NewProblem(t, 0.2, 7)
})

// moments are the epochs after which the network is looked at closely.
var moments = []int{0, 1, 2, 5, 10, 20, 50, 100, 200, 350, mostEpochs}

// moment is what the network says after an epoch.
type moment struct {
	Epoch             int
	Train, Test, Rate float64 // cost of training and of test rows, share of errors among these
	regions           []int   // classes, by cell of the plane
}

// learnt is a training, as it went.
type learnt struct {
	lesson
	p       *dataset.Problem
	plane   plane
	Costs   []float64 // of the test rows, before the first epoch and after each
	Moments []moment
}

// Last is the end.
func (t *learnt) Last() moment { return t.Moments[len(t.Moments)-1] }

// astrayError says that there is nothing finite to show.
type astrayError struct{ what string }

func (e *astrayError) Error() string {
	return "The training went astray: " + e.what + ". A smaller rate may help."
}

// highestCost is the largest test cost that is shown.
const highestCost = 1e100

// learn trains the network. It is looked at after the last batch of an epoch that has
// rows, as the listing prints it; Code 13 has two more that have none. Errors say what can't
// be done with these settings, or that the training went astray.
func (l lesson) learn(ctx context.Context) (*learnt, error) {
	p, err := paperProblem()
	if err != nil {
		return nil, err
	}
	net := nn.NewMLP[float64](p.X.Cols(), l.Hidden, len(p.Classes), l.Activation)
	net.Initialize(dataset.NewRandom(l.Seed).Normal)
	r, err := findRule(l.Rule)
	if err != nil {
		return nil, err
	}
	rule, err := r.make(len(net.Parameters().Theta), l.Rate)
	if err != nil {
		return nil, err
	}
	o, last := nn.Options{Epochs: l.Epochs, Batch: l.Batch}, (p.X.Rows()+l.Batch-1)/l.Batch-1
	if !l.Meant {
		if o.Batches = p.Rows / l.Batch; o.Batches <= last {
			return nil, fmt.Errorf("Code 13 counts ⌊%d/%d⌋ batches, %d, and would drop rows: choose another batch size, or the batches as meant", p.Rows, l.Batch, o.Batches)
		}
	}
	t := &learnt{lesson: l, p: p, plane: newPlane(p.X, l.Across, l.Up)}
	if err := t.look(net, 0); err != nil {
		return nil, err
	}
	for step, err := range nn.Train(ctx, net, rule, p.X, p.T, o) {
		if err == nil && step.Batch == last {
			err = t.look(net, step.Epoch+1)
		}
		if err != nil {
			return nil, astray(err)
		}
	}
	return t, nil
}

// astray says in our words that training met what is not finite.
func astray(err error) error {
	var e *nn.NotFiniteError
	if errors.As(err, &e) {
		return &astrayError{e.Error()}
	}
	return err
}

// look notes how the network does after an epoch.
func (t *learnt) look(net *nn.MLP[float64], epoch int) error {
	s, said := says(net, t.p.TestX)
	test := net.Loss(s, t.p.TestT)
	if !(test < highestCost) {
		return &astrayError{fmt.Sprintf("after epoch %d the cost of the test rows is %.3g", epoch, test)}
	}
	t.Costs = append(t.Costs, test)
	if epoch != t.Epochs && !slices.Contains(moments, epoch) {
		return nil
	}
	m := moment{Epoch: epoch, Test: test, Rate: nn.ErrorRate(said, t.p.TestLabels)}
	s, _ = says(net, t.p.X)
	m.Train = net.Loss(s, t.p.T)
	_, m.regions = says(net, t.plane.cells)
	t.Moments = append(t.Moments, m)
	return nil
}

// says returns the classes that the network says of rows, and what that was computed in.
func says(net *nn.MLP[float64], X tensor.Matrix[float64]) (*nn.Workspace[float64], []int) {
	s, said := net.Workspace(X.Rows()), make([]int, X.Rows())
	net.Forward(s, X)
	nn.Predict(said, s.Y)
	return s, said
}
