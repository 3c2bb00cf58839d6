//go:build cgo && !windows

package openblas

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/bench/peers/internal/turns"
)

func TestALibraryThatIsNotThere(t *testing.T) {
	require.Equal(t, turns.ErrNotThere, Load("/nowhere/libopenblas.so", "", 1))
	require.EqualError(t, Load("libm.so.6", "", 1), "not a library with CBLAS")
}

func TestWhatALibraryLacksIsNotTheLibrary(t *testing.T) {
	message := "libgfortran.so.5: cannot open shared object file: No such file or directory"
	require.EqualError(t, failure("libopenblas.so.0", message), message)
	require.Equal(t, turns.ErrNotThere, failure("libgfortran.so.5", message))
}
