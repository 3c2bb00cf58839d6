package command

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
)

func TestTrainAsPrintedHas1000Prints(t *testing.T) {
	if testing.Short() {
		t.Skip("5000 steps: the full run has it")
	}
	out, errs, status := docs(t, "train", "-as-printed", "-epochs", "500", "-json")
	require.Equal(t, cli.ExitOK, status, errs)
	lines := linesOf(t, out)
	require.Len(t, lines, 1001)
	require.Equal(t, 1, lines[0].Step)
	require.Equal(t, 8, lines[1].Step)
	require.Equal(t, 4998, lines[999].Step)
	require.InDelta(t, 43.306165, lines[999].TestCost, 1e-6)
	require.Equal(t, 5000, lines[1000].Step)
	require.InDelta(t, 43.301994, lines[1000].TestCost, 1e-6)
	require.Contains(t, errs, "two empty batches before the end: test cost 43.306165\n")
}

func TestDivergenceIsAFailureThatNamesThePlace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "model.npz")
	_, errs, status := docs(t, "train", "-optimizer", "descent", "-rate", "1e300", "-epochs", "3", "-save", file)
	require.Equal(t, cli.ExitFailed, status)
	require.Regexp(t, `docs: train: nn: step \d+, (hidden|output) layer: \S+, row \d+, column \d+ is (NaN|[+-]Inf)`, errs)
	requireFiles(t, filepath.Dir(file))
}

// A pipe gets plain lines: what is trained, ten of progress, the result.
func TestTrainPrintsPlainLines(t *testing.T) {
	out, errs, status := here(t, "train", "-epochs", "20")
	require.Equal(t, cli.ExitOK, status)
	require.Empty(t, errs)
	lines := strings.Split(out, "\n")
	require.Equal(t, "the paper's data: 400 training and 100 test rows, 3 classes", lines[0])
	require.Equal(t, "5-50-3, relu, float64; Adam, rate 0.0001, β₁ 0.99, β₂ 0.999, ε 1e-08", lines[1])
	require.Equal(t, "as Code 13 means: 8 batches an epoch (-as-printed has two empty ones more)", lines[2])
	progress := regexp.MustCompile(`^epoch \d+/20  cost \S+  test \S+  error \d+ %  \d+ steps/s  \S+ left$`)
	for i, text := range lines[3:13] {
		require.Regexp(t, progress, text)
		require.True(t, strings.HasPrefix(text, "epoch "+[]string{"2", "4", "6", "8", "10", "12", "14", "16", "18", "20"}[i]+"/"), text)
	}
	require.Regexp(t, `^after step 160: training cost \d+\.\d{6}, test cost \d+\.\d{6}, test error \d+ %$`, lines[13])
	require.Regexp(t, `^of a row: training cost \d+\.\d{6}, test cost \d+\.\d{6}$`, lines[14])
	require.Equal(t, "test rows by class (down) and prediction (across):", lines[15])
	require.Len(t, lines, 22)
	require.NotContains(t, out, "\r")
}

// An interruption before the first step leaves the initial weights, reported and
// saved.
func TestInterruptionBeforeTheFirstStep(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := filepath.Join(t.TempDir(), "model.npz")
	var out, errs bytes.Buffer
	status := into(ctx, []string{"train", "-json", "-save", file}, &out, &errs)
	require.Equal(t, cli.ExitInterrupted, status)
	lines := linesOf(t, out.String())
	require.Len(t, lines, 1)
	require.True(t, lines[0].Interrupted)
	require.Zero(t, lines[0].Step)
	require.Contains(t, errs.String(), "interrupted after step 0 of 4000\n")
	require.Contains(t, errs.String(), "saved to "+file+"\n")
	require.Equal(t, lines[0].SHA256, hashOf(t, readModel(t, file)))
	require.Regexp(t, `^{"step":0,"epoch":0,"train_cost":\S+,"test_cost":\S+,"test_error":\S+,"final":true,"interrupted":true,"train_rows":400,"test_rows":100,"classes":\["0","1","2"\],"confusion":\[\[.*\]\],"kernel":"\w+","parameters_sha256":"\w{64}"}\n$`, out.String())
}

// Without ε a gradient that is always 0, as of a column of zeros when nothing decays, is 0/0, and the advice names the flag for it.
func TestTrainWithoutEpsilonNamesTheFlag(t *testing.T) {
	file := filepath.Join(t.TempDir(), "zeros.csv")
	require.NoError(t, os.WriteFile(file, []byte("a,b,y\n"+strings.Repeat("0,1,x\n0,2,z\n", 4)), 0o600))
	_, errs, status := docs(t, "train", "-data", file, "-epsilon", "0", "-decay", "0", "-hidden", "3")
	require.Equal(t, cli.ExitFailed, status)
	require.Contains(t, errs, "-epsilon above 0")
	require.NotContains(t, errs, "-rate")
}
