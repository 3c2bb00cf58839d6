//go:build !cgo || windows

package openblas

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWithoutCgoNothingIsLoaded(t *testing.T) {
	require.Equal(t, ErrNoCgo, Load("libopenblas.so.0"))
	require.PanicsWithValue(t, "openblas: it takes cgo, without which this program is built", func() { SetThreads(1) })
}
