package classifier

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	"chainrule/nn/experiment"
	"chainrule/nn/file"
	"chainrule/nn/internal/safetensors"
	"chainrule/tensor"
)

// Checkpoint is a classifier in training, with all that the training needs to go on. Its file is one of the
// classifier too, with more tensors: the moments m and v, and curve and best parameters of a
// validation; and more metadata, the epochs done.
type Checkpoint[F tensor.Float] struct {
	*Classifier[F]
	State experiment.State[F]
}

// progress is the part of a state that stands in the metadata.
type progress struct {
	Epochs int `json:"epochs"`
	Best   int `json:"best"`
}

// vectors are the parts of a state that are tensors.
func vectors[F tensor.Float](s *experiment.State[F]) map[string]*[]F {
	return map[string]*[]F{"m": &s.M, "v": &s.V, "best": &s.BestOnes}
}

// Save writes the file of that name, whole or not at all.
func (c *Checkpoint[F]) Save(name string) error { return file.Write(name, c.Write) }

// Write writes the checkpoint. It returns the errors of [Classifier.Write].
func (c *Checkpoint[F]) Write(w io.Writer) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("classifier: %w", err)
	}
	f, s := c.file(), c.State
	f.Metadata["progress"] = encode(progress{s.Epochs, s.Best})
	for _, name := range []string{"m", "v", "best"} {
		if x := *vectors(&s)[name]; x != nil {
			data := elements(tensor.FromSlice(1, len(x), x))
			f.Tensors = append(f.Tensors, safetensors.Tensor{Name: name, DType: dtype[F](), Shape: []int{len(x)}, Data: data})
		}
	}
	if s.Curve != nil { // whose losses need not be finite
		f.Tensors = append(f.Tensors, safetensors.Tensor{Name: "curve", DType: "F64", Shape: []int{len(s.Curve)}, Data: elements(tensor.FromSlice(1, len(s.Curve), s.Curve))})
	}
	return f.Write(w)
}

// LoadCheckpoint reads the file of that name, which [Checkpoint.Save] wrote. Its error names the file.
func LoadCheckpoint[F tensor.Float](name string) (*Checkpoint[F], error) {
	return load(name, ReadCheckpoint[F])
}

// ReadCheckpoint reads a checkpoint of so many bytes. It returns the errors of [Read], and one for a file without
// a state or with tensors of another size.
func ReadCheckpoint[F tensor.Float](r io.Reader, size int64) (*Checkpoint[F], error) {
	f, err := safetensors.Read(r, size)
	if err != nil {
		return nil, err
	}
	c := &Checkpoint[F]{}
	if c.Classifier, err = decode[F](f); err != nil {
		return nil, err
	}
	var p progress
	if err := json.Unmarshal([]byte(f.Metadata["progress"]), &p); err != nil {
		return nil, fmt.Errorf("no checkpoint to go on from: metadata progress is %.60q", f.Metadata["progress"])
	}
	θ := c.Net.Parameters().Theta
	c.State = experiment.State[F]{Epochs: p.Epochs, Theta: θ, Best: p.Best}
	for name, x := range vectors(&c.State) {
		i := slices.IndexFunc(f.Tensors, func(t safetensors.Tensor) bool { return t.Name == name })
		if i < 0 {
			continue
		}
		if t := f.Tensors[i]; t.DType != dtype[F]() || !slices.Equal(t.Shape, []int{len(θ)}) {
			return nil, fmt.Errorf("tensor %s is %s %v: want %s %v", t.Name, t.DType, t.Shape, dtype[F](), []int{len(θ)})
		}
		*x = make([]F, len(θ))
		fill(tensor.FromSlice(1, len(θ), *x), f.Tensors[i].Data)
	}
	if i := slices.IndexFunc(f.Tensors, func(t safetensors.Tensor) bool { return t.Name == "curve" && t.DType == "F64" }); i >= 0 {
		c.State.Curve = make([]float64, len(f.Tensors[i].Data)/8)
		fill(tensor.FromSlice(1, len(c.State.Curve), c.State.Curve), f.Tensors[i].Data)
	}
	return c, nil
}

// load reads the file of that name.
func load[C any](name string, read func(io.Reader, int64) (C, error)) (c C, err error) {
	r, err := os.Open(name)
	if err != nil {
		return c, err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return c, err
	}
	if c, err = read(r, info.Size()); err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return c, err
}
