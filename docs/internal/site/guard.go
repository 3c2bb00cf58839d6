package site

import (
	"net/http"
	"net/url"
	"strings"
)

// policy is a set of headers for every answer: browsers load nothing but styles and images of
// our own, run no scripts, show no frames, guess nothing and tell other sites nothing.
var policy = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control":                "no-cache",
}

// longestQuery is the length of the longest query that is read.
const longestQuery = 1000

// guard lets requests pass that are meant for this machine, read something, and are short.
func guard(s *site, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range policy {
			w.Header().Set(name, value)
		}
		switch {
		case !isLocal(r.Host):
			s.problem(w, http.StatusMisdirectedRequest, "This book answers to localhost and 127.0.0.1 only.")
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			s.problem(w, http.StatusMethodNotAllowed, "This book can only be read: GET and HEAD are its methods.")
		case r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Dest") != "document":
			s.problem(w, http.StatusForbidden, "Other sites may link to this book, but not load parts of it.")
		case len(r.URL.RawQuery) > longestQuery:
			s.problem(w, http.StatusRequestURITooLong, "The query is too long.")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isLocal reports whether a Host header names this machine. A page elsewhere whose name
// leads to 127.0.0.1 sends its own name.
func isLocal(host string) bool {
	name := (&url.URL{Host: strings.ToLower(host)}).Hostname()
	return name == "localhost" || name == "127.0.0.1" || name == "::1"
}
