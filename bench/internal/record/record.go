package record

import (
	"fmt"
	"slices"
	"strings"

	"chainrule/nn/file"
)

// OneCore is the base of a row of several cores: the same kernel on one.
const OneCore = "one core"

// Ceilings are told by the first part of their name and their unit.
const ceilingBase, ceilingUnit = "Ceiling", "GFLOP/s"

// Setting is something that holds for all results of a record.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Record is the content of a file: values by row, contender and round.
type Record struct {
	Name     string    // of the file
	Machine  []Setting // cpu, goos, goarch, go, go-version and caches, empty where not said
	Rounds   int       // number of different rounds
	rows     []*row    // in the file's order
	left     []string  // sentences on results that Prefer left out
	ceilings map[ceiling]series
}

// series holds the values of one contender by round, in base units.
type series map[int]float64

// ceiling is the key of a ceiling: type, kernel and number of cores.
type ceiling struct {
	typ, kernel string
	procs       int
}

// row is a benchmark without its kernel part, in one unit.
type row struct {
	name       string
	procs      int
	typ, unit  string
	better     int // 1 if higher is better, −1 if lower, 0 if undeclared
	contenders []contender
}

type contender struct {
	kernel string
	values series
}

func (w *row) add(kernel string, round int, v float64) {
	values := w.find(kernel)
	if values == nil {
		values = series{}
		w.contenders = append(w.contenders, contender{kernel, values})
	}
	values[round] = v
}

// find returns the values of a contender, or nil.
func (w *row) find(kernel string) series {
	for _, c := range w.contenders {
		if c.kernel == kernel {
			return c.values
		}
	}
	return nil
}

// base returns the first of the names that the row has a contender of, or nothing.
// Ceilings are no contenders.
func (w *row) base(bases []string) string {
	if isCeiling(w.name) {
		return ""
	}
	for _, name := range bases {
		if w.find(name) != nil {
			return name
		}
	}
	return ""
}

// Kernels returns the names of all contenders, each once.
func (r *Record) Kernels() (names []string) {
	for _, w := range r.rows {
		for _, c := range w.contenders {
			if !slices.Contains(names, c.kernel) {
				names = append(names, c.kernel)
			}
		}
	}
	return names
}

// Report is the comparison of the contenders in a record.
type Report struct {
	File     string    `json:"file"`
	Machine  []Setting `json:"machine"`
	Rounds   int       `json:"rounds"`
	Rows     []Row     `json:"rows"`
	Noise    Noise     `json:"noise"`
	Warnings []string  `json:"warnings"`
}

// Row is a benchmark without its kernel part, in one unit.
type Row struct {
	Name       string      `json:"name"`  // Product/type=float64/m=8/n=8/k=8
	Procs      int         `json:"procs"` // GOMAXPROCS
	Unit       string      `json:"unit"`  // base unit: sec/op for ns/op
	Better     string      `json:"better,omitempty"`
	Base       string      `json:"base,omitempty"` // the kernel that the others are compared with
	Contenders []Contender `json:"contenders"`
}

// Contender is the result of one kernel in a row.
type Contender struct {
	Kernel  string      `json:"kernel"`
	Value   Estimate    `json:"value"`             // in the row's unit
	Ceiling *Estimate   `json:"ceiling,omitempty"` // share of the kernel's ceiling in the same round, 1 being all of it
	Ratio   *Comparison `json:"ratio,omitempty"`   // to the base
}

// Report compares, in each row, all contenders with a base: the first of the named ones that
// the row has, or, if a row of several cores has nothing else to be compared with and a sibling of one core, the same kernel there. Rows without
// a base are only summarized, as are ceilings, and all rows if no base is named. It is an error if no row
// has any of the bases.
func (r *Record) Report(bases ...string) (*Report, error) {
	report := &Report{File: r.Name, Machine: r.Machine, Rounds: r.Rounds, Warnings: []string{}}
	found, alone := len(bases) == 0, map[[2]string]*row{}
	for _, w := range r.rows {
		if w.procs == 1 && !isCeiling(w.name) {
			alone[[2]string{w.name, w.unit}] = w
		}
	}
	for _, w := range r.rows {
		found = found || w.base(bases) != ""
		one := alone[[2]string{w.name, w.unit}]
		if one == w {
			one = nil
		}
		report.Rows = append(report.Rows, r.summarize(w, one, bases))
	}
	if !found {
		return nil, fmt.Errorf("%s: no results of %s", r.Name, strings.Join(bases, " or "))
	}
	report.Noise = noiseOf(report.Rows)
	report.Warnings = append(append(report.Warnings, r.left...), report.warnings(len(bases) > 0)...)
	return report, nil
}

// summarize returns the report on a row, which may have a sibling on one core alone.
func (r *Record) summarize(w, alone *row, bases []string) Row {
	row := Row{Name: w.name, Procs: w.procs, Unit: w.unit, Base: w.base(bases)}
	if alone != nil && len(bases) > 0 && (row.Base == "" || len(w.contenders) == 1) {
		row.Base = OneCore
	}
	row.Better = map[int]string{1: "higher", -1: "lower"}[w.better]
	for _, c := range w.contenders {
		summary := Contender{Kernel: c.kernel, Value: medianOf(c.values.all())}
		if top := r.ceilings[ceiling{w.typ, c.kernel, w.procs}]; w.unit == ceilingUnit && !isCeiling(w.name) {
			if ratios := c.values.over(top, 1); len(ratios) > 0 {
				summary.Ceiling = new(geometricMedianOf(ratios))
			}
		}
		base := w.find(row.Base)
		if row.Base == OneCore {
			base = alone.find(c.kernel)
		}
		if w.better != 0 && base != nil && c.kernel != row.Base {
			summary.Ratio = compare(c.values, base, w.better)
		}
		row.Contenders = append(row.Contenders, summary)
	}
	return row
}

// isCeiling reports whether name belongs to a row of ceilings.
func isCeiling(name string) bool {
	base, _, _ := strings.Cut(name, "/")
	return base == ceilingBase
}

// all returns the values, by round.
func (s series) all() (values []float64) {
	for _, round := range s.rounds() {
		values = append(values, s[round])
	}
	return values
}

// rounds returns the rounds in order.
func (s series) rounds() (rounds []int) {
	for round := range s {
		rounds = append(rounds, round)
	}
	slices.Sort(rounds)
	return rounds
}

// over returns s/other for each round that both have, or other/s if better is negative.
func (s series) over(other series, better int) (ratios []float64) {
	for _, round := range s.rounds() {
		switch o, ok := other[round]; {
		case ok && better < 0:
			ratios = append(ratios, o/s[round])
		case ok:
			ratios = append(ratios, s[round]/o)
		}
	}
	return ratios
}

// Prefer keeps, of each benchmark, the results in the first of the units that it has, or
// all results if it has none of these units. The report says if that leaves out a kernel.
func (r *Record) Prefer(units ...string) {
	type benchmark struct {
		name  string
		procs int
	}
	best := map[benchmark]*row{}
	for _, unit := range slices.Backward(units) {
		for _, w := range r.rows {
			if w.unit == unit {
				best[benchmark{w.name, w.procs}] = w
			}
		}
	}
	lost, example := 0, ""
	r.rows = slices.DeleteFunc(r.rows, func(w *row) bool {
		kept := best[benchmark{w.name, w.procs}]
		if kept == nil || kept.unit == w.unit {
			return false
		}
		for _, c := range w.contenders {
			if kept.find(c.kernel) == nil {
				lost++
				example = fmt.Sprintf("%s of %s is in %s and not in %s", file.Short(c.kernel), file.Short(w.name), file.Short(w.unit), kept.unit)
			}
		}
		return true
	})
	if lost > 0 {
		r.left = []string{fmt.Sprintf("%d times a kernel is left out for its unit: %s.", lost, example)}
	}
}
