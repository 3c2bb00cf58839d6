package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// caches returns the data caches of the first processor, such as "L1 48K, L2 1024K, L3
// 32768K", from a folder like /sys/devices/system/cpu/cpu0/cache; "" if it is not there.
func caches(folder string) string {
	var found []string
	indices, _ := filepath.Glob(filepath.Join(folder, "index*"))
	for _, index := range indices {
		read := func(name string) string {
			text, _ := os.ReadFile(filepath.Join(index, name))
			return strings.TrimSpace(string(text))
		}
		if size := read("size"); size != "" && read("type") != "Instruction" {
			found = append(found, "L"+read("level")+" "+size)
		}
	}
	return strings.Join(found, ", ")
}

const cacheFolder = "/sys/devices/system/cpu/cpu0/cache"

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
