package tensor

import (
	"runtime"
	"sync/atomic"
	"time"
)

// spinTime is the time for which a helper without work looks for another product. Waking a
// sleeping thread takes 50 to 200 µs on a virtual machine, as long as many a
// product; a yielding one is there at once, and lets other goroutines run.
const spinTime = 200 * time.Microsecond

// maxYields bounds the same search without a clock, which may stand still, as in testing/synctest.
const maxYields = 1 << 14

var (
	helpers     atomic.Int32           // goroutines that compute or are idle
	idleHelpers atomic.Int32           // helpers that have nothing to do
	openJobs    [8]atomic.Pointer[job] // jobs that still accept helpers
)

// open publishes the job in a free place of openJobs for idle helpers and returns
// the place, or nil if every place is taken.
func (j *job) open() *atomic.Pointer[job] {
	for i := range openJobs {
		if openJobs[i].CompareAndSwap(nil, j) {
			return &openJobs[i]
		}
	}
	return nil
}

// callHelpers starts up to count helpers, in all never more than there are processors
// beside the caller's: if those are busy elsewhere, helpers that can't begin would
// pile up.
func (j *job) callHelpers(count, procs int) {
	for range count {
		if int(helpers.Add(1)) >= procs {
			helpers.Add(-1)
			return
		}
		j.users.Add(1)
		go j.work()
	}
}

// help is the body of a helper goroutine: it computes rectangles of the product for which
// it was started, then of later products, until it has found no work for spinTime.
func (j *job) help() {
	j.compute()
	j.leave()
	idleHelpers.Add(1)
	for since, yields := time.Now(), 0; yields < maxYields && time.Since(since) < spinTime; yields++ {
		if t := joinOpen(); t != nil {
			idleHelpers.Add(-1)
			t.compute()
			t.leave()
			idleHelpers.Add(1)
			since, yields = time.Now(), 0
		}
		runtime.Gosched()
	}
	idleHelpers.Add(-1)
	helpers.Add(-1)
}

// joinOpen joins an open job with work left and returns it, or nil if there is none.
func joinOpen() *job {
	for i := range openJobs {
		j := openJobs[i].Load()
		if j == nil || !j.join() {
			continue
		}
		if j.next.Load() < j.rectangles {
			return j
		}
		j.leave()
	}
	return nil
}
