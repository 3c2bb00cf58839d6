package main

import (
	"os"
	"path/filepath"
	"strings"
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
