// Asmgen writes the generated files of package tensor: the constants of its
// functions, and their kernels for AVX-512 and AVX2. It is run in the root of the
// module, without arguments:
//
//	go run ./tensor/internal/asmgen
package main

import (
	"go/format"
	"log"
	"os"
	"path/filepath"
)

func main() {
	for name, text := range files() {
		if err := os.WriteFile(filepath.Join("tensor", name), []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// files returns the text of every generated file, by file name.
func files() map[string]string {
	all := map[string]string{"constants.go": constantsFile(), "narrow_amd64.go": narrowFile(), "functions_amd64.go": declarationsFile("run", isas...)}
	for _, i := range isas {
		all["functions_"+i.file+"_amd64.s"] = kernelsFile(i)
	}
	all["functions_neon_arm64.go"], all["functions_neon_arm64.s"] = declarationsFile("vectors", neon), neonFile()
	return all
}

// formatted returns the text of a Go file in gofmt's format.
func formatted(text string) string {
	b, err := format.Source([]byte(text))
	if err != nil {
		log.Fatal(err)
	}
	return string(b)
}
