package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"chainrule/bench/peers/internal/turns"
)

// peer is a library in a process of its own.
type peer struct {
	name, library string
	*process
}

// environments has, for each peer, its library and what is set for it besides the core
// type. PyTorch chooses its vectors by itself, and on some machines those of AVX2 where
// there is AVX-512.
var environments = map[string]struct{ library, variable string }{
	"numpy":        {"numpy", ""},
	"torch":        {"torch", ""},
	"torch-avx512": {"torch", "ATEN_CPU_CAPABILITY=avx512"},
}

// startPeers starts those that the flags name. Of a library that is missing it says so,
// once, and does without.
func (s *settings) startPeers(out io.Writer) (peers []*peer, err error) {
	absent := map[string]bool{}
	for _, name := range s.peers {
		e := environments[name]
		if absent[e.library] {
			continue
		}
		p, err := s.startPeer(name)
		var m *missing
		switch {
		case errors.As(err, &m):
			absent[e.library] = true
			fmt.Fprintln(out, m)
		case err != nil:
			quit(peers)
			return nil, fmt.Errorf("%s: %w", name, err)
		default:
			peers = append(peers, p)
		}
	}
	return peers, nil
}

// startPeer starts one. It is an error if its OpenBLAS has not the kernels asked for.
func (s *settings) startPeer(name string) (*peer, error) {
	e := environments[name]
	var environment []string
	if s.coreType != "" {
		environment = append(environment, "OPENBLAS_CORETYPE="+s.coreType)
	}
	if e.variable != "" {
		environment = append(environment, e.variable)
	}
	p, err := start(s.python, e.library, environment...)
	if err != nil {
		return nil, err
	}
	got := p.facts["coretype"]
	if s.coreType != "" && got != "none" && !strings.EqualFold(got, s.coreType) {
		p.quit()
		return nil, fmt.Errorf("OpenBLAS: asked for the kernels of %s, it uses those of %s", s.coreType, got)
	}
	return &peer{name, e.library, p}, nil
}

func quit(peers []*peer) {
	for _, p := range peers {
		p.quit()
	}
}

// contender returns the peer's part in a case. If its outputs are not ours, it is wrong.
func (p *peer) contender(c benchCase, ours []sum) (*turns.Contender, error) {
	theirs, err := p.check(c.name)
	if err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p.name, c.name, err)
	}
	run := func(count int) time.Duration { return p.run(c.name, count) }
	return &turns.Contender{Name: p.name, Cores: 1, Every: 1, Flops: 1, Run: run, Wrong: differ(ours, theirs, c.tolerance)}, nil
}

// differ returns what is wrong with the sums of a peer's outputs.
func differ(ours, theirs []sum, tolerance float64) error {
	if len(ours) != len(theirs) {
		return fmt.Errorf("%d outputs, ours are %d", len(theirs), len(ours))
	}
	for i := range ours {
		if !ours[i].near(theirs[i], tolerance) {
			return fmt.Errorf("output %d has the sums %.17g, ours has %.17g", i, theirs[i], ours[i])
		}
	}
	return nil
}
