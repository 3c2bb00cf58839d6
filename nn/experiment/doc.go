// Package experiment is the paper's experiment: its network, 5-50-3 with ReLU, trained on
// its 400 rows by Adam and judged on its 100 test rows (sections 3 and 4, Codes 6, 7, 13
// and 14). The command, the book and the errata all train by it.
//
// A [Config] describes a training; [Paper] returns the paper's. [New] makes a [Run] of it,
// in float64 or float32, which trains step by step and is evaluated in between:
//
//	run, err := experiment.New[float64](experiment.Paper(7))
//	for step, err := range run.Steps(ctx) { … run.Evaluate() … }
//
// [AllSeeds] trains with many seeds on all cores. Costs are sums over the rows of a set, as
// the paper's are, without decay; error rates are shares of the rows.
package experiment
