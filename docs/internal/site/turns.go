package site

import (
	"context"
	"errors"
	"sync/atomic"
)

// turns lets a number of trials run at a time, and a number of others wait.
type turns struct {
	running chan struct{}
	waiting atomic.Int64
	queue   int64
}

func newTurns(running, queue int) *turns {
	return &turns{running: make(chan struct{}, running), queue: int64(queue)}
}

// errFull is returned when too many wait.
var errFull = errors.New("too many trials are waiting")

// take waits for a turn and returns the function that ends it, or an error if too many
// wait or the context ends.
func (t *turns) take(ctx context.Context) (end func(), err error) {
	end = func() { <-t.running }
	select {
	case t.running <- struct{}{}:
		return end, nil
	default:
	}
	defer t.waiting.Add(-1)
	if t.waiting.Add(1) > t.queue {
		return nil, errFull
	}
	select {
	case t.running <- struct{}{}:
		return end, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
