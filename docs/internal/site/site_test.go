package site

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations"
)

// The site under test has a book of four chapters.
func newSite(t *testing.T, change ...func(*Options)) http.Handler {
	t.Helper()
	o := Options{Files: small, CrossChecks: func(w io.Writer, r equations.Result) { fmt.Fprintf(w, "%d cross-checks", len(r.CrossChecks)) }}
	for _, f := range change {
		f(&o)
	}
	handler, err := New(o)
	require.NoError(t, err)
	return handler
}

// small is the files of the book under test.
var small = fstest.MapFS{}

func init() {
	for name, text := range map[string]string{
		"docs/README.md": "# Contents\n\n[one](chapters/01-one.md)\n", "docs/equations.md": "# Equations\n", "docs/errata.md": "# Errata\n", "docs/figures/a.svg": "<svg/>",
		"docs/formulas.json": `{"inline": {"|x|": "<math>x</math>"}, "display": {"46\n": "<math>46</math>"}}`,
		"docs/chapters/01-one.md": "# One\n\n<a id=\"eq-46\"></a>\n<a id=\"code-2\"></a>\n### (46) The gradient\n\n```math\n46\n```\n\n<!-- begin code -->\n```go\nfunc f() {}\n```\n<!-- end -->\n\n" +
			"It is <!--=x-->0.25<!--/--> of $`|x|`$ and $`y`$, see [f](../../nn/a.go#L1-L2), [nn](../../nn), <b>\n[two](02-two.md#the-others-it), [data](../../nn/f.npz), [adam](../../adam).\n\n" +
			"| a | b |\n|--:|---|\n| $`\\|x\\|`$ | 1 |\n\n![A line](../figures/a.svg)\n\n<!--=x-->1<!--/--> lost\n",
		"docs/chapters/02-two.md": "# Two\n\n## The others' *it*\n\n## B\n\n## C\n", "docs/chapters/03-three.md": "# Three\n", "docs/chapters/09-experiment.md": "# Nine\n",
		"nn/a.go": "package nn\n\n// f < g\nvar s, n = `a\nb`, 1 + len(nil)\n\nfunc f[T any]() int\n", "nn/doc.go": "package nn\n", "nn/f.npz": "\xff\xfe", "adam/x": "y", "go.mod": "module x\n", ".git/config": "secret\n",
	} {
		small[name] = &fstest.MapFile{Data: []byte(text)}
	}
}

// get asks the handler for a path.
func get(handler http.Handler, target string) *httptest.ResponseRecorder {
	return ask(handler, http.MethodGet, target)
}

// ask sends a request with headers, which are given as name, value, ….
func ask(handler http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost:8059"+target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if _, given := r.Header["Host"]; given {
		r.Host = r.Header.Get("Host")
	}
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
	for _, want := range []string{`<h1 id="two">Two</h1>`, `<a rel="prev" href="/docs/chapters/01-one.md">`, `<a rel="next" href="/docs/chapters/03-three.md">`,
		`<h2 id="the-others-it">`, `<details class="toc" open><summary>On this page</summary>`, `<li><a href="#the-others-it">The others&#39; it</a></li>`} {
		require.Contains(t, two.Body.String(), want)
	}
	contents := get(handler, "/docs/README.md").Body.String()
	require.NotContains(t, contents, `rel="prev"`)
	require.Contains(t, contents, `<a rel="next" href="/docs/chapters/01-one.md">`)
	require.Contains(t, contents, `<a href="/docs/README.md" aria-current="page">Contents</a>`)
	require.Equal(t, "image/svg+xml", get(handler, "/docs/figures/a.svg").Header().Get("Content-Type"))
	for _, missing := range []string{"/docs/chapters/04-four.md", "/docs/figures/b.svg", "/nn/f.npz", "/nn", "/.git/config", "/trial/eq-60"} {
		w := get(handler, missing)
		require.Equal(t, http.StatusNotFound, w.Code, missing)
		require.NotContains(t, w.Body.String(), "checkout")
	}
	require.NotEqual(t, http.StatusOK, get(handler, "/docs/../.git/config").Code)
}

func TestAPageHasWhatItsChapterHas(t *testing.T) {
	one := get(newSite(t), "/docs/chapters/01-one.md").Body.String()
	for _, want := range []string{
		`<title>One · chainrule, the book</title>`, `<a class="skip" href="#main">`, `<main id="main"`, `<a rel="prev" href="/docs/README.md">`,
		`<h3 id="eq-46"><span id="code-2"></span><span id="46-the-gradient"></span>(46) The gradient <a class="self" href="#eq-46"`,
		`<a class="try" href="/trial/eq-46">live trial (46)</a> <a class="try" href="/trial/code-2">live trial Code 2</a>`,
		`<div class="display"><math>46</math></div>`, `It is 0.25 of <math>x</math> and <code>y</code>, see`,
		`<pre tabindex="0"><code><span class="kw">func</span> <span class="fn">f</span>() {}</code></pre>`,
		`<a href="../../nn/a.go?lines=1-2#L1">f</a>`, `<a href="../../nn/doc.go">nn</a>`, `<a href="02-two.md#the-others-it">two</a>`, ", data, adam.",
		`<div class="wide" tabindex="0" role="group" aria-label="table"><table>`, `<td align="right"><math>x</math></td>`, `<img class="figure plate" src="../figures/a.svg" alt="A line">`,
	} {
		require.Contains(t, one, want)
	}
	for _, bad := range []string{" style=", "<!--", "<b>", "lost"} {
		require.NotContains(t, one, bad)
	}
}

// A search finds the sections that have all words, in any case, and lists all sections without words.
func TestSearch(t *testing.T) {
	handler := newSite(t)
	require.Regexp(t, `1 sections have “gradient IT”`, get(handler, "/search?q=gradient+IT").Body.String())
	require.Contains(t, get(handler, "/search?q=gradient").Body.String(), `<a href="/docs/chapters/01-one.md#46-the-gradient">`)
	require.Contains(t, get(handler, "/search?q=no-such-word").Body.String(), "0 sections have")
	require.Contains(t, get(handler, "/search").Body.String(), `<a href="/docs/chapters/02-two.md#c">C</a>`)
	require.Equal(t, http.StatusBadRequest, get(handler, "/search?q="+strings.Repeat("x", 101)).Code)
}

// An edited chapter, and a formula that is typeset, are there when the page is asked for again.
func TestAnEditedPageIsMadeAnew(t *testing.T) {
	files := maps.Clone(small)
	handler := newSite(t, func(o *Options) { o.Files = files })
	require.Contains(t, get(handler, "/docs/chapters/02-two.md").Body.String(), "<h1 id=\"two\">Two</h1>")
	files["docs/chapters/02-two.md"] = &fstest.MapFile{Data: []byte("# 2\n\n$`y`$\n"), ModTime: time.Unix(1, 0)}
	require.Contains(t, get(handler, "/docs/chapters/02-two.md").Body.String(), "<h1 id=\"2\">2</h1>\n<p><code>y</code></p>")
	files["docs/formulas.json"] = &fstest.MapFile{Data: []byte(`{"inline": {"y": "<math>y</math>"}}`), ModTime: time.Unix(1, 0)}
	require.Contains(t, get(handler, "/docs/chapters/02-two.md").Body.String(), "<p><math>y</math></p>")
	require.Contains(t, get(handler, "/docs/chapters/01-one.md").Body.String(), `<a rel="next" href="/docs/chapters/02-two.md"><span>Next</span> 2</a>`)
}

func TestLinesAreMarked(t *testing.T) {
	handler := newSite(t)
	marked := func(query string) (lines []string) {
		w := get(handler, "/nn/a.go"+query)
		require.Equal(t, http.StatusOK, w.Code, query)
		for _, m := range regexp.MustCompile(`<span class="line marked" id="L(\d+)">`).FindAllStringSubmatch(w.Body.String(), -1) {
			lines = append(lines, m[1])
		}
		return lines
	}
	require.Empty(t, marked(""))
	require.Equal(t, []string{"1", "2"}, marked("?lines=1-2"))
	require.Equal(t, []string{"2"}, marked("?lines=2"))
	require.Equal(t, []string{"6", "7"}, marked("?lines=6-9223372036854775807"), "cut to the page")
	require.Empty(t, marked("?lines=9223372036854775807"))
	for _, bad := range []string{"x", "0", "2-1", "1-", "1-99999999999999999999", "-1", "1-2-3"} {
		require.Equal(t, http.StatusBadRequest, get(handler, "/nn/a.go?lines="+bad).Code, bad)
	}
}

func TestGoIsInColours(t *testing.T) {
	require.Equal(t, []string{`<span class="kw">package</span> nn`, ``, `<span class="co">// f &lt; g</span>`,
		"<span class=\"kw\">var</span> s, n = <span class=\"st\">`a</span>", "<span class=\"st\">b`</span>, <span class=\"nu\">1</span> + len(<span class=\"kw\">nil</span>)", ``,
		`<span class="kw">func</span> <span class="fn">f</span>[T <span class="ty">any</span>]() <span class="ty">int</span>`}, strings.Split(codeHTML("go", string(small["nn/a.go"].Data)), "\n"))
	require.Equal(t, "if x &lt; 1\n\ty", codeHTML("s", "if x < 1\n\ty\n\n"))
	require.Equal(t, "/* <span\n\"", html.UnescapeString(regexp.MustCompile(`</?span[^>]*>`).ReplaceAllString(codeHTML("go", "/* <span\n\""), "")), "what is no Go is shown")
}

var (
	reference = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	forbidden = regexp.MustCompile(`(?i)<[a-z][^>]* (style|on[a-z]+)=|<(script|style|iframe|object|embed|link|base|meta)\b`)
)

// From the contents, every link of every page leads to a page, and to an anchor on it.
func TestLinksLeadSomewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the whole book: the full run has it")
	}
	handler := newSite(t, func(o *Options) { o.Files = os.DirFS("../../..") })
	bodies, queue := map[string]string{}, []string{"/docs/README.md", "/docs/equations.md", "/docs/errata.md", "/docs/decisions/01-api.md", "/train"}
	for ; len(queue) > 0; queue = queue[1:] {
		body, err := leads(handler, bodies, queue[0])
		require.NoError(t, err)
		_, body, _ = strings.Cut(body, "<body>")
		require.NotRegexp(t, forbidden, body, "%s: which the policy does not allow", queue[0])
		base, err := url.Parse(queue[0])
		require.NoError(t, err)
		for _, m := range reference.FindAllStringSubmatch(body, -1) {
			to, err := base.Parse(html.UnescapeString(m[1]))
			require.NoError(t, err)
			if to.IsAbs() {
				require.Contains(t, []string{"http", "https", "mailto"}, to.Scheme, "%s: %s", queue[0], m[1])
				continue
			}
			seen := bodies[to.Path] != ""
			_, err = leads(handler, bodies, to.String())
			require.NoError(t, err, queue[0])
			if !seen && strings.HasSuffix(to.Path, ".md") {
				queue = append(queue, to.Path)
			}
		}
	}
	require.Greater(t, len(bodies), 150)
}

// leads follows a link, and returns the body of the page, which it keeps.
func leads(handler http.Handler, bodies map[string]string, address string) (string, error) {
	to, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	body, seen := bodies[to.Path]
	if !seen {
		w := get(handler, to.Path)
		if w.Code != http.StatusOK && to.Path != "/" { // which leads on
			return "", fmt.Errorf("%s: status %d", to, w.Code)
		}
		body = w.Body.String()
		bodies[to.Path] = body
	}
	if to.Fragment != "" && !strings.Contains(body, ` id="`+to.Fragment+`"`) {
		return "", fmt.Errorf("%s: no such anchor", to)
	}
	return body, nil
}

func TestALinkThatLeadsNowhereIsSeen(t *testing.T) {
	handler, bodies := newSite(t), map[string]string{}
	for address, leadsOn := range map[string]bool{"/docs/chapters/01-one.md#eq-46": true, "/docs/chapters/01-one.md#eq-47": false, "/docs/chapters/09-nine.md": false} {
		_, err := leads(handler, bodies, address)
		require.Equal(t, leadsOn, err == nil, address)
	}
	require.Regexp(t, forbidden, `<p style="color:red">`)
	require.Regexp(t, forbidden, `<script>`)
	require.NotRegexp(t, forbidden, `<mtable displaystyle="true" class="x">`)
}

// Nothing that the policy forbids is in the other pages either.
func TestTemplatesKeepThePolicy(t *testing.T) {
	handler := newSite(t)
	for _, target := range []string{"/docs/README.md", "/trial/", "/trial/eq-46?plant=167", "/trial/eq-46?plant=x", "/nowhere", "/train", "/train?epochs=1", "/train?epochs=x", "/train?epochs=1&frame=1"} {
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
