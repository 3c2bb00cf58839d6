package record

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chainrule/nn/file"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchproc"
)

// Read reads a record; name is its name in errors. An error has the form
// name:line: what, and comes without a record. There are errors for
//
//   - lines that cannot be read or do not belong to a benchmark's output, among them values
//     that are not positive, finite numbers;
//   - a last line that breaks off, a run that failed, and, where a line "rounds: N" gives
//     their number, rounds that are missing or lack a result;
//   - files without results;
//   - mixed files: results of two machines or Go versions (the line is the first
//     result of the second), of no round where others have one, of one contender twice
//     in a round or in different units, and units declared better both higher and lower;
//   - files longer than 64 MB, of more than 2¹⁷ results, or of more than 100 kernels of a
//     row or 100 units.
//
// A file without any round, as go test -bench prints it, is one round. An error of r is
// returned in the same form, with the line that it breaks off.
func Read(name string, r io.Reader) (*Record, error) {
	text, err := io.ReadAll(&io.LimitedReader{R: r, N: most + 1})
	if len(text) > most {
		return nil, fmt.Errorf("%s: longer than %s", name, file.Size(most))
	}
	if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, bytes.Count(text, []byte("\n"))+1, err)
	}
	p := newParser(name, text)
	if err := p.lines(text); err != nil {
		return nil, err
	}
	reader := benchfmt.NewReader(bytes.NewReader(text), name)
	read := 0 // the line of the last result
	for reader.Scan() {
		result, err := p.accept(reader.Result())
		if err != nil {
			return nil, err
		}
		if result {
			_, read = reader.Result().Pos()
		}
	}
	switch err := reader.Err(); {
	case err != nil:
		return nil, err
	case p.torn && read != p.last:
		return nil, p.truncated()
	case read == 0:
		return nil, p.errorf(p.last, "no results")
	}
	if err := p.whole(); err != nil {
		return nil, err
	}
	p.finish(reader.Units())
	return p.record, nil
}

// Limits of a record, which keep the memory and the time that it takes in bounds.
const (
	most        = 1 << 26 // bytes
	mostResults = 1 << 17
	mostKernels = 100 // of a row
	mostUnits   = 100
)

// parser collects a record from the output of benchfmt.
type parser struct {
	record       *Record
	last         int  // the number of the last line
	torn         bool // it has no newline at its end
	rows         *benchproc.Projection
	name, unit   *benchproc.Field
	kernels      *benchproc.Projection
	histories    map[entry]*history
	order        []entry // as they came
	index        map[benchproc.Key]*row
	ceilingNames map[ceiling]benchproc.Key
	rounds       map[int]bool
	units        map[string]bool
	numbered     bool // there are lines "round: N"
	promised     int  // the announced number of rounds, 0 without an announcement
}

// entry is a contender of a row, of whatever unit.
type entry struct {
	row    benchproc.Key
	kernel string
}

// history is the sequence of results of an entry so far.
type history struct {
	name  string
	units string
	line  int         // of the first result in these units
	lines map[int]int // by round
}

func newParser(name string, text []byte) *parser {
	p := &parser{
		record:    &Record{Name: name, ceilings: map[ceiling]series{}},
		last:      max(1, bytes.Count(text, []byte("\n"))),
		histories: map[entry]*history{}, index: map[benchproc.Key]*row{},
		ceilingNames: map[ceiling]benchproc.Key{}, rounds: map[int]bool{}, units: map[string]bool{},
	}
	if p.torn = len(text) > 0 && text[len(text)-1] != '\n'; p.torn {
		p.last = bytes.Count(text, []byte("\n")) + 1
	}
	var projections benchproc.ProjectionParser
	all, err := benchproc.NewFilter("*")
	if err == nil {
		p.rows, p.unit, err = projections.ParseWithUnit(".fullname,/gomaxprocs", all)
	}
	if err == nil {
		p.kernels, err = projections.Parse("/kernel", all)
	}
	if err != nil {
		panic(err) // the expressions are constant
	}
	p.name = p.rows.Fields()[0]
	return p
}

// errorf returns an error of a line.
func (p *parser) errorf(line int, format string, arguments ...any) error {
	return &benchfmt.SyntaxError{FileName: p.record.Name, Line: line, Msg: fmt.Sprintf(format, arguments...)}
}

func (p *parser) truncated() error {
	return p.errorf(p.last, "truncated: the last line has no newline and is no complete result")
}

// accept takes a parsed line and reports whether it was a result.
func (p *parser) accept(read benchfmt.Record) (result bool, err error) {
	_, line := read.Pos()
	switch read := read.(type) {
	case *benchfmt.Result:
		return true, p.result(read, line)
	case *benchfmt.SyntaxError:
		if p.torn && line == p.last {
			return false, p.truncated()
		}
		return false, p.errorf(line, "%s", file.Short(read.Msg))
	case *benchfmt.UnitMetadata:
		if read.Key == "better" && read.Value != "higher" && read.Value != "lower" {
			return false, p.errorf(line, "unit %s: better is %s, want higher or lower", file.Short(read.OrigUnit), file.Quote(read.Value))
		}
	}
	return false, nil
}

// result takes a result.
func (p *parser) result(read *benchfmt.Result, line int) error {
	if err := p.check(read, line); err != nil {
		return err
	}
	round, err := p.round(read, line)
	if err != nil {
		return err
	}
	kernel := p.kernels.Project(read).Get(p.kernels.Fields()[0])
	if err := p.fits(entry{p.rows.Project(read), kernel}, read, round, line); err != nil {
		return err
	}
	for i, key := range p.rows.ProjectValues(read) {
		v := read.Values[i]
		if left := counts(v.Unit) || isCeiling(string(read.Name)) && v.Unit != ceilingUnit; !left {
			w := p.add(key, read.Name, kernel, round, v.Value)
			if p.units[v.Unit] = true; len(w.contenders) > mostKernels || len(p.units) > mostUnits {
				return p.errorf(line, "more than %d kernels of %s, or more than %d units", mostKernels, file.Short(w.name), mostUnits)
			}
		}
	}
	return p.ceiling(read, kernel, round, line)
}

// add adds a value to its row, which is new at the first.
func (p *parser) add(key benchproc.Key, name benchfmt.Name, kernel string, round int, v float64) *row {
	if p.index[key] == nil {
		w := &row{name: key.Get(p.name), procs: procs(name), typ: part(name, "type"), unit: key.Get(p.unit)}
		p.index[key], p.record.rows = w, append(p.record.rows, w)
	}
	p.index[key].add(kernel, round, v)
	return p.index[key]
}

// ceiling remembers a result that is a ceiling.
func (p *parser) ceiling(read *benchfmt.Result, kernel string, round, line int) error {
	v, ok := read.Value(ceilingUnit)
	n := procs(read.Name)
	if cores := part(read.Name, "cores"); !isCeiling(string(read.Name)) || !ok || cores != "" && cores != strconv.Itoa(n) {
		return nil
	}
	c, key := ceiling{part(read.Name, "type"), kernel, n}, p.rows.Project(read)
	if p.record.ceilings[c] == nil {
		p.record.ceilings[c], p.ceilingNames[c] = series{}, key
	}
	if p.ceilingNames[c] != key {
		return p.errorf(line, "mixed: a second ceiling of %s with %s, beside %s", file.Short(c.kernel), file.Short(c.typ), file.Short(p.ceilingNames[c].Get(p.name)))
	}
	p.record.ceilings[c][round] = v
	return nil
}

// finish sets the values that need the whole file: each unit's direction and the number of rounds.
func (p *parser) finish(units benchfmt.UnitMetadataMap) {
	for _, w := range p.record.rows {
		w.better = units.GetBetter(w.unit)
	}
	p.record.Rounds = len(p.rounds)
}

// part returns the value of a key in a name, or nothing.
func part(name benchfmt.Name, key string) string {
	_, parts := name.Parts()
	for _, part := range parts {
		if value, ok := strings.CutPrefix(string(part), "/"+key+"="); ok {
			return value
		}
	}
	return ""
}

// procs returns GOMAXPROCS, which names have as a suffix if it is not 1.
func procs(name benchfmt.Name) int {
	_, parts := name.Parts()
	if len(parts) > 0 && parts[len(parts)-1][0] == '-' {
		if n, err := strconv.Atoi(string(parts[len(parts)-1][1:])); err == nil {
			return n
		}
	}
	return 1
}
