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
	"strconv"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/classifier"
	"chainrule/tensor"
)

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
