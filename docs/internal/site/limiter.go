package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// limiter lets a number of trials run at a time, and a number of others wait.
type limiter struct{ admitted, running chan struct{} }

func newLimiter(running, queue int) *limiter {
	return &limiter{admitted: make(chan struct{}, running+queue), running: make(chan struct{}, running)}
}

// errFull is returned when too many wait.
var errFull = errors.New("too many trials are waiting")

// take waits until one may run, and returns the function to call when it has. It is an error
// if too many wait or the context ends.
func (l *limiter) take(ctx context.Context) (end func(), err error) {
	select {
	case l.admitted <- struct{}{}:
	default:
		return nil, errFull
	}
	select {
	case l.running <- struct{}{}:
		return func() { <-l.running; <-l.admitted }, nil
	case <-ctx.Done():
		<-l.admitted
		return nil, ctx.Err()
	}
}

// inTurn does something when the limiter lets it, within the time limit, or says why not.
func (s *site) inTurn(ctx context.Context, what string, do func(context.Context) error) (status int, problem string) {
	ctx, cancel := context.WithTimeout(ctx, s.Limit)
	defer cancel()
	end, err := s.limiter.take(ctx)
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
