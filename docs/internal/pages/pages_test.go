package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chainrule/docs/internal/site/page"
)

// module makes a module with the files, and the generator's sources.
func module(t *testing.T, files map[string]string) (root, out string) {
	t.Helper()
	root = t.TempDir()
	for name, content := range files {
		if err := put(filepath.Join(root, filepath.FromSlash(name)), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	return root, filepath.Join(root, page.Output)
}

// made makes the pages, or skips the test where formulas can't be typeset.
func made(t *testing.T, files map[string]string) (root, out string) {
	t.Helper()
	root, out = module(t, files)
	needTemml(t)
	if _, _, err := generate(root, out, "."); err != nil {
		t.Fatal(err)
	}
	return root, out
}

func needTemml(t *testing.T) {
	t.Helper()
	if _, err := runNode(".", []formula{{TeX: "x"}}); err != nil {
		t.Skip(err)
	}
}

func body(t *testing.T, out, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, name+".html"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const chapter1 = "# One\n\n<a id=\"eq-46\"></a>\n<a id=\"code-2\"></a>\n### (46) The gradient\n\n```math\n\\begin{aligned} a &= b \\end{aligned}\n```\n\n" +
	"<!-- begin code -->\n```go\nfunc f() {}\n```\n<!-- end -->\n\nIt is <!--=x-->0.25<!--/--> of $`|x|`$, see [f](../../nn/f.go#L1-L2), [nn](../../nn),\n" +
	"[two](02-two.md#the-others-it), [data](../../nn/f.npz).\n\n| a | b |\n|--:|---|\n| $`\\|y\\|`$ | 1 |\n\n![A line](../figures/line.svg)\n"

var files = map[string]string{
	"docs/chapters/01-one.md": chapter1,
	"docs/chapters/02-two.md": "# Two\n\n## The others' *it*\n",
	"docs/figures/line.svg":   "<svg/>",
	"nn/f.go":                 "package nn\n\nfunc f() {}\n",
	"nn/doc.go":               "package nn\n",
	"nn/f.npz":                "\xff\xfe",
}

func TestAPageHasWhatItsChapterHas(t *testing.T) {
	_, out := made(t, files)
	one := body(t, out, "docs/chapters/01-one.md")
	for _, want := range []string{
		`"title":"One"`,
		`<h3 id="eq-46"><span id="code-2"></span><span id="46-the-gradient"></span>(46) The gradient <a class="self" href="#eq-46"`,
		`<a class="try" href="/trial/eq-46">live trial (46)</a> <a class="try" href="/trial/code-2">live trial Code 2</a>`,
		`<div class="display"><math`, `<mtd class="tml-right s`, `"styles":{"s`,
		`<pre tabindex="0"><code><span class="kw">func</span> <span class="fn">f</span>() {}</code></pre>`, `It is 0.25 of <math`,
		`<a href="../../nn/f.go?lines=1-2#L1">f</a>`, `<a href="../../nn/doc.go">nn</a>`, `<a href="02-two.md#the-others-it">two</a>`, ", data.",
		`<div class="wide"><table>`, `<td align="right"><math`,
		`<img class="figure plate" src="../figures/line.svg" alt="A line">`,
	} {
		if !strings.Contains(one, want) {
			t.Errorf("no %s in\n%s", want, one)
		}
	}
	for _, bad := range []string{" style=", "<!--=", "begin code", "\\|"} {
		if strings.Contains(one, bad) {
			t.Errorf("%s in\n%s", bad, one)
		}
	}
	if two := body(t, out, "docs/chapters/02-two.md"); !strings.Contains(two, `<h2 id="the-others-it">`) {
		t.Error(two)
	}
	if f := body(t, out, "nn/f.go"); !strings.Contains(f, `id="L3"`) {
		t.Error(f)
	}
}

// What is wrong is said with its line.
func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"# A\n\n[x](missing.md)\n":              "docs/chapters/01-a.md:3: the link missing.md: there is no docs/chapters/missing.md",
		"# A\n\n![x](missing.svg)\n":            "docs/chapters/01-a.md:3: the image missing.svg is not there",
		"# A\n\ntext\n<b>bold</b>\n":            "docs/chapters/01-a.md:4: the tag <b> is not among those",
		"# A\n\n<!--=x-->0.25<!--/--> is it.\n": "docs/chapters/01-a.md:3: a line that begins with a comment or a tag is no Markdown: 0.25 is it.",
	} {
		root, out := module(t, map[string]string{"docs/chapters/01-a.md": text})
		if _, _, err := generate(root, out, "."); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	needTemml(t)
	for text, want := range map[string]string{
		"# A\n\nSee\n$`\\frac{a`$.\n":                    "docs/chapters/01-a.md:4: Unexpected end of input",
		"# A\n\n```math\n\\nosuchthing x\n```\n\ntext\n": "docs/chapters/01-a.md:4: Unsupported function name: \\nosuchthing",
	} {
		root, out := module(t, map[string]string{"docs/chapters/01-a.md": text})
		if _, _, err := generate(root, out, "."); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWithoutNode(t *testing.T) {
	root, out := module(t, files)
	t.Setenv("PATH", "")
	if _, _, err := generate(root, out, "."); err == nil || !strings.Contains(err.Error(), "node is not installed") {
		t.Error(err)
	}
}

func TestWithoutTemml(t *testing.T) {
	root, out := module(t, files)
	needTemml(t)
	if _, _, err := generate(root, out, root); err == nil || !strings.Contains(err.Error(), "run npm ci in docs/internal/pages") {
		t.Error(err)
	}
}

// Only what has changed is made anew, and what is gone is removed.
func TestOnlyWhatHasChangedIsMade(t *testing.T) {
	root, out := made(t, files)
	again := func(want int) {
		t.Helper()
		if made, _, err := generate(root, out, "."); err != nil || made != want {
			t.Fatal(made, err)
		}
	}
	again(0)
	if err := put(filepath.Join(root, "docs/chapters/02-two.md"), []byte("# Two\n")); err != nil {
		t.Fatal(err)
	}
	again(1)
	if err := os.Remove(filepath.Join(root, "docs/chapters/02-two.md")); err != nil {
		t.Fatal(err)
	}
	if err := put(filepath.Join(root, "docs/chapters/01-one.md"), []byte("# One\n")); err != nil {
		t.Fatal(err)
	}
	again(1)
	for _, gone := range []string{"docs/chapters/02-two.md.html", "nn/f.go.html", "docs/figures/line.svg"} {
		if _, err := os.Stat(filepath.Join(out, gone)); err == nil {
			t.Errorf("%s is still there", gone)
		}
	}
}
