package command

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/nn"
)

// goldenRun is a run of testdata/runs.py.
type goldenRun struct {
	Flags     string
	Records   []line // after some epochs, the last after all
	Confusion [][]int
	W, V      [][]float64
	B, C      []float64
}

func goldenRuns(t *testing.T) (runs []goldenRun) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(read(t, "testdata/runs.json")), &runs))
	require.NotEmpty(t, runs)
	require.Empty(t, runs[0].Flags, "the default comes first")
	return runs
}

// requireRecord compares costs within 1e-9 and all else exactly.
func requireRecord(t *testing.T, want, got line) {
	t.Helper()
	require.Equal(t, want.Step, got.Step)
	require.Equal(t, want.Epoch, got.Epoch)
	require.InDelta(t, want.TrainCost, got.TrainCost, 1e-9)
	require.InDelta(t, want.TestCost, got.TestCost, 1e-9)
	require.Equal(t, want.TestError, got.TestError)
}

// readModel reads a file that -save wrote.
func readModel(t *testing.T, name string) *nn.MLP[float64] {
	t.Helper()
	content := read(t, name)
	net, err := nn.ReadNPZ(strings.NewReader(content), int64(len(content)), nn.ReLU)
	require.NoError(t, err)
	return net
}

// hashOf is the SHA-256 of W, b, V, c, row by row, as little-endian float64.
func hashOf(t *testing.T, net *nn.MLP[float64]) string {
	t.Helper()
	h := sha256.New()
	require.NoError(t, binary.Write(h, binary.LittleEndian, net.Parameters().Theta))
	return hex.EncodeToString(h.Sum(nil))
}

// parametersOf returns W, b, V, c in that order.
func (r goldenRun) parametersOf() (all []float64) {
	for _, row := range append(append(r.W, r.B), append(r.V, r.C)...) {
		all = append(all, row...)
	}
	return all
}

// The command without flags is the paper's training with the batches that Code 13
// means: to its end, as in NumPy.
func TestDefaultRunIsNumPys(t *testing.T) {
	want := goldenRuns(t)[0]
	file := filepath.Join(t.TempDir(), "model.npz")
	out, errs, status := docs(t, "train", "-json", "-save", file)
	require.Equal(t, cli.ExitOK, status, errs)
	lines := linesOf(t, out)
	require.Len(t, lines, 501)
	require.Len(t, want.Records, 11)
	for _, record := range want.Records {
		requireRecord(t, record, lines[record.Epoch])
	}
	end, final := want.Records[10], lines[500]
	require.Equal(t, 4000, final.Step)
	requireRecord(t, end, final)
	require.False(t, final.Interrupted)

	net := readModel(t, file)
	parameters := want.parametersOf()
	require.Len(t, net.Parameters().Theta, len(parameters))
	for i, θ := range net.Parameters().Theta {
		require.InDelta(t, parameters[i], θ, 1e-11, "parameter %d", i)
	}
	require.Equal(t, final.SHA256, hashOf(t, net))
	θ := net.Parameters().Theta
	θ[len(θ)-1] = math.Nextafter(θ[len(θ)-1], 1)
	require.NotEqual(t, final.SHA256, hashOf(t, net), "the hash sees the last bit of c")

	require.Contains(t, errs, fmt.Sprintf("after step 4000: training cost %.6f, test cost %.6f, test error %v %%\n",
		end.TrainCost, end.TestCost, 100*end.TestError))
	require.Contains(t, errs, confusionTable(want.Confusion, []string{"0", "1", "2"}, 80))
}

// own are the flags for data of one's own, which model_test.go tries.
const own = " -label -separator -decimal -no-header -test-data -stratify -standardize -validation -patience -class-weight -schedule -checkpoint -every -resume"

// Each flag does what it does in NumPy, and makes a difference; other tests have the flags
// that NumPy lacks.
func TestRunsWithFlagsAreNumPys(t *testing.T) {
	flags, seen := " -epochs -data -precision -optimizer -as-printed -json -save"+own, map[float64]string{}
	for _, want := range goldenRuns(t)[1:] {
		out, errs, status := here(t, append([]string{"train", "-json"}, strings.Fields(want.Flags)...)...)
		require.Equal(t, cli.ExitOK, status, errs)
		got := last(t, out)
		requireRecord(t, want.Records[0], got)
		require.Contains(t, errs, confusionTable(want.Confusion, []string{"0", "1", "2"}, 80))
		require.NotContains(t, seen, got.TrainCost, want.Flags)
		seen[got.TrainCost], flags = want.Flags, flags+" "+want.Flags
	}
	c := paperSettings()
	c.flagSet().VisitAll(func(f *flag.Flag) { require.Regexp(t, " -"+f.Name+"( |=|$)", flags, "no run has it") })
}
