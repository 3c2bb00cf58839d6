package site

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/experiment"
)

var ending = regexp.MustCompile(`<h2>After (\d+) epochs?: cost (\S+), error rate (\S+)</h2>`)

// The form, sent as it is, is the paper's run: the figures are those of the program.
func TestThePapersRunLive(t *testing.T) {
	handler := newSite(t)
	form := get(handler, "/train")
	require.Equal(t, http.StatusOK, form.Code)
	require.NotRegexp(t, ending, form.Body.String(), "nothing is trained yet")
	query, _ := formOf(form.Body.String())
	require.Equal(t, paperConfig().query(), query)
	page := html.UnescapeString(get(handler, "/train?"+query.Encode()).Body.String())
	require.Equal(t, []string{"500", "43.306165", "0.17"}, ending.FindStringSubmatch(page)[1:])
	require.Contains(t, page, "the paper reports 49.135031 and 0.18")
	require.Contains(t, page, "<code>go run ./docs</code> prints beside the paper's")
	for _, epoch := range snapshotEpochs {
		require.Regexp(t, fmt.Sprintf(`<tr><td align="right">%d</td>(<td align="right">\d+\.\d{6}</td>){2}<td align="right">0\.\d\d</td></tr>`, epoch), page)
	}
	meant := get(handler, "/train?batches=meant").Body.String()
	require.Equal(t, []string{"500", "44.611307", "0.18"}, ending.FindStringSubmatch(meant)[1:])
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

// Input that can't be used gets one message and status 400, of the page and of the picture.
func TestUnusableTrainings(t *testing.T) {
	handler := newSite(t)
	for query, want := range map[string]string{
		"seed=-1":             `seed is "-1": want a whole number from 0 to 999999999`,
		"seed=1000000000":     `seed is "1000000000": want a whole number from 0 to 999999999`,
		"hidden=51":           `hidden is "51": want a whole number from 1 to 50`,
		"hidden=0":            `hidden is "0": want a whole number from 1 to 50`,
		"epochs=501":          `epochs is "501": want a whole number from 1 to 500`,
		"epochs=":             `epochs is "": want a whole number from 1 to 500`,
		"batch=0":             `batch is "0": want a whole number from 1 to 500`,
		"batch=300":           "Code 13 counts ⌊500/300⌋ batches, 1, and would drop rows: choose another batch size, or the batches as meant",
		"rate=0":              `rate is "0": want a number above 0, at most 100`,
		"rate=NaN":            `rate is "NaN": want a number above 0, at most 100`,
		"rate=Inf":            `rate is "Inf": want a number above 0, at most 100`,
		"rate=<b>":            `rate is "<b>": want a number above 0, at most 100`,
		"activation=gelu":     `unknown activation "gelu": want relu, tanh or sigmoid`,
		"rule=sgd":            `unknown rule "sgd"`,
		"across=5":            `across is "5": want a whole number from 0 to 4`,
		"across=2&up=2":       "across and up are both input 2: want two",
		"batches=all":         `batches is "all": want printed or meant`,
		"still=yes":           `still is "yes": want 0 or 1`,
		"seed=1&seed=2":       "seed is given 2 times",
		"plant=1":             `unknown parameter "plant"`,
		"seed=%zz":            `invalid URL escape "%zz"`,
		"rule=descent&rate=1": "The training went astray: after epoch 5 the cost of the test rows is 1.6e+121. A smaller rate may help.",
	} {
		for _, path := range []string{"/train", "/train.svg"} {
			r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
			r.URL.RawQuery = query
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			require.Equal(t, http.StatusBadRequest, w.Code, query)
			messages := problem.FindAllStringSubmatch(w.Body.String(), -1)
			require.Len(t, messages, 1, query)
			require.Equal(t, want, html.UnescapeString(messages[0][1]), query)
			require.Equal(t, path == "/train", strings.Contains(w.Body.String(), "<form"), "to try again")
		}
	}
}

// A parameter that is not finite, and not only a cost, is said to be one.
func TestATrainingThatOverflows(t *testing.T) {
	w := get(newSite(t), "/train?rule=momentum&rate=100&activation=relu")
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Contains(t, w.Body.String(), "The training went astray")
	err := astray(fmt.Errorf("so: %w", &nn.NotFiniteError{Step: 3, Layer: "hidden", Name: "dW"}))
	require.ErrorContains(t, err, "The training went astray: nn: step 3, hidden layer: dW")
}

// Trainings wait for their turn with the trials, and are given up in time.
func TestTrainingsThatTakeTooLong(t *testing.T) {
	_, waits := busy(t, 10*time.Millisecond, 1)
	_, full := busy(t, time.Minute, 0)
	hurried := newSite(t, func(o *Options) { o.Limit = time.Millisecond })
	for _, path := range []string{"/train", "/train.svg"} {
		for handler, want := range map[*http.Handler]string{&waits: "The training was not over after 10ms", &full: "Too many trials are waiting", &hurried: "The training was not over after 1ms"} {
			w := get(*handler, path+"?batch=1")
			require.Equal(t, http.StatusServiceUnavailable, w.Code, want)
			require.Equal(t, "10", w.Header().Get("Retry-After"))
			require.Contains(t, w.Body.String(), want)
		}
	}
	require.Equal(t, http.StatusOK, get(waits, "/train").Code, "the form needs no turn")
}

// The page keeps the policy, and the book leads to it.
func TestThePlaceOfTheTraining(t *testing.T) {
	handler, bodies := newSite(t, wholeBook), map[string]string{}
	for _, target := range []string{"/train", "/train?epochs=1", "/train?epochs=x", "/train?epochs=1&still=1"} {
		body := get(handler, target).Body.String()
		_, body, _ = strings.Cut(body, "<body>")
		require.NotRegexp(t, forbidden, body, target)
		for _, m := range reference.FindAllStringSubmatch(body, -1) {
			to, err := url.Parse(html.UnescapeString(m[1]))
			require.NoError(t, err)
			if to.RawQuery == "" {
				_, err = leads(handler, bodies, to.String())
			}
			require.NoError(t, err, target)
		}
	}
	const link = `<a href="/train">The experiment, live</a>`
	require.Contains(t, get(handler, "/"+experimentPage).Body.String(), link)
	require.NotContains(t, get(handler, "/docs/README.md").Body.String(), link)
	require.Contains(t, get(handler, "/docs/README.md").Body.String(), `<a href="/train">Training</a>`)
}
