package record

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"golang.org/x/perf/benchunit"

	"chainrule/docs/cli"
)

// columns is the layout of a table's lines: kernel, rounds, median, half-width of its
// interval, share of the ceiling, ratio, its interval, p, verdict.
const columns = "  %-11s%4s %9s %6s %5s %6s %-13s %6s  %s"

// legend explains the columns.
const legend = "A line is a kernel: its median of n rounds, and ± how far the 95% interval " +
	"of that reaches at most; its share of the ceiling of this kernel; its ratio to the base, of values of the same " +
	"round, above 1 if it is better than the base, with the 95% interval; Mann and Whitney's p; and what the ratio shows."

// Write writes the report as a table of at most 80 columns. The error is w's.
func (r *Report) Write(w io.Writer) error {
	var out bytes.Buffer
	wrap(&out, "", r.title())
	name := ""
	for _, row := range r.Rows {
		if title := row.title(); title != name {
			out.WriteByte('\n')
			wrap(&out, "", title)
			name = title
		}
		row.write(&out)
	}
	if sentences := r.sentences(); len(sentences) > 0 {
		out.WriteByte('\n')
		for _, s := range sentences {
			wrap(&out, "", s)
		}
	}
	out.WriteByte('\n')
	wrap(&out, "", legend+" "+r.directions())
	_, err := w.Write(out.Bytes())
	return err
}

// WriteSentences writes the title and the statements on the record as a whole.
func (r *Report) WriteSentences(w io.Writer) error {
	var out bytes.Buffer
	for _, s := range append([]string{r.title()}, r.sentences()...) {
		wrap(&out, "", s)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// title names the file and the machine of the report.
func (r *Report) title() string {
	var facts []string
	for _, s := range r.Machine {
		if s.Value != "" {
			facts = append(facts, s.Key+" "+cli.Printable(s.Value))
		}
	}
	return strings.Join(append([]string{r.File + ": " + plural(r.Rounds, "round")}, facts...), ", ")
}

// directions returns a sentence on the units in which more is better, and one on the others.
func (r *Report) directions() string {
	var sentences []string
	for _, better := range []string{"higher", "lower"} {
		var units []string
		for _, row := range r.Rows {
			if row.Better == better && !slices.Contains(units, row.Unit) {
				units = append(units, cli.Printable(row.Unit))
			}
		}
		if len(units) > 0 {
			sentences = append(sentences, "Better is "+better+" in "+strings.Join(units, ", ")+".")
		}
	}
	return strings.Join(sentences, " ")
}

// sentences returns the statements on the record as a whole.
func (r *Report) sentences() (list []string) {
	if s := r.Noise.String(); s != "" {
		list = append(list, s)
	}
	claims := 0
	for _, row := range r.Rows {
		for _, c := range row.Contenders {
			if c.Ratio != nil && c.Ratio.Interval != nil {
				claims++
			}
		}
	}
	if missing := float64(claims) * (1 - Confidence); missing >= 1 {
		list = append(list, fmt.Sprintf("Of the %d intervals of ratios, up to %.0f may be expected not to have the true one.", claims, missing))
	}
	return append(list, r.Warnings...)
}

// title is the row's name with spaces for slashes.
func (w Row) title() string {
	title := cli.Printable(strings.ReplaceAll(w.Name, "/", " ")) + fmt.Sprintf(" GOMAXPROCS=%d", w.Procs)
	if w.Base == OneCore {
		title += ", ratio to one core"
	}
	return title
}

// write writes the row's lines below a line of headings that begins with the unit.
func (w Row) write(out *bytes.Buffer) {
	line(out, cli.Printable(w.Unit), "n", "median", "±", "ceil", "ratio", "95% interval", "p", "verdict")
	for _, c := range w.Contenders {
		line(out, c.cells(w)...)
	}
}

// line writes the cells of a line. A first one that is too long has a line by itself.
func line(out *bytes.Buffer, cells ...string) {
	if first := []rune(cells[0]); len(first) > 11 {
		wrap(out, "  ", cells[0])
		cells[0] = ""
	}
	list := make([]any, len(cells))
	for i, cell := range cells {
		list[i] = cell
	}
	out.WriteString(strings.TrimRight(fmt.Sprintf(columns, list...), " ") + "\n")
}

// cells returns the cells of a contender's line.
func (c Contender) cells(w Row) []string {
	kernel := cli.Printable(c.Kernel)
	if kernel == "" {
		kernel = "-"
	}
	cells := []string{kernel, fmt.Sprint(c.Value.Rounds), scaled(c.Value.Median, w.Unit), "", "", "", "", "", ""}
	if i := c.Value.Interval; i != nil {
		cells[3] = "±" + percent(max(i.Hi/c.Value.Median-1, 1-i.Lo/c.Value.Median), 1)
	}
	if c.Ceiling != nil {
		cells[4] = percent(c.Ceiling.Median, 0)
	}
	switch {
	case c.Kernel == w.Base && w.Base != "":
		cells[8] = "base"
	case c.Ratio != nil:
		c.Ratio.cells(cells)
	}
	return cells
}

// cells sets the cells of a comparison.
func (c *Comparison) cells(cells []string) {
	cells[5] = number(c.Median)
	if c.Interval != nil {
		cells[6] = number(c.Interval.Lo) + "–" + number(c.Interval.Hi)
		cells[7] = fmt.Sprintf("%.3f", *c.P)
	}
	if c.P != nil && *c.P < 0.0005 {
		cells[7] = "<0.001"
	}
	switch c.Verdict {
	case Same:
		cells[8] = "same ±" + percent(math.Ceil(*c.Within*1000)/1000, 1)
	case TooFew:
		cells[8] = "too few"
	default:
		cells[8] = string(c.Verdict)
	}
}

// scaled formats the value with three digits or more: a time in its unit, 0.424 ns, and
// what is very large or small with the prefix of its unit's multiple.
func scaled(v float64, unit string) string {
	text := number(v)
	switch {
	case strings.HasPrefix(unit, "sec/"):
		text = Duration(v)
	case v >= 0.09995 && v < 0.99995:
		text = fmt.Sprintf("%.4f", v)
	case v >= 9999.5 || v < 0.00095:
		text = benchunit.Scale(v, benchunit.ClassOf(unit))
	}
	if len([]rune(text)) > 9 {
		text = fmt.Sprintf("%.1e", v)
	}
	return text
}

// Duration formats a time with three digits.
func Duration(seconds float64) string {
	switch {
	case seconds >= 1:
		return fmt.Sprintf("%.3g s", seconds)
	case seconds >= 1e-3:
		return fmt.Sprintf("%.3g ms", 1e3*seconds)
	case seconds >= 1e-6:
		return fmt.Sprintf("%.3g µs", 1e6*seconds)
	}
	return fmt.Sprintf("%.3g ns", 1e9*seconds)
}

// number formats v with three or four digits, or fewer if it is very large or small.
func number(v float64) string {
	switch {
	case v >= 9999.5 || v < 0.00095:
		return fmt.Sprintf("%.0e", v)
	case v < 0.09995:
		return fmt.Sprintf("%.4f", v)
	case v >= 999.95:
		return fmt.Sprintf("%.0f", v)
	case v >= 99.995:
		return fmt.Sprintf("%.1f", v)
	case v >= 9.9995:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// percent formats the share in percent, without decimals from a hundred on.
func percent(share float64, decimals int) string {
	switch p := 100 * share; {
	case p >= 999.5:
		return ">999%"
	case p >= 99.95:
		return fmt.Sprintf("%.0f%%", p)
	default:
		return fmt.Sprintf("%.*f%%", decimals, p)
	}
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprint(n, " ", thing, "s")
}

// wrap writes the text in lines of at most 80 columns: the first begins with the indent,
// others with two spaces more.
func wrap(out *bytes.Buffer, indent, text string) {
	out.WriteString(cli.Wrap(indent, indent+"  ", text, 80) + "\n")
}
