package site

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"chainrule/gradcheck/equations"
)

//go:embed templates style.css favicon.svg
var files embed.FS

// Options are the parts of a site that its program chooses.
type Options struct {
	Files       fs.FS                                      // the module's, or a program's copy of some of them
	CrossChecks func(w io.Writer, result equations.Result) // prints the reference and the methods that agree with it
	Limit       time.Duration                              // of a trial, the wait for its turn included; 0 is 20 s
	Queue       int64                                      // how many trials may wait; 0 is 16
	Static      bool                                       // whether the pages are to be files, without a form
}

// site answers requests.
type site struct {
	Options
	*pages
	templates *template.Template
	trials    map[string]*trial // by anchor
	running   chan struct{}     // with a value for each trial that runs
	admitted  atomic.Int64      // the number of trials that run or wait
}

// New returns the handler of a site.
func New(o Options) (http.Handler, error) {
	o.Limit, o.Queue = cmp.Or(o.Limit, 20*time.Second), cmp.Or(o.Queue, 16)
	s := &site{Options: o, pages: newPages(o.Files), trials: newTrials(), running: make(chan struct{}, runtime.GOMAXPROCS(0))}
	s.chapters() // whose titles every chapter needs
	var err error
	s.templates, err = newTemplates(o.Static)
	return s.handler(), err
}

// links lead from the header to the main pages.
var links = []link{{"/docs/README.md", "Contents"}, {"/docs/equations.md", "Equations"}, {"/trial/", "Trials"}, {"/docs/errata.md", "Errata"},
	{"/train", "Training"}, {"/search", "Search"}}

// newTemplates returns the templates of a site, which is static if nothing answers to its forms.
func newTemplates(static bool) (*template.Template, error) {
	functions := template.FuncMap{"cost": cost, "matrices": matrices, "sum": func(i, j int) int { return i + j }, "links": func() []link { return links }, "static": func() bool { return static }}
	return template.New("").Funcs(functions).ParseFS(files, "templates/*.html")
}

// handler returns the routes of the site.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/docs/README.md", http.StatusFound) })
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "style.css") })
	mux.HandleFunc("GET /favicon.svg", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "favicon.svg") })
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }) // some browsers ask for it
	mux.HandleFunc("GET /search", s.serveSearch)
	mux.HandleFunc("GET /trial/{$}", s.serveTrials)
	mux.HandleFunc("GET /trial/{anchor}", s.serveTrial)
	mux.HandleFunc("GET /train", s.serveTrain)
	mux.HandleFunc("GET /train.svg", s.servePicture)
	mux.HandleFunc("GET /", s.servePage)
	return guard(s, mux)
}

// patience is the time that answers have to end after the context.
const patience = 500 * time.Millisecond

// Serve answers on a listener until the context ends, and what was begun shortly after, whatever
// clients do.
func Serve(ctx context.Context, l net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // so that trials end too
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	ended := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(ended)
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		if server.Shutdown(late) != nil {
			server.Close() // clients that hold a connection, or a computation that goes on
		}
	})
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-ended
	return nil
}

// inTurn does something within the time limit, after the tasks before it, or says why not.
func (s *site) inTurn(ctx context.Context, what string, do func(context.Context) error) (status int, problem string) {
	defer s.admitted.Add(-1)
	if s.admitted.Add(1) > int64(cap(s.running))+s.Queue {
		return http.StatusServiceUnavailable, "Too many trials are waiting for their turn. Try again in a few seconds."
	}
	ctx, cancel := context.WithTimeout(ctx, s.Limit)
	defer cancel()
	var err error
	select {
	case s.running <- struct{}{}:
		defer func() { <-s.running }()
		err = do(ctx)
	case <-ctx.Done():
		err = ctx.Err()
	}
	switch {
	case err == nil:
		return http.StatusOK, ""
	case ctx.Err() != nil:
		return http.StatusServiceUnavailable, fmt.Sprintf("The %s was not over after %v, and was given up. Choose smaller sizes, or try again.", what, s.Limit)
	}
	return http.StatusBadRequest, err.Error()
}

// view is the data of a template, for the frame and for the page within.
type view struct {
	Title, Name    string // Name is the path of the page's file
	Here           string // the path of the page, if the header leads to it
	Query          string // what is searched for
	Found          []section
	Previous, Next *link
	Body           template.HTML
	Lines          []template.HTML // of a source, from index 1
	First, Last    int             // the lines that are marked
	Trial          *trialView
	Trials         [][]entry
	Training       *trainView
	Problem        string
}

// show writes a page by a template.
func (s *site) show(w http.ResponseWriter, status int, name string, v view) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "10") // seconds, for programs
	}
	w.WriteHeader(status)
	s.templates.ExecuteTemplate(w, name, v) // a client that is gone is no matter
}

// problem writes a page that says what is wrong.
func (s *site) problem(w http.ResponseWriter, status int, what string) {
	s.show(w, status, "problem.html", view{Title: http.StatusText(status), Problem: what})
}

// servePage writes the page of a file, or an image.
func (s *site) servePage(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if slices.Contains(images, path.Ext(name)) && isPublic(name) && stamp(s.files, name) != "" {
		http.ServeFileFS(w, r, s.files, name)
		return
	}
	p, err := s.page(name)
	if err != nil {
		s.missing(w, r)
		return
	}
	first, last, err := lineRange(r.URL.Query().Get("lines"))
	if err != nil {
		s.problem(w, http.StatusBadRequest, err.Error())
		return
	}
	previous, next := around(s.order(), r.URL.Path)
	s.show(w, http.StatusOK, "page.html", view{Title: p.Title, Name: name, Here: r.URL.Path, Previous: previous, Next: next,
		Body: p.body, Lines: p.lines, First: first, Last: last})
}

// missing says that there is no such page, and where it may be.
func (s *site) missing(w http.ResponseWriter, r *http.Request) {
	what := "There is no page " + r.URL.Path + "."
	if stamp(s.files, "go.mod") == "" {
		what += " Outside of a checkout this program has the book and the results of the benchmarks, but not the source files: " +
			"run go run ./docs serve in the module's folder to read them here."
	}
	s.problem(w, http.StatusNotFound, what)
}
