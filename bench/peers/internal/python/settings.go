package python

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Settings are the parameters of a measurement.
type Settings struct {
	Rounds   int           // of each case
	Slice    time.Duration // least time of one contender's calls in a round
	Python   string        // the program that has NumPy and PyTorch
	CoreType string        // whose kernels OpenBLAS uses; empty: its choice
}

// Select returns the cases whose names match a regular expression and whose type is in
// types, float64 or float32. It is an error if no case matches.
func Select(only string, types []string) ([]Case, error) {
	match, err := regexp.Compile(only)
	if err != nil {
		return nil, fmt.Errorf("-only: %w", err)
	}
	chosen := slices.DeleteFunc(cases(), func(c Case) bool {
		ofType := func(name string) bool { return strings.Contains(c.Name, "/type="+name) }
		return !match.MatchString(c.Name) || !slices.ContainsFunc(types, ofType)
	})
	if len(chosen) == 0 {
		return nil, fmt.Errorf("-only: no case of %s matches %q", strings.Join(types, ", "), only)
	}
	return chosen, nil
}

// Suited returns the peers that can run with the machine's instruction sets.
func Suited(isas []string) []string {
	if slices.Contains(isas, "avx512") {
		return []string{"numpy", "torch", "torch-avx512"}
	}
	return []string{"numpy", "torch"}
}
