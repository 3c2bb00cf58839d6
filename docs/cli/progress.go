package cli

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// Progress is a line that says how far a command is: on a terminal one that is renewed, at
// most ten times a second, elsewhere nothing or, if it is Plain, a line now and then.
type Progress struct {
	Start    time.Time
	Terminal bool
	Plain    bool

	w     io.Writer
	mu    sync.Mutex
	shown time.Time
}

// NewProgress returns the progress of what begins now.
func NewProgress(w io.Writer) *Progress {
	p := &Progress{w: w, Start: time.Now(), Terminal: IsTerminal(w)}
	if !p.Terminal {
		p.shown = p.Start
	}
	return p
}

// Show shows the line if it is time to. A plain one is printed if it is due, and after ten
// seconds of silence.
func (p *Progress) Show(due bool, line func() string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	silence := time.Since(p.shown)
	switch {
	case p.Terminal && silence >= 100*time.Millisecond:
		columns, _ := terminal(p.w)
		fmt.Fprintf(p.w, "\r%s\x1b[K", Cut(line(), columns-1))
	case !p.Terminal && p.Plain && (due || silence >= 10*time.Second):
		fmt.Fprintln(p.w, line())
	default:
		return
	}
	p.shown = time.Now()
}

// Left returns the remaining time, when done of all steps are over.
func (p *Progress) Left(done, all int) string {
	if done == 0 {
		return "some time left"
	}
	left := time.Duration(float64(time.Since(p.Start)) / float64(done) * float64(all-done))
	return left.Round(time.Second).String() + " left"
}

// Wipe removes the line that was renewed.
func (p *Progress) Wipe() {
	if p.Terminal {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
