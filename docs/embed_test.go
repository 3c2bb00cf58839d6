package main

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
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
	files := embedded{}
	handler, err := site.New(site.Options{Files: files})
	require.NoError(t, err)
	pages := []string{"docs/README.md", "docs/equations.md", "bench/results/README.md"}
	for _, pattern := range []string{"docs/chapters/*.md", "docs/decisions/*.md"} {
		names, err := fs.Glob(files, pattern)
		require.NoError(t, err)
		pages = append(pages, names...)
	}
	within, status := regexp.MustCompile(`^(docs/.*\.(md|svg)|bench/results/.*)$`), map[bool]int{}
	for _, page := range pages {
		text, err := fs.ReadFile(files, page)
		require.NoError(t, err)
		for _, link := range append(markdown.Parse(string(text)).Links, markdown.Link{Target: "/" + page}) {
			to, err := (&url.URL{Path: "/" + page}).Parse(link.Target)
			require.NoError(t, err)
			if to.IsAbs() || to.Path == "/docs/decisions" { // a folder, to which no page leads
				continue
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+to.Path, nil))
			is := within.MatchString(to.Path[1:])
			require.Equal(t, map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[is], w.Code, "%s: %s", page, link.Target)
			require.Equal(t, is, !strings.Contains(w.Body.String(), "Outside of a checkout"))
			status[is]++
		}
	}
	require.Greater(t, status[true], 100)
	require.Greater(t, status[false], 100)
}
