package main

import (
	"fmt"
	"strings"

	"chainrule/bench/internal/record"
)

// unmeasured returns a line with the figures of kernels in NEON, to be sent by whoever has such a machine: no
// committed record is of one. It is empty for other reports.
func unmeasured(report *record.Report) string {
	var figures []string
	for _, row := range report.Rows {
		family, keys := nameOf(row)
		if family != "Functions" && (family != "Product" || keys["n"] != "512") {
			continue
		}
		for _, c := range row.Contenders {
			if c.Kernel == "neon" && c.Ratio != nil {
				figures = append(figures, fmt.Sprintf("%s %.3g %s, %.2f of %s", row.Name, c.Value.Median, row.Unit, c.Ratio.Median, row.Base))
			}
		}
	}
	if len(figures) == 0 {
		return ""
	}
	var machine []string
	for _, s := range report.Machine {
		machine = append(machine, s.Value)
	}
	return "\nNobody has measured NEON yet. Please open an issue with this line:\n" +
		"NEON on " + strings.Join(machine, ", ") + ": " + strings.Join(figures, "; ") + "\n"
}
