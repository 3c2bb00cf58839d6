package record

import (
	"fmt"
	"slices"
)

// noiseLevel is the half-width of intervals from which on a record is too noisy. Let the
// interval of a ratio reach h to both sides. The estimate lies above the true ratio
// 1 + d less h with a probability of 97.5 %, and the interval leaves 1 out if the
// estimate is above 1 + h. So a difference d is found with that probability if
// d ≥ 2h, and Resolution is the d to be found.
const noiseLevel = Resolution / 2

// Noise is the precision of a record, as medians of the relative half-widths of 95 %
// intervals. They are nil without intervals.
type Noise struct {
	Ratios  *float64 `json:"ratios"`  // of all ratios to the base
	Machine *float64 `json:"machine"` // of the ceilings, which only the machine can disturb, or without any, of all values
}

// noiseOf returns the noise of the rows.
func noiseOf(rows []Row) Noise {
	var ratios, ceilings, values []float64
	add := func(list []float64, e Estimate) []float64 {
		if h, ok := e.HalfWidth(); ok {
			return append(list, h)
		}
		return list
	}
	for _, w := range rows {
		for _, c := range w.Contenders {
			if c.Ratio != nil {
				ratios = add(ratios, c.Ratio.Estimate)
			}
			if values = add(values, c.Value); isCeiling(w.Name) {
				ceilings = add(ceilings, c.Value)
			}
		}
	}
	if len(ceilings) > 0 {
		values = ceilings
	}
	return Noise{middle(ratios), middle(values)}
}

// middle returns the median, or nil if there are no values.
func middle(values []float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	return new(medianOf(values).Median)
}

// TooNoisy reports whether the record cannot tell differences of Resolution: the
// intervals of half its ratios reach further than half of that.
func (n Noise) TooNoisy() bool { return n.Ratios != nil && *n.Ratios > noiseLevel }

// Unsteady reports the same of the values: the machine was faster at some times than
// at others. Ratios within a round need not suffer from that.
func (n Noise) Unsteady() bool { return n.Machine != nil && *n.Machine > noiseLevel }

// String returns a sentence if the machine was too noisy to tell, or else if it was
// unsteady, and "" if it was neither.
func (n Noise) String() string {
	switch {
	case n.TooNoisy():
		return fmt.Sprintf("The machine was too noisy to tell differences of %.0f%%: half of the ratios are uncertain by ±%.1f%% or more, and ±%.1f%% is what it takes.",
			100*Resolution, 100**n.Ratios, 100*noiseLevel)
	case n.Unsteady():
		return fmt.Sprintf("The machine was unsteady: half of its medians are uncertain by ±%.1f%% or more. Trust ratios, which are of the same round, and no value by itself.",
			100**n.Machine)
	}
	return ""
}

// warnings returns the reservations that a reader must know, each with its reason.
func (r *Report) warnings(compared bool) (list []string) {
	var few, partial, alone, all, dependent, ratios int
	var unknown []string
	for _, w := range r.Rows {
		if w.Better == "" && !slices.Contains(unknown, w.Unit) {
			unknown = append(unknown, w.Unit)
		}
		if compared && w.Base == "" && len(w.Contenders) > 1 && !isCeiling(w.Name) {
			alone++
		}
		for _, c := range w.Contenders {
			all++
			if c.Value.Rounds < MinRounds || c.Ratio != nil && c.Ratio.Verdict == TooFew {
				few++
			}
			if c.Ratio != nil {
				ratios++
				if c.Ratio.isDependent {
					dependent++
				}
			}
			if c.Value.Rounds < r.Rounds {
				partial++
			}
		}
	}
	say := func(count int, format string, arguments ...any) {
		if count > 0 {
			list = append(list, fmt.Sprintf(format, arguments...))
		}
	}
	say(few, "%d of %d lines have fewer than %d rounds, which are too few for an interval: nothing is claimed of them.", few, all, MinRounds)
	say(partial, "%d of %d lines are not of all %d rounds: ratios are of the rounds that both have.", partial, all, r.Rounds)
	say(alone, "%d of %d rows have none of the bases: nothing is compared in them.", alone, len(r.Rows))
	if 20*dependent > ratios {
		say(dependent, "%d of %d ratios follow those of the round before: the noise lasted, and their intervals are too narrow.", dependent, ratios)
	}
	for _, unit := range unknown {
		say(1, `No line "Unit %s better=…" says whether more of it is better: it is not compared.`, unit)
	}
	return list
}
