package classifier_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/classifier"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// fruit returns a small table with two features of very different sizes.
func fruit() *dataset.Table {
	r := dataset.NewRandom(1)
	t := &dataset.Table{Name: "fruit", Header: []string{"mass", "sugar", "kind"}, X: tensor.New[float64](90, 2)}
	for i := range 90 {
		k := i % 3
		t.X.Set(i, 0, 1e6*(float64(k)+0.2*r.Normal()))
		t.X.Set(i, 1, 1e-3*(float64(k*k)+0.2*r.Normal()))
		t.Labels = append(t.Labels, []string{"apple", "fig", "plum, dried"}[k])
	}
	return t
}

// random returns a classifier whose parameters are random.
func random[F tensor.Float](widths []int, σ ...nn.Activation) *classifier.Classifier[F] {
	r := dataset.NewRandom(7)
	c := &classifier.Classifier[F]{Net: nn.NewMLP[F](widths, σ...), Label: "kind", Settings: "none"}
	c.Net.Initialize(r.Normal)
	for _, names := range []struct {
		into *[]string
		n    int
	}{{&c.Features, widths[0]}, {&c.Classes, widths[len(widths)-1]}} {
		for i := range names.n {
			*names.into = append(*names.into, strings.Repeat("é", i)+"x")
		}
	}
	for range widths[0] {
		c.Scaler.Mean, c.Scaler.Scale = append(c.Scaler.Mean, r.Normal()/3), append(c.Scaler.Scale, 1+r.Float64())
	}
	return c
}

// rows returns random rows of features.
func rows(N, D int) tensor.Matrix[float64] {
	r := dataset.NewRandom(9)
	X := tensor.New[float64](N, D)
	for i := range N {
		for j := range D {
			X.Set(i, j, 3*r.Normal())
		}
	}
	return X
}

func TestFitPredict(t *testing.T) {
	table := fruit()
	c, err := classifier.Fit[float64](context.Background(), table, 1)
	require.NoError(t, err)
	labels, err := c.Predict(table.X)
	require.NoError(t, err)
	require.Equal(t, table.Labels, labels, "features of 10⁶ beside 10⁻³ are learnt")
	require.Equal(t, []string{"mass", "sugar"}, c.Features)
	require.Equal(t, "kind", c.Label)
	require.Equal(t, []string{"apple", "fig", "plum, dried"}, c.Classes)
}

func TestFitRefuses(t *testing.T) {
	table := fruit()
	for i := range table.Labels {
		table.Labels[i] = "one"
	}
	_, err := classifier.Fit[float64](context.Background(), table, 1)
	require.ErrorContains(t, err, `fruit: all training rows have the label "one"`)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = classifier.Fit[float64](ctx, fruit(), 1)
	require.ErrorIs(t, err, context.Canceled)
}

// TestSaveLoad: a classifier read back gives the same bits, of every depth and both types.
func TestSaveLoad(t *testing.T) {
	saveLoad(t, random[float64]([]int{3, 4}))
	saveLoad(t, random[float64]([]int{5, 50, 3}, nn.Tanh))
	saveLoad(t, random[float32]([]int{5, 8, 7, 3}, nn.ReLU, nn.Sigmoid))
	c := random[float32]([]int{2, 2, 2}, nn.ReLU)
	c.Scaler = dataset.Scaler{}
	saveLoad(t, c)
}

func saveLoad[F tensor.Float](t *testing.T, c *classifier.Classifier[F]) {
	name := filepath.Join(t.TempDir(), "model.safetensors")
	require.NoError(t, c.Save(name))
	got, err := classifier.Load[F](name)
	require.NoError(t, err)
	require.Equal(t, c, got)
	var one, two bytes.Buffer
	require.NoError(t, c.Write(&one))
	require.NoError(t, got.Write(&two))
	require.Equal(t, one.Bytes(), two.Bytes(), "one classifier has one sequence of bytes")
	X := rows(40, len(c.Features))
	want, err := c.PredictProba(X)
	require.NoError(t, err)
	Y, err := got.PredictProba(X)
	require.NoError(t, err)
	require.Equal(t, want, Y)
}

// TestRowAlone: a row has the same probabilities alone as among 3000 others.
func TestRowAlone(t *testing.T) {
	c, X := random[float32]([]int{5, 50, 3}, nn.Tanh), rows(3000, 5)
	Y, err := c.PredictProba(X)
	require.NoError(t, err)
	for _, i := range []int{0, 1023, 1024, 2999} {
		alone, err := c.PredictProba(X.RowSlice(i, i+1))
		require.NoError(t, err)
		require.Equal(t, Y.Row(i), alone.Row(0), i)
	}
}

func TestPredictRefuses(t *testing.T) {
	c := random[float32]([]int{2, 3, 2}, nn.Tanh)
	for _, test := range []struct {
		X    tensor.Matrix[float64]
		want string
	}{
		{tensor.FromRows([]float64{1}), "rows of 1 features: want 2"},
		{tensor.FromRows([]float64{1, 2}, []float64{3, math.NaN()}), "row 2: éx is NaN"},
		{tensor.FromRows([]float64{1e39, 2}), "row 1: x is 1e+39, which the network gets as +Inf"},
	} {
		_, err := c.Predict(test.X)
		require.ErrorContains(t, err, test.want)
	}
	relu := random[float64]([]int{1, 1, 2}, nn.ReLU)
	relu.Net.Parameters().W.Set(0, 0, 1e300)
	_, err := relu.Predict(tensor.FromRows([]float64{1e300}))
	require.ErrorContains(t, err, "row 1: the probability of x is NaN: the features are too large for the network")
}

// TestReadRefuses: a file that was changed at one place is refused with words about that place.
func TestReadRefuses(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, random[float64]([]int{2, 3, 2}, nn.Tanh).Write(&b))
	replace := func(old, new string) []byte {
		require.Equal(t, 1, bytes.Count(b.Bytes(), []byte(old)), old)
		data := bytes.Replace(b.Bytes(), []byte(old), []byte(new), 1)
		binary.LittleEndian.PutUint64(data, binary.LittleEndian.Uint64(data)+uint64(len(new)-len(old)))
		return data
	}
	nan := bytes.Clone(b.Bytes())
	binary.LittleEndian.PutUint64(nan[len(nan)-8:], math.Float64bits(math.NaN()))
	for _, c := range []struct {
		data []byte
		want string
	}{
		{b.Bytes()[:b.Len()-1], "not those from 120 to 136 of 135"},
		{replace("chainrule classifier", "other"), `its metadata has format "other"`},
		{replace(`"version":"1"`, `"version":"2"`), `version "2" of the format: this program reads version 1`},
		{replace(`tanh`, `gelu`), "metadata activations"},
		{replace(`[2,3,2]`, `[2,3]`), "they do not fit together"},
		{replace(`[2,3,2]`, `[2,9007199254740993,2]`), "they do not fit together"},
		{replace(`[2,3,2]`, `[2,-3,2]`), "they do not fit together"},
		{replace(`[2,3,2]`, `[3,2,2]`), "tensor W is F64 [2 3]: want F64 [3 2]"},
		{replace(`[2,3,2]`, `2`), `metadata widths is "2"`},
		{replace(`"V":{`, `"U":{`), "there is no tensor V"},
		{replace(`"classes":"[\"x\",\"éx\"]"`, `"classes":"[\"x\"]"`), "2 features and 1 classes"},
		{replace(`"mean":"[`, `"mean":"[1,`), "3 means and 2 scales"},
		{nan, "c, row 0, column 1 is NaN"},
	} {
		_, err := classifier.Read[float64](bytes.NewReader(c.data), int64(len(c.data)))
		require.ErrorContains(t, err, c.want)
		require.Less(t, len(err.Error()), 300)
	}
	_, err := classifier.Read[float32](bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.EqualError(t, err, "parameters of another type: tensor W is F64, want F32")
	require.ErrorIs(t, err, classifier.ErrType)
	_, err = classifier.Load[float64](filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestWriteRefuses(t *testing.T) {
	c := random[float64]([]int{2, 3, 2}, nn.Tanh)
	c.Net.Parameters().W.Set(1, 2, math.Inf(1))
	var b bytes.Buffer
	require.EqualError(t, c.Write(&b), "classifier: W, row 1, column 2 is +Inf")
	c = random[float64]([]int{2, 3, 2}, nn.Tanh)
	c.Scaler.Scale[1] = 0
	require.ErrorContains(t, c.Write(&b), "want a finite and a positive number")
	require.Zero(t, b.Len())
}

func FuzzRead(f *testing.F) {
	for _, c := range []*classifier.Classifier[float64]{random[float64]([]int{2, 3, 2}, nn.Tanh), random[float64]([]int{1, 2, 2, 2}, nn.ReLU)} {
		var b bytes.Buffer
		require.NoError(f, c.Write(&b))
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := classifier.Read[float64](bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, c.Write(&b), "what was read can be written")
		_, err = c.PredictProba(tensor.New[float64](2, len(c.Features)))
		_ = err // may say that the network overflows
	})
}
