package site

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/experiment"
)

var ending = regexp.MustCompile(`<h2>After (\d+) epochs?: cost (\S+), error rate (\S+) %</h2>`)

// paperQuery is the query of the paper's run.
func paperQuery() url.Values { return new(paperConfig()).form().query() }

// The form, sent as it is, is the paper's run, with the figures of the program.
func TestThePapersRunLive(t *testing.T) {
	handler := newSite(t)
	form := get(handler, "/train")
	require.Equal(t, http.StatusOK, form.Code)
	require.NotRegexp(t, ending, form.Body.String(), "nothing is trained yet")
	query, _ := formOf(form.Body.String())
	require.Equal(t, paperQuery(), query)
	page := html.UnescapeString(get(handler, "/train?"+query.Encode()).Body.String())
	require.Equal(t, []string{"500", "43.306165", "17"}, ending.FindStringSubmatch(page)[1:])
	require.Contains(t, page, "the paper reports 49.135031 and 18 %")
	require.Contains(t, page, "<code>go run ./docs</code> prints beside the paper's")
	for _, epoch := range snapshotEpochs {
		require.Regexp(t, fmt.Sprintf(`<tr><td align="right">%d</td>(<td align="right">\d+\.\d{6}</td>){2}<td align="right">\d+ %%</td></tr>`, epoch), page)
	}
	meant := get(handler, "/train?batches=meant").Body.String()
	require.Equal(t, []string{"500", "44.611307", "18"}, ending.FindStringSubmatch(meant)[1:])
}

// Every rule learns with every activation.
func TestEveryRuleLearns(t *testing.T) {
	handler := newSite(t)
	for _, rule := range rules {
		for _, σ := range nn.Activations {
			target := fmt.Sprintf("/train?rule=%s&activation=%v&epochs=1&batches=meant", rule.Name, σ)
			w := get(handler, target)
			require.Equal(t, http.StatusOK, w.Code, target)
			page := html.UnescapeString(w.Body.String())
			m := ending.FindStringSubmatch(page)
			require.Equal(t, "1", m[1], target)
			require.Contains(t, page, `<option value="`+rule.Name+`" selected>`, "the form keeps the choice")
			require.Equal(t, rule.flags != "", strings.Contains(page, "go run ./docs train -seed 7"), target)
		}
		require.Equal(t, http.StatusOK, get(handler, "/train.svg?epochs=1&batches=meant&rule="+rule.Name).Code)
	}
}

// No two rules make the same of small gradients.
func TestRulesDiffer(t *testing.T) {
	seen := map[float64]string{}
	for _, rule := range rules {
		rule.rule.Rate = 0.1
		r, err := experiment.NewOptimizer[float64](rule.rule, 1)
		require.NoError(t, err)
		θ := []float64{0}
		for range 2 {
			r.Update(θ, []float64{1e-5})
		}
		require.Negative(t, θ[0], rule.Name)
		require.Empty(t, seen[θ[0]], rule.Name)
		seen[θ[0]] = rule.Name
		rule.rule.Rate = 0
		_, err = experiment.NewOptimizer[float64](rule.rule, 1)
		require.Error(t, err, rule.Name)
	}
	require.Len(t, seen, len(rules))
}

// What the form lets through at its ends can be trained and drawn.
func TestTheEndsOfTheForm(t *testing.T) {
	handler := newSite(t)
	for _, query := range []string{"epochs=1", "hidden=1&epochs=2", "batch=500&epochs=2&batches=meant", "batch=1&epochs=1", "seed=999999999&epochs=5",
		"rate=1e-300&epochs=2", "rate=100&epochs=2", "rate=100&rule=rmsprop&epochs=2", "across=4&up=0&epochs=1"} {
		w := get(handler, "/train?"+query)
		require.Equal(t, http.StatusOK, w.Code, "%s: %s", query, problem.FindString(w.Body.String()))
		require.Regexp(t, ending, w.Body.String(), query)
		require.Equal(t, http.StatusOK, get(handler, "/train.svg?"+query).Code, query)
	}
}

// Each set is learned, with lines of the units and a frame at a time, and a broken gradient learns less.
func TestThePlayground(t *testing.T) {
	handler := newSite(t)
	for _, set := range sets[:4] {
		query := "set=" + set + "&layers=2&hidden=8&epochs=20&batch=20&batches=meant&rate=0.01"
		page := get(handler, "/train?"+query).Body.String()
		right := ending.FindStringSubmatch(page)
		require.NotNil(t, right, page)
		require.Regexp(t, `<nav class="frames"[^>]*><a [^>]*>Pause</a>( <a [^>]*>\d+</a>){6} <a [^>]*>Step</a></nav>`, page)
		third := get(handler, "/train?"+query+"&frame=3").Body.String()
		require.Contains(t, third, `">Back</a>`)
		require.Contains(t, third, `">Step</a>`)
		svg := get(handler, "/train.svg?"+query+"&frame=3").Body.String()
		require.Contains(t, svg, ">after 2 epochs</text>")
		require.NotContains(t, svg, "keyframes")
		for _, flaw := range flaws[1:] {
			broken := get(handler, "/train?"+query+"&flaw="+flaw).Body.String()
			require.NotEqual(t, right[2], ending.FindStringSubmatch(broken)[2])
			require.Contains(t, broken, "<figcaption>The right gradient</figcaption>")
		}
	}
	require.Equal(t, http.StatusBadRequest, get(handler, "/train.svg?epochs=1&frame=9").Code)
}

// Of sigmoids the printed gradient is the right one.
func TestThePrintedGradientIsTheSigmoids(t *testing.T) {
	handler := newSite(t)
	const query = "/train?set=moons&activation=sigmoid&layers=2&hidden=5&epochs=5&batches=meant"
	right := ending.FindStringSubmatch(get(handler, query).Body.String())
	require.Equal(t, right, ending.FindStringSubmatch(get(handler, query+"&flaw=print").Body.String()))
}

// The contents and one chapter lead to the training.
func TestThePlaceOfTheTraining(t *testing.T) {
	handler := newSite(t)
	contents, chapter := get(handler, "/docs/README.md").Body.String(), get(handler, "/docs/chapters/09-experiment.md").Body.String()
	const link = `<a href="/train">The experiment, live</a>`
	require.Contains(t, chapter, link)
	require.NotContains(t, contents, link)
	require.Contains(t, contents, `<a href="/train">Training</a>`)
}
