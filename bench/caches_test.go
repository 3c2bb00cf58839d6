package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCaches(t *testing.T) {
	folder := t.TempDir()
	for i, c := range [][3]string{{"1", "Data", "48K"}, {"1", "Instruction", "32K"}, {"2", "Unified", "1024K"}} {
		index := filepath.Join(folder, "index"+string(rune('0'+i)))
		require.NoError(t, os.Mkdir(index, 0o755))
		for j, name := range []string{"level", "type", "size"} {
			require.NoError(t, os.WriteFile(filepath.Join(index, name), []byte(c[j]+"\n"), 0o644))
		}
	}
	require.Equal(t, "L1 48K, L2 1024K", caches(folder))
	require.Empty(t, caches(filepath.Join(folder, "none")))
}
