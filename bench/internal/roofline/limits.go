package roofline

import "slices"

// Limits are the measured limits of one core.
type Limits struct {
	Peak   map[string]float64 // operations a second, by type: float64, float32
	Levels []Level            // from the inside out; the last has no size
	Call   map[string]float64 // seconds of a call on one element, by kind of operation and type: product/float64
}

// Level is a cache, or memory.
type Level struct {
	Name  string
	Bytes float64 // its size, 0 if it holds everything
	Rate  float64 // bytes a second that a copy within it reads and writes
}

// Home returns the innermost level that holds so many bytes, or the last; false if there
// are no levels.
func (l *Limits) Home(bytes float64) (Level, bool) {
	if len(l.Levels) == 0 {
		return Level{}, false
	}
	i := slices.IndexFunc(l.Levels, func(v Level) bool { return v.Bytes == 0 || bytes <= v.Bytes })
	if i < 0 {
		i = len(l.Levels) - 1
	}
	return l.Levels[i], true
}

// Arithmetic and CallBound are the bounds of an operation beside the names of levels.
const (
	Arithmetic = "FMA"
	CallBound  = "call overhead"
)

// Bound is the least time of an operation, and the limit that causes it.
type Bound struct {
	Seconds float64
	By      string // FMA, the name of a level, or call overhead
	Home    string // the level that holds the operands
}

// Bound returns the least time of a piece of work: the largest of the times that its
// arithmetic, its memory traffic and its calls take. Without a measured limit a part takes no time.
func (l *Limits) Bound(w Work) Bound {
	var b Bound
	if peak := l.Peak[w.Type]; peak > 0 {
		b.atLeast(w.Flops/peak, Arithmetic)
	}
	if home, ok := l.Home(w.Place); ok {
		b.Home = home.Name
		b.atLeast(l.traffic(w))
	}
	b.atLeast(l.Call[w.Call+"/"+w.Type]*float64(w.Calls), CallBound)
	return b
}

// traffic returns the least time to move the bytes of a piece of work, and the level that takes
// most of it: as many of its operands lie as far inside as there is room.
func (l *Limits) traffic(w Work) (seconds float64, by string) {
	inner, most := 0.0, 0.0
	for i, v := range l.Levels {
		here := w.Place - inner
		if v.Bytes > 0 && i < len(l.Levels)-1 {
			here = min(w.Place, v.Bytes) - inner
		}
		if here <= 0 {
			break
		}
		takes := w.Bytes * here / w.Place / v.Rate
		if seconds += takes; takes > most {
			most, by = takes, v.Name
		}
		inner = v.Bytes
	}
	return seconds, by
}

// atLeast raises the bound to a time.
func (b *Bound) atLeast(seconds float64, by string) {
	if seconds > b.Seconds {
		b.Seconds, b.By = seconds, by
	}
}

// Ties is the share of the bound below which it explains nothing by itself.
const Ties = 0.5

// Other stands where the bound is less than half of the time. The rest is spent on chains of
// instructions that wait for each other, on divisions, or on anything else outside the model.
const Other = "other"

// Busy stands where an operation is so far beyond its bound that the machine must have been busy while its
// limits were measured.
const Busy = "busy"

// The shares of a bound from which on it can't be true. What reads more than it writes can be faster
// than a copy, as a step of descent has been, by 1.8.
const beyond, beyondCopy = 1.3, 2

// Says returns the name of the bound of an operation that took some seconds.
func (b Bound) Says(seconds float64) string {
	most := float64(beyondCopy)
	if b.By == Arithmetic || b.By == CallBound {
		most = beyond
	}
	if b.Seconds > most*seconds && b.By != "" {
		return Busy
	}
	if b.By == "" || b.Seconds < Ties*seconds {
		return Other
	}
	return b.By
}
