package site

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// readAxe returns the program that finds what of a page some readers can't use, or skips the test.
func readAxe(t *testing.T) string {
	axe, err := os.ReadFile("testdata/browser/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("needs axe: cd docs/internal/site/testdata/browser && npm ci --ignore-scripts")
	}
	return string(axe)
}

// violations returns the findings of axe on the page, a line each. Shadows behind what scrolls are taken away, since it
// can't tell the contrast with them.
func (b *browser) violations(axe string, rules ...string) (found []string) {
	b.t.Helper()
	options := params{"resultTypes": []string{"violations"}}
	if len(rules) > 0 {
		options["runOnly"] = rules
	}
	text, err := json.Marshal(options)
	require.NoError(b.t, err)
	b.eval("if (!window.axe) {"+axe+"}; 0", nil)
	b.eval("document.styleSheets[0].insertRule('pre, .display, .wide { background: var(--under) !important }', document.styleSheets[0].cssRules.length)", nil)
	b.eval("axe.run("+string(text)+`).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.target + ": " + n.failureSummary.replace(/\s+/g, " "))))`, &found)
	return found
}

// theBook gives a site the book itself.
func theBook(o *Options) { o.Files = os.DirFS("../../..") }

func TestAxeFindsNothing(t *testing.T) {
	axe, b := readAxe(t), newBrowser(t)
	site := newSite(t, theBook)
	server := httptest.NewServer(site)
	defer server.Close()
	pages := []string{"/docs/README.md", "/docs/chapters/06-mini-batches.md", "/trial/", "/trial/eq-46?plant=167", "/train?set=spirals&epochs=20",
		"/docs/errata.md", "/docs/equations.md", "/docs/decisions/07-trials.md", "/search?q=softmax", "/nn/loss.go", "/nothing"}
	if full {
		for _, m := range addressOf.FindAllStringSubmatch(get(site, "/docs/README.md").Body.String(), -1) {
			if strings.HasSuffix(m[2], ".md") {
				pages = append(pages, "/docs/"+m[2])
			}
		}
	}
	for _, page := range pages {
		b.open(server.URL + page)
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int{390, 1280} {
				b.show(scheme, width)
				require.Empty(t, b.violations(axe), "%s, %s, %d pixels", page, scheme, width)
			}
		}
	}
}

// Each of these spoils a page, and axe says so.
func TestAxeFindsWhatIsWrong(t *testing.T) {
	axe, b := readAxe(t), newBrowser(t)
	server := httptest.NewServer(newSite(t, theBook))
	defer server.Close()
	b.show("dark", 390)
	for rule, spoil := range map[string]string{
		"select-name":                 "e = document.querySelector('label.long'); e.replaceWith(e.querySelector('select'))",
		"label":                       "e = document.querySelector('input').parentElement; e.replaceWith(e.querySelector('input'))",
		"color-contrast":              "document.styleSheets[0].insertRule('p { color: #555 !important }', 0)",
		"heading-order":               "document.querySelector('h2').outerHTML = '<h5>five</h5>'",
		"landmark-one-main":           "e = document.querySelector('main'); e.outerHTML = '<div>' + e.innerHTML + '</div>'",
		"link-name":                   "document.querySelector('main a').textContent = ''",
		"scrollable-region-focusable": "document.querySelector('.display').tabIndex = -1",
		"html-has-lang":               "document.documentElement.lang = ''",
	} {
		b.open(server.URL + "/trial/eq-46?plant=167")
		b.eval(spoil+"; 0", nil)
		require.Contains(t, strings.Join(b.violations(axe, rule), "\n"), rule+": ")
	}
}
