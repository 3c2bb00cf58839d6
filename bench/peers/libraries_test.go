package peers

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/bench/internal/cases"
	"chainrule/nn"
	"chainrule/tensor"
)

// A task is a computation by NumPy, PyTorch or ONNX Runtime, by the name of its benchmark, with our
// outputs of the same calls, which are to agree.
type task struct {
	name       string
	contenders []string
	tolerance  float64 // of sums, relative
	outputs    func() [][]float64
	report     func(b *testing.B, ns float64) // of a call, in the unit of our benchmark
}

// The relative differences of sums that are within rounding: of some thousand operations in a row.
const tolerance64, tolerance32 = 1e-9, 1e-4

// called is the number of steps that the script takes for a check.
const called = 10

var (
	both  = []string{"numpy", "torch", "torch-avx512"}
	torch = both[1:]
)

// functions are the tasks of elementary functions, and of softmax.
func functions() (list []task) {
	for _, fn := range []string{"exp", "log", "tanh", "sigmoid"} {
		contenders := both
		if fn == "sigmoid" {
			contenders = torch // NumPy lacks it
		}
		list = append(list,
			task{"Functions/fn=" + fn + "/type=float64", contenders, tolerance64, function[float64](fn, 1, cases.Elements), perElement(cases.Elements)},
			task{"Functions/fn=" + fn + "/type=float32", contenders, tolerance32, function[float32](fn, 1, cases.Elements), perElement(cases.Elements)})
	}
	return list
}

func softmaxes() (list []task) {
	for _, s := range [][2]int{{256, 256}, {128, 10}} {
		list = append(list,
			task{fmt.Sprintf("Softmax/op=softmax/type=float64/rows=%d/cols=%d", s[0], s[1]), both, tolerance64, function[float64]("softmax", s[0], s[1]), perElement(s[0] * s[1])},
			task{fmt.Sprintf("Softmax/op=softmax/type=float32/rows=%d/cols=%d", s[0], s[1]), both, tolerance32, function[float32]("softmax", s[0], s[1]), perElement(s[0] * s[1])})
	}
	return list
}

func steps() []task {
	outside := adam.Listing()
	outside.EpsilonInside = false // PyTorch has ε there only
	digits := adam.Options{Rate: 1e-3, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	return []task{
		{"Step/net=5-50-3/batch=50/type=float64/part=all", both[:1], tolerance64, training[float64](50, 5, 50, 3, false, adam.Listing()), inTime},
		{"Step/net=5-50-3/batch=50/type=float64/part=with-loss", torch, tolerance64, training[float64](50, 5, 50, 3, true, outside), inTime},
		{"Step/net=784-512-10/batch=128/type=float32/part=with-loss", torch, tolerance32, training[float32](128, 784, 512, 10, true, digits), inTime},
	}
}

// models are the products of ONNX Runtime.
func models() (list []task) {
	for _, s := range cases.Shapes {
		if s.M == s.N && s.N == s.K && s.M >= 256 {
			name := fmt.Sprintf("Product/type=float32/m=%d/n=%d/k=%d/variant=NN", s.M, s.N, s.K)
			list = append(list, task{name, []string{"onnxruntime"}, tolerance32, square(s.N), func(b *testing.B, ns float64) { b.ReportMetric(s.Flops()/ns, "GFLOP/s") }})
		}
	}
	return list
}

// function returns the output of a function of rows×cols numbers: of log, from 0 to 4, else from −4 to 4.
func function[F tensor.Float](name string, rows, cols int) func() [][]float64 {
	return func() [][]float64 {
		x, C := numbers(make([]F, rows*cols), 1, 4), tensor.New[F](rows, cols)
		if name == "log" {
			positive(x, 1, 4)
		}
		map[string]func(C, A tensor.Matrix[F]){
			"exp": tensor.Exp[F], "log": tensor.Log[F], "tanh": tensor.Tanh[F], "sigmoid": tensor.Sigmoid[F], "softmax": tensor.Softmax[F],
		}[name](C, tensor.FromSlice(rows, cols, x))
		return [][]float64{flat(C)}
	}
}

// square returns the product of the models' first matrices.
func square(n int) func() [][]float64 {
	return func() [][]float64 {
		C := tensor.New[float32](n, n)
		A, B := numbers(make([]float32, n*n), 1, 1), numbers(make([]float32, n*n), 2, math.Sqrt(3/float64(n)))
		tensor.Product(C, tensor.FromSlice(n, n, A), tensor.FromSlice(n, n, B))
		return [][]float64{flat(C)}
	}
}

// training returns the change of the parameters by some steps, and the last loss if it is computed. X
// is from −2 to 2, W from −1/√D to 1/√D, V from −1/√M to 1/√M, and b and c are 0.
func training[F tensor.Float](N, D, M, K int, loss bool, options adam.Options) func() [][]float64 {
	return func() [][]float64 {
		net := nn.NewMLP[F]([]int{D, M, K}, nn.ReLU)
		s, g, θ := net.Workspace(N), net.Gradient(), net.Parameters()
		X, T := tensor.FromSlice(N, D, numbers(make([]F, N*D), 1, 2)), tensor.New[F](N, K)
		for i, class := range classes(4, N, K) {
			T.Set(i, class, 1)
		}
		tensor.Copy(θ.W, tensor.FromSlice(D, M, numbers(make([]F, D*M), 2, 1/math.Sqrt(float64(D)))))
		tensor.Copy(θ.V, tensor.FromSlice(M, K, numbers(make([]F, M*K), 3, 1/math.Sqrt(float64(M)))))
		clear(θ.B)
		clear(θ.C)
		start := widened(θ.Theta)
		rule, err := adam.New[F](len(start), options)
		if err != nil {
			panic(err) // the options are constant
		}
		var value F
		for range called {
			net.Forward(s, X)
			if loss {
				value = net.Loss(s, T)
			}
			net.Backward(g, s, X, T)
			rule.Update(θ.Theta, g.Theta)
		}
		moved := widened(θ.Theta)
		for i, v := range start {
			moved[i] -= v
		}
		if !loss {
			return [][]float64{moved}
		}
		return [][]float64{moved, {float64(value)}}
	}
}

// flat returns the elements of a matrix in float64.
func flat[F tensor.Float](A tensor.Matrix[F]) (y []float64) {
	for i := range A.Rows() {
		y = append(y, widened(A.Row(i))...)
	}
	return y
}

func perElement(n int) func(b *testing.B, ns float64) {
	return func(b *testing.B, ns float64) { b.ReportMetric(ns/float64(n), "ns/element") }
}

// inTime reports nothing more than the time of a call.
func inTime(*testing.B, float64) {}

func BenchmarkFunctions(b *testing.B) { benchAll(b, functions()) }

func BenchmarkSoftmax(b *testing.B) { benchAll(b, softmaxes()) }

func BenchmarkStep(b *testing.B) { benchAll(b, steps()) }

// benchAll times the tasks by each of their contenders that is there.
func benchAll(b *testing.B, list []task) {
	for _, t := range list {
		for _, contender := range t.contenders {
			if p := peer(b, contender); p != nil {
				p.bench(b, t, contender)
			}
		}
	}
}

// bench times a task. The script has the clock.
func (p *process) bench(b *testing.B, t task, contender string) {
	_, name, _ := strings.Cut(t.name, "/")
	b.Run(name+"/kernel="+contender, func(b *testing.B) {
		took, err := p.run(t.name, b.N)
		if err != nil {
			b.Fatal(err)
		}
		ns := float64(took.Nanoseconds()) / float64(b.N)
		b.ReportMetric(ns, "ns/op")
		t.report(b, ns)
	})
}

// differ returns an error if the sums of a peer's outputs are not near ours.
func differ(ours, theirs []sum, tolerance float64) error {
	if len(ours) != len(theirs) {
		return fmt.Errorf("%d outputs, ours are %d", len(theirs), len(ours))
	}
	for i, s := range ours {
		if !s.near(theirs[i], tolerance) {
			return fmt.Errorf("the sums of output %d are %v, ours %v", i, theirs[i], s)
		}
	}
	return nil
}

// Each library computes what we do, and a wrong sum is seen.
func TestLibrariesComputeTheSame(t *testing.T) {
	var missing error
	for _, list := range [][]task{functions(), softmaxes(), steps(), models()} {
		for _, c := range list {
			var ours []sum
			for _, y := range c.outputs() {
				ours = append(ours, sumOf(y))
			}
			for _, contender := range c.contenders {
				p := peer(t, contender)
				if p == nil {
					missing = errors.New("not all libraries are there")
					continue
				}
				theirs, err := p.check(c.name)
				require.NoError(t, err, "%s, %s", contender, c.name)
				require.NoError(t, differ(ours, theirs, c.tolerance), "%s, %s", contender, c.name)
				theirs[0][2] += 3 * c.tolerance * theirs[0][1]
				require.Error(t, differ(ours, theirs, c.tolerance), "a wrong sum is refused")
			}
		}
	}
	if missing != nil {
		t.Log(missing)
	}
}

func TestTheScriptTimes(t *testing.T) {
	p := peer(t, "numpy")
	if p == nil {
		t.Skip("NumPy is not there")
	}
	took, err := p.run("Functions/fn=exp/type=float64", 200)
	require.NoError(t, err)
	require.Greater(t, took.Microseconds(), int64(200), "no machine does 32768 exponentials in 1 µs")
	_, err = p.run("Functions/fn=none/type=float64", 1)
	require.ErrorContains(t, err, "the script says: AttributeError")
	_, err = p.check("Functions/fn=none/type=float64")
	require.Error(t, err)
}
