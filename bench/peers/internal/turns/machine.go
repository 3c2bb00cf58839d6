package turns

import (
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"chainrule/bench/ceiling"
	"chainrule/tensor"
)

// Fact is something that holds for all figures of a run.
type Fact struct{ Key, Value string }

// CPU returns the model name in a file of Linux's format, or unknown.
func CPU(path string) string {
	text, _ := os.ReadFile(path)
	for line := range strings.Lines(string(text)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// Version returns the version of a module that the program is built with.
func Version(module string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == module {
				return m.Version
			}
		}
	}
	return "unknown"
}

// ISA returns the instruction set of our kernel, whose ceiling applies.
func ISA() string {
	if kernel := tensor.Kernel(); slices.Contains(ceiling.ISAs(), kernel) {
		return kernel
	}
	return "portable"
}

// CoreType returns the core type whose kernels suit a machine's instruction sets, or
// nothing, which leaves the choice to OpenBLAS. Its own choice knows CPUs up to the
// library's age only and may fall back to kernels of a quarter of the width.
func CoreType(isas []string) string {
	switch {
	case slices.Contains(isas, "avx512"):
		return "SkylakeX"
	case slices.Contains(isas, "avx2"):
		return "Haswell"
	}
	return ""
}
