package turns

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestPinBindsAndReleases(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before, during, after unix.CPUSet
	require.NoError(t, unix.SchedGetaffinity(0, &before))
	apart, release, err := Pin()
	require.NoError(t, err)
	apart()
	require.NoError(t, unix.SchedGetaffinity(0, &during))
	release()
	require.NoError(t, unix.SchedGetaffinity(0, &after))
	require.Equal(t, 1, during.Count())
	require.Equal(t, before, after)
}
