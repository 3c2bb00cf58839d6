package tensor

import (
	"runtime"
	"sync/atomic"
	"time"
)

// patience is the time for which a helper without work looks for another product. Waking a
// sleeping thread takes 50 to 200 µs on a virtual machine, as long as many a
// product; a yielding one is there at once, and lets other goroutines run.
const patience = 200 * time.Microsecond

// maxYields bounds the same search without a clock, which may stand still, as in testing/synctest.
const maxYields = 1 << 14

var (
	helpers   atomic.Int32             // goroutines that compute or linger
	lingering atomic.Int32             // helpers that have nothing to do
	offers    [8]atomic.Pointer[share] // products that still accept helpers
)

// offer publishes the share in a free place of offers for lingering helpers and returns
// the place, or nil if every place is taken.
func (s *share) offer() *atomic.Pointer[share] {
	for i := range offers {
		if offers[i].CompareAndSwap(nil, s) {
			return &offers[i]
		}
	}
	return nil
}

// callHelpers starts up to count helpers, in all never more than there are processors
// beside the caller's: if those are busy elsewhere, helpers that can't begin would
// pile up.
func (s *share) callHelpers(count, procs int) {
	for range count {
		if int(helpers.Add(1)) >= procs {
			helpers.Add(-1)
			return
		}
		s.users.Add(1)
		go s.work()
	}
}

// help is the body of a helper goroutine: it computes rectangles of the product for which
// it was started, then of later products, until it has found no work for the time patience.
func (s *share) help() {
	s.compute()
	s.leave()
	lingering.Add(1)
	for since, yields := time.Now(), 0; yields < maxYields && time.Since(since) < patience; yields++ {
		if t := offered(); t != nil {
			lingering.Add(-1)
			t.compute()
			t.leave()
			lingering.Add(1)
			since, yields = time.Now(), 0
		}
		runtime.Gosched()
	}
	lingering.Add(-1)
	helpers.Add(-1)
}

// offered joins a product with work left and returns it, or nil if no product has any.
func offered() *share {
	for i := range offers {
		s := offers[i].Load()
		if s == nil || !s.join() {
			continue
		}
		if s.next.Load() < s.jobs {
			return s
		}
		s.leave()
	}
	return nil
}
