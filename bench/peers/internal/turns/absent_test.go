package turns

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnAbsentPeerIsOneLine(t *testing.T) {
	for want, e := range map[string]*Absent{
		"A is missing: install it":             {"A", "install it", ErrNotThere},
		"A is missing (no a.so): install it":   {"A", "install it", errors.New("no a.so")},
		"A is missing (two lines): install it": {"A", "install it", errors.New("two\nlines")},
		"A can't be used (asked for the kernels of Zen, OpenBLAS uses those of Barton): -coretype '' takes those that it chooses": {"A", "install it", CheckCoreType("Zen", "Barton")},
	} {
		require.EqualError(t, e, want)
		require.ErrorIs(t, e, e.Reason)
	}
}

func TestCoreTypesAreCompared(t *testing.T) {
	require.NoError(t, CheckCoreType("", "Zen"))
	require.NoError(t, CheckCoreType("SkylakeX", "SKYLAKEX"))
	require.Error(t, CheckCoreType("Zen", "Haswell"))
}
