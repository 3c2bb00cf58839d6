// Package turns is what the programs that time peers have in common: contenders that
// take turns in rounds, the median of the ratios of their rounds, the machine, and the
// file of every round's figures.
package turns
