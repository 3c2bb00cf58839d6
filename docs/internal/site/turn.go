package site

import (
	"context"
	"fmt"
	"net/http"
)

// inTurn does something within the time limit, after those that it has to wait for, or says why not.
func (s *site) inTurn(ctx context.Context, what string, do func(context.Context) error) (status int, problem string) {
	defer s.admitted.Add(-1)
	if s.admitted.Add(1) > int64(cap(s.running))+s.Queue {
		return http.StatusServiceUnavailable, "Too many trials are waiting for their turn. Try again in a few seconds."
	}
	ctx, cancel := context.WithTimeout(ctx, s.Limit)
	defer cancel()
	var err error
	select {
	case s.running <- struct{}{}:
		defer func() { <-s.running }()
		err = do(ctx)
	case <-ctx.Done():
		err = ctx.Err()
	}
	switch {
	case err == nil:
		return http.StatusOK, ""
	case ctx.Err() != nil:
		return http.StatusServiceUnavailable, fmt.Sprintf("The %s was not over after %v, and was given up. Choose smaller sizes, or try again.", what, s.Limit)
	}
	return http.StatusBadRequest, err.Error()
}
