package record

import (
	"slices"
	"strconv"
	"strings"

	"chainrule/nn/file"

	"golang.org/x/perf/benchfmt"
)

// machineKeys lists the keys of the lines that describe the machine.
var machineKeys = []string{"cpu", "goos", "goarch", "go", "go-version", "caches"}

// versionKeys lists the keys of the lines that name peers, which come with the first results of each.
var versionKeys = []string{"openblas", "gonum", "numpy", "torch", "onnxruntime"}

// The limits of credible values, in base units: ratios of positive numbers within them
// neither overflow nor vanish.
const smallest, largest = 1e-150, 1e150

// counts reports whether a unit counts allocations or their bytes.
func counts(unit string) bool { return unit == "B/op" || unit == "allocs/op" }

// check returns an error if a value of the result is not a credible number or its machine is not
// the machine of the first result.
func (p *parser) check(read *benchfmt.Result, line int) error {
	if read.Iters < 1 {
		return p.errorf(line, "%d iterations", read.Iters)
	}
	seen := map[string]bool{}
	for _, v := range read.Values {
		value, unit := v.Value, v.Unit
		if v.OrigUnit != "" {
			value, unit = v.OrigValue, v.OrigUnit
		}
		if none := counts(v.Unit) && v.Value == 0; !none && !(v.Value >= smallest && v.Value <= largest) {
			return p.errorf(line, "%v %s: want a positive, finite number", value, file.Short(unit))
		}
		if seen[v.Unit] {
			return p.errorf(line, "%s twice", file.Short(unit))
		}
		seen[v.Unit] = true
	}
	return p.checkMachine(read, line)
}

func (p *parser) checkMachine(read *benchfmt.Result, line int) error {
	first := len(p.record.Machine) == 0
	for i, key := range machineKeys {
		value := strings.TrimSpace(read.GetConfig(key))
		if first {
			p.record.Machine = append(p.record.Machine, Setting{key, value})
		} else if before := p.record.Machine[i].Value; value != before {
			return p.errorf(line, "mixed: %s is %s here and %s before", key, file.Quote(value), file.Quote(before))
		}
	}
	for _, key := range versionKeys {
		value := strings.TrimSpace(read.GetConfig(key))
		if value == "" {
			continue
		}
		i := slices.IndexFunc(p.record.Machine, func(s Setting) bool { return s.Key == key })
		if i < 0 {
			p.record.Machine = append(p.record.Machine, Setting{key, value})
		} else if before := p.record.Machine[i].Value; value != before {
			return p.errorf(line, "mixed: %s is %s here and %s before", key, file.Quote(value), file.Quote(before))
		}
	}
	return nil
}

// round returns the round of a result.
func (p *parser) round(read *benchfmt.Result, line int) (int, error) {
	text := strings.TrimSpace(read.GetConfig("round"))
	if text == "" && p.numbered {
		return 0, p.errorf(line, `no line "round: N" before this result`)
	}
	if text == "" {
		text = "1" // all that go test -bench prints
	}
	round, err := strconv.Atoi(text)
	if err != nil || round < 0 {
		return 0, p.errorf(line, "round %s of this result is no whole number", file.Quote(text))
	}
	p.rounds[round] = true
	return round, nil
}

// fits returns the error of a result that its contender has already had in this round,
// or whose units differ from its units before. A last line without a newline may lack
// units, or the end of one: it is complete only if the contender had the same before.
func (p *parser) fits(e entry, read *benchfmt.Result, round, line int) error {
	var list []string
	for _, v := range read.Values {
		list = append(list, v.Unit)
	}
	units := strings.Join(list, ", ")
	h := p.histories[e]
	switch {
	case p.torn && line == p.last && (h == nil || h.units != units):
		return p.truncated()
	case h == nil:
		p.histories[e] = &history{read.Name.String(), units, line, map[int]int{round: line}}
		p.order = append(p.order, e)
		return nil
	case h.lines[round] != 0 && !p.numbered:
		return p.errorf(line, `%s again, as on line %d: without lines "round: N", as go run ./bench -out writes them, a file is one round`, file.Short(h.name), h.line)
	case h.lines[round] != 0:
		return p.errorf(line, "mixed: %s is in round %d already, on line %d", file.Short(h.name), round, h.lines[round])
	case h.units != units:
		return p.errorf(line, "mixed: %s is in %s here and in %s on line %d", file.Short(h.name), file.Short(units), file.Short(h.units), h.line)
	}
	h.lines[round] = line
	return nil
}
