package record

import (
	"bufio"
	"bytes"
	"regexp"
	"strconv"

	"chainrule/nn/file"
)

// The lines of a benchmark's output: settings, units, results with their logs, and the end of
// a run. benchfmt passes over all others, and they may be anything: the rest of a line
// that was torn, or another file altogether.
var (
	failures = regexp.MustCompile(`^(FAIL|--- FAIL|panic: |fatal error: |signal: |exit status )`)
	known    = regexp.MustCompile(`^([a-z][^\sA-Z]*:|Unit\s|Benchmark|PASS\s*$|ok\s|\?\s|--- BENCH: |\t|    |\s*$)`)
)

// lines returns the error of the first line that reports a failed run, does not belong to a
// benchmark's output, or is too long for benchfmt.
func (p *parser) lines(text []byte) error {
	number, results := 0, 0
	for line := range bytes.Lines(text) {
		number++
		switch torn := p.torn && number == p.last; {
		case len(line) >= bufio.MaxScanTokenSize:
			return p.errorf(number, "a line of %d bytes", len(line))
		case failures.Match(line):
			return p.errorf(number, "a run failed: %s", file.Short(string(bytes.TrimSpace(line))))
		case !known.Match(line) && !torn: // which is told as torn
			return p.errorf(number, "no line of a benchmark's output: %s", file.Quote(string(bytes.TrimRight(line, "\n"))))
		}
		if bytes.HasPrefix(line, []byte("Benchmark")) {
			if results++; results > mostResults {
				return p.errorf(number, "more than %d results", mostResults)
			}
		}
		p.numbered = p.numbered || bytes.HasPrefix(line, []byte("round:"))
		if value, ok := bytes.CutPrefix(line, []byte("rounds:")); ok {
			n, err := strconv.Atoi(string(bytes.TrimSpace(value)))
			if err != nil || n < 1 {
				return p.errorf(number, "rounds %s: want how many there are", file.Quote(string(bytes.TrimSpace(value))))
			}
			p.promised = n
		}
	}
	return nil
}

// whole returns the error of a record that has fewer rounds than it says, or whose last
// round lacks a result: of one that was cut at the end of a line.
func (p *parser) whole() error {
	switch {
	case p.promised == 0:
		return nil
	case len(p.rounds) < p.promised:
		return p.errorf(p.last, "truncated: %d of %d rounds", len(p.rounds), p.promised)
	case len(p.rounds) > p.promised:
		return p.errorf(p.last, "mixed: %d rounds where there are to be %d", len(p.rounds), p.promised)
	}
	for _, e := range p.order {
		if h := p.histories[e]; len(h.lines) != p.promised {
			return p.errorf(p.last, "truncated: %s is in %d of %d rounds", file.Short(h.name), len(h.lines), p.promised)
		}
	}
	return nil
}
