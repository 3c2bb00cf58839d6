package site

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"chainrule/docs/internal/site/page"
	"chainrule/gradcheck/equations"
)

// The site under test has the embedded pages, and two chapters of its own.
func newSite(t *testing.T, change ...func(*Options)) http.Handler {
	t.Helper()
	o := Options{Pages: chapters(t), Oracles: func(w io.Writer, r equations.Result) { fmt.Fprintf(w, "%d oracles", len(r.Oracles)) }}
	for _, f := range change {
		f(&o)
	}
	handler, err := New(o)
	require.NoError(t, err)
	return handler
}

func chapters(t *testing.T) fstest.MapFS {
	t.Helper()
	pages := fstest.MapFS{"docs/figures/a.svg": {Data: []byte("<svg/>")}}
	for name, body := range map[string]string{
		"docs/README.md":            `<h1 id="a">Contents</h1>`,
		"docs/chapters/01-one.md":   `<h1 id="one">One</h1><h3 id="eq-46">(46) <a href="/trial/eq-46">live trial</a></h3><div class="display"><math>46</math></div>`,
		"docs/chapters/02-two.md":   `<h1 id="two">Two</h1>`,
		"docs/chapters/03-three.md": `<h1 id="three">Three</h1>`,
		"nn/a.go":                   `<span class="line" id="L1">1</span><span class="line" id="L2">2</span>`,
	} {
		_, title, _ := strings.Cut(body, ">")
		title, _, _ = strings.Cut(title, "<")
		data, err := page.Format(page.Header{Title: title, Source: name, Styles: map[string]string{"s1": "padding:0"}}, []byte(body))
		require.NoError(t, err)
		pages[name+".html"] = &fstest.MapFile{Data: data}
	}
	return pages
}

// get asks the handler for a path.
func get(handler http.Handler, target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://localhost:8059"+target, nil)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestPagesHaveThePathsOfTheirSources(t *testing.T) {
	handler := newSite(t)
	require.Equal(t, "/docs/README.md", get(handler, "/").Header().Get("Location"))
	two := get(handler, "/docs/chapters/02-two.md")
	require.Equal(t, http.StatusOK, two.Code)
	require.Equal(t, "text/html; charset=utf-8", two.Header().Get("Content-Type"))
	require.Contains(t, two.Body.String(), `<h1 id="two">Two</h1>`)
	require.Contains(t, two.Body.String(), `<a rel="prev" href="/docs/chapters/01-one.md">`)
	require.Contains(t, two.Body.String(), `<a rel="next" href="/docs/chapters/03-three.md">`)
	require.NotContains(t, get(handler, "/docs/chapters/01-one.md").Body.String(), `rel="prev"`)
	require.Equal(t, "image/svg+xml", get(handler, "/docs/figures/a.svg").Header().Get("Content-Type"))
	require.Contains(t, get(handler, "/style.css").Body.String(), "\n.s1{padding:0}\n")
	for _, missing := range []string{"/docs/chapters/04-four.md", "/docs/../go.mod", "/go.mod", "/trial/eq-60", "/trial/"} {
		want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[missing == "/trial/"]
		require.Contains(t, []int{want, http.StatusTemporaryRedirect, http.StatusMovedPermanently}, get(handler, missing).Code, missing)
	}
	bare := newSite(t, func(o *Options) { o.Pages = fstest.MapFS{} })
	require.Equal(t, "/trial/", get(bare, "/").Header().Get("Location"), "before there is a book")
}

func TestLinesAreMarked(t *testing.T) {
	handler := newSite(t)
	const one, two = `<span class="line marked" id="L1">`, `<span class="line marked" id="L2">`
	require.NotContains(t, get(handler, "/nn/a.go").Body.String(), one)
	require.Contains(t, get(handler, "/nn/a.go?lines=1-2").Body.String(), one)
	require.Contains(t, get(handler, "/nn/a.go?lines=1-2").Body.String(), two)
	require.NotContains(t, get(handler, "/nn/a.go?lines=2").Body.String(), one)
	for _, bad := range []string{"x", "0", "2-1", "1-", "1-99999999999", "-1", "1-2-3"} {
		require.Equal(t, http.StatusBadRequest, get(handler, "/nn/a.go?lines="+bad).Code, bad)
	}
}

// The embedded pages are those of the sources. Making them needs node, seeing that they
// are stale does not.
func TestPagesAreThoseOfTheSources(t *testing.T) {
	lines, err := page.Drift("../../..", Pages())
	require.NoError(t, err)
	require.Empty(t, lines, "run: "+page.Command)
}

var (
	reference = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	forbidden = regexp.MustCompile(`(?i)<[a-z][^>]* (style|on[a-z]+)=|<(script|style|iframe|object|embed|link|base|meta)\b`)
)

// Every link of a page leads to a page, and to an anchor on it.
func TestLinksLeadSomewhere(t *testing.T) {
	handler := newSite(t, func(o *Options) { o.Pages = Pages() })
	l, err := newLibrary(Pages())
	require.NoError(t, err)
	require.NotEmpty(t, l.pages)
	for source, p := range l.pages {
		require.Equal(t, source, p.Source)
		require.NotRegexp(t, forbidden, string(p.body), "%s: which the policy does not allow", source)
		base := &url.URL{Path: "/" + source}
		for _, m := range reference.FindAllStringSubmatch(string(p.body), -1) {
			to, err := base.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
			require.NoError(t, err)
			if to.IsAbs() {
				require.Contains(t, []string{"http", "https", "mailto"}, to.Scheme, "%s: %s", source, m[1])
				continue
			}
			require.NoError(t, leads(handler, to), source)
		}
	}
}

// leads returns an error if a link leads nowhere.
func leads(handler http.Handler, to *url.URL) error {
	w := get(handler, to.RequestURI())
	if w.Code != http.StatusOK {
		return fmt.Errorf("%s: status %d", to, w.Code)
	}
	if to.Fragment == "" || strings.Contains(w.Body.String(), ` id="`+to.Fragment+`"`) {
		return nil
	}
	return fmt.Errorf("%s: no such anchor", to)
}

func TestALinkThatLeadsNowhereIsSeen(t *testing.T) {
	handler := newSite(t)
	require.NoError(t, leads(handler, &url.URL{Path: "/docs/chapters/01-one.md", Fragment: "eq-46"}))
	require.Error(t, leads(handler, &url.URL{Path: "/docs/chapters/01-one.md", Fragment: "eq-47"}))
	require.Error(t, leads(handler, &url.URL{Path: "/docs/chapters/09-nine.md"}))
	require.Regexp(t, forbidden, `<p style="color:red">`)
	require.Regexp(t, forbidden, `<script>`)
	require.NotRegexp(t, forbidden, `<mtable displaystyle="true" class="x">`)
}

// Nothing that the policy forbids is in the other pages either.
func TestTemplatesKeepThePolicy(t *testing.T) {
	handler := newSite(t)
	for _, target := range []string{"/docs/README.md", "/trial/", "/trial/eq-46?plant=167", "/trial/eq-46?plant=x", "/nowhere"} {
		body := get(handler, target).Body.String()
		_, body, _ = strings.Cut(body, "<body>")
		require.NotRegexp(t, forbidden, body, target)
		require.Contains(t, body, "<h1")
	}
	names, err := filepath.Glob("templates/*")
	require.NoError(t, err)
	for _, name := range names {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NotContains(t, string(content), "<script", name)
	}
}
