package tensor_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// TENSOR_REQUIRE names the kernel that must be the one in use: where a test of a kernel
// matters, as in a build for another machine, its absence must not pass unnoticed.
func TestRequiredKernel(t *testing.T) {
	require.Empty(t, unmet(os.Getenv("TENSOR_REQUIRE"), tensor.Kernel()))
	require.NotEmpty(t, unmet("avx512", "avx2"), "the test sees a wrong kernel")
	require.NotEmpty(t, unmet("neon", "portable"))
	require.Empty(t, unmet("", "portable"))
}

// unmet describes the mismatch if a kernel is required and another one is in use; else it is empty.
func unmet(required, inUse string) string {
	if required == "" || required == inUse {
		return ""
	}
	return "TENSOR_REQUIRE=" + required + ", but the kernel in use is " + inUse
}

func TestKernelsAreNamed(t *testing.T) {
	names := tensor.Kernels()
	require.Equal(t, "portable", names[len(names)-1], "the definition is always there")
	require.Contains(t, names, tensor.Kernel())
	if os.Getenv("TENSOR_KERNEL") == "" {
		require.Equal(t, names[0], tensor.Kernel(), "the fastest is the default")
	}
}

func TestSetKernel(t *testing.T) {
	before := tensor.Kernel()
	for _, name := range tensor.Kernels() {
		restore, err := tensor.SetKernel(name)
		require.NoError(t, err)
		require.Equal(t, name, tensor.Kernel())
		restore()
		require.Equal(t, before, tensor.Kernel())
	}
	for _, name := range []string{"", "sse", "AVX2", "portable "} {
		restore, err := tensor.SetKernel(name)
		require.ErrorContains(t, err, "tensor: SetKernel: kernel \""+name+"\" is not available here, only ")
		require.ErrorContains(t, err, "portable")
		require.Equal(t, before, tensor.Kernel(), "an error changes nothing")
		restore()
		require.Equal(t, before, tensor.Kernel())
	}
}

// TestKernelInEnvironment runs this test binary again, in a process of its own, with
// each value of TENSOR_KERNEL.
func TestKernelInEnvironment(t *testing.T) {
	const child = "TENSOR_TEST_CHILD"
	if os.Getenv(child) != "" {
		os.Stdout.WriteString("kernel in use: " + tensor.Kernel() + "\n")
		return
	}
	run := func(value string) (string, int) {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKernelInEnvironment$")
		cmd.Env = append(os.Environ(), child+"=1", "TENSOR_KERNEL="+value)
		out, err := cmd.CombinedOutput()
		if errors.Is(err, syscall.ENOEXEC) {
			t.Skip("this binary is for another machine and can't start itself here")
		}
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	for _, name := range tensor.Kernels() {
		out, status := run(name)
		require.Zero(t, status, out)
		require.Contains(t, out, "kernel in use: "+name+"\n")
	}
	out, status := run("avx1024")
	require.Equal(t, 2, status)
	require.Equal(t, `tensor: TENSOR_KERNEL: kernel "avx1024" is not available here, only `+
		strings.Join(tensor.Kernels(), ", ")+"\n", out, "one line, and nothing else")
}
