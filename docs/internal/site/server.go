package site

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"runtime"
	"strings"
	"time"

	"chainrule/gradcheck/equations"
)

//go:embed templates style.css
var files embed.FS

// Options are what a site is made of.
type Options struct {
	Pages   fs.FS                                      // Pages()
	Oracles func(w io.Writer, result equations.Result) // prints who agrees with the judge
	Limit   time.Duration                              // of a trial, the wait for its turn included; 0 is 20 s
	Queue   int                                        // how many trials may wait; 0 is 16
}

// site answers requests.
type site struct {
	Options
	*library
	templates *template.Template
	css       []byte
	turns     *turns
	trials    map[string]*trial // by anchor
}

// New returns the handler of a site.
func New(o Options) (http.Handler, error) {
	l, err := newLibrary(o.Pages)
	if err != nil {
		return nil, err
	}
	css, err := files.ReadFile("style.css")
	if err != nil {
		return nil, err
	}
	if o.Limit == 0 {
		o.Limit = 20 * time.Second
	}
	if o.Queue == 0 {
		o.Queue = 16
	}
	s := &site{Options: o, library: l, css: append(css, l.styles...), turns: newTurns(runtime.GOMAXPROCS(0), o.Queue), trials: newTrials()}
	s.templates, err = newTemplates()
	return s.handler(), err
}

func newTemplates() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{"lower": strings.ToLower}).ParseFS(files, "templates/*.html")
}

// handler returns what answers which request.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.home(), http.StatusFound) })
	mux.HandleFunc("GET /style.css", s.serveStyle)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }) // browsers ask for it
	mux.HandleFunc("GET /trial/{$}", s.serveTrials)
	mux.HandleFunc("GET /trial/{anchor}", s.serveTrial)
	mux.HandleFunc("GET /train", s.serveTrain)
	mux.HandleFunc("GET /train.svg", s.serveFilm)
	mux.HandleFunc("GET /", s.servePage)
	return guard(s, mux)
}

// Serve answers on a listener until the context ends, then lets what was begun end, for a
// few seconds.
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
	ended := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		ended <- server.Shutdown(late)
	})
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		stop()
		return err
	}
	return <-ended
}

// sheet is what the frame of every page needs, and what stands in it.
type sheet struct {
	Title          string
	Index          bool // whether there is an index of equations
	Previous, Next *link
	Body           template.HTML
	Trial          *trialView
	Trials         []group
	Training       *trainView
	Live           bool // whether the page is about the training
	Problem        string
}

// show writes a page by a template.
func (s *site) show(w http.ResponseWriter, status int, name string, v sheet) {
	_, v.Index = s.pages["docs/equations.md"]
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	s.templates.ExecuteTemplate(w, name, v) // a client that is gone is no matter
}

// problem writes a page that says what is wrong.
func (s *site) problem(w http.ResponseWriter, status int, what string) {
	s.show(w, status, "problem.html", sheet{Title: http.StatusText(status), Problem: what})
}

func (s *site) serveStyle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Write(s.css)
}

// images are the types of the images.
var images = map[string]string{"svg": "image/svg+xml", "png": "image/png"}

// experimentPage is the chapter about the training, which has a link to it.
const experimentPage = "docs/chapters/09-experiment.md"

// servePage writes a page or an image of the book.
func (s *site) servePage(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if data, ok := s.images[name]; ok {
		w.Header().Set("Content-Type", images[name[strings.LastIndexByte(name, '.')+1:]])
		w.Write(data)
		return
	}
	p, ok := s.pages[name]
	if !ok {
		s.problem(w, http.StatusNotFound, "There is no page "+r.URL.Path+".")
		return
	}
	body := p.body
	if lines := r.URL.Query().Get("lines"); lines != "" {
		var err error
		if body, err = mark(body, lines); err != nil {
			s.problem(w, http.StatusBadRequest, err.Error())
			return
		}
	}
	previous, next := s.neighbours(name)
	s.show(w, http.StatusOK, "page.html", sheet{Title: p.Title, Previous: previous, Next: next, Body: template.HTML(body), Live: name == experimentPage})
}
