package tensor_test

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// The hard cases are the inputs, of all float32, with an exact value that is nearest to
// where rounding changes: an error far below an ulp of float64 rounds them wrongly.
// They belong to the functions, not to the package. This writes them:
//
//	go test ./tensor -run 'TestEveryFloat32$' -exhaustive -timeout 4h -hard=$PWD/tensor/testdata/hard-float32.txt

const hardCasesFile = "testdata/hard-float32.txt"

// hardCases are some for each function, the hardest first.
type hardCases map[string][]float32

// hardest returns the hardest 256 of a function, and two of each sign and exponent lest
// these be all of one kind: the sigmoid, near ½ + x/4, has its ties where x is short.
// Where the other sign is as hard, the cases are positive.
func (s subject) hardest(found []hardCase) (xs []float32) {
	slices.SortFunc(found, func(a, b hardCase) int {
		return cmp.Or(cmp.Compare(math.Abs(a.distance), math.Abs(b.distance)), cmp.Compare(a.x, b.x))
	})
	ofKind := map[uint32]int{}
	for _, c := range found {
		if c.x < 0 && s.parity != neither {
			continue
		}
		kind := math.Float32bits(c.x) >> 23
		if ofKind[kind]++; ofKind[kind] <= 2 || len(xs) < 256 {
			xs = append(xs, c.x)
		}
	}
	return xs
}

// of returns the magnitudes of a function's cases as a block.
func (h hardCases) of(name string) blocks {
	var bits []uint32
	for _, x := range h[name] {
		bits = append(bits, math.Float32bits(x)&^(1<<31))
	}
	slices.Sort(bits)
	return blocks{1, len(bits), func(_, i int) uint32 { return bits[i] }}
}

func (h hardCases) write(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	for _, s := range subjects() {
		for _, x := range h[s.name] {
			fmt.Fprintf(w, "%s %x\n", s.name, x)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// readHardCases reads a file in the format of write.
func readHardCases(name string) (hardCases, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	h := hardCases{}
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		var function string
		var x float32
		if _, err := fmt.Sscanf(lines.Text(), "%s %g", &function, &x); err != nil {
			return nil, fmt.Errorf("%s:%d: %q: %w", name, n, lines.Text(), err)
		}
		h[function] = append(h[function], x)
	}
	return h, lines.Err()
}

func storedHardCases(t *testing.T) hardCases {
	t.Helper()
	h, err := readHardCases(hardCasesFile)
	require.NoError(t, err)
	return h
}

// The stored cases are hard: within 2⁻¹⁶ ulp of a tie each, the first 256 of a function
// within 2⁻¹⁸ and the first, of some 2²⁸ inputs with results of their own, within 2⁻²⁵.
func TestHardCasesAreHard(t *testing.T) {
	stored := storedHardCases(t)
	for _, s := range subjects() {
		require.GreaterOrEqual(t, len(stored[s.name]), 256, s.name)
		for i, x := range stored[s.name] {
			distance := math.Abs(tieDistance(s.exact(bigOf(float64(x)))))
			switch {
			case i == 0:
				require.Less(t, distance, 0x1p-25, "%s(%x)", s.name, x)
			case i < 256:
				require.Less(t, distance, 0x1p-18, "%s(%x)", s.name, x)
			default:
				require.Less(t, distance, 0x1p-16, "%s(%x)", s.name, x)
			}
		}
	}
}

func TestHardCasesAreReadAsWritten(t *testing.T) {
	name := t.TempDir() + "/hard.txt"
	h := hardCases{"Exp": {-0x1.234566p-7, 3}, "Log": {math.SmallestNonzeroFloat32}}
	require.NoError(t, h.write(name))
	again, err := readHardCases(name)
	require.NoError(t, err)
	require.Equal(t, h, again)
	require.NoError(t, os.WriteFile(name, []byte("Exp 1\nExp one\n"), 0o600))
	_, err = readHardCases(name)
	require.ErrorContains(t, err, ":2: ")
}
