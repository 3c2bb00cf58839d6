package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/guptarohit/asciigraph"
	"golang.org/x/term"

	"chainrule/nn"
)

// reporter tells of a training as it goes: to a terminal one line that renews
// itself and a curve at the end, to a pipe plain lines, and with -json JSON lines
// on standard output beside that.
type reporter struct {
	c        *settings
	p        problem
	text     io.Writer     // for people
	json     *json.Encoder // nil without -json
	jsonErr  error
	terminal bool
	start    time.Time
	shown    time.Time // when the line was last renewed
	curve    []float64 // test cost
	total    int       // steps
}

func newReporter(c *settings, p problem, s streams) *reporter {
	r := &reporter{c: c, p: p, text: s.out, start: time.Now()}
	if c.json {
		r.text, r.json = s.err, json.NewEncoder(s.out)
	}
	r.terminal = isTerminal(r.text)
	batches := c.batches(p.allRows)
	if batches == 0 {
		batches = (p.X.Rows()-1)/c.batch + 1
	}
	r.total = c.epochs * batches
	fmt.Fprintln(r.text, c.describe(p))
	return r
}

// isTerminal reports whether w is a terminal that can renew a line.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// record tells of a step.
func (r *reporter) record(now record, step nn.Step) {
	r.curve = append(r.curve, float64(now.TestCost))
	if r.json != nil && r.jsonErr == nil {
		r.jsonErr = r.json.Encode(now)
	}
	if r.terminal {
		if time.Since(r.shown) >= 100*time.Millisecond {
			r.shown = time.Now()
			fmt.Fprintf(r.text, "\r%s\x1b[K", r.line(now))
		}
		return
	}
	if every := max(1, r.c.epochs/10); (step.Epoch+1)%every == 0 && (step.LastOfEpoch || r.c.asPrinted && step.Batch == 7) {
		fmt.Fprintln(r.text, r.line(now))
	}
}

// line describes the state in less than 80 columns.
func (r *reporter) line(now record) string {
	elapsed := time.Since(r.start)
	left := time.Duration(float64(elapsed) / float64(now.Step) * float64(r.total-now.Step))
	return fmt.Sprintf("epoch %d/%d  loss %.5g  test %.5g  error %.3g  %.0f steps/s  %s left", now.Epoch+1, r.c.epochs,
		float64(now.TrainCost), float64(now.TestCost), float64(now.TestError),
		float64(now.Step)/elapsed.Seconds(), left.Round(time.Second))
}

// interrupt ends a line that was being renewed.
func (r *reporter) interrupt() {
	if r.terminal {
		fmt.Fprintln(r.text)
	}
}

// finish reports the result.
func (r *reporter) finish(last finalRecord, confusion [][]int, interrupted bool) error {
	last.Interrupted = interrupted
	if r.terminal {
		fmt.Fprintf(r.text, "\r\x1b[K")
		if len(r.curve) > 1 {
			fmt.Fprintln(r.text, plot(r.curve, "test cost, summed over the test rows"))
		}
	}
	if interrupted {
		fmt.Fprintf(r.text, "interrupted after %d of %d steps\n", last.Step, r.total)
	}
	fmt.Fprintf(r.text, "after %d steps: training cost %.6f, test cost %.6f, test error %.6g\n",
		last.Step, float64(last.TrainCost), float64(last.TestCost), float64(last.TestError))
	if K := len(r.p.classes); K <= 12 {
		fmt.Fprint(r.text, confusionTable(confusion, r.p.classes))
	}
	if r.json != nil && r.jsonErr == nil {
		r.jsonErr = r.json.Encode(last)
	}
	return r.jsonErr
}

// saved tells of the file.
func (r *reporter) saved(name string) { fmt.Fprintf(r.text, "saved to %s\n", name) }

// plot draws a curve of at most 80 columns.
func plot(curve []float64, caption string) string {
	return asciigraph.Plot(curve, asciigraph.Height(8), asciigraph.Width(66), asciigraph.Precision(0), asciigraph.Caption(caption))
}

// confusionTable prints the test rows by class, down, and prediction, across.
func confusionTable(table [][]int, classes []string) string {
	var b strings.Builder
	b.WriteString("test rows by class (down) and prediction (across):\n")
	fmt.Fprintf(&b, "%12s", "")
	for _, class := range classes {
		fmt.Fprintf(&b, " %s", padded(class, 5))
	}
	for i, row := range table {
		fmt.Fprintf(&b, "\n%s", padded(classes[i], 12))
		for _, count := range row {
			fmt.Fprintf(&b, " %5d", count)
		}
	}
	b.WriteString("\n")
	return b.String()
}

// padded returns text cut or padded on the left to so many columns.
func padded(text string, columns int) string {
	text = strings.TrimSpace(cell(text, columns))
	return strings.Repeat(" ", columns-columnsOf(text)) + text
}
