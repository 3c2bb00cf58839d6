package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"maps"
	"slices"

	"chainrule/bench/internal/record"
	"chainrule/docs/cli"
	"chainrule/tensor"
)

// repeat measures the kernel in use beside itself, over and over, and prints in how many rows a
// difference is found, which there is not: the verdict's error, with all that the turns of a
// round do to it.
func (s *settings) repeat(ctx context.Context, out, messages io.Writer) error {
	text := cli.NewText(out)
	text.Printf("%s beside itself, %d rounds a run: rows, rows that are called\ndifferent, and the median half-width of the intervals.\n\n", tensor.Kernel(), s.rounds)
	rows, different, found := 0, 0, map[string]int{}
	for run := range s.again {
		output, err := takeTurns(ctx, s, messages)
		if err != nil {
			return err
		}
		report, err := reportAgain(output)
		if err != nil {
			return err
		}
		compared, names := differences(report)
		rows, different = rows+compared, different+len(names)
		for _, name := range names {
			found[name]++
		}
		half := 0.0
		if report.Noise.Ratios != nil {
			half = *report.Noise.Ratios
		}
		text.Printf("run %2d: %4d rows, %3d different (%.1f%%), ±%.2f%%\n", run+1, compared, len(names), 100*float64(len(names))/float64(max(1, compared)), 100*half)
	}
	text.Printf("\nIn all %d of %d are called different, %.1f%%; up to %.0f%% are expected.\n", different, rows, 100*float64(different)/float64(max(1, rows)), 100*(1-record.Confidence))
	often := slices.SortedFunc(maps.Keys(found), func(a, b string) int { return cmp.Or(found[b]-found[a], cmp.Compare(a, b)) })
	for _, name := range often[:min(5, len(often))] {
		text.Printf("  %d times %s\n", found[name], name)
	}
	return nil
}

// reportAgain returns the report on a record of againTurns.
func reportAgain(output []byte) (*record.Report, error) {
	r, err := record.Read("the measurement", bytes.NewReader(output))
	if err != nil {
		return nil, err
	}
	r.Prefer(units...)
	return r.Report(tensor.Kernel())
}

// differences returns the number of comparisons with an interval, and the rows that are called
// faster or slower.
func differences(report *record.Report) (compared int, names []string) {
	for _, row := range report.Rows {
		for _, c := range row.Contenders {
			if c.Ratio == nil || c.Ratio.Interval == nil {
				continue
			}
			compared++
			if c.Ratio.Verdict == record.Faster || c.Ratio.Verdict == record.Slower {
				names = append(names, row.Name)
			}
		}
	}
	return compared, names
}
