package main

import (
	"fmt"
	"io"
	"math"
	"os"

	"chainrule/nn/dataset"
	"chainrule/tensor"
)

const (
	maxFile       = 1 << 30 // bytes of a file to learn from
	maxParameters = 1 << 27 // of a network: 1 GiB in float64, and Adam has three such blocks more
)

// loadProblem reads or generates the data, splits it and codes the labels.
func loadProblem(c *settings) (*dataset.Problem, error) {
	t, err := loadTable(c.data)
	if err != nil {
		return nil, unusable("train: %w", err)
	}
	if c.precision == "float32" {
		if err := fitsFloat32(t); err != nil {
			return nil, unusable("train: %w", err)
		}
	}
	p, err := dataset.NewProblem(t, c.test, c.splitSeed)
	if err != nil {
		return nil, unusable("train: %w", err)
	}
	D, M, K := float64(p.X.Cols()), float64(c.hidden), float64(len(p.Classes))
	if n := D*M + M + M*K + K; n > maxParameters {
		return nil, unusable("train: -hidden %d: a %v-%v-%v network has %.3g parameters, want at most %d", c.hidden, D, M, K, n, maxParameters)
	}
	return p, nil
}

// loadTable reads the file, or generates the paper's data if there is no name.
func loadTable(name string) (*dataset.Table, error) {
	if name == "" {
		t, err := dataset.Paper().Table()
		if err == nil {
			t.Name = "the paper's data"
		}
		return t, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: maxFile + 1}
	t, err := dataset.ReadCSV(limited, name)
	if limited.N == 0 {
		return nil, fmt.Errorf("%s: larger than %d bytes", name, maxFile)
	}
	return t, err
}

// fitsFloat32 returns an error that names the first number that float32 can't hold.
func fitsFloat32(t *dataset.Table) error {
	for i := range t.X.Rows() {
		for j, x := range t.X.Row(i) {
			if math.Abs(x) > math.MaxFloat32 {
				return fmt.Errorf("%s: row %d after the header, column %d: %v does not fit float32", t.Name, i+1, j+1, x)
			}
		}
	}
	return nil
}

// convert returns A in the type F.
func convert[F tensor.Float](A tensor.Matrix[float64]) tensor.Matrix[F] {
	C := tensor.New[F](A.Rows(), A.Cols())
	tensor.Convert(C, A)
	return C
}
