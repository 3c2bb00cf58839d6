package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/bench/peers/internal/python"
	"chainrule/bench/peers/openblas"
)

// stub writes a program that stands in for a Python with some libraries: it is the
// script's greeting, and no more. It returns its name.
func stub(t *testing.T, libraries string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "python")
	text := `#!/bin/sh
case " ` + libraries + ` " in
*" $4 "*) printf 'version 9\npython 3\ncoretype none\nready\n'; read -r line; exit;;
esac
echo "missing No module named '$4'"
`
	require.NoError(t, os.WriteFile(name, []byte(text), 0o700))
	return name
}

// gathered returns the peers that are there with the given flags, and the printed messages.
func gathered(t *testing.T, flags ...string) (p *present, names []string, said string) {
	t.Helper()
	s, err := parse(flags, &bytes.Buffer{})
	require.NoError(t, err)
	var out bytes.Buffer
	p, err = s.gather(&out)
	require.NoError(t, err)
	t.Cleanup(func() { python.Quit(p.processes) })
	for _, peer := range p.processes {
		names = append(names, peer.Fact().Key)
	}
	return p, names, out.String()
}

// missingOpenBLAS is the message about a library /nowhere.
func missingOpenBLAS() string {
	if openblas.Load("/nowhere", "", 1) == openblas.ErrNoCgo {
		return "OpenBLAS is missing (it takes cgo, without which this program is built): apt-get install gcc libopenblas-dev, and not CGO_ENABLED=0"
	}
	return "OpenBLAS is missing (no /nowhere): apt-get install libopenblas-dev (or -library PATH)"
}

const (
	leftOut      = "; its columns are left out\n"
	missingNumPy = "NumPy is missing: apt-get install python3-numpy (or -python PATH)"
	missingTorch = "PyTorch is missing: apt-get install python3-torch (or -python PATH)"
)

func TestAMissingLibraryIsLeftOut(t *testing.T) {
	p, names, said := gathered(t, "-library", "/nowhere", "-python", stub(t, "numpy torch"))
	require.Equal(t, missingOpenBLAS()+leftOut, said)
	require.Equal(t, []string{"gonum"}, p.products)
	require.Equal(t, functionPeers(), names)
	require.Equal(t, []string{strings.TrimSpace(said)}, p.absent)
}

func TestAMissingNumPyOrPyTorchIsLeftOut(t *testing.T) {
	_, names, said := gathered(t, "-only", "exp", "-python", stub(t, "torch"))
	require.Equal(t, missingNumPy+leftOut, said)
	require.Equal(t, functionPeers()[1:], names)
	_, names, said = gathered(t, "-only", "exp", "-python", stub(t, "numpy"))
	require.Equal(t, missingTorch+leftOut, said, "once, for both of its peers")
	require.Equal(t, []string{"numpy"}, names)
}

func TestAMissingPythonIsLeftOut(t *testing.T) {
	var out, errs bytes.Buffer
	args := []string{"-python", "/nowhere/python", "-library", "/nowhere", "-shapes", "4", "-only", "softmax.*cols=10", "-rounds", "1", "-slice", "1ms", "-cores", "1"}
	name := filepath.Join(t.TempDir(), "raw.txt")
	require.Equal(t, 0, command(append(args, "-o", name), &out, &errs))
	require.Empty(t, errs.String())
	for _, line := range []string{
		missingOpenBLAS(), strings.Replace(missingNumPy, "missing", "missing (no /nowhere/python)", 1), strings.Replace(missingTorch, "missing", "missing (no /nowhere/python)", 1),
	} {
		require.Equal(t, 2, strings.Count(out.String(), line+leftOut), "first and last: %s", line)
	}
	require.Regexp(t, `(?m)^case +ours +gonum$`, out.String())
	require.Regexp(t, `(?m)^4×4×4 NN float64, 1 core +[0-9.]+ GFLOP/s +~?[0-9.]+$`, out.String())
	require.Regexp(t, `(?m)^fn=softmax/type=float64/rows=128/cols=10 +[0-9.]+ µs$`, out.String())
	peers, last := figures(t, name)
	require.Equal(t, map[string]int{"/peer=ours": 4, "/peer=gonum": 2, "/peer=ceiling": 2}, peers, "both tables are in one file")
	require.Equal(t, "Python/fn=softmax/type=float32/rows=128/cols=10/peer=ours", last.Name.String())
	require.Equal(t, "functions and training steps, 1 core", last.GetConfig("table"))
}

// A peer named in -peers is required: if it is missing, that is an error, in one line.
func TestANamedPeerMustBeThere(t *testing.T) {
	numpy := stub(t, "numpy")
	for message, args := range map[string][]string{
		missingOpenBLAS(): {"-peers", "gonum,openblas", "-library", "/nowhere"},
		missingTorch:      {"-peers", "numpy,torch", "-python", numpy},
		missingNumPy:      {"-peers", "numpy", "-python", stub(t, "")},
		`-peers: "mkl" is none of ` + strings.Join(allPeers(), ", "): {"-peers", "mkl"},
		"flag provided but not defined: -peer":                       {"-peer", "gonum"},
		"open /nowhere/file: no such file or directory":              {"-peers", "gonum", "-o", "/nowhere/file"},
		`tensor: SetKernel: kernel "none" is not available`:          {"-kernel", "none"},
	} {
		var out, errs bytes.Buffer
		require.Equal(t, 2, command(args, &out, &errs), message)
		require.Contains(t, errs.String(), "peers: "+message)
		require.Equal(t, 1, strings.Count(errs.String(), "\n"), errs.String())
		require.Empty(t, out.String())
	}
}

// After a failure the results measured before it are reported.
func TestAFailureLeavesASummary(t *testing.T) {
	var out, errs bytes.Buffer
	args := []string{"-peers", "gonum,numpy", "-shapes", "4", "-only", "cols=10$", "-rounds", "1", "-slice", "1ms", "-cores", "1", "-python", stub(t, "numpy")}
	require.Equal(t, 1, command(args, &out, &errs))
	require.Regexp(t, `^peers: numpy, fn=softmax.*: the script has ended .*\n$`, errs.String())
	require.Regexp(t, `(?m)^4×4×4 NN float32, 1 core +[0-9.]+ GFLOP/s +~?[0-9.]+$`, out.String())
}

func TestNothingToCompareWith(t *testing.T) {
	var out, errs bytes.Buffer
	require.Equal(t, 1, command([]string{"-only", "exp", "-python", stub(t, "")}, &out, &errs))
	require.Equal(t, "peers: there is nothing to compare with\n", errs.String())
	require.Equal(t, missingNumPy+leftOut+missingTorch+leftOut, out.String())
}
