package classifier_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/classifier"
	"chainrule/tensor"
)

const engines = "testdata/engines/"

// run gives rows to a program and returns its answers, a JSON array a line.
func run(t *testing.T, X tensor.Matrix[float64], program ...string) (labels []int, names []string, Y [][]float64) {
	var input bytes.Buffer
	for i := range X.Rows() {
		require.NoError(t, binary.Write(&input, binary.LittleEndian, X.Row(i)))
	}
	cmd := exec.Command(program[0], append(program[1:], strconv.Itoa(X.Cols()))...)
	cmd.Stdin, cmd.Stderr = &input, os.Stderr
	output, err := cmd.Output()
	require.NoError(t, err)
	for lines := bufio.NewScanner(bytes.NewReader(output)); lines.Scan(); {
		var label int
		var name string
		var y []float64
		require.NoError(t, json.Unmarshal(lines.Bytes(), &[]any{&label, &name, &y}))
		labels, names, Y = append(labels, label), append(names, name), append(Y, y)
	}
	require.Len(t, Y, X.Rows())
	return labels, names, Y
}

// logitBound returns a bound on the error of the logits of one row in any order of summation, in
// units of roundoff u. An error e of a layer's inputs becomes |W|ᵀe, and n products and
// sums of n+1 terms add at most (n+2)·(|z|·|W| + |b|). No σ has a slope over 1; an engine's own is
// taken to be right to 8 units, and the standardised feature to 4.
func logitBound[F tensor.Float](c *classifier.Classifier[F], x []float64) float64 {
	z, e := make([]float64, len(x)), make([]float64, len(x))
	for j := range x {
		z[j] = (x[j] - c.Scaler.Mean[j]) / c.Scaler.Scale[j]
		e[j] = 4 * math.Abs(z[j])
	}
	σ := c.Net.Activations()
	for l, layer := range c.Net.Parameters().Layers {
		n, width := layer.W.Rows(), layer.W.Cols()
		z1, e1 := make([]float64, width), make([]float64, width)
		for m := range width {
			z1[m] = float64(layer.B[m])
			size := math.Abs(z1[m])
			for d := range n {
				w := float64(layer.W.At(d, m))
				z1[m] += z[d] * w
				size += math.Abs(z[d] * w)
				e1[m] += e[d] * math.Abs(w)
			}
			e1[m] += float64(n+2) * size
			if l < len(σ) {
				one := tensor.FromRows([]float64{z1[m]})
				nn.Apply(σ[l], one, one)
				z1[m] = one.At(0, 0)
				e1[m] += 8 * math.Abs(z1[m])
			}
		}
		z, e = z1, e1
	}
	most := 0.0
	for _, x := range e {
		most = max(most, x)
	}
	return most
}

// agree returns an error unless an engine has the same probabilities to the bound of both sides' logits, doubled
// as softmax has differences, and of its own exponentials and sums (16 units and K more);
// and the same labels, except where two probabilities are that near.
func agree[F tensor.Float](c *classifier.Classifier[F], X tensor.Matrix[float64], labels []int, names []string, Y [][]float64) error {
	ours, err := c.PredictProba(X)
	if err != nil {
		return err
	}
	u := math.Ldexp(1, -24)
	if unsafe.Sizeof(F(0)) == 8 {
		u = math.Ldexp(1, -53)
	}
	mine := make([]int, X.Rows())
	nn.Predict(mine, ours)
	for i := range X.Rows() {
		bound := math.Expm1(4*logitBound(c, X.Row(i))*u) + float64(16+len(c.Classes))*u
		for k, y := range Y[i] {
			if own := float64(ours.At(i, k)); !(math.Abs(y-own) <= bound*max(y, own)) {
				return fmt.Errorf("row %d, class %d: %v, ours is %v, and the bound %v", i, k, y, own, bound)
			}
		}
		isNear := Y[i][labels[i]] >= Y[i][mine[i]]*(1-2*bound)
		if names[i] != c.Classes[labels[i]] || labels[i] != mine[i] && !isNear {
			return fmt.Errorf("row %d: label %d, %s: ours is %d", i, labels[i], names[i], mine[i])
		}
	}
	return nil
}

// requireAgreement requires [agree] of an engine's answers, and that it refuses others: a
// probability that is off by a tenth, and a label that is another.
func requireAgreement[F tensor.Float](t *testing.T, c *classifier.Classifier[F], X tensor.Matrix[float64], labels []int, names []string, Y [][]float64) {
	require.NoError(t, agree(c, X, labels, names, Y))
	last := X.Rows() - 1
	Y[last][0] *= 1.1
	require.ErrorContains(t, agree(c, X, labels, names, Y), "class 0")
	Y[last][0] /= 1.1
	least := 0
	for k, y := range Y[last] {
		if y < Y[last][least] {
			least = k
		}
	}
	labels[last], names[last] = least, c.Classes[least]
	require.ErrorContains(t, agree(c, X, labels, names, Y), "label")
}

// eachModel runs a test on networks of each depth and activation, in both types.
func eachModel(t *testing.T, test func(t *testing.T, widths []int, σ []nn.Activation)) {
	for _, m := range []struct {
		widths []int
		σ      []nn.Activation
	}{
		{[]int{4, 3}, nil}, {[]int{5, 50, 3}, []nn.Activation{nn.ReLU}}, {[]int{64, 100, 10}, []nn.Activation{nn.Tanh}},
		{[]int{30, 20, 10, 2}, []nn.Activation{nn.Sigmoid, nn.ReLU}},
	} {
		t.Run("", func(t *testing.T) { test(t, m.widths, m.σ) })
	}
}

// TestONNXRuntime runs exported models with ONNX Runtime, 1000 rows each, in both types.
func TestONNXRuntime(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a program eight times: the long form does")
	}
	if _, err := os.Stat(engines + "node_modules"); err != nil {
		t.Skip("ONNX Runtime is not installed: npm ci --ignore-scripts in nn/classifier/testdata/engines")
	}
	eachModel(t, runtimeAgrees[float64])
	eachModel(t, runtimeAgrees[float32])
}

func runtimeAgrees[F tensor.Float](t *testing.T, widths []int, σ []nn.Activation) {
	c, X := random[F](widths, σ...), rows(1000, widths[0])
	name := filepath.Join(t.TempDir(), "model.onnx")
	var b bytes.Buffer
	require.NoError(t, c.WriteONNX(&b))
	require.NoError(t, os.WriteFile(name, b.Bytes(), 0o600))
	labels, names, Y := run(t, X, "node", engines+"run.mjs", name)
	requireAgreement(t, c, X, labels, names, Y)
}

// python is the interpreter of the system, which has Debian's packages.
const python = "/usr/bin/python3"

// TestPyTorch reads saved classifiers with PyTorch, whose start takes seconds: a deep one, and with
// CHAINRULE_FULL all.
func TestPyTorch(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python, which takes seconds: the long form does")
	}
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		t.Skip("PyTorch is not installed: Debian's python3-torch")
	}
	if os.Getenv("CHAINRULE_FULL") == "" {
		torchAgrees[float32](t, []int{30, 20, 10, 2}, []nn.Activation{nn.Sigmoid, nn.ReLU})
		return
	}
	eachModel(t, torchAgrees[float64])
	eachModel(t, torchAgrees[float32])
}

func torchAgrees[F tensor.Float](t *testing.T, widths []int, σ []nn.Activation) {
	c, X := random[F](widths, σ...), rows(1000, widths[0])
	name := filepath.Join(t.TempDir(), "model.safetensors")
	require.NoError(t, c.Save(name))
	labels, names, Y := run(t, X, python, engines+"pytorch.py", name)
	requireAgreement(t, c, X, labels, names, Y)
}

// TestONNXChecker gives an exported model to the checker of the format's own library, and one
// that is spoiled, which it has to refuse.
func TestONNXChecker(t *testing.T) {
	if err := exec.Command(python, "-c", "import onnx").Run(); err != nil {
		t.Skip("the checker is not installed: Debian's python3-onnx")
	}
	var b bytes.Buffer
	require.NoError(t, random[float32]([]int{5, 8, 7, 3}, nn.Tanh).WriteONNX(&b))
	for _, data := range [][]byte{b.Bytes(), bytes.Replace(b.Bytes(), []byte("Softmax"), []byte("Hardmix"), 1)} {
		cmd := exec.Command(python, "-c", "import onnx, sys; m = onnx.load_model_from_string(sys.stdin.buffer.read()); onnx.checker.check_model(m, full_check=True); print(m.metadata_props[0].value)")
		cmd.Stdin = bytes.NewReader(data)
		output, err := cmd.CombinedOutput()
		if bytes.Contains(data, []byte("Softmax")) {
			require.NoError(t, err, "%s", output)
			require.Equal(t, "[\"x\",\"éx\",\"ééx\"]\n", string(output))
		} else {
			require.Error(t, err)
			require.Contains(t, string(output), "Hardmix")
		}
	}
}
