package main

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchfmt"

	"chainrule/bench/peers/internal/turns"
)

func TestVerdict(t *testing.T) {
	require.Equal(t, "ok", target{ratio: 1.1}.verdict(1.1, 0))
	require.Equal(t, "short", target{ratio: 1.1}.verdict(1.099, 1))
	require.Equal(t, "ok", target{1, 0.9}.verdict(1.2, 0.9))
	require.Equal(t, "short", target{1, 0.9}.verdict(1.2, 0.89))
	require.Equal(t, "short", target{ratio: 1.1}.verdict(math.NaN(), 1))
	require.Empty(t, target{}.verdict(2, 1))
	require.Equal(t, "0.97 88%", target{0.97, 0.88}.String())
	require.Equal(t, "1.30", target{ratio: 1.3}.String())
}

// timed is a contender of the given GFLOP/s in seven rounds, with 1e9 operations.
func timed(name string, cores int, speed float64) *turns.Contender {
	c := &turns.Contender{Name: name, Cores: cores, Flops: 1e9, Count: 3}
	for range 7 {
		c.Seconds = append(c.Seconds, 1/speed)
	}
	return c
}

func example() *result {
	bad := &turns.Contender{Name: "gemv", Wrong: errors.New("gemv on integers: C[0,1] is 1, ours is 2")}
	return &result{shape: shape{2048, 2048, 2048, "NN"}, ours: timed("ours", 2, 160), ceiling: timed("ceiling", 2, 200), lines: []line{
		{peer: timed("openblas", 2, 128), target: target{1, 0.9}, cgo: timed("openblas-cgo", 2, 100)},
		{peer: timed("ours", 1, 80), target: target{ratio: 1.7}},
		{peer: bad},
	}}
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	printHeader(&out, "float64", 2)
	example().print(&out)
	require.Equal(t, `
float64, 2 cores
m×n×k          op     ours  ceil  peer       GFLOP/s   ratio 95 %             target             cgo
2048×2048×2048 NN    160.0   80%  openblas     128.0   1.250 [1.250, 1.250]   1.00 90% short   1.600
                                  ours on 1    80.00   2.000 [2.000, 2.000]   1.70     ok
                                  gemv         wrong
  wrong: gemv on integers: C[0,1] is 1, ours is 2
`, out.String())
	for line := range strings.Lines(out.String()) {
		require.LessOrEqual(t, utf8.RuneCountInString(line), 101)
	}
}

// figures reads a file of raw figures as benchstat does, and counts them by peer.
func figures(t *testing.T, name string) (peers map[string]int, last *benchfmt.Result) {
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	peers = map[string]int{}
	reader := benchfmt.NewReader(file, name)
	for reader.Scan() {
		switch record := reader.Result().(type) {
		case *benchfmt.Result:
			_, parts := record.Name.Parts()
			last, peers[string(parts[len(parts)-1])] = record.Clone(), peers[string(parts[len(parts)-1])]+1
		case *benchfmt.SyntaxError:
			require.NoError(t, record)
		}
	}
	require.NoError(t, reader.Err())
	require.Equal(t, 1, reader.Units().GetBetter("GFLOP/s"), "higher is better")
	return peers, last
}

func TestRawFigures(t *testing.T) {
	name := filepath.Join(t.TempDir(), "raw.txt")
	r, err := turns.NewRaw(name)
	require.NoError(t, err)
	r.Machine([]turns.Fact{{Key: "kernel", Value: "portable"}}, "GFLOP/s")
	record(r, "float64", example())
	require.NoError(t, r.Close())
	peers, last := figures(t, name)
	require.Equal(t, map[string]int{"/peer=ours": 14, "/peer=openblas": 7, "/peer=openblas-cgo": 7, "/peer=ceiling": 7}, peers)
	require.Equal(t, "Peer/type=float64/m=2048/n=2048/k=2048/variant=NN/cores=2/peer=ceiling", last.Name.String())
	require.Equal(t, "portable", last.GetConfig("kernel"))
	require.Equal(t, 3, last.Iters)
	speed, ok := last.Value("GFLOP/s")
	require.True(t, ok)
	require.Equal(t, 200.0, speed)
}

func TestRun(t *testing.T) {
	name := filepath.Join(t.TempDir(), "raw.txt")
	args := []string{"-peers", "gonum", "-rounds", "2", "-slice", "1ms", "-cores", "1", "-shapes", "4,50x3x50:TN", "-kernel", "portable", "-o", name}
	var out bytes.Buffer
	require.NoError(t, run(args, &out))
	require.Contains(t, out.String(), "kernel        portable\n")
	require.Regexp(t, `(?m)^50×3×50        TN .*  gonum `, out.String())
	require.Regexp(t, `(?m)^50×3×50 TN float32, 1 core +[0-9.]+ GFLOP/s +~?[0-9.]+$`, out.String())
	peers, _ := figures(t, name)
	require.Equal(t, map[string]int{"/peer=ours": 8, "/peer=gonum": 4, "/peer=ceiling": 8}, peers)
}
