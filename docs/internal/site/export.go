package site

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Export writes the whole book to a folder, as files that open from a disk or any host: each page to
// which links lead from the contents, with the trial of every statement, as it is, as it is printed and
// with every planted error. Trials are computed here and not in the browser, since one answer makes them
// exact, a page is a few kilobytes, and browsers load no WebAssembly from a disk. It returns the number
// of files.
func Export(ctx context.Context, o Options, folder string) (files int, _ error) {
	o.Static, o.Limit = true, 10*time.Minute
	handler, err := New(o)
	if err != nil {
		return 0, err
	}
	queue, seen := []string{"/docs/README.md", "/style.css", "/favicon.svg"}, map[string]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		if seen[fileOf(queue[0])] {
			continue
		}
		seen[fileOf(queue[0])] = true
		if ctx.Err() != nil {
			return files, ctx.Err()
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+queue[0], nil))
		if w.Code != http.StatusOK {
			return files, fmt.Errorf("%s: status %d", queue[0], w.Code)
		}
		body := w.Body.String()
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			var to []string
			body, to = relative(body, queue[0])
			queue = append(queue, to...)
		}
		name := filepath.Join(folder, filepath.FromSlash(fileOf(queue[0])))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return files, err
		}
		if err := os.WriteFile(name, []byte(body), 0o666); err != nil {
			return files, err
		}
		files++
	}
	front := `<!DOCTYPE html><html lang="en"><title>The book</title><meta http-equiv="refresh" content="0; url=docs/README.html"><a href="docs/README.html">The book</a></html>`
	return files + 1, os.WriteFile(filepath.Join(folder, "index.html"), []byte(front), 0o666)
}

var (
	addressOf = regexp.MustCompile(`( (?:href|src|srcset)=")([^"]*)"`)
	unsafe    = regexp.MustCompile(`[^a-zA-Z0-9.]+`)
)

// relative returns a page whose links lead to files, and the addresses that they had.
func relative(page, at string) (text string, to []string) {
	base, _ := url.Parse(at) // which has been asked for
	text = addressOf.ReplaceAllStringFunc(page, func(attribute string) string {
		m := addressOf.FindStringSubmatch(attribute)
		u, err := base.Parse(html.UnescapeString(m[2]))
		if err != nil || u.IsAbs() || strings.HasPrefix(m[2], "#") {
			return attribute
		}
		fragment := u.Fragment
		u.Fragment = ""
		q := u.Query()
		if q.Del("lines"); u.RawQuery != "" { // the fragment shows the first of them
			u.RawQuery = q.Encode()
		}
		to = append(to, u.String())
		way, _ := filepath.Rel(path.Dir(fileOf(at)), fileOf(u.String())) // of two paths from the same folder
		way = filepath.ToSlash(way)
		if fragment != "" {
			way += "#" + fragment
		}
		return m[1] + html.EscapeString(way) + `"`
	})
	return text, to
}

// fileOf returns the file of an address: of a page an HTML file, with the query in its name.
func fileOf(address string) string {
	u, _ := url.Parse(address) // which has been asked for
	name := strings.TrimPrefix(u.Path, "/")
	ending := ".html"
	switch {
	case strings.HasSuffix(name, "/"):
		name += "index"
	case slices.Contains(append(images, ".css"), path.Ext(name)):
		ending = path.Ext(name)
		name = strings.TrimSuffix(name, ending)
	default:
		name = strings.TrimSuffix(name, ".md")
	}
	if u.RawQuery != "" {
		name += "-" + strings.Trim(unsafe.ReplaceAllString(u.RawQuery, "-"), "-")
	}
	return name + ending
}
