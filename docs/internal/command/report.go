package command

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/nn/file"
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
	training []float64 // cost of a training row
	valid    []float64 // cost of a row held back
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
	if ratio := c.Problem.ScaleRatio(); c.data != "" && ratio > 100 {
		r.text.Printf("The scales of the features differ by a factor of %.2g: -standardize may help.\n", ratio)
	}
	for _, remark := range c.Problem.Remarks {
		r.text.Printf("%s\n", remark)
	}
	return r
}

// record reports a step. Its error is from writing the JSON line.
func (r *reporter) record(step nn.Step, o experiment.Outcome) error {
	mean, _ := o.Means()
	r.curve, r.training = append(r.curve, o.TestCost), append(r.training, mean)
	var more []any
	if r.c.ValidationShare > 0 {
		r.valid = append(r.valid, o.Validation)
		more = []any{"validation_cost", o.Validation}
	}
	every := max(1, r.c.Epochs/10)
	due := (step.Epoch+1)%every == 0 && (step.LastOfEpoch || r.c.asPrinted && step.Batch > 0)
	r.progress.Show(due, func() string { return r.line(step, o) })
	return r.encode(step, o, more...)
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
	test := fmt.Sprintf("test %.5g  error %s", o.TestCost, percent(o.ErrorRate))
	if n := len(r.valid); n > 0 {
		test = fmt.Sprintf("validation %.5g a row", r.valid[n-1])
	} else if !r.c.tests() {
		test = "no test"
	}
	return fmt.Sprintf("epoch %d/%d  cost %.5g  %s  %.0f steps/s  %s", step.Epoch+1, r.c.Epochs, o.TrainCost, test, float64(step.Number)/time.Since(r.progress.Start).Seconds(), r.progress.Left(step.Number, r.total))
}

// finish reports the result to people.
func (r *reporter) finish(last nn.Step, o experiment.Outcome, confusion [][]int, interrupted bool) {
	r.progress.Wipe()
	switch {
	case !r.progress.Terminal || len(r.curve) < 2:
	case r.valid != nil:
		r.text.Printf("%s%s", plot(r.training, r.text.Width, "cost of a training row"), plot(r.valid, r.text.Width, "cost of a validation row"))
	case r.c.tests():
		r.text.Printf("%s", plot(r.curve, r.text.Width, "test cost, summed over the test rows"))
	}
	if interrupted {
		r.text.Printf("interrupted after step %d of %d\n", last.Number, r.total)
	}
	if n := len(r.curve); r.c.asPrinted && n > 0 && !interrupted {
		r.text.Printf("the listing's last print, two empty batches before the end: test cost %.6f\n", r.curve[n-1])
	}
	r.printEnd(last, o)
	if K := len(confusion); !r.c.tests() {
		r.text.Printf("no rows were held back to test on\n")
	} else if K > 12 {
		r.text.Printf("%d classes: -json has the table of test rows by class and prediction\n", K)
	} else {
		r.text.Printf("%s", confusionTable(confusion, r.c.Problem.Classes, r.text.Width))
	}
}

// printEnd prints the costs and the error rate at the end.
func (r *reporter) printEnd(last nn.Step, o experiment.Outcome) {
	train, test := o.Means()
	if !r.c.tests() {
		r.text.Printf("after step %d: training cost %s, of a row %s\n", last.Number, cost(o.TrainCost), cost(train))
		return
	}
	r.text.Printf("after step %d: training cost %s, test cost %s, test error %s\n", last.Number, cost(o.TrainCost), cost(o.TestCost), percent(o.ErrorRate))
	r.text.Printf("of a row: training cost %s, test cost %s\n", cost(train), cost(test))
	switch {
	case math.IsNaN(o.ErrorRate):
		r.text.Printf("the test cost is not finite: some test row makes the network overflow\n")
	case max(o.TrainCost, o.TestCost) > experiment.HighestCost:
		r.text.Printf("the training went astray: a smaller -rate may help, or columns of a common scale\n")
	}
}

// remark tells of what may be done better with data of one's own: dead units, a cost that still falls, the epoch
// whose weights were kept.
func (r *reporter) remark(dead []int, end experiment.Outcome) {
	if r.c.data == "" {
		return
	}
	for l, n := range dead {
		if n > 0 {
			r.text.Printf("%d of %d units of hidden layer %d are dead: 0 for every training row\n", n, r.c.Hidden[l], l+1)
		}
	}
	n := len(r.training)
	if len(r.valid) > 0 {
		r.text.Printf("the weights are those after epoch %d, of the least validation cost, %.5g a row\n", end.Best+1, end.Least)
	} else if n >= 10 && r.training[n-1] < 0.9*r.training[n-1-n/10] {
		r.text.Printf("the training cost still fell by %.0f %% in the last tenth of the epochs: more -epochs may help\n", 100*(1-r.training[n-1]/r.training[n-1-n/10]))
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
// that is too wide, the predictions of each class as a list. Columns whose names would look
// the same have numbers, which stand before the names of the rows. Where there is room, each row ends with
// its recall, the part that is predicted right, and each column with its precision, the part of its
// predictions that is right.
func confusionTable(table [][]int, classes []string, width int) string {
	var b strings.Builder
	b.WriteString("test rows by class (down) and prediction (across):\n")
	room := width - 6*len(classes)
	if room < 12 {
		for i, row := range table {
			b.WriteString("  " + file.Short(classes[i]) + ":")
			for j, count := range row {
				if count > 0 {
					fmt.Fprintf(&b, " %d as %s", count, file.Short(classes[j]))
				}
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	down, across := headings(classes)
	longest := slices.MaxFunc(down, func(a, b string) int { return cli.Columns(a) - cli.Columns(b) })
	room = min(room, max(12, cli.Columns(longest)))
	hasShares := room+6*len(classes)+8 <= width
	fmt.Fprintf(&b, "%*s%s", room, "", strings.Join(across, ""))
	if hasShares {
		b.WriteString("  recall")
	}
	for i, row := range table {
		b.WriteString("\n" + cli.Right(down[i], room))
		for _, count := range row {
			fmt.Fprintf(&b, " %5d", count)
		}
		if hasShares {
			fmt.Fprintf(&b, "  %6s", share(row[i], row))
		}
	}
	if hasShares {
		b.WriteString("\n" + cli.Right("precision", room))
		for j := range classes {
			var column []int
			for i := range table {
				column = append(column, table[i][j])
			}
			fmt.Fprintf(&b, " %5s", share(column[j], column))
		}
	}
	return b.String() + "\n"
}

// share returns the quotient of a part and the sum of counts, in per cent, or – if the sum is 0.
func share(part int, counts []int) string {
	sum := 0
	for _, count := range counts {
		sum += count
	}
	if sum == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(sum))
}

// headings returns the names of the rows and columns of a table of classes.
func headings(classes []string) (down, across []string) {
	for _, class := range classes {
		down, across = append(down, file.Short(class)), append(across, " "+cli.Right(file.Short(class), 5))
	}
	if len(slices.Compact(slices.Sorted(slices.Values(across)))) < len(classes) {
		for i := range classes {
			down[i], across[i] = fmt.Sprintf("%d = %s", i+1, down[i]), fmt.Sprintf(" %5d", i+1)
		}
	}
	return down, across
}
