package python

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchfmt"

	"chainrule/bench/peers/internal/turns"
)

// stub writes a program that stands in for Python: it greets, answers each check by one
// line and each run by another, and returns its name.
func stub(t *testing.T, greeting, check, run string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "python")
	text := "#!/bin/sh\nprintf '" + greeting + "\\n'\nwhile read -r what rest; do\ncase $what in\ncheck) " + check + ";;\nrun) " + run + ";;\nquit) exit;;\nesac\ndone\n"
	require.NoError(t, os.WriteFile(name, []byte(text), 0o700))
	return name
}

const (
	greeting = `version 9\npython 3\ncoretype none\nready`
	logCase  = "^fn=log/type=float64"
)

// sums returns our answer for the case of log, in the script's format.
func sums(t *testing.T) string {
	task, err := functionCase[float64]("log", "float64", 0).task()
	require.NoError(t, err)
	s := check(task)[0]
	return fmt.Sprintf("%.17g %.17g %.17g", s[0], s[1], s[2])
}

// runWith measures one case with a stub in place of Python, and returns the printed text.
func runWith(t *testing.T, python, coreType string, raw *turns.Raw) (string, error) {
	chosen, err := Select(logCase, []string{"float64"})
	require.NoError(t, err)
	s := &Settings{Rounds: 6, Slice: time.Millisecond, Python: python, CoreType: coreType}
	peers, err := s.Start([]string{"numpy"}, func(a *turns.Absent) error { return a })
	if err != nil {
		return "", err
	}
	defer Quit(peers)
	var out bytes.Buffer
	PrintHeader(&out)
	err = s.Measure(chosen, peers, func(r *Result) { r.Print(&out); r.Record(raw) })
	return out.String(), err
}

// unwritten returns a Raw without a file.
func unwritten(t *testing.T) *turns.Raw {
	raw, err := turns.NewRaw("")
	require.NoError(t, err)
	return raw
}

func TestRun(t *testing.T) {
	name := filepath.Join(t.TempDir(), "raw.txt")
	raw, err := turns.NewRaw(name)
	require.NoError(t, err)
	out, err := runWith(t, stub(t, greeting, "echo "+sums(t), "echo $((50000 * ${rest##* }))"), "", raw)
	require.NoError(t, err)
	require.NoError(t, raw.Close())
	require.Regexp(t, `(?m)^fn=log/type=float64/n=32768 .* µs  numpy +50.00 µs +[0-9.]+ \[`, out)
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	reader, found := benchfmt.NewReader(file, name), map[string]int{}
	for reader.Scan() {
		if r, ok := reader.Result().(*benchfmt.Result); ok {
			found[r.Name.String()]++
		}
	}
	require.NoError(t, reader.Err())
	require.Equal(t, map[string]int{"Python/fn=log/type=float64/n=32768/peer=ours": 6, "Python/fn=log/type=float64/n=32768/peer=numpy": 6}, found)
}

func TestAPeerSaysWhatItIs(t *testing.T) {
	s := &Settings{Python: stub(t, greeting, "", "")}
	peers, err := s.Start([]string{"torch"}, func(a *turns.Absent) error { return a })
	require.NoError(t, err)
	defer Quit(peers)
	require.Equal(t, turns.Fact{Key: "torch", Value: "9, Python 3, OpenBLAS's core type none"}, peers[0].Fact())
}

func TestAWrongLibraryIsNotTimed(t *testing.T) {
	out, err := runWith(t, stub(t, greeting, "echo 1 2 3", "echo not timed"), "", unwritten(t))
	require.NoError(t, err)
	require.Regexp(t, `(?m)^fn=log.* numpy +wrong$`, out)
	require.Contains(t, out, "  wrong: numpy: output 0 has the sums [1 2 3], ours has [")
}

func TestAScriptThatFails(t *testing.T) {
	right := "echo " + sums(t)
	for message, python := range map[string]string{
		`the script answers a check by "1 2"`:                         stub(t, greeting, "echo 1 2", right),
		`the script answers a check by "1 2 x"`:                       stub(t, greeting, "echo 1 2 x", right),
		`the script answers a run by "soon"`:                          stub(t, greeting, right, "echo soon"),
		"the script says: ValueError: no":                             stub(t, greeting, "echo error ValueError: no", right),
		`the script has ended (exit status 3): "out of memory"`:       stub(t, greeting, right, "echo out of memory >&2; exit 3"),
		"NumPy is missing (the script has ended (exit status 7)":      stub(t, `version 9'; exit 7; echo '`, right, right),
		"NumPy is missing (no /nowhere/python): apt-get":              "/nowhere/python",
		"NumPy is missing: apt-get install python3-numpy":             stub(t, `missing No module named '"'numpy'"'`, "", ""),
		"NumPy is missing (broken): apt-get":                          stub(t, "missing broken", "", ""),
		"asked for the kernels of Zen, OpenBLAS uses those of Barton": stub(t, `coretype Barton\nready`, right, right),
	} {
		_, err := runWith(t, python, "Zen", unwritten(t))
		require.ErrorContains(t, err, message)
		require.NotContains(t, err.Error(), "\n")
	}
}

// Those that are missing are handed over, one by one, and the others start.
func TestWithoutALibrary(t *testing.T) {
	var said []string
	absent := func(a *turns.Absent) error { said = append(said, a.Error()); return nil }
	peers, err := (&Settings{Python: stub(t, "missing broken", "", "")}).Start([]string{"torch", "numpy"}, absent)
	require.NoError(t, err)
	require.Empty(t, peers)
	require.Equal(t, []string{"PyTorch is missing (broken): apt-get install python3-torch (or -python PATH)",
		"NumPy is missing (broken): apt-get install python3-numpy (or -python PATH)"}, said)
	chosen, err := Select(logCase, []string{"float64"})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, (&Settings{Rounds: 1, Slice: time.Millisecond}).Measure(chosen, peers, func(r *Result) { r.Print(&out) }))
	require.Regexp(t, `^fn=log/type=float64/n=32768 +[0-9.]+ µs\n$`, out.String(), "ours alone")
}

// A Python without its packages: the script itself names the missing ones.
func TestTheScriptSaysWhatIsMissing(t *testing.T) {
	if _, err := os.Stat("/usr/bin/python3"); err != nil {
		t.Skip(err)
	}
	name := filepath.Join(t.TempDir(), "python")
	require.NoError(t, os.WriteFile(name, []byte("#!/bin/sh\nexec /usr/bin/python3 -I -S \"$@\"\n"), 0o700))
	_, err := start(name, "numpy")
	require.Equal(t, turns.ErrNotThere, err)
}

func TestTable(t *testing.T) {
	timed := func(name string, each float64) *turns.Contender {
		c := &turns.Contender{Name: name, Flops: 1, Count: 3}
		for range 7 {
			c.Seconds = append(c.Seconds, each)
		}
		return c
	}
	l := &limit{flops: 2e6, bytes: 3e6, ceiling: timed("ceiling", 5e-12), copy: timed("copy", 1e-10/3)}
	r := &Result{Name: "net=784-512-10/batch=128/type=float32/loss=yes", Ours: timed("ours", 121e-6), Peers: []*turns.Contender{timed("torch", 242e-6)}, limit: l}
	var out bytes.Buffer
	PrintHeader(&out)
	r.Print(&out)
	require.Equal(t, `
functions and training steps, 1 core
case                                                 ours  peer                time   ratio 95 %
net=784-512-10/batch=128/type=float32/loss=yes   121.0 µs  torch           242.0 µs   2.000 [2.000, 2.000]
  limit 110.0 µs: products 10.00 µs at 200.0 GFLOP/s, update 100.0 µs at 30.00 GB/s; ours/limit 1.100 [1.100, 1.100]
`, out.String())
}

func TestCasesAreSelected(t *testing.T) {
	both := []string{"float64", "float32"}
	for only, want := range map[string]int{"": len(cases()), "softmax": 4, "fn=exp|net=784": 3} {
		chosen, err := Select(only, both)
		require.NoError(t, err)
		require.Len(t, chosen, want)
	}
	chosen, err := Select("softmax", []string{"float32"})
	require.NoError(t, err)
	require.Len(t, chosen, 2)
	for only, message := range map[string]string{"(": "-only: error parsing regexp", "none": `-only: no case of float64, float32 matches "none"`} {
		_, err := Select(only, both)
		require.ErrorContains(t, err, message)
	}
	require.NotContains(t, Suited([]string{"avx2", "portable"}), "torch-avx512")
}

func TestTheEnvironmentIsCleaned(t *testing.T) {
	kept := cleaned([]string{"PATH=/bin", "OMP_NUM_THREADS=7", "OPENBLAS_CORETYPE=x", "ATEN_CPU_CAPABILITY=avx2"})
	require.Equal(t, "PATH=/bin", strings.Join(kept, ","))
}
