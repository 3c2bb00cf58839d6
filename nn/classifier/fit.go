package classifier

import (
	"context"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/nn/file"
	"chainrule/tensor"
)

// Fit trains a classifier on all rows of a table, whose features it standardises, with the settings
// of [experiment.Default]. The same table and seed give the same bits. It returns an error if the
// labels are all alike or all different, and the errors of [nn.Train].
func Fit[F tensor.Float](ctx context.Context, t *dataset.Table, seed uint32) (*Classifier[F], error) {
	p, err := dataset.NewProblem(t, 0, 0)
	if err != nil {
		return nil, err
	}
	scaler := p.Standardize()
	c := experiment.Default(p.X.Rows(), seed)
	c.Problem = p
	r, err := experiment.New[F](c)
	if err != nil {
		return nil, err
	}
	r.Permute = r.Random.Permute
	for _, err := range r.Steps(ctx) {
		if err != nil {
			return nil, err
		}
	}
	return New(r.Net, t, p.Classes, scaler), nil
}

// New returns the classifier of a network that was trained on rows of a table, with these classes, and
// after this scaler, which is empty if the rows were not standardised.
func New[F tensor.Float](net *nn.MLP[F], t *dataset.Table, classes []string, scaler dataset.Scaler) *Classifier[F] {
	D := t.X.Cols()
	return &Classifier[F]{Net: net, Features: t.Header[:D:D], Label: t.Header[D], Classes: classes, Scaler: scaler}
}

// Save writes the file of that name, whole or not at all. See [Classifier.Write] for its format.
func (c *Classifier[F]) Save(name string) error { return file.Write(name, c.Write) }
