package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chainrule/bench/internal/record"
	"chainrule/bench/internal/roofline"
	"chainrule/docs/cli"
)

// A rival is a peer: its name as a contender, the title of its column, and its name in sentences.
type rival struct{ kernel, title, name string }

var rivals = []rival{
	{"openblas", "OpenBLAS", "OpenBLAS"}, {"openblas-gemv", "gemv", "OpenBLAS's gemv"}, {"gonum", "gonum", "gonum"}, {"numpy", "NumPy", "NumPy"},
	{"torch", "PyTorch", "PyTorch"}, {"torch-avx512", "Torch512", "PyTorch told to use AVX-512"}, {"onnxruntime", "ONNX", "ONNX Runtime"},
}

// isRival reports whether a contender is a peer.
func isRival(kernel string) bool {
	return slices.ContainsFunc(rivals, func(r rival) bool { return r.kernel == kernel })
}

// hasRival reports whether a row has a peer.
func hasRival(row record.Row) bool {
	return slices.ContainsFunc(row.Contenders, func(c record.Contender) bool { return isRival(c.Kernel) })
}

// basesOf returns the contenders that others are compared with, by preference: beside peers, our
// fastest kernel.
func basesOf(r *record.Record) []string {
	if !slices.ContainsFunc(r.Kernels(), isRival) {
		return bases
	}
	fastest := slices.Clone(ranked[slices.Index(ranked, "portable"):])
	slices.Reverse(fastest)
	return fastest
}

// A column of the summary is a contender: its value, or how many times faster ours is.
type column struct {
	rival
	ratio bool
}

// columnsOf returns the columns for the contenders in rows.
func columnsOf(rows []record.Row, kernel string) (list []column) {
	has := func(name string) bool {
		return slices.ContainsFunc(rows, func(row record.Row) bool { return find(row, name) != nil })
	}
	for _, r := range rivals {
		if has(r.kernel) {
			list = append(list, column{r, true})
		}
	}
	if len(list) > 0 {
		return append([]column{{rival{kernel, kernelTitle(kernel), kernelTitle(kernel)}, false}}, list...)
	}
	for _, name := range []string{"naive", "portable", kernel} {
		if has(name) {
			title := strings.NewReplacer("triple loop", "naive", " Go", "").Replace(kernelTitle(name))
			list = append(list, column{rival{name, title, strings.Replace(title, "naive", "naive loops", 1)}, false})
		}
	}
	return list
}

// find returns a contender of a row, or nil.
func find(row record.Row, kernel string) *record.Contender {
	i := slices.IndexFunc(row.Contenders, func(c record.Contender) bool { return c.Kernel == kernel })
	if i < 0 {
		return nil
	}
	return &row.Contenders[i]
}

// titleOf returns a short title of a row.
func titleOf(row record.Row, kernel string) string {
	family, keys := nameOf(row)
	title := family
	switch w, ok := roofline.Of(row.Name, kernel); {
	case ok || family == "Product" || family == "Softmax":
		title = w.Title
	case family == "Step":
		whole, ok := map[string]string{"with-loss": ", loss", "all": ""}[keys["part"]]
		if !ok {
			return "  " + cli.Printable(keys["part"])
		}
		title = "step " + keys["net"] + whole
	default:
		title = strings.Join(strings.Split(row.Name, "/"), " ")
	}
	if typ := keys["type"]; strings.HasPrefix(typ, "float") {
		title += " f" + strings.TrimPrefix(typ, "float")
	}
	return cli.Printable(title)
}

// compactLegend explains the summary.
const compactLegend = "Medians of the rounds. ÷: how many times faster our fastest kernel is, the median of the ratios of the " +
	"same round; ~ before it: its 95% interval has 1, or there are too few rounds for one. roof: the share of the most that multiply-adds (FMA), copies " +
	"within a cache or memory, or the call itself allow, and which of them bounds; other: the roof is less than half " +
	"reached, and chains that wait for themselves, divisions or what is not counted are in the way. " +
	"f64, f32: the type. -json has every interval."

// compact returns the summary: the sentence that matters, a line for each row, and the legend.
func compact(report *record.Report, kernel string, operations []roofed) string {
	rows := slices.DeleteFunc(slices.Clone(report.Rows), func(row record.Row) bool {
		family, _ := nameOf(row)
		return isLimit(row) == 1 || find(row, kernel) == nil || len(row.Contenders) == 1 && family != "Step"
	})
	if len(rows) == 0 {
		return ""
	}
	var out bytes.Buffer
	out.WriteString(cli.Wrap("", "", headline(rows, kernel), 80) + "\n")
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(row record.Row) bool { return row.Unit != rows[0].Unit || row.Procs != rows[0].Procs })
		if n < 0 {
			n = len(rows)
		}
		writeRows(&out, rows[:n], kernel, operations)
		rows = rows[n:]
	}
	if limits := limitsOf(report, kernel); len(operations) > 0 {
		out.WriteString("\n" + limitsText(kernel, limits) + "\n")
	}
	out.WriteString("\n" + cli.Wrap("", "", compactLegend, 80) + "\n")
	if slices.ContainsFunc(operations, func(r roofed) bool { return r.Bound == roofline.Busy }) {
		out.WriteString(cli.Wrap("", "", busyLegend, 80) + "\n")
	}
	return out.String()
}

// busyLegend explains the bound of an operation that beats its limit.
const busyLegend = "busy: above 130% of FMA or a call, or twice a copy, so the machine was busy while that was measured. Measure again."

// unitTitles are readers' names of units.
var unitTitles = map[string]string{"sec/element": "time an element", "sec/op": "time"}

// writeRows writes rows of one unit, with the columns that any of them has.
func writeRows(out *bytes.Buffer, rows []record.Row, kernel string, operations []roofed) {
	columns := columnsOf(rows, kernel)
	alone := !columns[len(columns)-1].ratio // without peers there is room for the roof
	title := cmp.Or(unitTitles[rows[0].Unit], rows[0].Unit)
	if rows[0].Procs > 1 {
		title += fmt.Sprintf(", %d cores", rows[0].Procs)
	}
	width := 25
	if alone {
		width = 22
	}
	head := fmt.Sprintf("\n%-*s", width, cli.Printable(title))
	for _, c := range columns {
		head += fmt.Sprintf(" %9s", c.title)
	}
	base := columns[0].kernel == "naive"
	if alone && base {
		head += " ÷ naive"
	}
	if alone && slices.ContainsFunc(rows, func(row record.Row) bool { return roofOf(row, operations) != nil }) {
		head += "  roof"
	}
	out.WriteString(head + "\n")
	for _, row := range rows {
		line := fmt.Sprintf("%-*s", width, titleOf(row, kernel))
		for _, c := range columns {
			line += fmt.Sprintf(" %9s", c.cell(row, kernel))
		}
		if alone && base {
			line += fmt.Sprintf(" %7s", column{columns[0].rival, true}.cell(row, kernel))
		}
		if r := roofOf(row, operations); alone && r != nil {
			line += fmt.Sprintf(" %4.0f%% %s", 100*r.Share(), r.Bound)
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// roofOf returns the operation of a row, or nil.
func roofOf(row record.Row, operations []roofed) *roofed {
	i := slices.IndexFunc(operations, func(r roofed) bool { return r.name == row.Name && row.Procs == 1 })
	if i < 0 {
		return nil
	}
	return &operations[i]
}

// cell is a contender's value in its unit, or how many times faster ours is; empty if there is none.
func (c column) cell(row record.Row, kernel string) string {
	if c.ratio {
		if g, ok := gainOver(row, kernel, c.kernel); ok {
			return g.String()
		}
		return ""
	}
	if found := find(row, c.kernel); found != nil {
		return strings.TrimSuffix(inUnit(found.Value.Median, row.Unit), " "+row.Unit)
	}
	return ""
}
