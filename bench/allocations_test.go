package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/gradcheck/equations"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

var recordAllocations = flag.Bool("allocations", false, "write testdata/allocations.txt anew")

const allocationsFile = "testdata/allocations.txt"

// An allocation is the heap memory that one call takes: a count and bytes.
type allocation struct {
	name          string
	allocs, bytes uint64
}

func (a allocation) String() string {
	return fmt.Sprintf("%-34s %7d allocs/op %9d B/op", a.name, a.allocs, a.bytes)
}

// perCall returns the allocations of one call, on one core and without collections in between: the
// least of several runs until two agree, since the run-time system has allocations of its own.
func perCall(name string, run func()) allocation {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	const runs, calls = 5, 4
	least := allocation{name, ^uint64(0), ^uint64(0)}
	run()
	for range runs {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range calls {
			run()
		}
		runtime.ReadMemStats(&after)
		found := allocation{name, (after.Mallocs - before.Mallocs) / calls, (after.TotalAlloc - before.TotalAlloc) / calls}
		if found == least {
			break
		}
		least.allocs, least.bytes = min(least.allocs, found.allocs), min(least.bytes, found.bytes)
	}
	return least
}

// calls returns the calls that users make: the hot path, which allocates nothing, and its preparation.
func calls(t *testing.T) (list []part) {
	t.Helper()
	small, single, large := newStep[float64](50, 5, 50, 3), newStep[float32](50, 5, 50, 3), newStep[float32](128, 784, 512, 10)
	for _, o := range small.operations(tensor.Kernel()) {
		list = append(list, part{"step 5-50-3 " + o.name, o.run})
	}
	A, B, C := values(tensor.New[float64](512, 512), false), values(tensor.New[float64](512, 512), false), tensor.New[float64](512, 512)
	generator := dataset.Paper()
	data, err := generator.Table()
	require.NoError(t, err)
	problem, err := dataset.NewProblem(data, 0.2, 7)
	require.NoError(t, err)
	var csv, npz bytes.Buffer
	require.NoError(t, dataset.WriteCSV(&csv, data))
	trial, err := equations.Find("46")
	require.NoError(t, err)
	return append(list, []part{
		{"step 5-50-3 float32", single.all},
		{"step 784-512-10 float32", large.all},
		{"product 512", func() { tensor.Product(C, A, B) }},
		{"product 512 transposed", func() { tensor.ProductTN(C, A, B) }},
		{"softmax 512", func() { tensor.Softmax(C, A) }},
		{"network 5-50-3", func() { nn.NewMLP[float64]([]int{5, 50, 3}, nn.ReLU) }},
		{"workspace of 50 rows", func() { small.net.Workspace(50) }},
		{"gradient", func() { small.net.Gradient() }},
		{"adam", func() { _, err = adam.New[float64](453, adam.Listing()) }},
		{"two epochs of 400 rows", func() {
			for _, err = range nn.Train(t.Context(), small.net, small.rule, problem.X, problem.T, nn.Options{Epochs: 2, Batch: 50}) {
			}
		}},
		{"the paper's data", func() { _, err = generator.Table() }},
		{"split and coding", func() { _, err = dataset.NewProblem(data, 0.2, 7) }},
		{"read 500 rows of CSV", func() { _, err = dataset.ReadCSV(bytes.NewReader(csv.Bytes()), "csv") }},
		{"save as npz", func() { npz.Reset(); err = nn.WriteNPZ(&npz, small.net) }},
		{"trial of equation 46", func() { trial.Check(equations.Sample(1)) }},
	}...)
}

// rises returns the calls that allocate more than was recorded, the calls without a record, and
// the records without a call.
func rises(recorded string, found []allocation) (bad []string) {
	was := map[string]allocation{}
	for _, line := range strings.Split(recorded, "\n") {
		if len(line) < 35 || line[0] == '#' {
			continue
		}
		a := allocation{name: strings.TrimSpace(line[:34])}
		if n, _ := fmt.Sscanf(line[34:], "%d allocs/op %d B/op", &a.allocs, &a.bytes); n == 2 {
			was[a.name] = a
		}
	}
	for _, a := range found {
		switch before, ok := was[a.name]; {
		case !ok:
			bad = append(bad, "not on record: "+a.String())
		case a.allocs > before.allocs || a.bytes > before.bytes:
			bad = append(bad, fmt.Sprintf("%s: %d allocations, %d bytes; recorded are %d and %d", a.name, a.allocs, a.bytes, before.allocs, before.bytes))
		}
		delete(was, a.name)
	}
	for name := range was {
		bad = append(bad, "recorded and not called: "+name)
	}
	return bad
}

// The allocations of a call do not depend on the machine's mood, so they may not rise unless the
// recorded figure is edited: go test ./bench -run Allocations -allocations.
func TestAllocationsDoNotRise(t *testing.T) {
	switch {
	case underRace:
		t.Skip("the race detector allocates too")
	case testing.Short():
		t.Skip("two runs of every call: the long form has them")
	}
	recorded, err := os.ReadFile(allocationsFile)
	require.NoError(t, err)
	if version := runtime.Version(); !*recordAllocations && !strings.Contains(string(recorded), "# "+minor(version)) {
		t.Skipf("%s: recorded with another Go, which may allocate otherwise", version)
	}
	var found []allocation
	for _, c := range calls(t) {
		found = append(found, perCall(c.name, c.run))
	}
	if *recordAllocations {
		var text strings.Builder
		text.WriteString("# Allocations of a call, on one core: go test ./bench -run Allocations -allocations\n# " + runtime.Version() + ", " + runtime.GOARCH + "\n")
		for _, a := range found {
			fmt.Fprintln(&text, a)
		}
		require.NoError(t, os.WriteFile(allocationsFile, []byte(text.String()), 0o644))
		recorded = []byte(text.String())
	}
	require.Empty(t, rises(string(recorded), found))
}

// minor returns the version up to its second number: go1.26 of go1.26.8.
func minor(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// sink keeps the allocation of a test on the heap.
var sink []byte

func TestTheGateSeesARise(t *testing.T) {
	a := perCall("x", func() { sink = make([]byte, 4096) })
	require.Equal(t, allocation{"x", 1, 4096}, a)
	require.Empty(t, rises(a.String(), []allocation{a}))
	require.Empty(t, rises(allocation{"x", 2, 5000}.String(), []allocation{a}), "less is no rise")
	require.Len(t, rises(allocation{"x", 0, 5000}.String(), []allocation{a}), 1)
	require.Len(t, rises(allocation{"x", 1, 4095}.String(), []allocation{a}), 1)
	require.Len(t, rises(a.String(), []allocation{{"y", 1, 1}}), 2, "one is new and one is gone")
	require.Equal(t, []string{"go1.26", "go1.27", "devel"}, []string{minor("go1.26.8"), minor("go1.27"), minor("devel")})
}
