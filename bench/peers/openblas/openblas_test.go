package openblas

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALibraryThatIsNotThere(t *testing.T) {
	require.ErrorContains(t, Load("/nowhere/libopenblas.so", "", 1), "OpenBLAS: /nowhere/libopenblas.so: cannot open shared object file")
	require.ErrorContains(t, Load("libm.so.6", "", 1), "not a library with CBLAS")
}
