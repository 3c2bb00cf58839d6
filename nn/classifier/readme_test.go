package classifier_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The README's program compiles and prints what it says, in the folder of this package.
func TestTheProgramOfTheREADME(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program: the long form does")
	}
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(text), "```go\n")
	require.True(t, found)
	lines, _, _ := strings.Cut(rest, "```")
	main := "package main\n\nimport (\n\"context\"\n\"fmt\"\n\"chainrule/nn/classifier\"\n\"chainrule/nn/dataset\"\n\"chainrule/tensor\"\n)\n\nfunc main() {\n" +
		strings.ReplaceAll(lines, "fruit.safetensors", filepath.ToSlash(filepath.Join(t.TempDir(), "fruit.safetensors"))) + "}\n"
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(main), 0o600))
	output, err := exec.Command("go", "run", file).CombinedOutput()
	require.NoError(t, err, "%s", output)
	_, comment, _ := strings.Cut(lines, "fmt.Println(labels, err) // ")
	require.Equal(t, comment, string(output))
}
