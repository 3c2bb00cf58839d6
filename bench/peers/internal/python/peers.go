package python

import (
	"fmt"
	"runtime"
	"time"

	"chainrule/bench/peers/internal/turns"
)

// Peer is a library in a process of its own.
type Peer struct {
	name, library string
	*process
}

// about maps a peer to its library, the library's name in print, and the variable that is set for
// it beside the core type. PyTorch chooses its vectors by itself, on some machines
// AVX2 where there is AVX-512.
var about = map[string]struct{ library, title, variable string }{
	"numpy":        {"numpy", "NumPy", ""},
	"torch":        {"torch", "PyTorch", ""},
	"torch-avx512": {"torch", "PyTorch", "ATEN_CPU_CAPABILITY=avx512"},
}

// Start starts the peers of the given names, on the CPU on which Measure binds this
// process. One that can't be started is handed to absent, whose error ends it all.
func (s *Settings) Start(names []string, absent func(*turns.Absent) error) (peers []*Peer, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_, release, err := turns.Pin()
	if err != nil {
		return nil, err
	}
	defer release()
	for _, name := range names {
		p, err := s.start(name)
		if err != nil {
			err = absent(&turns.Absent{Peer: about[name].title, Reason: err, Remedy: fmt.Sprintf("apt-get install python3-%s (or -python PATH)", about[name].library)})
		} else {
			peers = append(peers, p)
		}
		if err != nil {
			Quit(peers)
			return nil, err
		}
	}
	return peers, nil
}

// start starts one library. It is an error if its OpenBLAS lacks the requested kernels.
func (s *Settings) start(name string) (*Peer, error) {
	a := about[name]
	var environment []string
	if s.CoreType != "" {
		environment = append(environment, "OPENBLAS_CORETYPE="+s.CoreType)
	}
	if a.variable != "" {
		environment = append(environment, a.variable)
	}
	p, err := start(s.Python, a.library, environment...)
	if err != nil {
		return nil, err
	}
	if got := p.facts["coretype"]; got != "none" {
		if err := turns.CheckCoreType(s.CoreType, got); err != nil {
			p.quit()
			return nil, err
		}
	}
	return &Peer{name, a.library, p}, nil
}

// Quit ends their processes.
func Quit(peers []*Peer) {
	for _, p := range peers {
		p.quit()
	}
}

// Fact returns the peer's description of itself.
func (p *Peer) Fact() turns.Fact {
	value := fmt.Sprintf("%s, Python %s, OpenBLAS's core type %s", p.facts["version"], p.facts["python"], p.facts["coretype"])
	if capability, ok := p.facts["capability"]; ok {
		value += ", vectors of " + capability
	}
	return turns.Fact{Key: p.name, Value: value}
}

// contender returns the peer's part in a case. If its outputs are not ours, it is wrong.
func (p *Peer) contender(c Case, ours []sum) (*turns.Contender, error) {
	theirs, err := p.check(c.Name)
	if err != nil {
		return nil, fmt.Errorf("%s, %s: %w", p.name, c.Name, err)
	}
	run := func(count int) time.Duration { return p.run(c.Name, count) }
	return &turns.Contender{Name: p.name, Cores: 1, Every: 1, Flops: 1, Run: run, Wrong: differ(ours, theirs, c.tolerance)}, nil
}

// differ returns an error that describes how the sums of a peer's outputs differ from ours.
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
