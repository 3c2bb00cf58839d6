// Package turns is the common part of the programs that time peers: contenders that
// take turns in rounds, the median of the ratios of their rounds, the machine, and the
// file of every round's figures.
package turns
