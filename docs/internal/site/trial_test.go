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

// formOf returns what a browser would send of the form on a page, and what can be
// planted, by number.
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
	for _, kind := range equations.Kinds() {
		require.NotEmpty(t, kinds[kind], kind)
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
	require.Contains(t, page, "3 oracles")
}

// Input that can't be used gets one message and status 400.
func TestUnusableInput(t *testing.T) {
	handler := newSite(t)
	for query, want := range map[string]string{
		"n=9":                      "N is 9: want 1 to 8",
		"n=0":                      "N is 0: want 1 to 8",
		"k=1":                      "K is 1: want 2 to 5",
		"d=1000000000000000000000": `D is "1000000000000000000000": want a whole number`,
		"m=two":                    `M is "two": want a whole number`,
		"m=":                       `M is "": want a whole number`,
		"seed=-1":                  `seed is "-1": want a whole number from 0 to 999999999`,
		"seed=1000000000":          `seed is "1000000000": want a whole number from 0 to 999999999`,
		"activation=gelu":          `unknown activation "gelu": want relu, tanh or sigmoid`,
		"activation=relu":          `Equation (46) asks nothing at such a point: activation relu, kind "ordinary"`,
		"kind=odd":                 `unknown kind of point "odd"`,
		"plant=1":                  "Equation (46) has no planted error 1",
		"plant=0":                  `plant is "0": want the number of a planted error, or print`,
		"plant=<b>":                `plant is "<b>": want the number of a planted error, or print`,
		"n=2&n=3":                  "n is given 2 times",
		"size=3":                   `unknown parameter "size"`,
		"n=%zz":                    `invalid URL escape "%zz"`,
		"n=1;k=2":                  "invalid semicolon separator in query",
	} {
		r := httptest.NewRequest(http.MethodGet, "http://localhost/trial/eq-46", nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		require.Equal(t, http.StatusBadRequest, w.Code, query)
		messages := problem.FindAllStringSubmatch(w.Body.String(), -1)
		require.Len(t, messages, 1, query)
		require.Equal(t, want, html.UnescapeString(messages[0][1]), query)
		require.Contains(t, w.Body.String(), "<form", "to try again")
	}
}

// busy returns a site of which nothing more may run.
func busy(t *testing.T, limit time.Duration, queue int) (*site, http.Handler) {
	s := &site{Options: Options{Limit: limit}, pages: pages{files: small, made: map[string]*page{}}, limiter: newLimiter(1, queue), trials: newTrials(), templates: must(newTemplates())}
	_, err := s.limiter.take(t.Context())
	require.NoError(t, err)
	return s, s.handler()
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

// A trial that does not get its turn, or is not over in time, is given up.
func TestTrialsThatTakeTooLong(t *testing.T) {
	_, handler := busy(t, 10*time.Millisecond, 1)
	w := get(handler, "/trial/eq-46?plant=")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Contains(t, w.Body.String(), "The trial was not over after 10ms")
	require.Equal(t, http.StatusOK, get(handler, "/trial/eq-46").Code, "the form needs no turn")

	handler = newSite(t, func(o *Options) { o.Limit = time.Nanosecond })
	require.Equal(t, http.StatusServiceUnavailable, get(handler, "/trial/eq-46?plant=").Code)
}

func TestTooManyTrials(t *testing.T) {
	_, handler := busy(t, time.Minute, 0)
	w := get(handler, "/trial/eq-46?plant=")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, "10", w.Header().Get("Retry-After"))
	require.Contains(t, w.Body.String(), "Too many trials are waiting")
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
	require.Eventually(t, func() bool { return len(s.limiter.admitted) == 2 }, time.Minute, time.Millisecond)
	leave()
	<-done
	require.Len(t, s.limiter.admitted, 1)
}
