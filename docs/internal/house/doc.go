// Package house tests the laws of the whole module: it has no code of its own.
package house
