//go:build cgo && !windows

package openblas

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALibraryThatIsNotThere(t *testing.T) {
	require.Equal(t, ErrNotThere, Load("/nowhere/libopenblas.so"))
	require.EqualError(t, Load("libm.so.6"), "not a library with CBLAS")
}

func TestWhatALibraryLacksIsNotTheLibrary(t *testing.T) {
	message := "libgfortran.so.5: cannot open shared object file: No such file or directory"
	require.EqualError(t, failure("libopenblas.so.0", message), message)
	require.Equal(t, ErrNotThere, failure("libgfortran.so.5", message))
}
