package main

import (
	"bytes"
	"fmt"
	"io"
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

// sums returns what ours gives for the case of log, as the script would answer.
func sums(t *testing.T) string {
	task, err := functionCase[float64]("log", "float64", 0).task()
	require.NoError(t, err)
	s := check(task)[0]
	return fmt.Sprintf("%.17g %.17g %.17g", s[0], s[1], s[2])
}

// runWith runs the program with a stub in place of Python.
func runWith(python string, more ...string) (string, error) {
	var out bytes.Buffer
	err := run(append([]string{"-rounds", "6", "-slice", "1ms", "-only", logCase, "-peers", "numpy", "-python", python}, more...), &out, &out)
	return out.String(), err
}

func TestRun(t *testing.T) {
	name := filepath.Join(t.TempDir(), "raw.txt")
	out, err := runWith(stub(t, greeting, "echo "+sums(t), "echo $((50000 * ${rest##* }))"), "-o", name)
	require.NoError(t, err)
	require.Regexp(t, `(?m)^numpy +9, Python 3, OpenBLAS's core type none$`, out)
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

func TestAWrongLibraryIsNotTimed(t *testing.T) {
	out, err := runWith(stub(t, greeting, "echo 1 2 3", "echo not timed"))
	require.NoError(t, err)
	require.Regexp(t, `(?m)^fn=log.* numpy +wrong$`, out)
	require.Contains(t, out, "  wrong: numpy: output 0 has the sums [1 2 3], ours has [")
}

func TestAScriptThatFails(t *testing.T) {
	right := "echo " + sums(t)
	for message, python := range map[string]string{
		`the script answers a check by "1 2"`:                   stub(t, greeting, "echo 1 2", right),
		`the script answers a check by "1 2 x"`:                 stub(t, greeting, "echo 1 2 x", right),
		`the script answers a run by "soon"`:                    stub(t, greeting, right, "echo soon"),
		"the script says: ValueError: no":                       stub(t, greeting, "echo error ValueError: no", right),
		`the script has ended (exit status 3): "out of memory"`: stub(t, greeting, right, "echo out of memory >&2; exit 3"),
		"numpy: the script has ended (exit status 7)":           stub(t, `version 9'; exit 7; echo '`, right, right),
		"/nowhere/python: no such file":                         "/nowhere/python",
		"asked for the kernels of Zen, it uses those of Barton": stub(t, `coretype Barton\nready`, right, right),
	} {
		_, err := runWith(python, "-coretype", "Zen")
		require.ErrorContains(t, err, message)
		require.NotContains(t, err.Error(), "\n")
	}
}

func TestWithoutALibrary(t *testing.T) {
	out, err := runWith(stub(t, "missing No module named numpy", "echo", "echo"), "-peers", "torch,numpy")
	require.NoError(t, err)
	require.Contains(t, out, "torch is missing (No module named numpy): apt-get install python3-torch\n")
	require.Contains(t, out, "numpy is missing (No module named numpy): apt-get install python3-numpy\n")
	require.Regexp(t, `(?m)^fn=log/type=float64/n=32768 +[0-9.]+ µs$`, out, "ours alone")
}

// A Python without its packages: the script itself says what it lacks.
func TestTheScriptSaysWhatIsMissing(t *testing.T) {
	if _, err := os.Stat("/usr/bin/python3"); err != nil {
		t.Skip(err)
	}
	name := filepath.Join(t.TempDir(), "python")
	require.NoError(t, os.WriteFile(name, []byte("#!/bin/sh\nexec /usr/bin/python3 -I -S \"$@\"\n"), 0o700))
	_, err := start(name, "numpy")
	require.EqualError(t, err, "numpy is missing (No module named 'numpy'): apt-get install python3-numpy")
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
	r := &result{name: "net=784-512-10/batch=128/type=float32/loss=yes", ours: timed("ours", 121e-6), peers: []*turns.Contender{timed("torch", 242e-6)}, limit: l}
	var out bytes.Buffer
	printHeader(&out)
	r.print(&out)
	require.Equal(t, `
case                                                 ours  peer                time   ratio 95 %
net=784-512-10/batch=128/type=float32/loss=yes   121.0 µs  torch           242.0 µs   2.000 [2.000, 2.000]
  limit 110.0 µs: products 10.00 µs at 200.0 GFLOP/s, update 100.0 µs at 30.00 GB/s; ours/limit 1.100 [1.100, 1.100]
`, out.String())
}

func TestSettings(t *testing.T) {
	s, err := parse(nil, io.Discard)
	require.NoError(t, err)
	require.Equal(t, 15, s.rounds)
	require.Equal(t, 20*time.Millisecond, s.slice)
	require.Equal(t, "/usr/bin/python3", s.python)
	require.Len(t, s.cases, len(cases()))
	s, err = parse([]string{"-only", "softmax", "-peers", ""}, io.Discard)
	require.NoError(t, err)
	require.Len(t, s.cases, 4)
	require.Empty(t, s.peers)
	require.NotContains(t, suited([]string{"avx2", "portable"}), "torch-avx512")
	for flag, message := range map[string]string{
		"-only=(": "-only: error parsing regexp", "-only=none": `-only: no case matches "none"`, "-peers=mkl": `-peers: "mkl" is none of numpy, torch`,
		"-rounds=0": "-rounds must be at least 1", "-slice=1us": "-slice at least 1ms", "extra": `unexpected argument "extra"`,
	} {
		_, err := parse([]string{flag}, io.Discard)
		require.ErrorContains(t, err, message)
	}
	require.Error(t, run([]string{"-peers", "", "-o", "/nowhere/file"}, io.Discard, io.Discard))
}

func TestTheEnvironmentIsCleaned(t *testing.T) {
	kept := cleaned([]string{"PATH=/bin", "OMP_NUM_THREADS=7", "OPENBLAS_CORETYPE=x", "ATEN_CPU_CAPABILITY=avx2"})
	require.Equal(t, "PATH=/bin", strings.Join(kept, ","))
}
