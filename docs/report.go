package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"
	"unicode"

	"github.com/guptarohit/asciigraph"
	"golang.org/x/term"

	"chainrule/nn"
	"chainrule/nn/dataset"
)

// reporter tells of a training as it goes: to a terminal one line that renews
// itself and a curve at the end, to a pipe plain lines, and with -json JSON lines
// on standard output beside that.
type reporter struct {
	c        *settings
	p        *dataset.Problem
	text     io.Writer     // for people
	json     *json.Encoder // nil without -json
	terminal bool          // text is one, and nothing else is written to it
	start    time.Time
	shown    time.Time // when the line was last renewed
	curve    []float64 // test cost
	total    int       // steps
}

func newReporter(c *settings, p *dataset.Problem, s streams) *reporter {
	r := &reporter{c: c, p: p, text: s.out, start: time.Now()}
	if c.json {
		r.text, r.json = s.err, json.NewEncoder(s.out)
	}
	r.terminal = isTerminal(r.text) && !(c.json && isTerminal(s.out))
	batches := c.batches(p.Rows)
	if batches == 0 {
		batches = (p.X.Rows()-1)/c.batch + 1
	}
	r.total = c.epochs * batches
	fmt.Fprintln(r.text, c.describe(p))
	r.shown = r.start
	return r
}

// isTerminal reports whether w is a terminal that can renew a line.
func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// record tells of a step. Its error is that of writing the JSON line.
func (r *reporter) record(now record, step nn.Step) error {
	r.curve = append(r.curve, float64(now.TestCost))
	every := max(1, r.c.epochs/10)
	switch due := (step.Epoch+1)%every == 0 && (step.LastOfEpoch || r.c.asPrinted && step.Batch == 7); {
	case r.terminal && time.Since(r.shown) >= 100*time.Millisecond:
		fmt.Fprintf(r.text, "\r%s\x1b[K", cut(r.line(now), width(r.text)-1))
		r.shown = time.Now()
	case !r.terminal && (due || time.Since(r.shown) >= 10*time.Second):
		fmt.Fprintln(r.text, r.line(now))
		r.shown = time.Now()
	}
	if r.json == nil {
		return nil
	}
	return r.json.Encode(now)
}

// width returns the columns of the terminal w, 80 if it does not say.
func width(w io.Writer) int {
	if f, ok := w.(interface{ Fd() uintptr }); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	return 80
}

// cut returns at most so many characters of text.
func cut(text string, columns int) string {
	if runes := []rune(text); len(runes) > columns {
		return string(runes[:columns])
	}
	return text
}

// line describes the state in less than 80 columns.
func (r *reporter) line(now record) string {
	elapsed := time.Since(r.start)
	left := time.Duration(float64(elapsed) / float64(now.Step) * float64(r.total-now.Step))
	return fmt.Sprintf("epoch %d/%d  cost %.5g  test %.5g  error %.3g  %.0f steps/s  %s left", now.Epoch+1, r.c.epochs,
		float64(now.TrainCost), float64(now.TestCost), float64(now.TestError),
		float64(now.Step)/elapsed.Seconds(), left.Round(time.Second))
}

// endLine ends a line that was being renewed.
func (r *reporter) endLine() {
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
		fmt.Fprintf(r.text, "interrupted after step %d of %d\n", last.Step, r.total)
	}
	r.printCosts(last)
	if K := len(r.p.Classes); K <= 12 {
		fmt.Fprint(r.text, confusionTable(confusion, r.p.Classes))
	}
	if r.json == nil {
		return nil
	}
	return r.json.Encode(last)
}

// printCosts prints the costs at the end.
func (r *reporter) printCosts(last finalRecord) {
	if n := len(r.curve); r.c.asPrinted && n > 0 && !last.Interrupted {
		fmt.Fprintf(r.text, "the listing's last print, two empty batches before the end: test cost %.6f\n", r.curve[n-1])
	}
	fmt.Fprintf(r.text, "after step %d: training cost %s, test cost %s, test error %.6g\n",
		last.Step, cost(last.TrainCost), cost(last.TestCost), float64(last.TestError))
	if math.IsNaN(float64(last.TestError)) {
		fmt.Fprintln(r.text, "the test cost is not finite: some test row makes the network overflow")
	}
}

// cost prints a cost with six decimals, or ten digits if it is large.
func cost(x number) string {
	if math.Abs(float64(x)) < 1e9 {
		return fmt.Sprintf("%.6f", float64(x))
	}
	return fmt.Sprintf("%.10g", float64(x))
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

// printable returns text with ? for what a terminal would not print but obey.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
}

// padded returns text cut or padded on the left to so many columns.
func padded(text string, columns int) string {
	text = strings.TrimSpace(cell(printable(text), columns))
	return strings.Repeat(" ", columns-columnsOf(text)) + text
}
