package record

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchfmt"
)

// small is a record of two rounds with a ceiling, of seventeen lines.
const small = `Unit GFLOP/s better=higher
goos: linux
goarch: amd64
cpu: Some CPU
round: 1
BenchmarkCeiling/type=float64/kernel=avx2/cores=2-2 6 1000 ns/op 80 GFLOP/s
BenchmarkProduct/type=float64/m=8/kernel=avx2-2 9 100 ns/op 40.5 GFLOP/s 0 B/op 0 allocs/op
BenchmarkProduct/type=float64/m=8/kernel=naive-ikj-2 9 1000 ns/op 4.05 GFLOP/s 0 B/op 0 allocs/op
BenchmarkExp/n=10/kernel=avx2 9 12 ns/op
PASS
cpu: Some CPU  	
round: 2
BenchmarkCeiling/type=float64/kernel=avx2/cores=2-2 6 1000 ns/op 40 GFLOP/s
BenchmarkProduct/type=float64/m=8/kernel=naive-ikj-2 9 2000 ns/op 2.025 GFLOP/s 0 B/op 0 allocs/op
BenchmarkProduct/type=float64/m=8/kernel=avx2-2 9 200 ns/op 20.25 GFLOP/s 0 B/op 0 allocs/op
BenchmarkExp/n=10/kernel=avx2 9 13 ns/op
ok  	chainrule/bench	1.234s
`

func TestReadKeepsWhatIsThere(t *testing.T) {
	r, err := Read("r.txt", strings.NewReader(small))
	require.NoError(t, err)
	require.Equal(t, 2, r.Rounds)
	require.Equal(t, []Setting{{"cpu", "Some CPU"}, {"goos", "linux"}, {"goarch", "amd64"}, {"go", ""}, {"go-version", ""}, {"caches", ""}}, r.Machine)
	want := []*row{
		{"Ceiling/type=float64/cores=2", 2, "float64", "GFLOP/s", 1, []contender{{"avx2", series{1: 80, 2: 40}}}},
		{"Product/type=float64/m=8", 2, "float64", "sec/op", -1, []contender{
			{"avx2", series{1: 100e-9, 2: 200e-9}}, {"naive-ikj", series{1: 1000e-9, 2: 2000e-9}},
		}},
		{"Product/type=float64/m=8", 2, "float64", "GFLOP/s", 1, []contender{
			{"avx2", series{1: 40.5, 2: 20.25}}, {"naive-ikj", series{1: 4.05, 2: 2.025}},
		}},
		{"Exp/n=10", 1, "", "sec/op", -1, []contender{{"avx2", series{1: 12e-9, 2: 13e-9}}}},
	}
	require.Len(t, r.rows, len(want))
	for i := range want {
		for j := range want[i].contenders {
			for round, v := range want[i].contenders[j].values { // ns/op times 1e-9 is rounded once more
				require.InEpsilon(t, v, r.rows[i].contenders[j].values[round], 0x1p-51)
				r.rows[i].contenders[j].values[round] = v
			}
		}
		require.Equal(t, want[i], r.rows[i])
	}
	require.Equal(t, map[ceiling]series{{"float64", "avx2", 2}: {1: 80, 2: 40}}, r.ceilings)
}

// prepared is a head of five lines, so that appended text begins on line 6.
const prepared = head + "round: 1\n"

const okLine = "BenchmarkX/kernel=a-2 1 5 ns/op 7 GFLOP/s\n"

// refused are texts with the errors that they give.
var refused = map[string]string{
	// empty
	"":                           `1: no results`,
	"\n\n":                       `2: no results`,
	prepared + "PASS\n":          `6: no results`,
	prepared + "BenchmarkX-2\n":  `6: no results`,
	head + "Unit s better=low\n": `5: unit s: better is "low", want higher or lower`,
	// malformed
	prepared + "BenchmarkX\t1\n":                  `6: missing measurements`,
	prepared + okLine + "BenchmarkX x 5 ns/op\n":  `7: parsing iteration count: invalid syntax`,
	prepared + okLine + "BenchmarkX 1 5x ns/op\n": `7: parsing measurement: invalid syntax`,
	prepared + okLine + "BenchmarkX 1 5\n":        `7: missing units`,
	prepared + okLine + "BenchmarkX 1 1e999 s\n":  `7: parsing measurement: value out of range`,
	prepared + "BenchmarkX 0 5 ns/op\n":           `6: 0 iterations`,
	prepared + "BenchmarkX 1 5 ns/op 5 ns/op\n":   `6: ns/op twice`,
	prepared + okLine + "--- FAIL: BenchmarkX\n":  `7: a run failed: --- FAIL: BenchmarkX`,
	prepared + okLine + "panic: oh\n":             `7: a run failed: panic: oh`,
	prepared + okLine + "exit status 2\n":         `7: a run failed: exit status 2`,
	prepared + okLine + "<html>\n":                `7: no line of a benchmark's output: "<html>"`,
	prepared + okLine + "7 GFLOP/s\n" + okLine:    `7: no line of a benchmark's output: "7 GFLOP/s"`,
	prepared + strings.Repeat("x", 1<<16):         `6: a line of 65536 bytes`,
	// values that are not numbers in range
	prepared + "BenchmarkX 1 NaN ns/op\n":                 `6: NaN ns/op: want a positive, finite number`,
	prepared + "BenchmarkX 1 +Inf ns/op\n":                `6: +Inf ns/op: want a positive, finite number`,
	prepared + "BenchmarkX 1 0 ns/op\n":                   `6: 0 ns/op: want a positive, finite number`,
	prepared + "BenchmarkX 1 5 ns/op 0 GFLOP/s\n":         `6: 0 GFLOP/s: want a positive, finite number`,
	prepared + okLine + "BenchmarkX 1 -5 ns/op\n":         `7: -5 ns/op: want a positive, finite number`,
	prepared + "BenchmarkX 1 5 ns/op -1 B/op\n":           `6: -1 B/op: want a positive, finite number`,
	prepared + "BenchmarkX 1 5 ns/op NaN allocs/op\n":     `6: NaN allocs/op: want a positive, finite number`,
	prepared + "BenchmarkX 1 1e-320 GFLOP/s\n":            `6: 1e-320 GFLOP/s: want a positive, finite number`,
	prepared + "BenchmarkX 1 5 ns/op 1e300 GFLOP/s\n":     `6: 1e+300 GFLOP/s: want a positive, finite number`,
	prepared + "BenchmarkX 1 0.5 ns/op -0 ns/element\n\n": `6: -0 ns/element: want a positive, finite number`,
	// truncated
	prepared + okLine + "BenchmarkX/kernel=a-2 1 5 ns/o":                                       `7: truncated: the last line has no newline and is no complete result`,
	prepared + okLine + "BenchmarkX/kernel=a-2 1":                                              `7: truncated: the last line has no newline and is no complete result`,
	prepared + okLine + "round: 1":                                                             `7: truncated: the last line has no newline and is no complete result`,
	prepared + okLine + "PASS":                                                                 `7: truncated: the last line has no newline and is no complete result`,
	prepared + "BenchmarkX/kernel=a-2 1 5 ns/op 7 GFLO":                                        `6: truncated: the last line has no newline and is no complete result`,
	prepared + okLine + "rounds: x\n":                                                          `7: rounds "x": want how many there are`,
	prepared + okLine + "rounds: 0\n":                                                          `7: rounds "0": want how many there are`,
	"rounds: 3\n" + prepared + okLine:                                                          `7: truncated: 1 of 3 rounds`,
	"rounds: 2\n" + prepared + okLine + "BenchmarkY/kernel=a-2 1 5 ns/op\nround: 2\n" + okLine: `10: truncated: Y/kernel=a-2 is in 1 of 2 rounds`,
	// mixed
	"rounds: 1\n" + prepared + okLine + "round: 2\n" + okLine:              `9: mixed: 2 rounds where there are to be 1`,
	head + okLine + "round: 1\n":                                           `5: no line "round: N" before this result`,
	head + okLine + okLine:                                                 `6: X/kernel=a-2 again, as on line 5: without lines "round: N", as go run ./bench -out writes them, a file is one round`,
	prepared + okLine + "BenchmarkX/kernel=" + long + " 0 5 ns/op\n":       `7: 0 iterations`,
	prepared + okLine + long + "\n":                                        `7: no line of a benchmark's output: "` + long[:60] + `…"`,
	"round: " + long + "\n" + okLine:                                       `2: round "` + long[:60] + `…" of this result is no whole number`,
	prepared + strings.Repeat("BenchmarkX/kernel="+long+" 1 5 ns/op\n", 2): `7: mixed: X/kernel=` + long[:51] + `… is in round 1 already, on line 6`,
	prepared + many(101, "BenchmarkX/kernel=k%d 1 5 ns/op\n"):              `106: more than 100 kernels of X, or more than 100 units`,
	prepared + many(101, "BenchmarkX%[1]d 1 5 u%[1]d\n"):                   `106: more than 100 kernels of X100, or more than 100 units`,
	head + "round: two\n" + okLine:                                         `6: round "two" of this result is no whole number`,
	head + "round: -1\n" + okLine:                                          `6: round "-1" of this result is no whole number`,
	prepared + okLine + okLine:                                             `7: mixed: X/kernel=a-2 is in round 1 already, on line 6`,
	prepared + okLine + "round: 2\n" + okLine + okLine:                     `9: mixed: X/kernel=a-2 is in round 2 already, on line 8`,
	prepared + okLine + "cpu: B\n\nround: 2\n" + okLine:                    `10: mixed: cpu is "B" here and "Some CPU" before`,
	prepared + okLine + "goos: plan9\nround: 2\n" + okLine:                 `9: mixed: goos is "plan9" here and "linux" before`,
	prepared + okLine + "goarch:\nround: 2\n" + okLine:                     `9: mixed: goarch is "" here and "amd64" before`,
	prepared + okLine + "go: go1.26\nround: 2\n" + okLine:                  `9: mixed: go is "go1.26" here and "" before`,
	prepared + okLine + "Unit GFLOP/s better=lower\n":                      `7: metadata better of unit GFLOP/s already set to higher`,
	prepared + okLine + "round: 2\nBenchmarkX/kernel=a-2 1 5 ns/op\n":      `8: mixed: X/kernel=a-2 is in sec/op here and in sec/op, GFLOP/s on line 6`,
	prepared + "BenchmarkCeiling/type=f/kernel=a 1 7 GFLOP/s\nBenchmarkCeiling/type=f/kernel=a/cores=1 1 8 GFLOP/s\n": `7: mixed: a second ceiling of a with f, beside Ceiling/type=f`,
}

var long = strings.Repeat("x", 1000)

// many returns n texts of a format with their numbers.
func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// A file as go test -bench prints it is one round.
func TestFileWithoutRoundsIsOneRound(t *testing.T) {
	numbered, err := Read("r.txt", strings.NewReader(prepared+okLine+"BenchmarkX/kernel=b-2 1 4 ns/op 8 GFLOP/s\n"))
	require.NoError(t, err)
	plain, err := Read("r.txt", strings.NewReader(head+okLine+"BenchmarkX/kernel=b-2 1 4 ns/op 8 GFLOP/s\nPASS\n"))
	require.NoError(t, err)
	require.Equal(t, numbered, plain)
	require.Equal(t, 1, plain.Rounds)
}

// A record costs no more than a limit, whatever it has, and each row as much as any other:
// the report of n rows of several cores takes memory and comparisons in proportion to n.
func TestRecordsCostInProportion(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read("r.txt", zeros{})
	require.EqualError(t, err, "r.txt: longer than 67 MB")
	runtime.ReadMemStats(&after)
	require.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, uint64(6*most), "a buffer that grows by a quarter")

	_, err = Read("r.txt", strings.NewReader(prepared+many(mostResults+1, "BenchmarkX%d 1 5 ns/op\n")))
	require.EqualError(t, err, "r.txt:131078: more than 131072 results")
	r, err := Read("r.txt", strings.NewReader(prepared+many(20_000, "BenchmarkX%[1]d/kernel=a-2 1 5 ns/op\nBenchmarkX%[1]d/kernel=a 1 5 ns/op\n")))
	require.NoError(t, err)
	made, err := r.Report("a")
	require.NoError(t, err)
	require.Len(t, made.Rows, 40_000)
	require.Equal(t, OneCore, made.Rows[39_998].Base)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestReadRefuses(t *testing.T) {
	for text, want := range refused {
		r, err := Read("r.txt", strings.NewReader(text))
		require.Nil(t, r)
		require.EqualError(t, err, "r.txt:"+want, text)
		var syntax *benchfmt.SyntaxError
		require.ErrorAs(t, err, &syntax)
	}
	r, err := Read("r.txt", strings.NewReader(prepared+okLine))
	require.NoError(t, err, "what the bad lines stand beside is right")
	require.Equal(t, 1, r.Rounds)
}

func TestReadReturnsTheErrorsOfItsReader(t *testing.T) {
	bad := errors.New("no disk")
	r, err := Read("r.txt", io.MultiReader(strings.NewReader(small), iotest.ErrReader(bad)))
	require.Nil(t, r)
	require.ErrorIs(t, err, bad)
	require.EqualError(t, err, "r.txt:18: no disk")
}

// A record that breaks off anywhere is refused, unless only the newline of the last line is missing;
// then the result is the record of the lines up to there.
func TestReadSeesWhereARecordBreaksOff(t *testing.T) {
	accepted, naive := 0, 0
	for cut := range len(small) {
		r, err := Read("r.txt", strings.NewReader(small[:cut]))
		reader := benchfmt.NewReader(strings.NewReader(small[:cut]), "r.txt")
		good := true
		for reader.Scan() {
			if _, bad := reader.Result().(*benchfmt.SyntaxError); bad {
				good = false
			}
		}
		if atEnd := cut == 0 || small[cut-1] == '\n'; atEnd {
			continue
		}
		if good {
			naive++
		}
		if err != nil {
			require.Nil(t, r)
			continue
		}
		accepted++
		require.Equal(t, byte('\n'), small[cut], "accepted: %q", small[:cut])
		whole, err := Read("r.txt", strings.NewReader(small[:cut+1]))
		require.NoError(t, err)
		require.Equal(t, whole.rows, r.rows)
	}
	require.Equal(t, 4, accepted, "the results of the second round")
	require.Greater(t, naive, 100, "the format by itself accepts most")
}
