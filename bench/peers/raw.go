package main

import (
	"fmt"

	"chainrule/bench/peers/internal/turns"
)

// record writes a line for each round and contender. Those of the ceiling count rounds
// of its loop.
func record(raw *turns.Raw, name string, res *result) {
	contenders := []*turns.Contender{res.ours}
	for _, l := range res.lines {
		contenders = append(contenders, l.contenders()...)
	}
	for _, c := range append(contenders, res.ceiling) {
		raw.Figures(fmt.Sprintf("Peer/type=%s/m=%d/n=%d/k=%d/variant=%s/cores=%d", name, res.m, res.n, res.k, res.variant, c.Cores), c, "GFLOP/s")
	}
	raw.Flush()
}
