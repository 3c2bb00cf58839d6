package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A record with NEON gives a line to send, with the machine and the figures of the functions; others give none.
func TestLineOfAnUnmeasuredMachine(t *testing.T) {
	require.Empty(t, unmeasured(reportOf(t, machine())))
	line := unmeasured(reportOf(t, "goarch: arm64\ncpu: A64\n"+strings.ReplaceAll(machine(), "avx512", "neon")))
	require.Contains(t, line, "open an issue")
	require.Contains(t, line, "NEON on ")
	require.Contains(t, line, "A64")
	require.Contains(t, line, "Functions/fn=exp/type=float64 5e-10 sec/element, 10.00 of naive")
	require.NotContains(t, line, "Update")
}
