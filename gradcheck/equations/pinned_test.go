package equations

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

var update = flag.Bool("update", false, "rewrite testdata/trials.txt")

// digits and what they number: the names of entries without them say what is tried.
var index = regexp.MustCompile(`-?[0-9][0-9.e+-]*`)

// kinds returns the kinds of entries, with the number of each.
func (e *evidence) kinds() string {
	count, order := map[string]int{}, []string(nil)
	for _, where := range e.where {
		kind := index.ReplaceAllString(where, "#")
		if count[kind] == 0 {
			order = append(order, kind)
		}
		count[kind]++
	}
	for i, kind := range order {
		order[i] = fmt.Sprintf("  %d × %s", count[kind], kind)
	}
	return strings.Join(order, "\n")
}

// What each trial tries is written down; a change of it is a change of that file,
// made on purpose with go test ./gradcheck/equations -update.
func TestTrialsAreTheOnesWrittenDown(t *testing.T) {
	var b strings.Builder
	for _, trial := range All() {
		fmt.Fprintf(&b, "(%s) section %s, %s: %s\n", trial.Number, trial.Section, trial.Status, trial.Statement)
		fmt.Fprintf(&b, " errata %s. %s\n", strings.Join(trial.Errata, " "), trial.Note)
		var e evidence
		trial.try(&e)
		fmt.Fprintf(&b, " code\n%s\n", e.kinds())
		if trial.printed != nil {
			var e evidence
			trial.printed(&e)
			fmt.Fprintf(&b, " print\n%s\n", e.kinds())
		}
	}
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile("testdata/trials.txt", []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/trials.txt")
	require.NoError(t, err)
	require.Equal(t, strings.Split(string(want), "\n"), strings.Split(b.String(), "\n"))
}

// No entry of any trial can be wrong by a part in 10⁹ and pass (a loss, which is a
// sum of logarithms, by 10⁻⁹): each bound is that of rounding errors, and each
// entry is judged.
func TestEveryEntryOfEveryTrialIsJudged(t *testing.T) {
	losses := []string{"4", "5", "7", "23", "35"}
	for _, trial := range All() {
		var e evidence
		trial.try(&e)
		for i, x := range e.claimed {
			wrong := x * (1 + 1e-9)
			if x == 0 || slices.Contains(losses, trial.Number) {
				wrong = x + 1e-9
			}
			one := evidence{claimed: []float64{wrong}, truth: e.truth[i : i+1], bound: e.bound[i : i+1], where: e.where[i : i+1]}
			require.Equal(t, gradcheck.FAIL, one.judge("tampered").Verdict, "(%s) %s", trial.Number, e.where[i])
		}
		names := slices.Clone(e.where)
		slices.Sort(names)
		require.Len(t, slices.Compact(names), len(e.where), "(%s): each entry has a name of its own", trial.Number)
	}
}

// The functions of package tensor keep within the roundings that Gauge allows them.
func TestFunctionsKeepTheirRoundings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range []struct {
		name  string
		code  func(C, A tensor.Matrix[float64])
		truth func(x gradcheck.Big) gradcheck.Big
		gauge func(x gradcheck.Gauge) gradcheck.Gauge
		scale float64
	}{
		{"Exp", tensor.Exp[float64], gradcheck.Big.Exp, gradcheck.Gauge.Exp, 300},
		{"Log", tensor.Log[float64], gradcheck.Big.Log, gradcheck.Gauge.Log, 9},
		{"Tanh", tensor.Tanh[float64], gradcheck.Big.Tanh, gradcheck.Gauge.Tanh, 9},
		{"Sigmoid", tensor.Sigmoid[float64], sigmoidOf[gradcheck.Big], activationOf(nn.Sigmoid), 40},
		{"SigmoidDerivative", tensor.SigmoidDerivative[float64], slopeOf[gradcheck.Big](nn.Sigmoid), slopeOf[gradcheck.Gauge](nn.Sigmoid), 40},
		{"TanhDerivative", tensor.TanhDerivative[float64], slopeOf[gradcheck.Big](nn.Tanh), slopeOf[gradcheck.Gauge](nn.Tanh), 20},
	} {
		for range 400 {
			x := f.scale * (2*r.Float64() - 1)
			if f.name == "Log" {
				x = math.Exp(x)
			}
			A := tensor.FromRows([]float64{x})
			f.code(A, A)
			bound := f.gauge(gradcheck.Gauge{}.Of(x)).Bound(gradcheck.Unit64)
			err := f.truth(gradcheck.BigOf(x)).Err(A.At(0, 0))
			require.True(t, err <= bound, "%s(%v): error %v, bound %v", f.name, x, err, bound)
			require.Less(t, bound, 1e-13*max(math.Abs(A.At(0, 0)), 1e-300), "%s(%v)", f.name, x)
		}
	}
}

func sigmoidOf[N number[N]](x N) N { return sigma(nn.Sigmoid, x) }

func activationOf(σ nn.Activation) func(gradcheck.Gauge) gradcheck.Gauge {
	return func(x gradcheck.Gauge) gradcheck.Gauge { return activation(σ, x) }
}

func slopeOf[N number[N]](σ nn.Activation) func(N) N {
	return func(x N) N { return slope(σ, x) }
}
