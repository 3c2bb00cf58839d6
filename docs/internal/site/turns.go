package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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

// inTurn does something when its turn has come, within the limit, or says why not.
func (s *site) inTurn(ctx context.Context, what string, do func(context.Context) error) (status int, problem string) {
	ctx, cancel := context.WithTimeout(ctx, s.Limit)
	defer cancel()
	end, err := s.turns.take(ctx)
	if err == nil {
		defer end()
		err = do(ctx)
	}
	switch {
	case err == nil:
		return http.StatusOK, ""
	case errors.Is(err, errFull):
		return http.StatusServiceUnavailable, "Too many trials are waiting for their turn. Try again in a few seconds."
	case ctx.Err() != nil:
		return http.StatusServiceUnavailable, fmt.Sprintf("The %s was not over after %v, and was given up. Choose smaller sizes, or try again.", what, s.Limit)
	}
	return http.StatusBadRequest, err.Error()
}

// later tells programs when to try again, if that is the answer.
func later(w http.ResponseWriter, status int) {
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "10")
	}
}
