package site

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations"
)

var (
	input   = regexp.MustCompile(`<input[^>]* name="([^"]*)" value="([^"]*)"`)
	choice  = regexp.MustCompile(`(?s)<select name="([^"]*)">(.*?)</select>`)
	option  = regexp.MustCompile(`<option(?: value="([^"]*)")?( selected(?:="")?)?>([^<]*)</option>`)
	problem = regexp.MustCompile(`<p class="problem"[^>]*>([^<]*)</p>`)
)

// formOf returns the query that a browser would send for the form on a page, and the errors
// that can be planted, by number.
func formOf(page string) (query url.Values, plants map[string]string) {
	query, plants = url.Values{}, map[string]string{}
	for _, m := range input.FindAllStringSubmatch(page, -1) {
		query.Set(m[1], m[2])
	}
	for _, m := range choice.FindAllStringSubmatch(page, -1) {
		for i, o := range option.FindAllStringSubmatch(m[2], -1) {
			value := o[1]
			if m[1] == "plant" {
				plants[value] = html.UnescapeString(o[3])
			} else if value == "" {
				value = o[3]
			}
			if i == 0 || o[2] != "" {
				query.Set(m[1], value)
			}
		}
	}
	return query, plants
}

// full reports whether everything is to be tried, which takes a quarter of a minute.
var full = os.Getenv("CHAINRULE_FULL") != ""

// Each trial has a form; sent as it is, the verdict is PASS, and with each of its errors
// the page says what became of it. One trial in eight is tried with its errors, all with CHAINRULE_FULL=1.
func TestTheFormOfEveryTrial(t *testing.T) {
	handler := newSite(t)
	fails := 0
	for i, trial := range equations.All() {
		if testing.Short() && i%8 != 0 {
			continue
		}
		target := "/trial/" + trial.Anchor()
		w := get(handler, target)
		require.Equal(t, http.StatusOK, w.Code, target)
		page := w.Body.String()
		require.Contains(t, page, "<h1>"+trial.Title()+", on trial</h1>")
		require.Contains(t, page, `action="`+target+`#verdict"`)
		require.NotContains(t, page, `class="verdict"`)
		query, plants := formOf(page)
		require.Contains(t, query, "plant")
		for _, m := range trial.Mutants() {
			require.Contains(t, plants[fmt.Sprint(m.ID)], m.Name)
		}
		for plant := range plants {
			if !full && plant != "" && (i%8 != 0 || testing.Short() && fails > 5) {
				continue
			}
			query.Set("plant", plant)
			w := get(handler, target+"?"+query.Encode())
			require.Equal(t, http.StatusOK, w.Code, "%s: %s", target, w.Body)
			fails += requireOutcome(t, w.Body.String(), plant)
		}
	}
	require.Greater(t, fails, map[bool]int{true: 200, false: 5}[full])
}

// requireOutcome demands that a page explains its verdict, and returns 1 if that is FAIL.
func requireOutcome(t *testing.T, page, plant string) int {
	t.Helper()
	page = html.UnescapeString(page)
	pass, fail := strings.Contains(page, `<span class="verdict">PASS</span>`), strings.Contains(page, `<span class="verdict">FAIL</span>`)
	require.True(t, pass != fail, page)
	require.Regexp(t, `(?s)<pre tabindex="0">[^\n]+: (PASS|FAIL), [^\n]+\n  .*</pre>`, page, "the report")
	switch {
	case plant == "":
		require.True(t, pass, page)
		require.Contains(t, page, "Errors planted at this point")
	case plant == "print":
		require.Regexp(t, "the printed form is (right|wrong)", page)
	case pass:
		require.Regexp(t, "not visible at this point|cannot be made at this point|This change is no error", page)
	default:
		require.Contains(t, page, "The error is caught")
		return 1
	}
	return 0
}

func TestEveryKindIsExplained(t *testing.T) {
	templates, err := newTemplates(false)
	require.NoError(t, err)
	for _, kind := range append(equations.Kinds(), "odd") {
		var b strings.Builder
		require.NoError(t, templates.ExecuteTemplate(&b, "kind", kind))
		require.Equal(t, kind != "odd", b.String() != "", kind)
	}
	require.Contains(t, get(newSite(t), "/trial/eq-46").Body.String(), `<option value="at a kink">at a kink: an α that is 0</option>`)
}

func TestAPlantedErrorIsExplained(t *testing.T) {
	page := html.UnescapeString(get(newSite(t), "/trial/eq-46?plant=167").Body.String())
	require.Contains(t, page, `<span class="verdict">FAIL</span> planted error 167: z for z(1 − z)`)
	require.Contains(t, page, "Equation (46): FAIL, ")
	require.Contains(t, page, "diagnosis: this is mutant 167: z for z(1 − z)")
	require.Contains(t, page, `<option value="167" selected>`, "the form keeps the choice")
	require.Contains(t, page, `<div class="display"><math>46</math></div>`, "the book's formula")
	require.Contains(t, page, `<a href="/docs/chapters/01-one.md#eq-46">In the book</a>`)
	require.Contains(t, page, "3 cross-checks")
}

// Input that can't be used gets one message and status 400, of the pages and of the picture.
func TestUnusableInput(t *testing.T) {
	handler := newSite(t)
	for query, want := range map[string]string{
		"n=9":                      `n is "9": want a whole number from 1 to 8`,
		"n=0":                      `n is "0": want a whole number from 1 to 8`,
		"k=1":                      `k is "1": want a whole number from 2 to 5`,
		"d=1000000000000000000000": `d is "1000000000000000000000": want a whole number from 1 to 5`,
		"m=two":                    `m is "two": want a whole number from 1 to 5`,
		"m=":                       `m is "": want a whole number from 1 to 5`,
		"seed=-1":                  `seed is "-1": want a whole number from 0 to 999999999`,
		"seed=1000000000":          `seed is "1000000000": want a whole number from 0 to 999999999`,
		"activation=gelu":          `activation is "gelu": want sigmoid, tanh or relu`,
		"activation=relu":          `Equation (46) has no probe at such a point: activation relu, kind "ordinary"`,
		"kind=odd":                 `kind is "odd": want ordinary, saturated, counts, soft, tied, at a kink, near a kink, tiny, long, extreme, sunk or raised`,
		"plant=1":                  "Equation (46) has no planted error 1",
		"plant=0":                  `plant is "0": want the number of a planted error, or print`,
		"plant=<b>":                `plant is "<b>": want the number of a planted error, or print`,
		"n=2&n=3":                  "n is given 2 times",
		"size=3":                   `unknown parameter "size"`,
		"n=%zz":                    `invalid URL escape "%zz"`,
		"n=1;k=2":                  "invalid semicolon separator in query",
	} {
		requireProblem(t, handler, "/trial/eq-46?"+query, want)
	}
	for query, want := range map[string]string{
		"seed=-1":         `seed is "-1": want a whole number from 0 to 999999999`,
		"seed=1000000000": `seed is "1000000000": want a whole number from 0 to 999999999`,
		"hidden=51":       `hidden is "51": want a whole number from 1 to 50`,
		"hidden=0":        `hidden is "0": want a whole number from 1 to 50`,
		"epochs=501":      `epochs is "501": want a whole number from 1 to 500`,
		"epochs=":         `epochs is "": want a whole number from 1 to 500`,
		"batch=0":         `batch is "0": want a whole number from 1 to 500`,
		"batch=300":       "batch is 300: Code 13 counts ⌊500/300⌋ batches, 1, and would drop rows: choose another size, or the batches as meant",
		"rate=0":          `rate is "0": want a number above 0, at most 100`,
		"rate=NaN":        `rate is "NaN": want a number above 0, at most 100`,
		"rate=Inf":        `rate is "Inf": want a number above 0, at most 100`,
		"rate=<b>":        `rate is "<b>": want a number above 0, at most 100`,
		"activation=gelu": `activation is "gelu": want sigmoid, tanh or relu`,
		"rule=sgd":        `rule is "sgd": want adam-13, adam, rmsprop, momentum, classical or descent`,
		"across=5":        `across is "5": want 0, 1, 2, 3 or 4`,
		"across=2&up=2":   "across and up are both input 2: want two",
		"batches=all":     `batches is "all": want printed or meant`,
		"narrow=yes":      `narrow is "yes": want 0 or 1`,
		"seed=1&seed=2":   "seed is given 2 times",
		"plant=1":         `unknown parameter "plant"`,
		"seed=%zz":        `invalid URL escape "%zz"`,
		"rule=descent&rate=100&batch=1&batches=meant&epochs=1": "The training went astray: nn: step 211, output layer: A, row 0, column 0 is -Inf. A smaller rate may help.",
		"rule=descent&rate=1": "The training went astray: after epoch 5 the cost of the test rows is 1.6e+121. A smaller rate may help.",
	} {
		requireProblem(t, handler, "/train?"+query, want)
		requireProblem(t, handler, "/train.svg?"+query, want)
	}
}

// requireProblem demands that an answer is one message, and the form to try again if it is a page.
func requireProblem(t *testing.T, handler http.Handler, target, want string) {
	t.Helper()
	w := get(handler, target)
	require.Equal(t, http.StatusBadRequest, w.Code, target)
	messages := problem.FindAllStringSubmatch(w.Body.String(), -1)
	require.Len(t, messages, 1, target)
	require.Equal(t, want, html.UnescapeString(messages[0][1]), target)
	require.Equal(t, !strings.HasPrefix(target, "/train.svg"), strings.Contains(w.Body.String(), "<form"), target)
}

// busy returns a site of which nothing more may run, though a number may wait.
func busy(t *testing.T, limit time.Duration, queue int64) (*site, http.Handler) {
	templates, err := newTemplates(false)
	require.NoError(t, err)
	s := &site{Options: Options{Limit: limit, Queue: queue}, pages: newPages(small), running: make(chan struct{}, 1), trials: newTrials(), templates: templates}
	s.running <- struct{}{}
	s.admitted.Add(1)
	return s, s.handler()
}

// What does not get its turn, or is not over in time, is given up.
func TestTurns(t *testing.T) {
	_, waits := busy(t, 10*time.Millisecond, 1)
	_, full := busy(t, time.Minute, 0)
	hurried := newSite(t, func(o *Options) { o.Limit = time.Nanosecond })
	for target, what := range map[string]string{"/trial/eq-46?plant=": "trial", "/train?batch=1": "training", "/train.svg?batch=1": "training"} {
		for handler, want := range map[*http.Handler]string{&waits: "The " + what + " was not over after 10ms", &full: "Too many trials are waiting", &hurried: "The " + what + " was not over after 1ns"} {
			w := get(*handler, target)
			require.Equal(t, http.StatusServiceUnavailable, w.Code, want)
			require.Equal(t, "10", w.Header().Get("Retry-After"))
			require.Contains(t, w.Body.String(), want)
		}
		form, _, _ := strings.Cut(strings.Replace(target, ".svg", "", 1), "?")
		require.Equal(t, http.StatusOK, get(waits, form).Code, "the form needs no turn")
	}
}

// A client that leaves gives up its place.
func TestAClientThatLeaves(t *testing.T) {
	s, handler := busy(t, time.Minute, 1)
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/trial/eq-46?plant=", nil)
		handler.ServeHTTP(httptest.NewRecorder(), r)
	}()
	for s.admitted.Load() != 2 { // or go test's own limit ends the wait
		time.Sleep(time.Millisecond)
	}
	leave()
	<-done
	require.EqualValues(t, 1, s.admitted.Load())
}
