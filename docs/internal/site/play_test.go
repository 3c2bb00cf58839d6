package site

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// withoutScripts returns a browser for pages of a site, which may not run scripts, and the address of the site.
func withoutScripts(t *testing.T, handler http.Handler) (*browser, string) {
	b := newBrowser(t)
	b.call("Emulation.setScriptExecutionDisabled", params{"value": true}, nil)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return b, server.URL
}

// In a browser, by the keyboard alone and without scripts: an error is chosen and sent, and the page says FAIL, why, and
// shows the matrices in colours.
func TestABrowserPlantsAnError(t *testing.T) {
	b, address := withoutScripts(t, newSite(t))
	for i, scheme := range []string{"light", "dark"} {
		b.show(scheme, []int{390, 1280}[i])
		b.open(address + "/trial/eq-46")
		require.Equal(t, "Equation (46), on trial", b.text("document.querySelector('h1').textContent"))
		b.reach("select[name=plant]")
		for b.text("document.activeElement.value") != "167" {
			b.press("ArrowDown")
		}
		b.enter("Try it")
		require.Equal(t, "FAIL planted error 167: z for z(1 − z)", b.text("document.querySelector('#verdict h2').textContent"))
		require.Contains(t, b.text("document.querySelector('#verdict').textContent"), "diagnosis: this is mutant 167: z for z(1 − z)")
		require.Equal(t, "W claimed,W true,W difference", b.text("[...document.querySelectorAll('.matrix caption')].map(e => e.textContent)"))
		require.NotEqual(t, "1", b.text("new Set([...document.querySelectorAll('.matrix td')].map(e => getComputedStyle(e).backgroundColor)).size"))
		require.Empty(t, b.cut(false))
	}
}

// The playground: a training is chosen and sent, plays, pauses, steps and steps back.
func TestABrowserTrains(t *testing.T) {
	handler, pictures := newSite(t), make(chan string, 64)
	b, address := withoutScripts(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r)
		if r.URL.Path == "/train.svg" {
			pictures <- fmt.Sprintf("%s as %s, frame %s, narrow %s", w.Header().Get("Content-Type"), r.Header.Get("Sec-Fetch-Dest"), r.URL.Query().Get("frame"), r.URL.Query().Get("narrow"))
		}
	}))
	fetched := func(frame, narrow string) {
		t.Helper()
		want := fmt.Sprintf("image/svg+xml as image, frame %s, narrow %s", frame, narrow)
		for end := time.After(10 * time.Second); ; {
			select {
			case got := <-pictures:
				if got == want {
					return
				}
			case <-end:
				require.Fail(t, "no picture: "+want)
			}
		}
	}
	b.show("dark", 390)
	b.open(address + "/train")
	b.reach("select[name=set]")
	b.call("Input.insertText", params{"text": "x"}, nil)
	b.reach("input[name=epochs]")
	b.call("Input.insertText", params{"text": "5"}, nil)
	b.enter("Train it")
	for i, scheme := range []string{"dark", "light"} {
		b.show(scheme, []int{390, 1280}[i])
		for _, at := range []struct{ press, moment, frame string }{
			{"Pause", "5", "4"}, {"Back", "2", "3"}, {"Back", "1", "2"}, {"Step", "2", "3"}, {"Play", "", ""},
		} {
			b.enter(at.press)
			require.Equal(t, at.moment, b.text("document.querySelector('.frames [aria-current]')?.textContent ?? ''"))
			require.Empty(t, b.cut(false))
			fetched(at.frame, []string{"1", ""}[i])
		}
	}
	b.show("light", 1280)
	b.open(address + "/train?epochs=5&set=xor&flaw=sign")
	require.Equal(t, "The wrong gradient,The right gradient", b.text("[...document.querySelectorAll('figcaption')].map(e => e.textContent)"))
	require.Equal(t, "true", b.text("(([a, b]) => a.top == b.top && a.right <= b.left)([...document.querySelectorAll('.pair img')].map(e => e.getBoundingClientRect()))"))
}

// On paper the index has all its columns, and nothing that only a screen can use.
func TestABrowserPrintsTheIndex(t *testing.T) {
	b, address := withoutScripts(t, newSite(t, theBook))
	b.call("Emulation.setDeviceMetricsOverride", params{"width": 718, "height": 1000, "deviceScaleFactor": 1, "mobile": false}, nil) // A4 between its margins
	b.call("Emulation.setEmulatedMedia", params{"media": "print"}, nil)
	b.open(address + "/docs/equations.md")
	require.Empty(t, b.cut(true))
	require.Equal(t, "none", b.text("getComputedStyle(document.querySelector('header')).display"))
	var pdf struct{ Data []byte }
	b.call("Page.printToPDF", params{"paperWidth": 8.27, "paperHeight": 11.69}, &pdf)
	require.Equal(t, "%PDF", string(pdf.Data[:4]))
	b.call("Emulation.setEmulatedMedia", params{"media": "screen"}, nil)
	require.Contains(t, b.cut(true), `class="wide"`, "where columns scroll, paper would cut them")
}

// The tests of browsers see what they look for.
func TestABrowserSeesWhatIsWrong(t *testing.T) {
	b, address := withoutScripts(t, newSite(t))
	b.show("light", 390)
	b.open(address + "/trial/eq-46")
	require.Empty(t, b.cut(false))
	b.eval("document.querySelector('h1').style.width = '50rem'", nil)
	require.Contains(t, b.cut(false), "<html")
	b.reach("select[name=plant]")
	require.False(t, b.focused("button"))
	require.Equal(t, "false", b.text("document.body.appendChild(Object.assign(document.createElement('script'), {textContent: 'seen = 1'})) && 'seen' in window"), "no script runs")
}
