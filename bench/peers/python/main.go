package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"chainrule/bench/peers/internal/turns"
	"chainrule/tensor"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "python:", err)
		os.Exit(2)
	}
}

func run(args []string, out, errs io.Writer) error {
	s, err := parse(args, errs)
	if err != nil {
		return err
	}
	raw, err := turns.NewRaw(s.output)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // collected between cases
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	apart, release, err := turns.Pin() // before the peers start: they have this thread's CPU then
	if err != nil {
		return err
	}
	defer release()
	peers, err := s.startPeers(out)
	if err != nil {
		return err
	}
	defer quit(peers)
	facts := s.facts(peers)
	printFacts(out, facts)
	raw.Machine(facts, "GFLOP/s", "GB/s")
	if err := s.table(peers, apart, out, raw); err != nil {
		return err
	}
	return raw.Close()
}

// table measures and prints all cases.
func (s *settings) table(peers []*peer, apart func(), out io.Writer, raw *turns.Raw) error {
	printHeader(out)
	for _, c := range s.cases {
		r, err := s.measure(c, peers, apart)
		if err != nil {
			return err
		}
		r.print(out)
		r.record(raw)
		runtime.GC()
	}
	return nil
}

// measure measures a case with the peers that take part and are right.
func (s *settings) measure(c benchCase, peers []*peer, apart func()) (*result, error) {
	task, err := c.task()
	if err != nil {
		return nil, err
	}
	r, sums := &result{name: c.name, ours: ours(task)}, check(task)
	contenders := []*turns.Contender{r.ours}
	for _, p := range peers {
		if !c.has(p.library) {
			continue
		}
		theirs, err := p.contender(c, sums)
		if err != nil {
			return nil, err
		}
		r.peers = append(r.peers, theirs)
		if theirs.Wrong == nil {
			contenders = append(contenders, theirs)
		}
	}
	if c.limit != nil {
		if r.limit, err = newLimit(*c.limit); err != nil {
			return nil, err
		}
		contenders = append(contenders, r.limit.ceiling, r.limit.copy)
	}
	turns.Compete(contenders, s.rounds, s.slice, apart)
	for _, p := range peers {
		if p.err != nil {
			return nil, fmt.Errorf("%s, %s: %w", p.name, c.name, p.err)
		}
	}
	return r, nil
}

// facts returns what a reader must know of the machine, the libraries and the run.
func (s *settings) facts(peers []*peer) []turns.Fact {
	facts := []turns.Fact{
		{Key: "goos", Value: runtime.GOOS}, {Key: "goarch", Value: runtime.GOARCH}, {Key: "cpu", Value: turns.CPU("/proc/cpuinfo")},
		{Key: "go", Value: runtime.Version()}, {Key: "kernel", Value: tensor.Kernel()}, {Key: "ceiling", Value: turns.ISA()},
	}
	for _, p := range peers {
		value := fmt.Sprintf("%s, Python %s, OpenBLAS's core type %s", p.facts["version"], p.facts["python"], p.facts["coretype"])
		if capability, ok := p.facts["capability"]; ok {
			value += ", vectors of " + capability
		}
		facts = append(facts, turns.Fact{Key: p.name, Value: value})
	}
	return append(facts, turns.Fact{Key: "rounds", Value: fmt.Sprintf("%d, slices of %v or more", s.rounds, s.slice)})
}

func printFacts(out io.Writer, facts []turns.Fact) {
	for _, f := range facts {
		fmt.Fprintf(out, "%-13s %s\n", f.Key, f.Value)
	}
	fmt.Fprintln(out, "One core. Times: medians. ratio: the peer's time over ours in the same round; above 1 ours is faster.")
}
