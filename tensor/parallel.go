package tensor

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// parallelThreshold is the smallest m·n·k of a product that several goroutines compute. Tests
// change it.
var parallelThreshold = 1 << 21

// A job is a product computed by several goroutines. C is cut into rectangles, and each
// goroutine takes the next one left; the inner dimension is never cut.
type job struct {
	product       block
	size          int
	height, width int // of a rectangle
	across        int // rectangles side by side
	rectangles    int32
	next, done    atomic.Int32
	users         atomic.Int32 // goroutines that may read this job
	finished      sync.Mutex   // locked until the last rectangle is done
	work          func()       // help, made once so that starting it allocates nothing
}

// freeJobs is a pool of jobs not in use.
var freeJobs [64]atomic.Pointer[job]

// takeJob returns a job from the pool, or a new one if the pool is empty.
func takeJob() *job {
	for i := range freeJobs {
		if j := freeJobs[i].Swap(nil); j != nil {
			return j
		}
	}
	j := new(job)
	j.work = j.help
	return j
}

// join adds this goroutine to the users of the job; it reports false if the job has no users any more.
func (j *job) join() bool {
	for {
		users := j.users.Load()
		if users == 0 {
			return false
		}
		if j.users.CompareAndSwap(users, users+1) {
			return true
		}
	}
}

// leave removes this goroutine from the users; the last one returns the job to the pool.
func (j *job) leave() {
	if j.users.Add(-1) > 0 {
		return
	}
	j.product = block{} // which refers to the operands
	for i := range freeJobs {
		if freeJobs[i].CompareAndSwap(nil, j) {
			return
		}
	}
}

// parallel computes the product with up to as many goroutines as there are processors, this
// one included, and reports whether the product is large enough for two or more. It does
// not wait for a goroutine that has not begun when all the work is taken.
func (p *block) parallel(size int) bool {
	procs := runtime.GOMAXPROCS(0)
	workers := min(procs, p.m*p.n*p.k/(parallelThreshold/2))
	if workers < 2 {
		return false
	}
	j := takeJob()
	j.product, j.size = *p, size
	j.cut(workers)
	j.next.Store(0)
	j.done.Store(0)
	j.finished.Lock()
	j.users.Store(1)
	slot := j.open()
	j.callHelpers(min(workers, int(j.rectangles))-1-int(idleHelpers.Load()), procs)
	j.compute()
	j.wait()
	if slot != nil {
		slot.Store(nil)
	}
	j.leave()
	return true
}

// wait returns when the last rectangle is done. Being woken may take longer than a
// rectangle, so it yields for some time before it sleeps.
func (j *job) wait() {
	for since, yields := time.Now(), 0; !j.finished.TryLock(); yields++ {
		if yields > maxYields || time.Since(since) > 10*spinTime {
			j.finished.Lock()
			break
		}
		runtime.Gosched()
	}
	j.finished.Unlock()
}

// compute computes one rectangle after the other until all are taken.
func (j *job) compute() {
	for {
		next := j.next.Add(1) - 1
		if next >= j.rectangles {
			return
		}
		row, col := int(next)/j.across*j.height, int(next)%j.across*j.width
		p := j.product
		p.c = unsafe.Add(p.c, row*p.ldc+col*j.size)
		p.a, p.b = unsafe.Add(p.a, row*p.rsa), unsafe.Add(p.b, col*p.csb)
		p.m, p.n = min(j.height, p.m-row), min(j.width, p.n-col)
		p.serial(j.size)
		if j.done.Add(1) == j.rectangles {
			j.finished.Unlock()
		}
	}
}

// cut chooses the rectangles. Columns are cut first, since each block packs only the columns
// of B that it needs; rows are cut only if that leaves one block. The number of blocks is a
// multiple of the number of workers, as far as vectors allow, so that they end together.
func (j *job) cut(workers int) {
	t := &tilesOf[kernel]
	lanes := 1
	if kernel != portable {
		lanes = t.lanes(j.size)
	}
	p := &j.product
	nc := bytesNC / j.size
	blocks := (p.n + workers*nc - 1) / (workers * nc) * workers
	if p.n < blocks*nc/4 {
		blocks = 1
	}
	j.width = ((p.n+blocks-1)/blocks + lanes - 1) / lanes * lanes
	j.across = (p.n + j.width - 1) / j.width
	j.height = p.m
	if j.across == 1 {
		j.height = ((p.m+2*workers-1)/(2*workers) + 7) / 8 * 8
	}
	down := (p.m + j.height - 1) / j.height
	j.rectangles = int32(j.across * down)
}
