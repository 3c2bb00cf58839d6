package classifier

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unsafe"

	"chainrule/nn"
	"chainrule/nn/internal/safetensors"
	"chainrule/tensor"
)

// The format of a file, in its metadata, and the version that this package writes and reads.
const (
	format  = "chainrule classifier"
	version = "1"
)

// Write writes the classifier in the safetensors format: a tensor for each block of parameters, under
// the names W, b, V, c or W1, b1, W2, …, and the rest as texts of the metadata. The same
// classifier has the same bytes. A classifier whose parts do not fit together, or with
// a number that is not finite, is an error.
func (c *Classifier[F]) Write(w io.Writer) error {
	if err := c.check(); err != nil {
		return fmt.Errorf("classifier: %w", err)
	}
	return c.file().Write(w)
}

// file returns the content of the file.
func (c *Classifier[F]) file() *safetensors.File {
	var names []string
	for _, σ := range c.Net.Activations() {
		names = append(names, σ.String())
	}
	f := &safetensors.File{Metadata: map[string]string{
		"format": format, "version": version, "label": c.Label, "settings": c.Settings, "activations": strings.Join(names, ","),
		"widths": encode(c.Net.Widths()), "features": encode(c.Features), "classes": encode(c.Classes),
	}}
	if c.Scaler.Mean != nil {
		f.Metadata["mean"], f.Metadata["scale"] = encode(c.Scaler.Mean), encode(c.Scaler.Scale)
	}
	for _, block := range c.Net.Parameters().Blocks() {
		f.Tensors = append(f.Tensors, safetensors.Tensor{Name: block.Name, DType: dtype[F](), Shape: shape(block), Data: elements(block.Matrix)})
	}
	return f
}

// encode returns x as JSON, whose numbers have as many digits as tell them from all others.
func encode(x any) string {
	data, err := json.Marshal(x)
	if err != nil {
		panic(err) // numbers are finite
	}
	return string(data)
}

// dtype returns the name of the type F in the format.
func dtype[F tensor.Float]() string { return fmt.Sprintf("F%d", 8*unsafe.Sizeof(F(0))) }

// elements returns the elements row by row, little-endian.
func elements[F tensor.Float](A tensor.Matrix[F]) (data []byte) {
	for i := range A.Rows() {
		data, _ = binary.Append(data, binary.LittleEndian, A.Row(i)) // floats can't fail
	}
	return data
}

// ErrType is the error of a file whose parameters are not of the type asked for.
var ErrType = errors.New("parameters of another type")

// Load reads the file of that name, which [Classifier.Save] wrote. Its error names the file.
func Load[F tensor.Float](name string) (*Classifier[F], error) { return load(name, Read[F]) }

// Read reads a file of so many bytes, which [Classifier.Write] wrote. It returns an error that names the fault if
// the file is of another format or version, has parameters of another type than F ([ErrType]), or is
// damaged: cut short, with parts that do not fit together, or numbers that are not finite.
func Read[F tensor.Float](r io.Reader, size int64) (*Classifier[F], error) {
	f, err := safetensors.Read(r, size)
	if err != nil {
		return nil, err
	}
	return decode[F](f)
}

// decode returns the classifier of a file.
func decode[F tensor.Float](f *safetensors.File) (c *Classifier[F], err error) {
	switch {
	case f.Metadata["format"] != format:
		return nil, fmt.Errorf("a safetensors file, but not of a classifier: its metadata has format %.60q, want %q", f.Metadata["format"], format)
	case f.Metadata["version"] != version:
		return nil, fmt.Errorf("version %.60q of the format: this program reads version %s", f.Metadata["version"], version)
	}
	c = &Classifier[F]{Label: f.Metadata["label"], Settings: f.Metadata["settings"]}
	var widths []int
	for _, part := range []struct {
		name string
		into any
	}{
		{"widths", &widths}, {"features", &c.Features}, {"classes", &c.Classes}, {"mean", &c.Scaler.Mean}, {"scale", &c.Scaler.Scale},
	} {
		text, present := f.Metadata[part.name]
		if !present && (part.name == "mean" || part.name == "scale") {
			continue
		}
		if err := json.Unmarshal([]byte(text), part.into); err != nil {
			return nil, fmt.Errorf("metadata %s is %.60q: %w", part.name, text, err)
		}
	}
	if c.Net, err = network[F](f, widths); err != nil {
		return nil, err
	}
	return c, c.check()
}

// network returns the network of a file.
func network[F tensor.Float](f *safetensors.File, widths []int) (*nn.MLP[F], error) {
	var σ []nn.Activation
	for name := range strings.SplitSeq(f.Metadata["activations"], ",") {
		one, err := nn.ParseActivation(name)
		if err != nil && f.Metadata["activations"] != "" {
			return nil, fmt.Errorf("metadata activations: %w", err)
		} else if err == nil {
			σ = append(σ, one)
		}
	}
	bytes := 0 // of the parameters, which are there before memory for them is allocated
	for _, t := range f.Tensors {
		if bytes += len(t.Data); strings.HasPrefix(t.Name, "W") && t.DType != dtype[F]() {
			return nil, fmt.Errorf("%w: tensor %.60s is %s, want %s", ErrType, t.Name, t.DType, dtype[F]())
		}
	}
	if len(widths) < 2 || slices.Min(widths) < 1 || len(σ) != len(widths)-2 || !fit(widths, bytes/int(unsafe.Sizeof(F(0)))) {
		return nil, fmt.Errorf("widths %v and %d activations for %d bytes of parameters: they do not fit together", widths, len(σ), bytes)
	}
	net := nn.NewMLP[F](widths, σ...)
	for _, block := range net.Parameters().Blocks() {
		i := slices.IndexFunc(f.Tensors, func(t safetensors.Tensor) bool { return t.Name == block.Name })
		if i < 0 {
			return nil, fmt.Errorf("there is no tensor %s", block.Name)
		}
		if t := f.Tensors[i]; t.DType != dtype[F]() || !slices.Equal(t.Shape, shape(block)) {
			return nil, fmt.Errorf("tensor %s is %s %v: want %s %v", t.Name, t.DType, t.Shape, dtype[F](), shape(block))
		}
		fill(block.Matrix, f.Tensors[i].Data)
	}
	return net, nil
}

// fit reports whether a network of these widths has at most so many parameters.
func fit(widths []int, most int) bool {
	for l := 1; l < len(widths); l++ {
		rows, cols := widths[l-1]+1, widths[l]
		if rows > most/cols {
			return false
		}
		most -= rows * cols
	}
	return true
}

// shape returns the shape of a block in the file: of one dimension if it is a vector.
func shape[F tensor.Float](b nn.Block[F]) []int {
	if b.Name[0] == 'b' || b.Name[0] == 'c' {
		return []int{b.Matrix.Cols()}
	}
	return []int{b.Matrix.Rows(), b.Matrix.Cols()}
}

// fill sets the elements, row by row, to those in data, of which there are enough.
func fill[F tensor.Float](A tensor.Matrix[F], data []byte) {
	for i := range A.Rows() {
		n, _ := binary.Decode(data, binary.LittleEndian, A.Row(i))
		data = data[n:]
	}
}
