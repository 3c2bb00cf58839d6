package command

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/docs/internal/site"
	"chainrule/nn/experiment"
)

var (
	pageEnd     = regexp.MustCompile(`<h2>After \d+ epochs?: cost (\S+), error rate (\S+) %</h2>`)
	pageCommand = regexp.MustCompile(`<pre tabindex="0">go run \./docs (train [^<]*)</pre>`)
	programEnd  = regexp.MustCompile(`(?m)^after step \d+: .*test cost (\S+), test error (\S+) %$`)
)

// The command that the page of a training shows prints the same figures.
func TestServeTrainHasTheFiguresOfTheCommands(t *testing.T) {
	handler, err := site.New(site.Options{Files: bookFiles()})
	require.NoError(t, err)
	page := func(query string) string {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/train?"+query, nil))
		require.Equal(t, http.StatusOK, w.Code, query)
		return html.UnescapeString(w.Body.String())
	}
	for _, query := range []string{"epochs=40&batches=meant", "rule=adam&epochs=30&batches=meant&seed=3", "rule=rmsprop&rate=0.003&epochs=30&batches=meant&activation=tanh",
		"rule=momentum&rate=1e-05&epochs=30&batches=meant&hidden=9", "rule=descent&epochs=30&batches=meant&batch=300&activation=sigmoid"} {
		shown := page(query)
		args := pageCommand.FindStringSubmatch(shown)
		require.NotNil(t, args, query)
		out, _, status := here(t, strings.Fields(args[1])...)
		require.Equal(t, cli.ExitOK, status, out)
		end, printed := pageEnd.FindStringSubmatch(shown), programEnd.FindStringSubmatch(out)
		require.NotNil(t, printed, out)
		require.Equal(t, printed[1], end[1], query)
		require.Equal(t, printed[2], end[2], query)
	}
	one, err := experiment.RunPrinted(t.Context(), 7)
	require.NoError(t, err)
	require.Equal(t, []string{fmt.Sprintf("%.6f", one.Last.TestCost), fmt.Sprintf("%.4g", 100*one.Last.ErrorRate)}, pageEnd.FindStringSubmatch(page("seed=7"))[1:])
}
