package peers

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

// hasOpenBLAS is whether it has been loaded.
var hasOpenBLAS bool

func TestMain(m *testing.M) {
	flag.Parse()
	fmt.Println("Unit GFLOP/s better=higher")
	fmt.Println("Unit ns/element better=lower")
	fmt.Println("gonum:", version("gonum.org/v1/gonum"))
	fmt.Println("openblas:", loadOpenBLAS())
	code := m.Run()
	for _, p := range started {
		p.quit()
	}
	os.Exit(code)
}

// loadOpenBLAS loads the library and returns its version, or why it is missing. If it passes over
// the machine's AVX-512, the program begins anew with a core type that does not.
func loadOpenBLAS() string {
	err := openblas.Load(setting("PEERS_OPENBLAS", "libopenblas.so.0"))
	switch {
	case errors.Is(err, openblas.ErrNoCgo):
		return "missing: it takes gcc, and CGO_ENABLED=1"
	case errors.Is(err, openblas.ErrNotThere):
		return "missing: apt-get install libopenblas0-pthread"
	case err != nil:
		return "missing: " + err.Error()
	}
	wide := slices.Contains([]string{"SkylakeX", "Cooperlake", "Sapphirerapids", "SapphireRapids"}, openblas.CoreType())
	if slices.Contains(tensor.Kernels(), "avx512") && !wide && os.Getenv("OPENBLAS_CORETYPE") == "" {
		os.Exit(again("OPENBLAS_CORETYPE=SkylakeX"))
	}
	hasOpenBLAS = true
	openblas.SetThreads(runtime.GOMAXPROCS(0))
	return openblas.Version() + " " + openblas.CoreType()
}

// again runs this program with one variable more, and returns its exit status.
func again(variable string) int {
	c := exec.Command(os.Args[0], os.Args[1:]...)
	c.Env, c.Stdin, c.Stdout, c.Stderr = append(os.Environ(), variable), os.Stdin, os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// setting returns a variable of the environment, or what holds without it.
func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

//go:embed go.mod
var goMod string

// version returns the version of a module that this one requires.
func version(module string) string {
	_, after, _ := strings.Cut(goMod, module+" v")
	version, _, _ := strings.Cut(after, "\n")
	return version
}
