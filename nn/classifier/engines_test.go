package classifier_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/classifier"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

const engines = "testdata/engines/"

// A model is a classifier and rows to classify.
type model[F tensor.Float] struct {
	name string
	c    *classifier.Classifier[F]
	X    tensor.Matrix[float64]
}

// models returns networks of each depth and activation with random parameters, and classifiers that were fitted to
// scikit-learn's data sets where those are installed; 1000 rows for each.
func models[F tensor.Float](t *testing.T) (all []model[F]) {
	for _, m := range []struct {
		widths []int
		σ      []nn.Activation
	}{
		{[]int{4, 3}, nil}, {[]int{5, 50, 3}, []nn.Activation{nn.ReLU}}, {[]int{64, 100, 10}, []nn.Activation{nn.Tanh}},
		{[]int{30, 20, 10, 2}, []nn.Activation{nn.Sigmoid, nn.ReLU}},
	} {
		all = append(all, model[F]{fmt.Sprint(m.widths, m.σ), random[F](m.widths, m.σ...), rows(1000, m.widths[0])})
	}
	for _, name := range []string{"iris.csv", "wine_data.csv", "breast_cancer.csv", "digits.csv.gz"} {
		if m, ok := fitted[F](t, name); ok {
			all = append(all, m)
		}
	}
	return all
}

// fitted returns a classifier of one of scikit-learn's data sets, and the set's rows, repeated up to 1000; each time
// they move by a thousandth. It is false where the set is not installed.
func fitted[F tensor.Float](t *testing.T, name string) (model[F], bool) {
	path := "/usr/lib/python3/dist-packages/sklearn/datasets/data/" + name
	if _, err := os.Stat(path); err != nil {
		t.Logf("%s is not tried: it comes with Debian's python3-sklearn", name)
		return model[F]{}, false
	}
	if filepath.Ext(name) == ".csv" { // the first line has numbers of rows and columns, and names of classes
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		_, table, _ := bytes.Cut(content, []byte("\n"))
		path = filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, table, 0o600))
	}
	data, err := dataset.CSV{NoHeader: true}.ReadFile(path)
	require.NoError(t, err)
	c, err := classifier.Fit[F](context.Background(), data, 1)
	require.NoError(t, err)
	X := tensor.New[float64](1000, data.X.Cols())
	for i := range X.Rows() {
		for j, x := range data.X.Row(i % data.X.Rows()) {
			X.Set(i, j, x*(1+1e-3*float64(i/data.X.Rows())))
		}
	}
	return model[F]{name, c, X}, true
}

// TestONNXRuntime runs exported models with ONNX Runtime, in both types.
func TestONNXRuntime(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a program sixteen times: the long form does")
	}
	if _, err := os.Stat(engines + "node_modules"); err != nil {
		t.Skip("ONNX Runtime is not installed: npm ci --ignore-scripts in nn/classifier/testdata/engines")
	}
	runtimeAgrees[float64](t)
	runtimeAgrees[float32](t)
}

func runtimeAgrees[F tensor.Float](t *testing.T) {
	for _, m := range models[F](t) {
		t.Run(m.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "model.onnx")
			var b bytes.Buffer
			require.NoError(t, m.c.WriteONNX(&b))
			require.NoError(t, os.WriteFile(name, b.Bytes(), 0o600))
			labels, names, Y := run(t, m.X, "node", engines+"run.mjs", name)
			requireAgreement(t, m.c, m.X, labels, names, Y)
		})
	}
}

// python is the interpreter of the system, which has Debian's packages.
const python = "/usr/bin/python3"

// TestPyTorch reads saved classifiers with PyTorch, whose start takes seconds: a deep one, and with
// CHAINRULE_FULL all in float32.
func TestPyTorch(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python, which takes seconds: the long form does")
	}
	if err := exec.Command(python, "-c", "import torch").Run(); err != nil {
		t.Skip("PyTorch is not installed: Debian's python3-torch")
	}
	deep := models[float64](t)[3:4]
	torchAgrees(t, deep)
	if os.Getenv("CHAINRULE_FULL") != "" {
		torchAgrees(t, models[float32](t))
	}
}

func torchAgrees[F tensor.Float](t *testing.T, all []model[F]) {
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "model.safetensors")
			require.NoError(t, m.c.Save(name))
			labels, names, Y := run(t, m.X, python, engines+"pytorch.py", name)
			requireAgreement(t, m.c, m.X, labels, names, Y)
		})
	}
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
