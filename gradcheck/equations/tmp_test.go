package equations

import (
	"fmt"
	"testing"
)

func TestTmp(t *testing.T) {
	for _, tr := range All() {
		r := tr.Run()
		fmt.Println(tr.Number, r.Verdict(), r.PrintedVerdict(), r.Report.Entries, r.Report.Kinks, r.Report.Worst.Error/r.Report.Worst.Gauge, r.Report.Worst.Bound/r.Report.Worst.Gauge, r.Oracles, r.Order)
		if r.Verdict() != 1 {
			fmt.Println(r.Report)
		}
		if r.PrintedVerdict() != 1 && !tr.IsEquation() {
			fmt.Println(r.Printed)
		}
	}
}
