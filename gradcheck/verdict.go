package gradcheck

import "fmt"

// Verdict is the outcome of a comparison. The zero value is FAIL, so that a
// verdict never reached is not a pass.
type Verdict int

// The verdicts.
const (
	FAIL        Verdict = iota // the claim is wrong, or could not be compared
	PASS                       // every entry is within its bound
	UNDECIDED                  // no entry is wrong, but of some rounding or noise may leave nothing
	KINK                       // no entry is wrong, but some are at a kink without a convention
	OracleFault                // the oracles contradict each other: the truth is unknown
)

var verdicts = []string{"FAIL", "PASS", "UNDECIDED", "KINK", "ORACLE-FAULT"}

// String returns the verdict's name.
func (v Verdict) String() string {
	if v >= 0 && int(v) < len(verdicts) {
		return verdicts[v]
	}
	return fmt.Sprintf("Verdict(%d)", int(v))
}
