package classifier

import (
	"io"

	"chainrule/nn"
	"chainrule/nn/internal/onnx"
	"chainrule/tensor"
)

// WriteONNX writes the classifier as an ONNX model (IR version 7, operator set 13), which other engines
// run. Its input is the double tensor "features", rows×D, of raw features in the order of
// c.Features. Its outputs are "label" (the index of the class), "name" (the class itself, a text)
// and "probabilities", rows×K, in the type of the network. The names of features and classes are in
// the metadata, as JSON. It returns the errors of [Classifier.Write].
//
// An engine sums and computes exponentials in its own order, so its probabilities differ by a few
// roundings; only this package promises bits.
func (c *Classifier[F]) WriteONNX(w io.Writer) error {
	if err := c.check(); err != nil {
		return err
	}
	_, err := w.Write(c.graph().Marshal())
	return err
}

// graph returns the classifier as a graph of operators.
func (c *Classifier[F]) graph() onnx.Model {
	D, K := len(c.Features), len(c.Classes)
	number := map[string]onnx.Type{"F64": onnx.Double, "F32": onnx.Float}[dtype[F]()]
	m := onnx.Model{
		Name: "classifier", Producer: "chainrule",
		Metadata:     map[string]string{"features": encode(c.Features), "classes": encode(c.Classes), "label": c.Label},
		Initializers: []onnx.Tensor{{Name: "classes", Type: onnx.String, Shape: []int{K}, Texts: c.Classes}},
		Inputs:       []onnx.Value{{Name: "features", Type: onnx.Double, Shape: []int{0, D}}},
		Outputs: []onnx.Value{
			{Name: "label", Type: onnx.Int64, Shape: []int{0}},
			{Name: "name", Type: onnx.String, Shape: []int{0}},
			{Name: "probabilities", Type: number, Shape: []int{0, K}},
		},
	}
	last := "features" // value
	add := func(op, result string, attributes map[string]int, constants ...string) {
		m.Nodes = append(m.Nodes, onnx.Node{Op: op, Inputs: append([]string{last}, constants...), Outputs: []string{result}, Attributes: attributes})
		last = result
	}
	if c.Scaler.Mean != nil {
		m.Initializers = append(m.Initializers, doubles("mean", c.Scaler.Mean), doubles("scale", c.Scaler.Scale))
		add("Sub", "centred", nil, "mean")
		add("Div", "standardised", nil, "scale")
	}
	add("Cast", "X", map[string]int{"to": int(number)})
	blocks, activations := c.Net.Parameters().Blocks(), c.Net.Activations()
	for i := 0; i < len(blocks); i += 2 {
		W, b := blocks[i], blocks[i+1]
		for _, block := range blocks[i : i+2] {
			m.Initializers = append(m.Initializers, onnx.Tensor{Name: block.Name, Type: number, Shape: shape(block), Data: elements(block.Matrix)})
		}
		add("Gemm", "before "+W.Name, nil, W.Name, b.Name)
		if i/2 < len(activations) {
			add(map[nn.Activation]string{nn.Sigmoid: "Sigmoid", nn.Tanh: "Tanh", nn.ReLU: "Relu"}[activations[i/2]], "after "+W.Name, nil)
		}
	}
	add("Softmax", "probabilities", map[string]int{"axis": 1})
	add("ArgMax", "label", map[string]int{"axis": 1, "keepdims": 0})
	m.Nodes = append(m.Nodes, onnx.Node{Op: "Gather", Inputs: []string{"classes", "label"}, Outputs: []string{"name"}})
	return m
}

// doubles returns a vector of constants.
func doubles(name string, xs []float64) onnx.Tensor {
	return onnx.Tensor{Name: name, Type: onnx.Double, Shape: []int{len(xs)}, Data: elements(tensor.FromSlice(1, len(xs), xs))}
}
