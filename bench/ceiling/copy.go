package ceiling

import "time"

// Copier copies one block of memory to another, over and over.
type Copier struct{ from, to []byte }

// NewCopier returns a copier with a working set of the given size: half of it is
// read, half is written.
func NewCopier(bytes int) *Copier {
	c := &Copier{make([]byte, bytes/2), make([]byte, bytes/2)}
	for i := range c.from {
		c.from[i] = byte(i) // or all pages might be the one page of zeros
	}
	c.Copy()
	return c
}

// piece is the length of one copy: short enough to be preempted between two, and for
// the run-time system to use ordinary stores, which go through the caches.
const piece = 64 << 10

// Copy reads and writes the working set once.
func (c *Copier) Copy() {
	for i := 0; i < len(c.from); i += piece {
		end := min(i+piece, len(c.from))
		copy(c.to[i:end], c.from[i:end])
	}
}

// Bandwidth returns the bytes read and written in a second by one core that copies,
// with a working set of the given size, for at least the given time.
func Bandwidth(bytes int, least time.Duration) float64 {
	c, moved, start := NewCopier(bytes), 0, time.Now()
	for time.Since(start) < least || moved == 0 {
		for range 1 + (1<<20)/bytes { // at least a MiB between two looks at the clock
			c.Copy()
			moved += 2 * len(c.from)
		}
	}
	return float64(moved) / time.Since(start).Seconds()
}
