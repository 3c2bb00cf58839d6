package turns

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMedianAndItsInterval(t *testing.T) {
	s := Median([]float64{9, 1, 8, 2, 7, 3, 6, 4, 5})
	require.Equal(t, 5.0, s.Center)
	require.Equal(t, []float64{2, 8}, []float64{s.Lo, s.Hi}) // of nine values the 2nd and 8th: 96 %
	require.GreaterOrEqual(t, s.Confidence, 0.95)
	require.Equal(t, "[2.000, 8.000]", Interval(s))
	require.Equal(t, "too few rounds", Interval(Median([]float64{1, 2, 3})))
}

func TestCPU(t *testing.T) {
	name := filepath.Join(t.TempDir(), "cpuinfo")
	require.NoError(t, os.WriteFile(name, []byte("processor\t: 0\nmodel name\t: Some CPU: 3 GHz\n"), 0o600))
	require.Equal(t, "Some CPU: 3 GHz", CPU(name))
	require.Equal(t, "unknown", CPU(name+".none"))
	require.Equal(t, "unknown", Version("none"))
}

func TestCoreTypeSuitsTheMachine(t *testing.T) {
	require.Equal(t, "SkylakeX", CoreType([]string{"avx512", "avx2", "portable"}))
	require.Equal(t, "Haswell", CoreType([]string{"avx2", "portable"}))
	require.Empty(t, CoreType([]string{"neon", "portable"}))
}
