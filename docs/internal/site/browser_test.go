package site

import (
	"context"
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// chromium returns the DOM of a page as the browser has it.
func chromium(t *testing.T, address string) string {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("needs chromium, which is not installed: apt-get install chromium")
	}
	args := []string{"--headless", "--disable-gpu", "--user-data-dir=" + t.TempDir(), "--dump-dom", address}
	if os.Geteuid() == 0 { // whom the browser's sandbox does not take
		args = append([]string{"--no-sandbox"}, args...)
	}
	ctx := t.Context()
	if deadline, is := t.Deadline(); is {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadlineCause(ctx, deadline.Add(-time.Until(deadline)/20), errors.New("timed out"))
		defer cancel()
	}
	dom, err := exec.CommandContext(ctx, path, args...).Output()
	require.NoError(t, err, "%v", context.Cause(ctx))
	return string(dom)
}

// What a browser makes of the form, with an error chosen and sent, is a page that says FAIL
// and why.
func TestABrowserPlantsAnError(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser: the full run has it")
	}
	server := httptest.NewServer(newSite(t))
	defer server.Close()
	form := chromium(t, server.URL+"/trial/eq-46")
	require.Contains(t, form, "<h1>Equation (46), on trial</h1>")
	query, plants := formOf(form)
	require.Equal(t, "z for z(1 − z)", plants["167"])
	require.Equal(t, "4", query.Get("n"))
	query.Set("plant", "167")
	answer := html.UnescapeString(chromium(t, server.URL+"/trial/eq-46?"+query.Encode()+"#verdict"))
	require.Contains(t, answer, `<span class="verdict">FAIL</span> planted error 167: z for z(1 − z)`)
	require.Contains(t, answer, "diagnosis: this is mutant 167: z for z(1 − z)")
}

// A browser that sends the form of the training shows its end, and fetches the picture.
func TestABrowserTrains(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser: the full run has it")
	}
	handler, pictures := newSite(t), make(chan string, 8)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r)
		if r.URL.Path == "/train.svg" {
			pictures <- w.Header().Get("Content-Type") + " as " + r.Header.Get("Sec-Fetch-Dest")
		}
	}))
	defer server.Close()
	form := chromium(t, server.URL+"/train")
	require.Contains(t, form, "<h1>The experiment, live</h1>")
	query, _ := formOf(form)
	require.Equal(t, paperQuery(), query)
	answer := chromium(t, server.URL+"/train?"+query.Encode()+"#outcome")
	require.Equal(t, []string{"500", "43.306165", "17"}, ending.FindStringSubmatch(answer)[1:])
	require.Equal(t, "image/svg+xml as image", <-pictures)
}
