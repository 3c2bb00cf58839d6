package main

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/internal/markdown"
	"chainrule/docs/internal/site"
)

// Outside of the module the program has every page of the book, its figures and the results: a link
// that leads nowhere leads to a source, of which the page says where it is.
func TestTheBookIsInTheProgram(t *testing.T) {
	t.Chdir(t.TempDir())
	files := bookFiles()
	handler, err := site.New(site.Options{Files: files})
	require.NoError(t, err)
	get := func(address string) (int, string) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/"+address, nil))
		return w.Code, w.Body.String()
	}
	pages := []string{"docs/README.md", "docs/equations.md", "bench/results/README.md"}
	for _, pattern := range []string{"docs/chapters/*.md", "docs/decisions/*.md"} {
		names, err := fs.Glob(files, pattern)
		require.NoError(t, err)
		pages = append(pages, names...)
	}
	require.Greater(t, len(pages), 20)
	sources := 0
	for _, page := range pages {
		status, _ := get(page)
		require.Equal(t, http.StatusOK, status, page)
		text, err := fs.ReadFile(files, page)
		require.NoError(t, err)
		for _, link := range markdown.Parse(string(text)).Links {
			name, _, _ := strings.Cut(link.Target, "#")
			if name = path.Join(path.Dir(page), name); regexp.MustCompile(`^(#|https?:|mailto:)`).MatchString(link.Target) || name == "docs/decisions" {
				continue
			}
			status, body := get(name)
			if regexp.MustCompile(`^(docs/.*\.(md|svg)|bench/results/.*)$`).MatchString(name) {
				require.Equal(t, http.StatusOK, status, "%s: %s", page, link.Target)
			} else {
				require.Equal(t, http.StatusNotFound, status, "%s: %s", page, link.Target)
				require.Contains(t, body, "Outside of a checkout")
				sources++
			}
		}
	}
	require.Positive(t, sources)
}

// In the module a changed file is shown as it is.
func TestACheckoutIsServedAsItIs(t *testing.T) {
	small(t)
	require.NoError(t, os.WriteFile("chapters/01-one.md", []byte("# Just written\n"), 0o644))
	text, err := fs.ReadFile(bookFiles(), "docs/chapters/01-one.md")
	require.NoError(t, err)
	require.Equal(t, "# Just written\n", string(text))
}
