package main

import (
	"encoding/json"
	"io"
	"math"
	"strings"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// number is a float64 that JSON can hold: null if it is NaN or infinite.
type number float64

// MarshalJSON writes the number in its shortest exact form.
func (x number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(x))
}

type resultJSON struct {
	Equation       string                `json:"equation"`
	Kind           string                `json:"kind"`
	Section        string                `json:"section"`
	Statement      string                `json:"statement"`
	Status         string                `json:"status"`
	Note           string                `json:"note"`
	Errata         []string              `json:"errata"`
	Entries        int                   `json:"entries"`
	Kinks          int                   `json:"kinks"`
	AtKinks        []kinkJSON            `json:"at_kinks"`
	Worst          worstJSON             `json:"worst"`
	Order          number                `json:"order"`
	Oracles        map[string]oracleJSON `json:"oracles"`
	Mutants        mutantsJSON           `json:"mutants"`
	Printed        printedJSON           `json:"printed"`
	PrintedVerdict string                `json:"printed_verdict"`
	Verdict        string                `json:"verdict"`
	Reason         string                `json:"reason"`
}

// worstJSON is the entry with the largest error/bound. The error is given in units in
// the last place and in gauges too, the bound in gauges.
type worstJSON struct {
	Where       string `json:"where"`
	Analytic    number `json:"analytic"`
	Numeric     number `json:"numeric"`
	Error       number `json:"error"`
	Bound       number `json:"bound"`
	ErrorULP    number `json:"error_ulp"`
	ErrorGauges number `json:"error_gauges"`
	BoundGauges number `json:"bound_gauges"`
}

// kinkJSON is an entry at a kink: its value, the convention, and the slopes on both
// sides.
type kinkJSON struct {
	Where    string `json:"where"`
	Analytic number `json:"analytic"`
	Left     number `json:"left"`
	Right    number `json:"right"`
}

// oracleJSON is an oracle: how many numbers it knows, and to how many digits it agrees
// with the judge, null if exactly, or if it is the judge.
type oracleJSON struct {
	Judge   bool   `json:"judge"`
	Entries int    `json:"entries"`
	Digits  number `json:"digits"`
}

type mutantsJSON struct {
	Killed     int      `json:"killed"`
	Total      int      `json:"total"`
	Equivalent int      `json:"equivalent"`
	Weakest    number   `json:"weakest_margin"`
	Name       string   `json:"weakest"`
	Survivors  []string `json:"survivors"`
	Flagged    []string `json:"flagged"`
}

type printedJSON struct {
	Entries   int       `json:"entries"`
	Failed    int       `json:"failed"`
	Worst     worstJSON `json:"worst"`
	Reason    string    `json:"reason"`
	Diagnosis []string  `json:"diagnosis"`
}

func newWorst(e gradcheck.Entry) worstJSON {
	w := worstJSON{Where: e.Where, Analytic: number(e.Analytic), Numeric: number(e.Numeric), Error: number(e.Error), Bound: number(e.Bound),
		ErrorULP: number(e.Error / e.ULP), ErrorGauges: number(e.Error / e.Gauge), BoundGauges: number(e.Bound / e.Gauge)}
	if e.Error == 0 {
		w.ErrorULP, w.ErrorGauges = 0, 0
	}
	return w
}

func newMutants(s equations.Score) mutantsJSON {
	return mutantsJSON{Killed: s.Killed, Total: s.Total, Equivalent: s.Equivalent, Weakest: number(s.Weakest), Name: s.WeakestName,
		Survivors: append([]string{}, s.Survivors...), Flagged: append([]string{}, s.Flagged...)}
}

// kindOf says what a trial is of.
func kindOf(t equations.Trial) string {
	switch {
	case t.IsEquation():
		return "equation"
	case strings.HasPrefix(t.Number, "B."):
		return "proof"
	case strings.HasPrefix(t.Number, "Code"), strings.HasPrefix(t.Number, "Algorithm"):
		return "listing"
	}
	return "example"
}

func newResult(r equations.Result) resultJSON {
	oracles := map[string]oracleJSON{}
	for i, e := range r.Oracles {
		oracles[e.Name] = oracleJSON{i == 0, e.Entries, number(e.Digits)}
	}
	kinks := []kinkJSON{}
	for _, e := range r.Report.AtKinks {
		kinks = append(kinks, kinkJSON{e.Where, number(e.Analytic), number(e.Left), number(e.Right)})
	}
	return resultJSON{
		Equation: r.Number, Kind: kindOf(r.Trial), Section: r.Section, Statement: r.Statement, Status: string(r.Status), Note: r.Note,
		Errata: append([]string{}, r.Errata...), Entries: r.Report.Entries, Kinks: r.Report.Kinks, AtKinks: kinks, Worst: newWorst(r.Report.Worst),
		Order: number(r.Order.Value), Oracles: oracles, Mutants: newMutants(r.Score),
		Printed: printedJSON{r.Printed.Entries, r.Printed.Failed, newWorst(r.Printed.Worst), r.Printed.Reason,
			append([]string{}, r.Printed.Diagnosis...)},
		PrintedVerdict: r.PrintedVerdict().String(), Verdict: r.Verdict().String(), Reason: r.Report.Reason,
	}
}

func printJSON(w io.Writer, results []equations.Result) error {
	rows := make([]resultJSON, len(results))
	for i, r := range results {
		rows[i] = newResult(r)
	}
	return encode(w, rows)
}

func encode(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(value)
}
