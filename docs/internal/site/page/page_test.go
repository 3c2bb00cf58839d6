package page

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// put writes a file below root.
func put(t *testing.T, root, name, content string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
}

// book makes a module with a generator, a chapter and an image, and their pages.
func book(t *testing.T) (root string) {
	root = t.TempDir()
	put(t, root, Generator+"/main.go", "package main")
	put(t, root, Generator+"/typeset.mjs", "// formulas")
	put(t, root, "docs/chapters/01-one.md", "# One\n")
	put(t, root, "docs/figures/one.svg", "<svg/>")
	hash, err := GeneratorHash(filepath.Join(root, Generator))
	require.NoError(t, err)
	made, err := Format(Header{Title: "One", Source: "docs/chapters/01-one.md", SHA256: Hash([]byte("# One\n")), Generator: hash}, []byte("<h1>One</h1>"))
	require.NoError(t, err)
	put(t, root, Output+"/docs/chapters/01-one.md.html", string(made))
	put(t, root, Output+"/docs/figures/one.svg", "<svg/>")
	return root
}

// drifted returns the drift of the pages in a module.
func drifted(t *testing.T, root string) []string {
	t.Helper()
	lines, err := Drift(root, os.DirFS(filepath.Join(root, Output)))
	require.NoError(t, err)
	return lines
}

// Whatever a page is made of, when it changes, the page is found to be stale.
func TestDriftIsSeen(t *testing.T) {
	require.Empty(t, drifted(t, book(t)))
	const page = Output + "/docs/chapters/01-one.md.html"
	for _, c := range []struct{ name, content, want string }{
		{"docs/chapters/01-one.md", "# One!\n", "docs/chapters/01-one.md has changed since its page was made"},
		{"docs/chapters/02-two.md", "# Two\n", "docs/chapters/02-two.md has no page"},
		{"docs/README.md", "# Contents\n", "docs/README.md has no page"},
		{"docs/figures/one.svg", "<svg></svg>", "docs/figures/one.svg has changed since it was copied"},
		{Generator + "/main.go", "package main // changed", "the generator has changed since the page of docs/chapters/01-one.md was made"},
		{Generator + "/package-lock.json", "{}", "the generator has changed since the page of docs/chapters/01-one.md was made"},
		{page, "<h1>One</h1>", "the page of docs/chapters/01-one.md: the first line is not a page's header"},
		{page, "<!-- {\"source\":\"x\"} -->\n", "the page of docs/chapters/01-one.md says that it is that of x"},
	} {
		root := book(t)
		put(t, root, c.name, c.content)
		require.Equal(t, []string{c.want}, drifted(t, root), c.name)
	}
	root := book(t)
	require.NoError(t, os.Remove(filepath.Join(root, "docs/chapters/01-one.md")))
	require.Regexp(t, "^docs/chapters/01-one.md has a page, but cannot be read: ", drifted(t, root)[0])
}

// Tests of the generator and what npm installs make no page stale.
func TestWhatDoesNotMatterIsNoDrift(t *testing.T) {
	root := book(t)
	put(t, root, Generator+"/main_test.go", "package main")
	put(t, root, Generator+"/README.md", "# Pages")
	put(t, root, Generator+"/node_modules/temml/package.json", "{}")
	require.Empty(t, drifted(t, root))
}

func TestHeaderAndBodyComeBack(t *testing.T) {
	h := Header{Title: "a --> b <c>", Source: "x.md", SHA256: "1", Generator: "2", Styles: map[string]string{"s1": "padding:0"}}
	data, err := Format(h, []byte("body -->\n"))
	require.NoError(t, err)
	got, body, err := Parse(data)
	require.NoError(t, err)
	require.Equal(t, h, got)
	require.Equal(t, "body -->\n", string(body))
}
