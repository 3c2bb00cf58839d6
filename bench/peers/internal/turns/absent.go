package turns

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNotThere is the reason of a peer that is simply not installed.
var ErrNotThere = errors.New("not there")

// CoreTypeError is the reason of a peer whose OpenBLAS lacks the requested kernels.
type CoreTypeError struct{ Asked, Got string }

func (e *CoreTypeError) Error() string {
	return fmt.Sprintf("asked for the kernels of %s, OpenBLAS uses those of %s", e.Asked, e.Got)
}

// CheckCoreType returns an error if an OpenBLAS uses the kernels of a core type other than
// the one asked for. An empty name asks for none in particular.
func CheckCoreType(asked, got string) error {
	if asked == "" || strings.EqualFold(asked, got) {
		return nil
	}
	return &CoreTypeError{asked, got}
}

// Absent is the error of a peer that can't take part, with a remedy.
type Absent struct {
	Peer, Remedy string
	Reason       error // ErrNotThere if nothing more is known
}

// Error returns one line, whatever the reason says.
func (e *Absent) Error() string {
	reason := strings.Join(strings.Fields(e.Reason.Error()), " ")
	var coreType *CoreTypeError
	switch {
	case e.Reason == ErrNotThere:
		return fmt.Sprintf("%s is missing: %s", e.Peer, e.Remedy)
	case errors.As(e.Reason, &coreType):
		return fmt.Sprintf("%s can't be used (%s): -coretype '' takes those that it chooses", e.Peer, reason)
	}
	return fmt.Sprintf("%s is missing (%s): %s", e.Peer, reason, e.Remedy)
}

// Unwrap returns the reason.
func (e *Absent) Unwrap() error { return e.Reason }
