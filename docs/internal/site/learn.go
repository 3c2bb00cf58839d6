package site

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
)

// snapshotEpochs lists the epochs after which there is a snapshot.
var snapshotEpochs = []int{0, 1, 2, 5, 10, 20, 50, 100, 200, 350, mostEpochs}

// snapshot has the costs and the classes of the network after an epoch.
type snapshot struct {
	Epoch             int
	Train, Test, Rate float64 // cost of training and of test rows, per cent of errors among these
	regions           []int   // classes, by cell of the plane
	lines             [][3]float64
}

// trainingRun is a training, as it went.
type trainingRun struct {
	trainConfig
	problem   *dataset.Problem
	slice     inputSlice
	Costs     []float64 // of the test rows, before the first epoch and after each
	Snapshots []snapshot
}

// Last is the end.
func (t *trainingRun) Last() snapshot { return t.Snapshots[len(t.Snapshots)-1] }

// learn trains the network. It is looked at after the last batch of an epoch that has
// rows, as the listing prints it; Code 13 has two more that have none. Errors say what can't
// be done with these settings, or that the training went astray.
func (l trainConfig) learn(ctx context.Context) (*trainingRun, error) {
	p, err := problemOf(l.Set)
	if err != nil {
		return nil, err
	}
	c := experiment.Config{Problem: p, Hidden: slices.Repeat([]int{l.Hidden}, l.Layers), Activation: l.Activation, Seed: l.Seed, Rule: l.Rule.rule, Options: nn.Options{Epochs: l.Epochs, Batch: l.Batch}}
	c.Rule.Rate = l.Rate
	last := (p.X.Rows()+l.Batch-1)/l.Batch - 1
	if l.Batches == "printed" {
		if c.Batches = p.Rows / l.Batch; c.Batches <= last {
			return nil, fmt.Errorf("batch is %d: Code 13 counts ⌊%d/%d⌋ batches, %d, and would drop rows: choose another size, or the batches as meant", l.Batch, p.Rows, l.Batch, c.Batches)
		}
	}
	run, err := experiment.New[float64](c)
	if err != nil {
		return nil, err
	}
	run.Adjust = flawed(l.Flaw, run.Net)
	t := &trainingRun{trainConfig: l, problem: p, slice: newInputSlice(p.X, l.Across, l.Up)}
	if err := t.look(run, 0); err != nil {
		return nil, err
	}
	for step, err := range run.Steps(ctx) {
		if err == nil && step.Batch == last {
			err = t.look(run, step.Epoch+1)
		}
		if notFinite, is := errors.AsType[*nn.NotFiniteError](err); is {
			return nil, astray(notFinite.Error())
		}
		if err != nil {
			return nil, err
		}
	}
	return t, nil
}

// astray says that there is nothing finite to show.
type astray string

func (what astray) Error() string {
	return "The training went astray: " + string(what) + ". A smaller rate may help."
}

// look notes how the network does after an epoch.
func (t *trainingRun) look(run *experiment.Run[float64], epoch int) error {
	test, rate := run.Test()
	if !(test < experiment.HighestCost) {
		return astray(fmt.Sprintf("after epoch %d the cost of the test rows is %.3g", epoch, test))
	}
	t.Costs = append(t.Costs, test)
	if epoch != t.Epochs && !slices.Contains(snapshotEpochs, epoch) {
		return nil
	}
	s, regions := run.Net.Workspace(side*side), make([]int, side*side)
	run.Net.Forward(s, t.slice.middles)
	nn.Predict(regions, s.Y)
	t.Snapshots = append(t.Snapshots, snapshot{epoch, run.Evaluate().TrainCost, test, 100 * rate, regions, lines(run.Net)})
	return nil
}
