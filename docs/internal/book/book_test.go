package book

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const chapter = "docs/chapters/01-w.md"

func TestWriteFillsTheBookAndAgainChangesNothing(t *testing.T) {
	root := made(t)
	require.NotEmpty(t, checked(t, root))
	require.Equal(t, []string{"docs/README.md", chapter, "docs/equations.md", "docs/errata.md", "docs/figures/line.svg"}, written(t, root))
	require.Empty(t, checked(t, root))
	require.Empty(t, written(t, root))

	left, _ := filepath.Glob(filepath.Join(root, "docs", "*", ".chainrule-*"))
	require.Empty(t, left, "no file is left over")
}

func TestWhatBlocksSay(t *testing.T) {
	root := made(t)
	written(t, root)
	text := get(t, root, chapter)
	for _, want := range []string{
		"MLP.Backward -->\n```go\nfunc (p *MLP[F]) Backward() {\n\tfirst()\n\tif true {\n\t\tsecond()\n\t}\n}\n```\n\n[nn/mlp.go, lines 6 to 11](../../nn/mlp.go#L6-L11)\n<!-- end -->\n",
		"body -->\n```go\nfirst()\nif true {\n\tsecond()\n}\n```\n",
		"/second/ -->\n```go\nif true {\n\tsecond()\n```\n",
		"N -->\n```go\nconst N = 4\n```\n\n[nn/mlp.go, line 14](../../nn/mlp.go#L14)\n",
		"B -->\n```go\nB = 2\n```\n",
		"/slow/ -->\n```text\nslow 2 ns\n```\n",
		"- On trial: **PASS**. Of 9 numbers the worst, `W[0,1]`, is off by 3 roundings; 7 are allowed.\n" +
			"- Reference: central differences in 320 bits. Cross-checks: dual numbers in 320 bits (to 53 digits).\n",
		"- Errors planted: 5, caught: 5.\n- As printed: **FAIL**, wrong in 3 of 4 numbers. Errata: [E13](../errata.md#E13), ",
		"- `go run ./docs verify -equation 46` · [registry](../../gradcheck/equations/registry.txt#L5)\n",
		"```text\nprinted verify -equation 46\n```\n",
		"```text\nfast 1 ns\nfast 3 ns\n```\n\nFrom [bench/results/a.txt](../../bench/results/a.txt).\n",
		"```go\ntrain()\n```\n\nprints\n\n```text\none\n\ntwo\n```\n",
		"- [E25](../errata.md#E25), (46), (47) (math). The captions are exchanged",
		"The number is <!--=w.half-->0.5<!--/--> and",
	} {
		require.Contains(t, text, want)
	}
	require.Contains(t, get(t, root, "docs/README.md"), "\n1. [Words](chapters/01-w.md): (46); example 2.1.2\n")
	index := get(t, root, "docs/equations.md")
	require.Contains(t, index, "| <a id=\"eq-46\"></a>[(46)](chapters/01-w.md#eq-46) | `∇W J = ")
	require.Contains(t, index, "| [`nn.MLP.Backward`](../nn/mlp.go#L6) | [`verify -equation 46`](../gradcheck/equations/registry.txt#L5) | PASS | FAIL | [1](chapters/01-w.md) |\n")
	require.Contains(t, index, "| [`dataset.Encoder.OneHot`](../nn/dataset/labels.go#L3) |")
}

// drifts are faults that writing repairs.
var drifts = []fault{
	{"nn/mlp.go", "\tfirst()\n", "\tfirst(1)\n", chapter, "Backward() {\n\tfirst()", `has "\tfirst()": want "\tfirst(1)"`},
	{"nn/mlp.go", "package nn\n", "package nn\n\n", chapter, "lines 6 to 11]", "lines 7 to 12"},
	{"docs/figures/line.svg", "<svg/>", "<svg>", "docs/figures/line.svg", "", "is not what is drawn"},
	{chapter, "-->0.5<!--/-->", "-->0.6<!--/-->", chapter, "0.6", `w.half is "0.6" here: want "0.5"`},
	{chapter, "-equation 46` ·", "-equation 47` ·", chapter, "-equation 47`", "has \"- `go run ./docs verify -equation 47"},
	{chapter, "fast 3 ns\n", "", chapter, "fast 1 ns\n```", "want \"fast 3 ns\""},
	{"bench/results/a.txt", "fast 3 ns", "fast 4 ns", chapter, "fast 3 ns", "fast 4 ns"},
	{"nn/mlp_test.go", "// two", "// three", chapter, "\n\ntwo", "three"},
	{chapter, "# 1. Words\n", "# 1. Other words\n", "docs/README.md", "[Words]", "Other words"},
}

func TestDriftIsFoundAtItsLineAndRepaired(t *testing.T) {
	for _, d := range drifts {
		root := made(t)
		d.requireFound(t, root)
		require.NotEmpty(t, written(t, root))
		require.Empty(t, checked(t, root))
		require.Empty(t, written(t, root))
	}
}

// A deleted figure is drawn again.
func TestDeletedFigureIsDrawnAgain(t *testing.T) {
	root := made(t)
	written(t, root)
	require.NoError(t, os.Remove(filepath.Join(root, "docs/figures/line.svg")))
	require.Equal(t, "docs/figures/line.svg: is not there", checked(t, root)[0])
	require.Equal(t, []string{"docs/figures/line.svg"}, written(t, root))
	require.Empty(t, checked(t, root))
}
