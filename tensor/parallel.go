package tensor

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// shareWork is the smallest m·n·k of a product that several goroutines compute. Tests
// change it.
var shareWork = 1 << 21

// A share is a product computed by several goroutines. C is cut into rectangles, and each
// goroutine takes the next one left; the inner dimension is never cut.
type share struct {
	product       block
	size          int
	height, width int // of a rectangle
	across        int // rectangles side by side
	jobs          int32
	next, done    atomic.Int32
	users         atomic.Int32 // goroutines that may read this share
	finished      sync.Mutex   // locked until the last rectangle is done
	work          func()       // help, made once so that starting it allocates nothing
}

// shares is a pool of shares not in use.
var shares [64]atomic.Pointer[share]

// takeShare returns a share from the pool, or a new one if the pool is empty.
func takeShare() *share {
	for i := range shares {
		if s := shares[i].Swap(nil); s != nil {
			return s
		}
	}
	s := new(share)
	s.work = s.help
	return s
}

// join adds this goroutine to the users of the share; it reports false if the share has no users any more.
func (s *share) join() bool {
	for {
		users := s.users.Load()
		if users == 0 {
			return false
		}
		if s.users.CompareAndSwap(users, users+1) {
			return true
		}
	}
}

// leave removes this goroutine from the users; the last one returns the share to the pool.
func (s *share) leave() {
	if s.users.Add(-1) > 0 {
		return
	}
	s.product = block{} // which refers to the operands
	for i := range shares {
		if shares[i].CompareAndSwap(nil, s) {
			return
		}
	}
}

// share computes the product with up to as many goroutines as there are processors, this
// one included, and reports whether the product is large enough for two or more. It does
// not wait for a goroutine that has not begun when all the work is taken.
func (p *block) share(size int) bool {
	procs := runtime.GOMAXPROCS(0)
	workers := min(procs, p.m*p.n*p.k/(shareWork/2))
	if workers < 2 {
		return false
	}
	s := takeShare()
	s.product, s.size = *p, size
	s.cut(workers)
	s.next.Store(0)
	s.done.Store(0)
	s.finished.Lock()
	s.users.Store(1)
	slot := s.offer()
	s.callHelpers(min(workers, int(s.jobs))-1-int(lingering.Load()), procs)
	s.compute()
	s.wait()
	if slot != nil {
		slot.Store(nil)
	}
	s.leave()
	return true
}

// wait returns when the last rectangle is done. Being woken may take longer than a
// rectangle, so it yields for some time before it sleeps.
func (s *share) wait() {
	for since, yields := time.Now(), 0; !s.finished.TryLock(); yields++ {
		if yields > maxYields || time.Since(since) > 10*patience {
			s.finished.Lock()
			break
		}
		runtime.Gosched()
	}
	s.finished.Unlock()
}

// compute computes one rectangle after the other until all are taken.
func (s *share) compute() {
	for {
		job := s.next.Add(1) - 1
		if job >= s.jobs {
			return
		}
		i, j := int(job)/s.across*s.height, int(job)%s.across*s.width
		p := s.product
		p.c = unsafe.Add(p.c, i*p.ldc+j*s.size)
		p.a, p.b = unsafe.Add(p.a, i*p.rsa), unsafe.Add(p.b, j*p.csb)
		p.m, p.n = min(s.height, p.m-i), min(s.width, p.n-j)
		p.serial(s.size)
		if s.done.Add(1) == s.jobs {
			s.finished.Unlock()
		}
	}
}

// cut chooses the rectangles. Columns are cut first, since each block packs only the columns
// of B that it needs; rows are cut only if that leaves one block. The number of blocks is a
// multiple of the number of workers, as far as vectors allow, so that they end together.
func (s *share) cut(workers int) {
	t := &tilesOf[kernel]
	lanes := 1
	if kernel != portable {
		lanes = t.lanes(s.size)
	}
	p := &s.product
	nc := bytesNC / s.size
	blocks := (p.n + workers*nc - 1) / (workers * nc) * workers
	if p.n < blocks*nc/4 {
		blocks = 1
	}
	s.width = ((p.n+blocks-1)/blocks + lanes - 1) / lanes * lanes
	s.across = (p.n + s.width - 1) / s.width
	s.height = p.m
	if s.across == 1 {
		s.height = ((p.m+2*workers-1)/(2*workers) + 7) / 8 * 8
	}
	down := (p.m + s.height - 1) / s.height
	s.jobs = int32(s.across * down)
}
