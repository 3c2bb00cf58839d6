package command

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/experiment"
)

// reporter tells of a training as it goes: to a terminal one line that renews itself and a
// curve at the end, to a pipe plain lines, and with -json JSON lines on standard output
// beside that.
type reporter struct {
	c        *settings
	text     *cli.Text     // for people
	json     *json.Encoder // nil without -json
	progress *cli.Progress
	curve    []float64 // test cost
	total    int       // steps
}

func newReporter(c *settings, s cli.Streams) *reporter {
	text := s.Out
	r := &reporter{c: c}
	if c.json {
		text, r.json = s.Err, json.NewEncoder(s.Out)
	}
	r.text, r.progress = cli.NewText(text), cli.NewProgress(text)
	r.progress.Plain = true
	if c.json && cli.IsTerminal(s.Out) { // which shows the JSON lines as well
		r.progress.Terminal = false
	}
	batches, which := c.batches(c.Problem)
	r.total = c.Epochs * batches
	r.text.Printf("%s\n%s\n", c.describe(c.Problem), which)
	return r
}

// record reports a step. Its error is from writing the JSON line.
func (r *reporter) record(step nn.Step, o experiment.Outcome) error {
	r.curve = append(r.curve, o.TestCost)
	every := max(1, r.c.Epochs/10)
	due := (step.Epoch+1)%every == 0 && (step.LastOfEpoch || r.c.asPrinted && step.Batch > 0)
	r.progress.Show(due, func() string { return r.line(step, o) })
	return r.encode(step, o)
}

// encode writes the JSON line of a step, with more names and values.
func (r *reporter) encode(step nn.Step, o experiment.Outcome, more ...any) error {
	if r.json == nil {
		return nil
	}
	return r.json.Encode(append(cli.Object{"step", step.Number, "epoch", step.Epoch, "train_cost", o.TrainCost, "test_cost", o.TestCost,
		"test_error", o.ErrorRate}, more...))
}

// line describes the state in less than 80 columns.
func (r *reporter) line(step nn.Step, o experiment.Outcome) string {
	return fmt.Sprintf("epoch %d/%d  cost %.5g  test %.5g  error %s  %.0f steps/s  %s", step.Epoch+1, r.c.Epochs, o.TrainCost, o.TestCost,
		percent(o.ErrorRate), float64(step.Number)/time.Since(r.progress.Start).Seconds(), r.progress.Left(step.Number, r.total))
}

// finish reports the result to people.
func (r *reporter) finish(last nn.Step, o experiment.Outcome, confusion [][]int, interrupted bool) {
	r.progress.Wipe()
	if r.progress.Terminal && len(r.curve) > 1 {
		r.text.Printf("%s", plot(r.curve, r.text.Width, "test cost, summed over the test rows"))
	}
	if interrupted {
		r.text.Printf("interrupted after step %d of %d\n", last.Number, r.total)
	}
	if n := len(r.curve); r.c.asPrinted && n > 0 && !interrupted {
		r.text.Printf("the listing's last print, two empty batches before the end: test cost %.6f\n", r.curve[n-1])
	}
	r.printEnd(last, o)
	if K := len(confusion); K <= 12 {
		r.text.Printf("%s", confusionTable(confusion, r.c.Problem.Classes, r.text.Width))
	}
}

// printEnd prints the costs and the error rate at the end.
func (r *reporter) printEnd(last nn.Step, o experiment.Outcome) {
	r.text.Printf("after step %d: training cost %s, test cost %s, test error %s\n", last.Number, cost(o.TrainCost), cost(o.TestCost), percent(o.ErrorRate))
	if math.IsNaN(o.ErrorRate) {
		r.text.Printf("the test cost is not finite: some test row makes the network overflow\n")
	}
}

// cost prints a cost with six decimals, or ten digits if it is large.
func cost(x float64) string {
	if math.Abs(x) < 1e9 {
		return fmt.Sprintf("%.6f", x)
	}
	return fmt.Sprintf("%.10g", x)
}

// percent prints a share in per cent, with four digits.
func percent(share float64) string { return fmt.Sprintf("%.4g %%", 100*share) }

// confusionTable prints the test rows by class, down, and prediction, across, or, where
// that is too wide, the predictions of each class as a list.
func confusionTable(table [][]int, classes []string, width int) string {
	var b strings.Builder
	b.WriteString("test rows by class (down) and prediction (across):\n")
	if 12+6*len(classes) > width {
		for i, row := range table {
			b.WriteString("  " + cli.Printable(classes[i]) + ":")
			for j, count := range row {
				if count > 0 {
					fmt.Fprintf(&b, " %d as %s", count, cli.Printable(classes[j]))
				}
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	fmt.Fprintf(&b, "%12s", "")
	for _, class := range classes {
		b.WriteString(" " + cli.Right(class, 5))
	}
	for i, row := range table {
		b.WriteString("\n" + cli.Right(classes[i], 12))
		for _, count := range row {
			fmt.Fprintf(&b, " %5d", count)
		}
	}
	return b.String() + "\n"
}
