package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"chainrule/bench/peers/internal/python"
	"chainrule/bench/peers/internal/turns"
	"chainrule/bench/peers/openblas"
)

// present lists the available peers and the reasons for the absence of others.
type present struct {
	products  []string       // peers for products
	processes []*python.Peer // peers for functions and training steps
	absent    []string       // a line for each absent peer
}

// gather loads OpenBLAS and starts Python, as far as they take part. What is missing is
// said, once, and left out; it is an error if its name was given, or if nothing is left.
func (s *settings) gather(out io.Writer) (*present, error) {
	p := new(present)
	absent := func(a *turns.Absent) error {
		if s.named {
			return usage{a}
		}
		line := a.Error() + "; its columns are left out"
		if !slices.Contains(p.absent, line) {
			p.absent = append(p.absent, line)
			fmt.Fprintln(out, line)
		}
		return nil
	}
	err := s.gatherProducts(p, absent)
	if err != nil {
		return nil, err
	}
	if s.functions {
		if p.processes, err = s.python.Start(among(s.peers, functionPeers()), absent); err != nil {
			return nil, err
		}
	}
	if len(s.peers) > 0 && len(p.products)+len(p.processes) == 0 {
		return nil, errors.New("there is nothing to compare with")
	}
	return p, nil
}

func (s *settings) gatherProducts(p *present, absent func(*turns.Absent) error) error {
	if !s.products {
		return nil
	}
	for _, name := range among(s.peers, productPeers) {
		if name == "openblas" {
			if a := s.loadOpenBLAS(); a != nil {
				if err := absent(a); err != nil {
					return err
				}
				continue
			}
		}
		p.products = append(p.products, name)
	}
	return nil
}

// loadOpenBLAS returns nil if that works.
func (s *settings) loadOpenBLAS() *turns.Absent {
	err := openblas.Load(s.library, s.coreType(), slices.Max(s.cores))
	a := &turns.Absent{Peer: "OpenBLAS", Reason: err, Remedy: "apt-get install libopenblas-dev (or -library PATH)"}
	switch {
	case err == nil:
		return nil
	case err == openblas.ErrNoCgo:
		a.Remedy = "apt-get install gcc libopenblas-dev, and not CGO_ENABLED=0"
	case err == turns.ErrNotThere && s.library != defaultLibrary:
		a.Reason = fmt.Errorf("no %s", s.library)
	}
	return a
}

// among returns the names that also occur in others.
func among(names, others []string) (both []string) {
	for _, name := range names {
		if slices.Contains(others, name) {
			both = append(both, name)
		}
	}
	return both
}

// printAbsent prints the absent peers once more, below the summary.
func printAbsent(out io.Writer, absent []string) {
	if len(absent) > 0 {
		fmt.Fprintf(out, "\n%s\n", strings.Join(absent, "\n"))
	}
}
