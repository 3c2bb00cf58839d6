package tensor

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The panels make up the row whatever its length; no vector is alone if there are
// others; and a row's last panel is of the kind last.
func TestSplitMakesUpTheRow(t *testing.T) {
	for _, kernel := range []isa{avx2, avx512, neon} {
		for _, few := range []bool{false, true} {
			for vectors := 1; vectors < 100; vectors++ {
				s := tilesOf[kernel].split(vectors, few)
				sum, narrowest := 0, 0
				for kind, panels := range s.panels {
					sum += panels * (4 - kind)
					if panels > 0 {
						narrowest = kind
					}
				}
				require.Equal(t, vectors, sum, "%v, %v vectors", kernel, vectors)
				require.Equal(t, narrowest, s.last)
				require.Positive(t, s.rows)
				if kernel == avx512 && vectors > 1 {
					require.Zero(t, s.panels[3], "%v vectors: one is alone", vectors)
				}
			}
		}
	}
	require.Equal(t, [4]int{1, 1, 0, 0}, tilesOf[avx512].split(7, true).panels, "four and three")
	require.Equal(t, [4]int{0, 1, 2, 0}, tilesOf[avx512].split(7, false).panels, "three, two and two")
}

// The rectangles of a shared product cover C, and are as many as the workers want.
func TestCutCoversTheProduct(t *testing.T) {
	for _, kernelName := range Kernels() {
		restore, err := SetKernel(kernelName)
		require.NoError(t, err)
		for _, size := range []int{4, 8} {
			for workers := 2; workers <= 8; workers++ {
				for _, s := range [][2]int{{512, 512}, {2048, 2048}, {1, 4096}, {4096, 1}, {100, 3000}, {3000, 100}, {37, 41}, {100000, 3}} {
					requireCover(t, s[0], s[1], size, workers)
				}
			}
		}
		restore()
	}
}

func requireCover(t *testing.T, m, n, size, workers int) {
	t.Helper()
	j := job{size: size}
	j.product.m, j.product.n, j.product.k = m, n, 100
	j.cut(workers)
	down := (m + j.height - 1) / j.height
	require.GreaterOrEqual(t, j.across*j.width, n)
	require.Less(t, (j.across-1)*j.width, n, "an empty rectangle")
	require.Less(t, (down-1)*j.height, m, "an empty rectangle")
	require.EqualValues(t, j.across*down, j.rectangles)
	if max(m, n) >= 64*workers {
		require.GreaterOrEqual(t, int(j.rectangles), workers, "%d×%d for %d", m, n, workers)
	}
}
