package python

import (
	"fmt"
	"runtime"

	"chainrule/bench/peers/internal/turns"
)

// Measure measures cases, one after the other, with the peers that take part and are
// right, and hands each result to done. The process is bound to one CPU meanwhile.
func (s *Settings) Measure(all []Case, peers []*Peer, done func(*Result)) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	apart, release, err := turns.Pin()
	if err != nil {
		return err
	}
	defer release()
	for _, c := range all {
		r, err := s.measure(c, peers, apart)
		if err != nil {
			return err
		}
		done(r)
		runtime.GC()
	}
	return nil
}

func (s *Settings) measure(c Case, peers []*Peer, apart func()) (*Result, error) {
	task, err := c.task()
	if err != nil {
		return nil, err
	}
	r, sums := &Result{Name: c.Name, Ours: ours(task)}, check(task)
	contenders := []*turns.Contender{r.Ours}
	for _, p := range peers {
		if !c.has(p.library) {
			continue
		}
		theirs, err := p.contender(c, sums)
		if err != nil {
			return nil, err
		}
		r.Peers = append(r.Peers, theirs)
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
	turns.Compete(contenders, s.Rounds, s.Slice, apart)
	for _, p := range peers {
		if p.err != nil {
			return nil, fmt.Errorf("%s, %s: %w", p.name, c.Name, p.err)
		}
	}
	return r, nil
}
