package gradcheck

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A kink that is made by a branch on a sign, without a maximum to record it, shows in
// its slopes.
func TestKinkByABranch(t *testing.T) {
	abs := func(x []Big) Big {
		if x[0].Sign() < 0 {
			return x[0].Neg()
		}
		return x[0]
	}
	r := CheckExact(piecewise(abs, nil, []float64{0}, []float64{0}))
	require.Equal(t, KINK, r.Verdict)
	require.Equal(t, []float64{-1, 1}, []float64{r.Worst.Left, r.Worst.Right})
	require.Equal(t, FAIL, CheckExact(piecewise(abs, nil, []float64{0}, []float64{1.5})).Verdict)
	require.Equal(t, PASS, CheckExact(piecewise(abs, nil, []float64{1e-30}, []float64{1})).Verdict)

	near := func(x []Big) Big { return abs([]Big{x[0].Sub(BigOf(1)).Add(BigOf(0x1p-100))}) }
	require.Equal(t, PASS, CheckExact(piecewise(near, nil, []float64{1}, []float64{1})).Verdict)
}

// rough are functions without slopes on both sides of 0: a jump, two cusps and a root.
func rough[N Number[N]]() map[string]func(x []N) N {
	return map[string]func(x []N) N{
		"jump":   func(x []N) N { return x[0].Of(float64(x[0].Sign())) },
		"√|x|":   func(x []N) N { return x[0].Max(x[0].Neg()).Sqrt() },
		"±√|x|":  func(x []N) N { return x[0].Of(float64(x[0].Sign())).Mul(x[0].Max(x[0].Neg()).Sqrt()) },
		"root":   func(x []N) N { return x[0].Sqrt() },
		"step+1": func(x []N) N { return x[0].Of(float64(x[0].Sign())).Max(x[0].Of(0)).Add(x[0].Of(1)) },
	}
}

func TestNoSlopeNeverPasses(t *testing.T) {
	exact := rough[Exact]()
	for name, f := range rough[Big]() {
		for _, claimed := range []float64{0, 1, -1, 1e20, 0x1p173, inf, nan} {
			alone := CheckExact(piecewise(f, nil, []float64{0}, []float64{claimed}))
			require.Equal(t, FAIL, alone.Verdict, "%s, %v: %v", name, claimed, alone)
			examined := CheckExact(piecewise(f, exact[name], []float64{0}, []float64{claimed}))
			require.Contains(t, []Verdict{FAIL, OracleFault}, examined.Verdict, "%s, %v", name, claimed)
		}
	}
}

// The slopes beside a kink are differences, which curvature puts off by more than a
// bound of 0; the convention is within them nevertheless.
func TestKinkWithCurvature(t *testing.T) {
	for _, sign := range []float64{1, -1} {
		c := Claim{
			Objective: func(x []Big) Big { return curved(x, sign) },
			Exact:     func(x []Exact) Exact { return curved(x, sign) },
			At:        []float64{0, 1}, Gradient: []float64{0, 0}, Bound: []float64{0, 0},
		}
		r := CheckExact(c)
		require.Equal(t, PASS, r.Verdict, "%v", r)
		require.Equal(t, 1, r.Kinks)
		c.Gradient[0] = 1e-15 * sign
		require.Equal(t, FAIL, CheckExact(c).Verdict)
	}
}

func curved[N Number[N]](x []N, sign float64) N {
	return relu(x[0]).Add(x[0].Mul(x[0]).Mul(x[0].Of(sign)))
}

// Where kinks meet, each convention may be a slope and their sum not: relu(2x) −
// relu(−x) has the slopes 1 and 2, and by convention 0, which then is right.
func TestConventionsThatDoNotAdd(t *testing.T) {
	for claimed, want := range map[float64]Verdict{0: PASS, 1: FAIL, 1.5: FAIL, 2: FAIL, -1: FAIL} {
		r := CheckExact(piecewise(meeting[Big], meeting[Exact], []float64{0}, []float64{claimed}))
		require.Equal(t, want, r.Verdict, "%v", r)
	}
	c := piecewise(meeting[Big], func(x []Exact) Exact { return relu(x[0].Neg()).Neg() }, []float64{0}, []float64{0})
	require.Equal(t, PASS, CheckExact(c).Verdict, "another function with the same convention is not found out at that point")
	c.At, c.Gradient = []float64{1}, []float64{2}
	require.Equal(t, OracleFault, CheckExact(c).Verdict, "but at any other")
}

func meeting[N Number[N]](x []N) N { return relu(x[0].Add(x[0])).Sub(relu(x[0].Neg())) }

// A kink within the steps of the extrapolation, but not of the judge, makes it no
// witness; another function still shows itself.
func TestKinkWithinTheStepsOfDoubles(t *testing.T) {
	big := func(x []Big) Big { return relu(x[0].Sub(BigOf(0.25))).Add(x[0].Mul(x[0])) }
	float := func(x []float64) float64 { return max(0, x[0]-0.25) + float64(x[0]*x[0]) }
	c := piecewise(big, nil, []float64{0.25001}, []float64{1.50002})
	c.Float = float
	r := CheckExact(c)
	require.Equal(t, PASS, r.Verdict, "%v", r)
	require.Greater(t, math.Abs(r.Worst.Exhibit-1.50002), 0.1, "the extrapolation was right: no test")
	c.Gradient[0] = 1.5001
	require.Equal(t, FAIL, CheckExact(c).Verdict)
	c.Gradient[0], c.Float = 1.50002, func(x []float64) float64 { return float(x) + float64(1e-3*x[0]) }
	require.Equal(t, OracleFault, CheckExact(c).Verdict)
	c.Float = func(x []float64) float64 { return float(x) + float64(1e-9*x[0]) }
	require.Equal(t, OracleFault, CheckExact(c).Verdict)
	c.Float = func(x []float64) float64 { return float(x) * x[0] }
	require.Equal(t, OracleFault, CheckExact(c).Verdict)
}

// The results of one evaluation keep no record of it.
func TestRecordsEndWithTheirEvaluation(t *testing.T) {
	var kept []Big
	f := Function{Big: func(x []Big) []Big {
		y := []Big{relu(x[0]), x[1].Log()}
		kept = append(kept, y...)
		return y
	}}
	for _, row := range f.Oracles([]float64{0, 1}) {
		for _, o := range row {
			require.True(t, o.Truth.via == nil && o.Left.via == nil && o.Right.via == nil)
		}
	}
	recording := 0
	for _, x := range kept {
		if x.via != nil {
			recording++
		}
	}
	require.NotZero(t, recording, "nothing was recorded: no test")
}

// Every operation hands on the record of either operand, so that no maximum behind it
// goes unnoticed.
func TestOperationsHandOnTheRecord(t *testing.T) {
	for name, op := range withMax[Big]() {
		for _, x := range []float64{0, 0.5, 1, -1, inf, nan, 1e10, -1e10} {
			noted, w := recorded([]Big{BigOf(x)})
			require.Same(t, w, op(noted[0], BigOf(2)).via, "%s(%v, 2)", name, x)
			switch name {
			case "Add", "Sub", "Mul", "Quo", "Max":
				require.Same(t, w, op(BigOf(2), noted[0]).via, "%s(2, %v)", name, x)
			}
		}
	}
	records := map[string]bool{}
	for _, outcomes := range [][]int{{}, {0}, {1}, {-1}, {1, -1}, {-1, 1}, {0, 0}, {1, 1}, {0, 1}} {
		_, w := recorded(nil)
		for _, o := range outcomes {
			w.note(o)
		}
		records[fmt.Sprint(w.outcomes)] = true
	}
	require.Len(t, records, 9)
}
