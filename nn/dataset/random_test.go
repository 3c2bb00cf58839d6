package dataset

import (
	"fmt"
	"math"
	"math/bits"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// vectors is one seed of rng_vectors.json.
type vectors struct {
	Seed     uint32
	Key      []uint32   `json:"mt_key_first5_after_seed"`
	Position int        `json:"mt_pos_after_seed"`
	Last     uint32     `json:"mt_key_last"`
	Words    []uint32   `json:"u32_first20"`
	Uniforms []hexFloat `json:"uniform_first20"`
	UniHex   []hexFloat `json:"uniform_first20_hex"`
	Normals  []hexFloat `json:"standard_normal_first20"`
	NormHex  []hexFloat `json:"standard_normal_first20_hex"`
	Int2     []int      `json:"randint_2_first20"`
	Int3     []int      `json:"randint_3_first20"`
	Int4     []int      `json:"randint_4_first20"`
	Int6     []int      `json:"randint_6_first20"`
	Int10    []int      `json:"randint_10_first20"`
	Int100   []int      `json:"randint_100_first20"`
	Perm5    []int      `json:"permutation_5"`
	Perm8    []int      `json:"permutation_8"`
	Perm16   []int      `json:"permutation_16"`
	Perm20   []int      `json:"permutation_20"`
	Perm32   []int      `json:"permutation_32"`
	First500 []int      `json:"permutation_500_first20"`
	Last500  []int      `json:"permutation_500_last20"`
	Mixed    [][2]any   `json:"mixed_sequence"`
}

func eachSeed(t *testing.T, f func(t *testing.T, v vectors)) {
	var all []vectors
	readJSON(t, "rng_vectors.json", &all)
	require.Len(t, all, 3)
	for _, v := range all {
		t.Run(fmt.Sprint("seed=", v.Seed), func(t *testing.T) { f(t, v) })
	}
}

func TestStateIsNumPys(t *testing.T) {
	eachSeed(t, func(t *testing.T, v vectors) {
		r := NewRandom(v.Seed)
		require.Equal(t, v.Key, r.state[:5])
		require.Equal(t, v.Last, r.state[stateWords-1])
		require.Equal(t, v.Position, r.position)
		require.Equal(t, v.Words, draw(20, r.Uint32))
	})
}

func TestUniformsAndNormalsAreNumPys(t *testing.T) {
	eachSeed(t, func(t *testing.T, v vectors) {
		require.NoError(t, sameBits(draw(20, NewRandom(v.Seed).Float64), floats(v.Uniforms)))
		require.NoError(t, sameBits(draw(20, NewRandom(v.Seed).Float64), floats(v.UniHex)))
		require.NoError(t, sameBits(draw(20, NewRandom(v.Seed).Normal), floats(v.Normals)))
		require.NoError(t, sameBits(draw(20, NewRandom(v.Seed).Normal), floats(v.NormHex)))
	})
}

func TestIntegersAndPermutationsAreNumPys(t *testing.T) {
	eachSeed(t, func(t *testing.T, v vectors) {
		for n, want := range map[int][]int{2: v.Int2, 3: v.Int3, 4: v.Int4, 6: v.Int6, 10: v.Int10, 100: v.Int100} {
			r := NewRandom(v.Seed)
			require.Equal(t, want, draw(20, func() int { return r.Intn(n) }), "randint(%d)", n)
		}
		for _, want := range [][]int{v.Perm5, v.Perm8, v.Perm16, v.Perm20, v.Perm32} {
			require.Equal(t, want, NewRandom(v.Seed).Permutation(len(want)))
		}
		p := NewRandom(v.Seed).Permutation(500)
		require.Equal(t, v.First500, p[:20])
		require.Equal(t, v.Last500, p[480:])
	})
}

// TestMixedSequenceIsNumPys: kinds of draws in turn, of one stream. The normal
// that waits outlasts the uniforms.
func TestMixedSequenceIsNumPys(t *testing.T) {
	eachSeed(t, func(t *testing.T, v vectors) {
		r := NewRandom(v.Seed)
		steps := map[string]func(n int) string{
			"standard_normal": func(n int) string { return printed(draw(n, r.Normal)) },
			"uniform":         func(n int) string { return printed(draw(n, r.Float64)) },
			"randint":         func(n int) string { return fmt.Sprint(draw(n, func() int { return r.Intn(3) })) },
			"shuffle":         func(n int) string { return fmt.Sprint(r.Permutation(n)) },
		}
		require.Len(t, v.Mixed, 6)
		for _, step := range v.Mixed {
			name, want := step[0].(string), step[1].([]any)
			kind, _, _ := strings.Cut(name, "(")
			require.Equal(t, fmt.Sprint(want), steps[kind](len(want)), name)
		}
	})
}

// printed returns xs in %.17g, which tells all float64 apart.
func printed(xs []float64) string {
	s := make([]string, len(xs))
	for i, x := range xs {
		s[i] = fmt.Sprintf("%.17g", x)
	}
	return fmt.Sprint(s)
}

// TestTheVectorsSeeMistakes: three plausible mistakes in porting the distributions
// do not pass.
func TestTheVectorsSeeMistakes(t *testing.T) {
	eachSeed(t, func(t *testing.T, v vectors) {
		firstFirst := draw(20, NewRandom(v.Seed).Normal)
		for i := 0; i < 20; i += 2 {
			firstFirst[i], firstFirst[i+1] = firstFirst[i+1], firstFirst[i]
		}
		require.ErrorContains(t, sameBits(firstFirst, floats(v.Normals)), "element 0 is")

		r := NewRandom(v.Seed)
		wide := func() int { // a mask of one bit too many
			for {
				if w := int(r.Uint32() & (1<<(bits.Len(2)+1) - 1)); w < 3 {
					return w
				}
			}
		}
		require.NotEqual(t, v.Int3, draw(20, wide))

		r = NewRandom(v.Seed)
		up := []int{0, 1, 2, 3, 4, 5, 6, 7} // shuffled from the front
		for i := 1; i < len(up); i++ {
			j := r.Intn(i + 1)
			up[i], up[j] = up[j], up[i]
		}
		require.NotEqual(t, v.Perm8, up)
	})
}

// TestManyNormalsDifferFromNumPysWhereItsLogarithmErrs: 20 000 normals have the
// digest of normals whose logarithm has 60 digits, and differ from NumPy's in the
// places listed, in the last bit.
func TestManyNormalsDifferFromNumPysWhereItsLogarithmErrs(t *testing.T) {
	var v struct {
		Seed   uint32
		Count  int
		Where  [][2]any
		SHA256 string
	}
	readJSON(t, "normals.json", &v)
	got := draw(v.Count, NewRandom(v.Seed).Normal)
	require.Equal(t, v.SHA256, digest(got))
	require.NotEmpty(t, v.Where)
	for _, miss := range v.Where {
		var theirs hexFloat
		require.NoError(t, theirs.UnmarshalText([]byte(miss[1].(string))))
		ours := got[int(miss[0].(float64))]
		require.Equal(t, int64(1), magnitude(int64(math.Float64bits(ours)-math.Float64bits(float64(theirs)))))
	}
}

func magnitude(n int64) int64 { return max(n, -n) }
