package site

import (
	"context"
	"html"
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
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	dom, err := exec.CommandContext(ctx, path, args...).Output()
	require.NoError(t, err)
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
